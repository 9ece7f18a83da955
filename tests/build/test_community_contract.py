"""The contract of a community, sentence by sentence: one small community is built as its owner would, and read."""

from __future__ import annotations

import json
import os
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiprah.build.community import gathered_lists
from kiprah.plan.community.community_plan import CommunityPlan, plan_community
from kiprah.plan.outputs import CardOutput
from support.command import TODAY, Run, run
from support.once import built_once
from support.sites import draw_photo, files_of, make_project, write_files, write_settings

pytestmark = pytest.mark.slow

SETTINGS = """kind: community
title: Kawan Pantai
url: https://kawan.example/klub/
language: en
photos: {widths: [16], formats: [jpeg]}
members: {per_page: 2, order: joined, facets: [causes, skills, places, cohorts]}
limits: {entries: 30, photos: 20, megabytes: 50}
join: {label: Come along, url: "https://kawan.example/join"}
featured: [bima/kelas]
"""
BEACH = """---
title: Beach day
place: Bantul, ID
organization: Kawan
hours: 4
causes: [environment]
participants: [alya, bima, citra, sosok]
---
We picked up litter.
"""
NAMES = {"alya": "Alya", "bima": "Bima", "citra": "Citra", "dian": "Dian", "eko": "Eko"}


def profile(name: str, more: str = "") -> str:
    return f"---\nname: {name}\nplace: Sleman, ID\nskills: [listening]\n{more}---\nHello, I am {name}.\n"


