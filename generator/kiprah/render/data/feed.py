"""Feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kiprah.plan.data.file_outputs import FeedEntry, FeedImage, FeedOutput
from kiprah.plan.data.json_value import Fields, fields, json_text
from kiprah.render.data.xml import child, root, written

_ATOM = "http://www.w3.org/2005/Atom"
_MEDIA = "http://search.yahoo.com/mrss/"
_NEVER = "1970-01-01"
"""The day an empty feed was last updated: Atom asks for one, and a build has no clock."""


def moment(day: str) -> str:
    """Write a calendar day as the moment feeds ask for: its beginning, never moved by a timezone.

    Of a month or a year, the beginning of it: the formats know nothing less exact.
    """
    return f"{day}{_NEVER[len(day) :]}T00:00:00Z"


def _is_day(text: str) -> bool:
    """Say whether the day itself is known: no format asks when something was published, so no day is invented."""
    return len(text) == len(_NEVER)


def atom_text(output: FeedOutput) -> str:
    """Write Atom; an entry's identity is the address of its page."""
    feed = output.feed
    document = root("feed", {"xmlns": _ATOM, "xmlns:media": _MEDIA, "xml:lang": feed.language})
    child(document, "id", feed.home)
    child(document, "title", feed.title)
    if feed.description:
        child(document, "subtitle", feed.description)
    child(document, "updated", moment(max((entry.updated for entry in feed.entries), default=_NEVER)))
    child(document, "link", attributes={"rel": "self", "type": "application/atom+xml", "href": output.url})
    child(document, "link", attributes={"rel": "alternate", "type": "text/html", "href": feed.home})
    author = child(document, "author")
    child(author, "name", feed.author)
    child(author, "uri", feed.home)
    child(document, "icon", feed.icon)
    child(document, "generator", "kiprah", {"version": feed.version})
    for entry in feed.entries:
        _atom_entry(document, entry)
    return written(document)


def _atom_entry(document: Element, entry: FeedEntry) -> None:
    element = child(document, "entry", attributes={"xml:lang": entry.language})
    child(element, "id", entry.url)
    child(element, "title", entry.title)
    child(element, "link", attributes={"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.author:
        child(child(element, "author"), "name", entry.author)
    if _is_day(entry.published):
        child(element, "published", moment(entry.published))
    child(element, "updated", moment(entry.updated))
    for tag in entry.tags:
        child(element, "category", attributes={"term": tag})
    if entry.summary:
        child(element, "summary", entry.summary)
    if entry.image is not None:
        _atom_image(element, entry.image)
    child(element, "content", entry.html, {"type": "html", "xml:base": entry.url})


def _atom_image(element: Element, image: FeedImage) -> None:
    child(element, "link", attributes={"rel": "enclosure", "type": image.mime, "href": image.url})
    size = {"width": str(image.width), "height": str(image.height)}
    # Its description stands in the text: readers of feeds take `media:description` for another content.
    child(element, "media:content", attributes={"url": image.url, "type": image.mime, "medium": "image", **size})


def json_feed_text(output: FeedOutput) -> str:
    """Write JSON Feed."""
    feed = output.feed
    author = fields(("name", feed.author), ("url", feed.home))
    document = fields(
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", feed.title),
        ("home_page_url", feed.home),
        ("feed_url", output.url),
        ("description", feed.description),
        ("favicon", feed.icon),
        ("authors", (author,)),
        ("language", feed.language),
    )
    items = tuple(_json_item(entry, feed.language) for entry in feed.entries)
    return json_text(Fields((*document.entries, ("items", items))))


def _json_item(entry: FeedEntry, language: str) -> Fields:
    item = fields(
        ("id", entry.url),
        ("url", entry.url),
        ("title", entry.title),
        ("summary", entry.summary),
        ("image", entry.image.url if entry.image else ""),
        ("date_published", moment(entry.published) if _is_day(entry.published) else ""),
        ("date_modified", moment(entry.updated) if _is_day(entry.updated) else ""),
        ("authors", (fields(("name", entry.author)),) if entry.author else ()),
        ("language", entry.language if entry.language != language else ""),
        ("tags", entry.tags),
    )
    # The format asks for a text of each item, an empty one where there is none.
    return Fields((*item.entries, ("content_html", entry.html)))
