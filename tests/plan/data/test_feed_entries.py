"""What the feeds tell, as an independent reader sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import feedparser

Plan = Callable[..., Any]


def test_activities_and_reflections_newest_first(alya: Any) -> None:
    read = feedparser.parse(alya.bytes("feed.xml"))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [
        "Tentang yang lain",
        "Menemukan suara",
        "Donor darah",
        "Mengajar membaca & menulis",
    ]
    assert read.entries[-1].published == "2026-03-14T00:00:00Z"
    assert read.entries[-1].updated == "2026-07-01T00:00:00Z"
    assert read.feed.updated == "2026-07-01T00:00:00Z"


def test_both_feeds_tell_the_same(alya: Any) -> None:
    read = feedparser.parse(alya.bytes("feed.xml"))
    items = json.loads(alya.text("feed.json"))["items"]
    assert [entry.id for entry in read.entries] == [item["id"] for item in items]
    assert [entry.title for entry in read.entries] == [item["title"] for item in items]


def test_content_is_whole_and_every_address_absolute(alya: Any) -> None:
    (item,) = (i for i in json.loads(alya.text("feed.json"))["items"] if "reading-class" in i["id"])
    html = item["content_html"]
    assert "Saya belajar sabar." in html
    assert "<h2>Refleksi</h2>" in html
    assert 'alt="Anak &amp; buku"' in html
    assert "Kelas pertama. Foto: Bima" in html
    assert 'href="https://alya.example/activities/blood-drive/"' in html
    assert 'href="https://alya.example/activities/reading-class/#t-bawah"' in html
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert address.startswith("https://"), address


def test_the_limit_keeps_the_newest(planned: Plan) -> None:
    site = planned({"site.yml": "title: J\nurl: https://alya.example/sub/\nlanguage: id\nfeed: {limit: 2}\n"})
    items = json.loads(site.text("feed.json"))["items"]
    assert [item["title"] for item in items] == ["Tentang yang lain", "Menemukan suara"]
    assert items[0]["url"] == "https://alya.example/sub/reflections/about-unlisted/"


def test_what_is_not_translated_says_its_language_and_leads_home(alya: Any) -> None:
    feed = json.loads(alya.text("en/feed.json"))
    assert feed["language"] == "en"
    assert feed["home_page_url"] == "https://alya.example/en/"
    told = {item["title"]: item for item in feed["items"]}
    assert told["Teaching to read"]["url"] == "https://alya.example/en/activities/reading-class/"
    assert "language" not in told["Teaching to read"]
    assert told["Donor darah"]["language"] == "id"
    assert told["Donor darah"]["url"] == "https://alya.example/activities/blood-drive/"


def test_an_update_before_the_date_does_not_turn_time_back(planned: Plan) -> None:
    path = "activities/2026-04-02-blood-drive.md"
    site = planned({path: "---\ntitle: D\ndate: 2026-04-02\nupdated: 2026-01-01\n---\nIsi.\n"})
    (item,) = (i for i in json.loads(site.text("feed.json"))["items"] if i["title"] == "D")
    assert item["date_modified"] == "2026-04-02T00:00:00Z"
