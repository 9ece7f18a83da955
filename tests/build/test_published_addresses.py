"""Every local address that a page, a feed, a calendar or a data file of a community names is a file that is published."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from kiprah.build.request import Report
from support.building import build_in
from support.communities import COMMUNITY, make_community
from support.sites import draw_photo, files_of

URL = "https://kawan.example/"
TEXTS = (".html", ".xml", ".json", ".ics", ".txt", ".webmanifest", "_headers", "_redirects")
CARDS = COMMUNITY.replace("formats: []", "formats: [link]")
PHOTO = "photos: [{file: a.jpg, alt: A, people: none}, {file: b.jpg, alt: B, people: none}]\n"
CHILD = "photos: [{file: a.jpg, alt: A, people: minors, consent: guardian}]\n"
EVENT, WITH = "content/events/2026-05-01-pantai", "participants: [alya, bima]\n"
EVERYTHING = {
    "content/about.md": "---\ntitle: About\n---\n[The beach](events/2026-05-01-pantai/index.md).\n",
    f"{EVENT}/index.md": f"---\ntitle: Pantai\nhours: 3\ncauses: [environment]\nskills: [sorting]\norganization: Kawan\nrole: Relawan\n{WITH}{PHOTO}"
    "impact: [{value: 25, what: sacks, source: self}]\n---\nBersama.\n",
    f"{EVENT}/index.id.md": "---\ntitle: Hari pantai\n---\nBersama-sama.\n",
    "content/events/2026-06-01-kebun.md": f"---\ntitle: Kebun\n{WITH}---\nBersama.\n",
    "content/events/2026-07-01-rahasia.md": f"---\ntitle: Rahasia\nvisibility: unlisted\n{WITH}---\nBersama.\n",
    "content/events/2027-01-01-nanti.md": f"---\ntitle: Nanti\n{WITH}---\nBersama.\n",
    "content/members/alya/activities/2026-05-03-kelas/index.md": f"---\ntitle: Kelas\norganization: R\nrole: T\nhours: 2\ncauses: [education]\n{PHOTO}---\nIsi.\n",
    "content/members/alya/activities/2026-06-01-kebun.md": "---\ntitle: Kebun sendiri\n---\nIsi.\n",
    "content/members/alya/reflections/2026-05-09-renung.md": "---\ntitle: Renung\nactivity: pantai\n---\nIsi.\n",
    "content/members/alya/testimonials/ibu.md": "---\nfrom: Ibu\nconsent: yes\nactivity: pantai\n---\nBaik sekali.\n",
    "content/members/alya/pages/kontak.md": "---\ntitle: Kontak\n---\nIsi.\n",
    "content/members/bima/activities/2026-05-01-hadir.md": "---\nevent: pantai\n---\nHai juga.\n",
}
CLASHING = {
    f"content/events/2026-06-0{number}-{name}.md": f"---\ntitle: {name}\nslug: {slug}\n{WITH}---\nBersama.\n"
    for number, name, slug in [(1, "satu", "sama"), (2, "dua", "sama"), (3, "tiga", "profile"), (4, "empat", "2026")]
}


def dead_addresses(public: Path) -> list[tuple[str, str]]:
    """Name each local address at which nothing is published, after a file that names it."""
    files = files_of(public)
    texts = {path: content.decode("utf-8") for path, content in files.items() if path.endswith(TEXTS)}
    named = {(path, address) for path, text in texts.items() for address in addresses_in(path, text)}
    assert len(named) > len(texts)
    return sorted((path, address) for path, address in named if file_at(address) not in files)


def addresses_in(path: str, text: str) -> Iterator[str]:
    here = URL + path
    if path.endswith("portfolio.json"):
        # Without an address of the site's own they begin at its root.
        yield from (address for url in urls_in(json.loads(text)) if (address := urljoin(URL, url)).startswith(URL))
    if path.endswith(".html"):
        base = re.search(r'<base href="([^"]*)"', text)
        here = urljoin(here, base[1]) if base else here
        links = re.findall(r'\s(?:href|src|poster)="([^"]*)"', text)
        links += [one.split()[0] for many in re.findall(r'\ssrcset="([^"]*)"', text) for one in many.split(",")]
        yield from (there for link in links if (there := urljoin(here, html.unescape(link))).startswith(URL))
    if path.endswith(".ics"):
        text = re.sub(r"\r?\n[ \t]", "", text)
    yield from re.findall(re.escape(URL) + r"[^\s\"'<>\\)]*", html.unescape(text))


def urls_in(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        yield from ([value["url"]] if isinstance(value.get("url"), str) else [])
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from urls_in(inner)


def file_at(address: str) -> str:
    path = unquote(re.split("[?#]", address.removeprefix(URL))[0])
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def made(root: Path, files: dict[str, str], settings: str = CARDS) -> Report:
    make_community(root, files, settings)
    for number, path in enumerate(path for path in files if "a.jpg" in files[path]):
        for name in "ab":
            draw_photo((root / path).with_name(f"{name}.jpg"), 2 * number + (name == "b"), (320, 240))
    return build_in(root)


def test_an_event_that_a_member_only_attended_has_no_card_of_theirs(tmp_path: Path) -> None:
    assert made(tmp_path, {}).exit_code == 0
    assert dead_addresses(tmp_path / "public") == []
    told = json.loads((tmp_path / "public/members/alya/portfolio.json").read_text("utf-8"))["activities"]
    cards = {one["url"]: [card["format"] for card in one["texts"]["en"].get("cards", ())] for one in told}
    assert cards == {f"{URL}events/pantai/": [], f"{URL}members/alya/activities/hari/": ["link"]}


@pytest.mark.slow
@pytest.mark.parametrize("url", [f"url: {URL}\n", ""])
def test_every_address_of_a_community_leads_somewhere(tmp_path: Path, url: str) -> None:
    settings = CARDS.replace(f"url: {URL}\n", url).replace("[link]", "[link, portrait]") + "languages: [en, id]\n"
    report = made(tmp_path, EVERYTHING, f"{settings}photos: {{widths: [16], formats: [jpeg]}}\n")
    assert report.exit_code == 0 and not [problem for problem in report.problems if problem.is_error]
    assert (tmp_path / "public/id/members/alya/index.html").is_file() and (tmp_path / "public/cards/pantai").is_dir()
    assert dead_addresses(tmp_path / "public") == []


HELD: dict[str, tuple[dict[str, str], set[str]]] = {
    "a taken slug": (CLASHING, {"double-slug", "slug-taken"}),
    "a child's safety": (
        {f"{EVENT}/index.md": f"---\ntitle: Pantai\n{WITH}{CHILD}---\nOrang tuanya: 0812-3456-7890\n"},
        {"child-phone"},
    ),
}


@pytest.mark.parametrize("why", HELD)
def test_an_event_that_the_community_holds_back_is_told_by_nobody(tmp_path: Path, why: str) -> None:
    files, codes = HELD[why]
    joined = {"content/members/bima/activities/2026-06-01-ikut.md": "---\nevent: pantai\n---\nAku ikut.\n"}
    report = made(tmp_path, {**files, **joined}, COMMUNITY)
    assert report.exit_code == 0 and {problem.code for problem in report.problems if problem.is_error} == codes
    held = {one.what for one in report.held}
    assert {path.removeprefix("content/") for path in files} <= held
    told = {path: text for path, text in files_of(tmp_path / "public").items() if path.endswith((".html", ".json"))}
    assert dead_addresses(tmp_path / "public") == []
    titles = ["Pantai"] if why == "a child's safety" else ["satu", "dua", "tiga", "empat"]
    assert [(path, title) for path, text in told.items() for title in titles if f">{title}<".encode() in text] == []
    assert ("members/bima/activities/ikut/index.html" in told) == (why != "a child's safety")
