"""Feeds as an independent reader and a strict XML parser see them, whatever stands in the texts."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiprah.plan.data.file_outputs import Feed, FeedEntry, FeedImage, FeedOutput
from support.examples import examples
from support.rendering import render_data

HOSTILE = "a ]]> <b>&amp;</b> \x00\x08\x0b\x1f\ufffe\uffff </content></entry> \u2028 \U0001f600 'q\" --> {{ 7*7 }}"
KEPT = "a ]]> <b>&amp;</b>  </content></entry> \u2028 \U0001f600 'q\" --> {{ 7*7 }}"

ENTRY = FeedEntry(
    url="https://alya.example/activities/x/",
    title="Kelas & taman",
    language="en",
    published="2026-03-14",
    updated="2026-03-20",
    summary="Ringkas",
    html='<p>Isi <img src="https://alya.example/media/a.jpeg" alt="x"></p>',
    tags=("Pendidikan", "a, b"),
    image=FeedImage("https://alya.example/media/a.jpeg", "image/jpeg", 1600, 1200),
)
FEED = Feed(
    "Jejak", "Catatan", "id", "https://alya.example/", "Alya", "https://alya.example/favicon.svg", "1", (ENTRY,)
)
ATOM = "{http://www.w3.org/2005/Atom}"


def atom(feed: Feed = FEED) -> bytes:
    return render_data(FeedOutput("feed.xml", "atom", "https://alya.example/feed.xml", feed))


def json_feed(feed: Feed = FEED) -> dict[str, object]:
    text = render_data(FeedOutput("feed.json", "json", "https://alya.example/feed.json", feed)).decode()
    assert text.endswith("}\n")
    document: dict[str, object] = json.loads(text)
    return document


def test_a_reader_sees_what_was_told() -> None:
    read = feedparser.parse(atom())
    assert not read.bozo
    assert read.version == "atom10"
    assert (read.feed.title, read.feed.id, read.feed.author) == ("Jejak", "https://alya.example/", "Alya")
    assert read.feed.updated == "2026-03-20T00:00:00Z"
    entry = read.entries[0]
    assert (entry.id, entry.link) == (ENTRY.url, ENTRY.url)
    assert (entry.title, entry.summary) == ("Kelas & taman", "Ringkas")
    assert (entry.published, entry.updated) == ("2026-03-14T00:00:00Z", "2026-03-20T00:00:00Z")
    assert [tag.term for tag in entry.tags] == ["Pendidikan", "a, b"]
    assert len(entry.content) == 1
    assert entry.content[0].type == "text/html"
    assert entry.content[0].language == "en"
    assert "https://alya.example/media/a.jpeg" in entry.content[0].value
    assert entry.enclosures[0].href == ENTRY.image.url  # type: ignore[union-attr]
    assert entry.media_content[0]["medium"] == "image"


def test_required_elements_of_rfc_4287_are_there() -> None:
    root = ElementTree.fromstring(atom())
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    relations = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert relations["self"] == "https://alya.example/feed.xml"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "id"
    for name in ("id", "title", "updated", "content"):
        assert root.find(f"{ATOM}entry/{ATOM}{name}") is not None


def test_an_empty_feed_is_still_valid() -> None:
    root = ElementTree.fromstring(atom(replace(FEED, entries=(), description="")))
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert json_feed(replace(FEED, entries=()))["items"] == []


def test_hostile_text_stays_text() -> None:
    feed = replace(FEED, title=HOSTILE, author=HOSTILE, entries=(replace(ENTRY, title=HOSTILE, tags=(HOSTILE,)),))
    root = ElementTree.fromstring(atom(feed))
    assert root.findtext(f"{ATOM}title") == KEPT
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == KEPT
    benign = replace(ENTRY, tags=("x",))
    twin = ElementTree.fromstring(atom(replace(FEED, entries=(benign,))))
    assert [e.tag for e in root.iter()] == [e.tag for e in twin.iter()]


@settings(max_examples=examples(60), deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_well_formed_feeds(text: str) -> None:
    entry = replace(ENTRY, title=text, summary=text, html=text, tags=(text or "x",))
    feed = replace(FEED, title=text, entries=(entry,))
    assert len(ElementTree.fromstring(atom(feed)).findall(f"{ATOM}entry")) == 1
    assert len(json_feed(feed)["items"]) == 1  # type: ignore[arg-type]


def test_json_feed_has_what_version_1_1_asks_for() -> None:
    feed = json_feed()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://alya.example/feed.json"
    assert feed["authors"] == [{"name": "Alya", "url": "https://alya.example/"}]
    (item,) = feed["items"]  # type: ignore[misc]
    assert item["id"] == item["url"] == ENTRY.url
    assert item["content_html"] == ENTRY.html
    assert item["date_published"] == "2026-03-14T00:00:00Z"
    assert item["image"] == "https://alya.example/media/a.jpeg"
    assert item["language"] == "en"
    assert item["tags"] == ["Pendidikan", "a, b"]


def test_an_item_without_text_keeps_its_content() -> None:
    feed = json_feed(replace(FEED, entries=(replace(ENTRY, html=""),)))
    assert feed["items"][0]["content_html"] == ""  # type: ignore[index]