def entry(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ncauses: [education]\n{more}---\nWords about {title}.\n"


def community() -> dict[str, str]:
    """Five members, of whom two share a cause and five a place; one more is paused, one moved, one broken."""
    joined = {slug: f"since: 202{number}\ncohort: Class of 2024\n" for number, slug in enumerate(reversed(NAMES))}
    return {
        "content/about.md": "---\ntitle: About us\n---\nWe clean beaches.\n",
        "content/pages/contact.md": "---\ntitle: Contact\n---\nWrite to us.\n",
        "content/events/2026-05-01-beach/index.md": BEACH,
        "content/events/2027-02-01-dunes/index.md": (
            "---\ntitle: Dunes to come\ncapacity: 20\nregister: https://kawan.example/dunes\nparticipants: [alya]\n---\nCome.\n"
        ),
        **{f"content/members/{slug}.yml": text for slug, text in joined.items()},
        **{f"content/members/{slug}/profile.md": profile(name) for slug, name in NAMES.items() if slug != "bima"},
        "content/members/bima/profile.md": profile("Bima", "events: own\nslug: not-mine\n"),
        "content/members/alya/activities/2026-05-01-pantai.md": "---\nevent: beach\nhours: 5\n---\nI came early.\n",
        "content/members/bima/activities/2026-03-01-kelas.md": entry("Reading class", "hours: 10\n"),
        "content/members/citra/activities/2026-03-02-kelas.md": entry("Numbers class", "skills: [maths]\n"),
        "content/members/dian/activities/2025-03-02-kelas.md": entry("Third class"),
        "content/members/citra/activities/2025-03-02-kedua.md": entry("Fourth class"),
        "content/members/eko/activities/2026-04-01-rahasia.md": entry("zebrakanari", "visibility: unlisted\n"),
        "content/members/eko/static/index.html": "<script>alert(1)</script>",
        "content/members/sosok.yml": "status: paused\n",
        "content/members/sosok/profile.md": profile("Sosok Jeda"),
        "content/members/pindah.yml": "moved_to: https://pindah.example/\n",
        "content/members/pindah/profile.md": profile("Pindah"),
        "content/members/rusak/profile.md": "---\nheadline: nobody-at-all\n---\n",
    }


def build(root: Path, *more: str) -> Run:
    return run(root, "build", *TODAY, "-j", "1", *more)


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community, built once; tests only read it, or a copy."""

    def made(root: Path) -> None:
        make_project(root, SETTINGS, community())
        draw_photo(root / "content/members/bima/activities/2026-03-01-kelas.jpg", 1)
        done = build(root, "--report", "report.json")
        (root / "printed").write_text(f"{done.returncode}\n{done.stdout}\n{done.stderr}", "utf-8")

    return built_once(tmp_path_factory, "community-contract", made)


@pytest.fixture(scope="module")
def pages(club: Path) -> dict[str, bytes]:
    return files_of(club / "public")


@pytest.fixture
def copied(club: Path, tmp_path: Path) -> Path:
    """A copy that may be changed, with all that was made in its store; nothing stands built yet."""
    shutil.copytree(club, tmp_path / "club", ignore=shutil.ignore_patterns("public"))
    return tmp_path / "club"


def test_what_is_broken_is_left_out_reported_and_the_build_ends_with_0(club: Path, pages: dict[str, bytes]) -> None:
    printed = (club / "printed").read_text("utf-8")
    assert printed.startswith("0\n"), printed
    assert "content/members/rusak/profile.md" in printed
    assert not any(b"nobody-at-all" in data for path, data in pages.items() if path.endswith((".html", ".json", ".js")))


PATHS = (
    "index.html",
    "about/index.html",
    "contact/index.html",
    "members/index.html",
    "members/page/2/index.html",
    "members/cause/education/index.html",
    "members/skill/listening/index.html",
    "members/place/sleman-id/index.html",
    "members/cohort/class-of-2024/index.html",
    "events/index.html",
    "events/beach/index.html",
    "events/dunes/index.html",
    "events/2026/index.html",
    "events/2027/index.html",
    "causes/index.html",
    "causes/education/index.html",
    "causes/education/page/1/index.html",
    "causes/education/feed.xml",
    "skills/index.html",
    "skills/maths/index.html",
    "years/index.html",
    "years/2026/index.html",
    "search/index.html",
    "feed.xml",
    "feed.json",
    "events.ics",
    "community.json",
    "members.json",
    "sitemap.xml",
    "robots.txt",
    "404.html",
    "manifest.webmanifest",
    "favicon.svg",
    "_headers",
    "_redirects",
    ".nojekyll",
    "cards/community/link.jpg",
    "cards/beach/link.jpg",
    "cards/2026/link.jpg",
)
OF_A_MEMBER = (
    "index.html",
    "activities/index.html",
    "activities/kelas/index.html",
    "causes/education/index.html",
    "years/2026/index.html",
    "cv/index.html",
    "share/kelas/index.html",
    "cards/kelas/link.jpg",
    "cards/profile/link.jpg",
    "cards/2026/link.jpg",
    "feed.xml",
    "feed.json",
    "activities.ics",
    "resume.json",
    "portfolio.json",
)


def test_every_address_of_the_contract_is_there(pages: dict[str, bytes]) -> None:
    wanted = [*PATHS, *(f"members/bima/{path}" for path in OF_A_MEMBER)]
    assert [path for path in wanted if path not in pages] == []


def test_cards_are_those_of_links_alone_until_somebody_asks_for_more(pages: dict[str, bytes]) -> None:
    cards = {path.rpartition("/")[2] for path in pages if "cards/" in path}
    assert cards == {"link.jpg"}


def test_a_members_pages_have_the_communitys_head_and_a_way_back(pages: dict[str, bytes]) -> None:
    for path, up in (("members/bima/index.html", "../"), ("members/bima/activities/kelas/index.html", "../../../")):
        page = pages[path].decode()
        assert "Kawan Pantai" in page
        assert f'href="{up}index.html"' in page and f'href="{up}../index.html"' in page


def test_joining_is_one_press_away_everywhere(pages: dict[str, bytes]) -> None:
    read = [path for path in pages if path.endswith(".html") and "/cv/" not in path and path != "404.html"]
    assert len(read) > 20
    without = [path for path in read if b"https://kawan.example/join" not in pages[path]]
    assert [path for path in without if not path.startswith("members/pindah/")] == []


def test_facets_have_a_page_from_three_members_on_and_places_from_five(pages: dict[str, bytes], copied: Path) -> None:
    facets = {
        path.split("/")[1:3][0] + "/" + path.split("/")[2]
        for path in pages
        if re.match("members/(cause|skill|place|cohort)/", path)
    }
    assert facets == {"cause/education", "skill/listening", "place/sleman-id", "cohort/class-of-2024"}
    # With four there is no page of the place, with two none of the cause.
    eko, dian = (
        copied / "content/members/eko/profile.md",
        copied / "content/members/dian/activities/2025-03-02-kelas.md",
    )
    eko.write_text(profile("Eko").replace("Sleman, ID", "Magelang, ID"), "utf-8")
    dian.write_text(entry("Third class").replace("education", "environment"), "utf-8")
    assert build(copied).returncode == 0
    left = files_of(copied / "public")
    assert not [path for path in left if path.startswith(("members/place/", "members/cause/education"))]
    assert "members/skill/listening/index.html" in left


def names_on(page: bytes) -> list[str]:
    return [
        name
        for name in re.findall(r'class="[^"]*p-name[^"]*"[^>]*>\s*(?:<[^>]+>\s*)*([A-Z][a-z]+)', page.decode())
        if name in NAMES.values()
    ]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [("name", ["Alya", "Bima", "Citra", "Dian", "Eko"]), ("joined", ["Eko", "Dian", "Citra", "Bima", "Alya"])],
)
def test_the_directory_stands_in_the_order_the_community_chose(order: str, wanted: list[str], copied: Path) -> None:
    site = copied / "content/site.yml"
    site.write_text(
        SETTINGS.replace("order: joined", f"order: {order}").replace("per_page: 2", "per_page: 60"), "utf-8"
    )
    assert build(copied).returncode == 0
    listed = json.loads((copied / "public/members.json").read_bytes())["members"]
    assert {member["name"] for member in listed} == set(wanted)
    assert all(member["since"].startswith("202") for member in listed)
    text = (copied / "public/members/index.html").read_text("utf-8")
    places = [
        text.index(
            f"members/{name.lower()}/index.html"
            if f"members/{name.lower()}/index.html" in text
            else f'{name.lower()}/index.html"'
        )
        for name in wanted
    ]
    assert places == sorted(places)


def test_lists_are_paged_from_the_oldest(pages: dict[str, bytes], copied: Path) -> None:
    assert b"Third class" in pages["causes/education/page/1/index.html"]
    assert b"Third class" not in pages["causes/education/index.html"]
    # Its hours change what the community's card counts, and so the card.
    write_files(copied, {"content/members/citra/activities/2026-06-02-baru.md": entry("A new one", "hours: 7\n")})
    assert build(copied).returncode == 0
    after = files_of(copied / "public")
    assert after["cards/community/link.jpg"] != pages["cards/community/link.jpg"]
    others = [path for path in pages if after.get(path) != pages[path]]
    assert [path for path in others if "/page/" in path or path.startswith(("about/", "404", "search/index"))] == []
    assert b"Fourth class" in after["causes/education/page/1/index.html"]
    assert after["causes/education/page/1/index.html"] == pages["causes/education/page/1/index.html"]
    assert b"A new one" in after["causes/education/index.html"]


def test_an_event_gives_what_it_is_and_counts_once_for_each(pages: dict[str, bytes]) -> None:
    entry_page = pages["members/alya/activities/pantai/index.html"].decode()
    for said in ("Beach day", "Bantul, ID", "Kawan", "May 1, 2026", "I came early."):
        assert said in entry_page, said
    # Alya 5 in place of 4, Citra 4 without an entry, Bima 10 of his own and not the event: his profile says so.
    totals = json.loads(pages["community.json"])["totals"]
    assert totals["hours"] == 19 and totals["events"] == 1 and totals["members"] == 5
    assert b"Beach day" in pages["members/citra/index.html"]
    assert b"Beach day" not in pages["members/bima/index.html"]
    event = pages["events/beach/index.html"].decode()
    assert "Alya" in event and "Citra" in event and "Sosok" not in event


def test_an_event_to_come_leads_to_its_list_and_names_nobody(pages: dict[str, bytes]) -> None:
    page = pages["events/dunes/index.html"].decode()
    assert "https://kawan.example/dunes" in page and "20" in page and "Alya" not in page
    assert b"Dunes to come" in pages["index.html"]


def test_an_event_that_does_not_list_somebody_is_their_mistake(pages: dict[str, bytes], copied: Path) -> None:
    write_files(
        copied, {"content/members/eko/activities/2026-05-01-juga.md": "---\nevent: beach\n---\nI say I was there.\n"}
    )
    done = build(copied)
    assert done.returncode == 0
    assert "event-not-joined" in done.stderr and "members/eko/activities/2026-05-01-juga.md" in done.stderr
    after = files_of(copied / "public")
    assert after["events/beach/index.html"] == pages["events/beach/index.html"]
    assert not [path for path in after if path.startswith("members/eko/activities/juga")]


def test_paused_and_moved_and_what_leads_on(pages: dict[str, bytes]) -> None:
    assert not [path for path in pages if "sosok" in path] and not any(b"Sosok" in data for data in pages.values())
    assert [path for path in pages if path.startswith("members/pindah")] == ["members/pindah/index.html"]
    assert b"https://pindah.example/" in pages["members/pindah/index.html"]
    assert "members/pindah/* https://pindah.example/:splat 301" in pages["_redirects"].decode()
    assert "pindah" not in pages["members.json"].decode() and b"Pindah" not in pages["members/index.html"]


def test_the_folders_name_is_the_address_and_no_member_brings_files_of_their_own(pages: dict[str, bytes]) -> None:
    assert not [path for path in pages if "not-mine" in path]
    assert not any(b"alert(1)" in data for data in pages.values())


def test_an_alias_stays_below_the_members_own_address(pages: dict[str, bytes], copied: Path) -> None:
    before = pages
    for number, alias in enumerate(("/members/alya/activities/x", "../../alya/x", "/events/x", "old")):
        write_files(
            copied,
            {
                f"content/members/eko/activities/2026-01-0{number + 1}-a{number}.md": entry(
                    f"A{number}", f"aliases: ['{alias}']\n"
                )
            },
        )
    assert build(copied).returncode == 0
    new = {path for path in files_of(copied / "public") if path not in before and not path.startswith("members/eko/")}
    assert not [path for path in new if path.endswith("x/index.html")], new
    lines = (copied / "public/_redirects").read_text("utf-8").splitlines()
    added = [line for line in lines if line not in before["_redirects"].decode().splitlines()]
    assert all(
        line.split()[0].startswith("/klub/members/eko/") or line.split()[0].startswith("/members/eko/")
        for line in added
    ), added


def test_unlisted_stands_in_nobodys_lists(pages: dict[str, bytes]) -> None:
    where = {path for path, data in pages.items() if b"zebrakanari" in data or "rahasia" in path}
    assert "members/eko/activities/rahasia/index.html" in where
    assert all(
        path.startswith(("members/eko/activities/rahasia/", "members/eko/share/rahasia/", "members/eko/cards/rahasia/"))
        for path in where
    ), where


def test_feeds_are_of_all_of_causes_and_of_each_member(pages: dict[str, bytes]) -> None:
    def titles(path: str) -> list[str]:
        return [e.text or "" for e in ET.fromstring(pages[path]).iter() if e.tag.endswith("}title") or e.tag == "title"]

    assert "Reading class" in titles("feed.xml") and "Numbers class" in titles("feed.xml")
    assert "Reading class" in titles("causes/education/feed.xml") and "Beach day" not in titles(
        "causes/education/feed.xml"
    )
    assert "Numbers class" in titles("members/citra/feed.xml") and "Reading class" not in titles(
        "members/citra/feed.xml"
    )
    assert b"BEGIN:VEVENT" in pages["events.ics"] and b"Dunes to come" in pages["events.ics"]


def test_data_of_all_is_versioned_and_holds_what_is_listed(pages: dict[str, bytes]) -> None:
    whole, people = json.loads(pages["community.json"]), json.loads(pages["members.json"])
    assert whole["format"] and people["format"]
    assert sorted(member["slug"] for member in people["members"]) == sorted(NAMES)


def test_the_sitemap_names_listed_pages_of_all(pages: dict[str, bytes]) -> None:
    text = b"".join(data for path, data in pages.items() if re.fullmatch(r"(?:.*/)?sitemap[^/]*\.xml", path)).decode()
    assert "https://kawan.example/klub/members/bima/" in text and "https://kawan.example/klub/events/beach/" in text
    assert "rahasia" not in text and "pindah" not in text and "sosok" not in text


def test_the_search_page_asks_nobody_and_works_below_a_folder(pages: dict[str, bytes]) -> None:
    page = pages["search/index.html"].decode()
    assert not re.search(r'(?:src|href|data-index|data-home)="(?:/(?!/)|//|http:)', page)
    assert (
        "<style" not in page
        and not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", page)
        and " style=" not in page
    )
    policy = next(line for line in pages["_headers"].decode().splitlines() if "Content-Security-Policy" in line)
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_report_says_for_each_member_what_became_of_them(club: Path) -> None:
    report = json.loads((club / "report.json").read_text("utf-8"))
    members = report["members"]
    assert {slug: one["status"] for slug, one in members.items()} == {
        **dict.fromkeys(NAMES, "published"),
        "sosok": "paused",
        "pindah": "moved",
        "rusak": "left-out",
    }
    assert members["rusak"]["problems"][0]["code"] == "missing-key"
    used = members["bima"]["used"]
    assert used["entries"] == 1 and used["seconds"] > 0 and used["megabytes"] >= 0


def test_a_folder_removed_goes_everywhere_with_the_next_build(copied: Path) -> None:
    shutil.rmtree(copied / "content/members/citra")
    assert build(copied).returncode == 0  # one alone may always go
    left = files_of(copied / "public")
    assert not [path for path, data in left.items() if "citra" in path or b"Citra" in data or b"Numbers class" in data]


def test_many_vanish_only_when_somebody_says_so(copied: Path) -> None:
    assert build(copied).returncode == 0
    before = files_of(copied / "public")
    for slug in ("citra", "dian"):
        shutil.rmtree(copied / "content/members" / slug)
    done = build(copied)
    assert done.returncode == 3 and "--allow-removals" in done.stderr
    assert files_of(copied / "public") == before
    assert build(copied, "--allow-removals").returncode == 0
    assert not [path for path in files_of(copied / "public") if "citra" in path]


def broken_profile(root: Path) -> None:
    (root / "content/members/bima/profile.md").write_text("---\nname: [\n---\n", "utf-8")


def broken_entry(root: Path) -> None:
    (root / "content/members/bima/activities/2026-03-01-kelas.md").write_text(
        "---\ntitle: Reading class\ndate: gestern\n---\n", "utf-8"
    )


def broken_photo(root: Path) -> None:
    path = root / "content/members/bima/activities/2026-03-01-kelas.md"
    (root / "content/members/bima/activities/2026-03-01-kelas.jpg").write_bytes(b"no photo")
    path.write_text(entry("Reading class", "photos: [2026-03-01-kelas.jpg]\n"), "utf-8")


@pytest.mark.parametrize("breaks", [broken_profile, broken_entry, broken_photo])
def test_what_was_left_out_is_not_shown_as_it_was(breaks: Callable[[Path], None], copied: Path) -> None:
    breaks(copied)
    assert build(copied).returncode == 0
    assert run(copied, "check", *TODAY).returncode == 1
    left = files_of(copied / "public")
    assert not [path for path, data in left.items() if b"Reading class" in data]
    assert b"Numbers class" in left["members/citra/index.html"]


def test_stop_is_for_who_asks_for_it(copied: Path) -> None:
    write_settings(copied, SETTINGS + "on_error: stop\n")
    assert build(copied).returncode == 1
    assert not (copied / "public").exists()


def test_commands_of_the_contract(copied: Path) -> None:
    done = run(copied, "new", "member", "Fajar Nur", "--slug", "fajar")
    assert done.returncode == 0, done.stderr
    done = run(copied, "new", "event", "Night walk", "--date", "2026-08-01", "--participants", "fajar,alya")
    assert done.returncode == 0, done.stderr
    assert "participants: [fajar, alya]" in (copied / "content/events/2026-08-01-night-walk/index.md").read_text(
        "utf-8"
    )
    sent = copied / "sent"
    write_files(
        sent, {"profile.md": "---\nname: Gita\n---\nHi.\n", "activities/2026-05-01-a.md": "---\ntitle: A\n---\nx\n"}
    )
    assert run(copied, "member", "add", "gita", "sent").returncode == 0
    assert "draft: true" in (copied / "content/members/gita/activities/2026-05-01-a.md").read_text("utf-8")
    listed = run(copied, "list", "members").stdout
    assert "gita\tGita\tpaused" in listed and "fajar" in listed
    assert run(copied, "member", "move", "alya", "--to", "https://alya.example/", "-o", "elsewhere").returncode == 0
    assert 'moved_to: "https://alya.example/"' in (copied / "content/members/alya.yml").read_text("utf-8")
    assert run(copied, "member", "remove", "gita", "--yes").returncode == 0
    assert not (copied / "content/members/gita").exists() and not (copied / "content/members/gita.yml").exists()
    for kind, begins in (("text", ""), ("markdown", "#"), ("html", "<!doctype html>")):
        done = run(copied, "review", "--member", "bima", "--format", kind)
        assert done.returncode == 0 and done.stdout.casefold().startswith(begins), done.stderr
        assert "bima" in done.stdout


def test_no_file_of_one_member_changes_a_byte_of_others(pages: dict[str, bytes], copied: Path) -> None:
    eko, bima = copied / "content/members/eko", copied / "content/members/bima"
    deep = eko / "activities" / "/".join(["d"] * 90)
    deep.mkdir(parents=True)
    (deep / "index.md").write_text("---\ntitle: Deep\n---\n", "utf-8")
    (eko / "activities/2026-01-01-linked.md").symlink_to(bima / "activities/2026-03-01-kelas.md")
    (eko / "activities/2026-01-02-folder").symlink_to(bima / "activities")
    (eko / "pages").symlink_to("/etc")
    os.mkfifo(eko / "activities/2026-01-03-pipe.md")
    # A hard link is a file of one's own: another's words under one's own name, never another's page.
    os.link(bima / "profile.md", eko / "activities/2026-01-04-hard.md")
    (eko / "activities/2026-01-05-nul.md").write_bytes(b"---\ntitle: N\x00L\n---\n\x00")
    (eko / "activities/2026-01-06-bomb.md").write_text(
        "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n---\n", "utf-8"
    )
    (eko / "activities/2026-01-07-nested.md").write_text(f"---\ntitle: {'[' * 5000}\n---\n", "utf-8")
    slow = "[" * 8000 + "*a _b " * 4000 + "`" * 3001 + "<a " * 3000 + "> " * 2000 + "![x](" * 2000
    (eko / "activities/2026-01-08-slow.md").write_text(f"---\ntitle: Slow\n---\n{slow}\n", "utf-8")
    for name in ("2026-01-09-Twice.md", "2026-01-09-twice.md", "con.md", "2026-01-10-_headers.md"):
        (eko / "activities" / name).write_text("---\ntitle: Twice\n---\n", "utf-8")
    (eko / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200_000))
    (eko / "profile.md").write_text(
        "---\nname: Bima\nphoto: photo.jpg\nlinks: [{label: Bima, url: 'https://kawan.example/klub/members/bima/'}]\n---\n"
        "[mine](/members/bima/) [root](../../site.yml) <script>alert(1)</script>\n",
        "utf-8",
    )
    done = build(copied)
    assert done.returncode == 0, done.stderr
    after = files_of(copied / "public")
    for member in ("alya", "bima", "citra", "dian"):
        own = f"members/{member}/"
        assert {p: d for p, d in after.items() if p.startswith(own)} == {
            p: d for p, d in pages.items() if p.startswith(own)
        }
    assert not any(b"root:x:0" in data or b"<script>alert" in data for data in after.values())
    assert "Reading class" not in "".join(
        d.decode("utf-8", "replace") for p, d in after.items() if p.startswith("members/eko/")
    )


def test_a_members_pages_are_headed_by_the_member(pages: dict[str, bytes]) -> None:
    home = pages["members/bima/index.html"].decode()
    assert "<title>Bima</title>" in home
    term = pages["members/bima/causes/education/index.html"].decode()
    crumbs = term[term.index('class="crumbs"') : term.index("</nav>", term.index('class="crumbs"'))]
    assert '<a href="../../index.html">Bima</a>' in crumbs and "Kawan Pantai" not in crumbs


def test_cards_of_years_say_what_all_did_in_them(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[CommunityPlan] = []

    def plan(*given: Any) -> CommunityPlan:
        plans.append(plan_community(*given))
        return plans[-1]

    # What is drawn on a picture is read from its plan.
    monkeypatch.setattr(gathered_lists, "plan_community", plan)
    with (copied / "content/site.yml").open("a", encoding="utf-8") as settings:
        settings.write("description: Neighbours at the sea.\n")
    assert build(copied).returncode == 0
    cards = {o.path: o.card for o in plans[-1].outputs if isinstance(o, CardOutput)}
    assert cards["cards/community/link.jpg"].facts == ("5 people", "19 hours")
    assert cards["cards/2026/link.jpg"].facts == ("19 hours", "3 activities", "3 people")
    assert cards["cards/2026/link.jpg"].eyebrow == "Our year of volunteering"
    assert cards["cards/2025/link.jpg"].facts == ("2 activities", "2 people")
    assert cards["cards/2027/link.jpg"].facts == ()
