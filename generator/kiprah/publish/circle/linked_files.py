"""Files of a built site that a visitor comes to from its home page, by links, pictures and style sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

HOME = "index.html"
_LEFT_OUT = (".xml", ".ics", ".json", ".txt", ".js", ".webmanifest")
"""Endings left out: feeds, calendars and data are for programs, which have no passphrase; scripts run in no circle."""
_CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


class _References(HTMLParser):
    """Collects the addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._has_webp = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "picture":
            self._has_webp = False
        elif tag == "source" and given.get("type") == "image/webp":
            self._has_webp = True
        elif tag == "img" and self._has_webp:
            # Whatever can decrypt also shows WebP: the JPEG beside it would double what is carried.
            return
        elif tag == "link" and not {"stylesheet", "icon"} & set(given.get("rel", "").split()):
            return
        elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.addresses.append(given.get("content", "").partition("url=")[2])
        for name in ("href", "src", "poster"):
            if name in given and tag != "script":
                self.addresses.append(given[name])
        self.addresses += [
            candidate.split()[0] for candidate in given.get("srcset", "").split(",") if candidate.strip()
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag == "picture":
            self._has_webp = False


def references_of(path: str, content: bytes, site_url: str) -> frozenset[str]:
    """Name the site's own files that one file refers to."""
    text = content.decode("utf-8", "replace")
    if path.endswith(".css"):
        addresses: Iterable[str] = _CSS_ADDRESS.findall(text)
    else:
        page = _References()
        page.feed(text)
        page.close()
        addresses = page.addresses
    return frozenset(target for address in addresses if (target := _target(path, address, site_url)))


def reachable(
    paths: Collection[str], content_of: Callable[[str], bytes], site_url: str, languages: Collection[str]
) -> tuple[str, ...]:
    """Name, in order, what a visitor comes to from the home page; what is in no list and in no link stays out.

    The pages for sharing and their cards stay out too: they are the person's own tools.
    """
    tools = ("share/", "cards/", *(f"{code}/{name}/" for code in languages for name in ("share", "cards")))
    wanted = {path for path in paths if not path.startswith(tools) and not path.endswith(_LEFT_OUT)}
    seen = {HOME} & wanted
    waiting = list(seen)
    while waiting:
        path = waiting.pop()
        if not path.endswith((".html", ".css")):
            continue
        found = references_of(path, content_of(path), site_url) & wanted - seen
        seen |= found
        waiting += found
    return tuple(sorted(seen))


def _target(path: str, address: str, site_url: str) -> str:
    """Resolve an address against the file that names it; empty where it leads elsewhere."""
    address = address.strip()
    if site_url and address.startswith(site_url):
        address, path = address.removeprefix(site_url).lstrip("/"), ""
        address = address or HOME
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    named = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), named)).lstrip("/")
    return posixpath.normpath(f"{target}/{HOME}") if named.endswith("/") or target == "." else target
