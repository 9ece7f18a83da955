"""All data files of whole sites: which there are, and what may never stand in any of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from kiprah.plan.data.json_ld import linked_data
from kiprah.plan.outputs import CardOutput

Plan = Callable[..., Any]

EVERYWHERE = {"resume.json", "feed.xml", "feed.json", "activities.ics"}
ONCE = {
    "portfolio.json",
    "sitemap.xml",
    "robots.txt",
    "manifest.webmanifest",
    "favicon.svg",
    "_headers",
    "_redirects",
    ".nojekyll",
}


def test_every_promised_file_is_there_and_no_other(alya: Any) -> None:
    assert set(alya.data) == EVERYWHERE | ONCE | {f"en/{name}" for name in EVERYWHERE}


def test_nothing_hidden_stands_in_any_file(alya: Any, hidden: tuple[str, ...]) -> None:
    assert hidden and len(alya.data) > 10
    for path in alya.data:
        text = alya.text(path)
        assert [secret for secret in hidden if secret in text] == [], path


def test_nothing_unlisted_is_counted(alya: Any) -> None:
    portfolio = json.loads(alya.text("portfolio.json"))
    assert portfolio["totals"]["hours"] == 45.5
    assert "1000" not in alya.text("resume.json")


def test_no_file_names_what_a_photo_was_called(alya: Any) -> None:
    assert len(alya.data) > 10
    for path in alya.data:
        text = alya.text(path)
        assert "class.jpg" not in text and "alya.jpg" not in text, path
        assert "index.md" not in text and "/tmp" not in text, path


def test_every_address_of_this_site_is_published(alya: Any) -> None:
    known = {"https://alya.example/" + path.removesuffix("index.html") for path in alya.paths}
    portfolio = json.loads(alya.text("portfolio.json"))
    addresses = [a for a in _addresses(portfolio) if a.startswith("https://alya.example/")]
    assert len(addresses) > 20
    assert {a.partition("#")[0] for a in addresses} <= known
    cards = [o.path for o in alya.plan.outputs if isinstance(o, CardOutput)]
    assert any(f"https://alya.example/{card}" in addresses for card in cards)


def _addresses(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if isinstance(value.get("url"), str) else []
        return own + [a for inner in value.values() for a in _addresses(inner)]
    return [a for inner in value for a in _addresses(inner)] if isinstance(value, list) else []


def test_without_an_address_there_is_nothing_that_needs_one(planned: Plan) -> None:
    site = planned({"site.yml": "title: Jejak Alya\nlanguage: id\n"})
    assert set(site.data) == {"resume.json", *ONCE - {"sitemap.xml"}}
    assert "url" not in json.loads(site.text("resume.json"))["basics"]
    portfolio = json.loads(site.text("portfolio.json"))
    assert "url" not in portfolio["site"]
    assert portfolio["member"]["url"] == "./"
    assert portfolio["activities"][0]["url"] == "activities/reading-class/"
    assert portfolio["activities"][0]["photos"][0]["url"].startswith("media/")
    assert "Sitemap" not in site.text("robots.txt")


def test_hidden_hours_are_in_no_file(planned: Plan) -> None:
    site = planned({"site.yml": "title: J\nurl: https://alya.example/\nlanguage: id\nhours: hide\n"})
    assert "totals" not in json.loads(site.text("portfolio.json"))
    for path in ("portfolio.json", "resume.json", "feed.xml", "feed.json", "activities.ics"):
        text = site.text(path)
        assert "hours" not in text and "42" not in text.replace("2026-04-02", "") and " jam" not in text, path
    for page in site.pages.values():
        text = linked_data(page)
        assert "42.5" not in text and "42,5" not in text


def test_hours_stand_there_where_they_are_shown(alya: Any) -> None:
    assert json.loads(alya.text("portfolio.json"))["activities"][0]["hours"] == 42.5
    assert "42\\,5 jam" in alya.text("activities.ics")


def test_same_input_same_bytes(alya: Any, planned: Plan) -> None:
    again = planned()
    assert again.data.keys() == alya.data.keys() and len(alya.data) > 10
    for path in alya.data:
        assert again.bytes(path) == alya.bytes(path), path


def test_today_alone_changes_no_byte(alya: Any, planned: Plan) -> None:
    later = planned({"activities/2027-05-07-future.md": ""})
    assert all(later.bytes(path) == alya.bytes(path) for path in alya.data)


def test_a_preview_is_kept_from_robots(planned: Plan) -> None:
    preview = planned(drafts=True)
    assert "sitemap.xml" not in preview.data
    assert "X-Robots-Tag: noindex" in preview.text("_headers").split("\n\n")[0]
    assert "DRAFT-CANARY" in preview.text("portfolio.json")


def test_a_site_of_nobody_yet_is_whole(planned: Plan) -> None:
    nothing = dict.fromkeys(
        [
            "activities/2026-03-14-reading-class/index.md",
            "activities/2026-03-14-reading-class/index.en.md",
            "activities/2026-04-02-blood-drive.md",
            "reflections/2026-05-01-voice.md",
            "reflections/2026-05-02-about-unlisted.md",
            "testimonials/ibu-sri.md",
        ],
        "",
    )
    site = planned(nothing)
    portfolio = json.loads(site.text("portfolio.json"))
    assert (portfolio["activities"], portfolio["roles"], portfolio["reflections"]) == ([], [], [])
    assert json.loads(site.text("feed.json"))["items"] == []
    ElementTree.fromstring(site.text("feed.xml"))
    assert "volunteer" not in json.loads(site.text("resume.json"))
