"""Close reader of pages and style sheets that are not sound at a glance: what of them breaks the promise, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct

Kind = Literal["script", "style", "handler", "foreign", "embedded"]
"""``script`` in the page or as an address, ``style`` in the page, an event ``handler``, a file asked of a ``foreign``
host, and an ``embedded`` frame, object, form or base address."""


class Violation(Struct, frozen=True):
    """One place at which a page breaks the promise."""

    kind: Kind
    text: str
    """The element or the address, as it stands in the page, at most 80 letters."""
    line: int


_FORBIDDEN: dict[str, Kind] = {
    "style": "style",
    **dict.fromkeys(
        ("iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe", "base", "form"),
        "embedded",
    ),
    "handler": "script",
}
_FETCHED = frozenset(
    (
        *("src", "srcset", "srcdoc", "imagesrcset", "poster", "background", "ping", "codebase", "classid", "longdesc"),
        *("lowsrc", "dynsrc", "archive", "manifest", "data", "action", "formaction", "xlink:href", "icon"),
    )
)
_LINK_WORDS = frozenset(
    (
        *("canonical", "alternate", "me", "author", "license", "next", "prev", "help", "tag", "bookmark"),
        *("noopener", "noreferrer", "nofollow", "external"),
    )
)
"""What a ``link`` may be without fetching anything."""
_BLANK = re.compile(r"[\x00-\x20]+")


def page_violations(text: str) -> list[Violation]:
    """List what a page holds that it may not."""
    tokens = _Tokens()
    tokens.feed(text)
    tokens.close()
    return tokens.violations


class _Tokens(HTMLParser):
    """Reads a page token by token, as the standard library does, and keeps what may not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.violations: list[Violation] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = [(name.lower(), value or "") for name, value in attrs]
        # Of an attribute told twice, browsers take the first.
        values = dict(reversed(pairs))
        if tag in _FORBIDDEN:
            self._add(_FORBIDDEN[tag])
        # What stands between the tags of a script that has an address is never run.
        data = "src" in values or values.get("type", "").strip().lower() == "application/ld+json"
        if tag == "script" and not data:
            self._add("script")
        for name, value in pairs:
            self._attribute(tag, name, value, values)

    def handle_comment(self, data: str) -> None:
        # Where a comment ends is read in different ways; what would be markup is held to the same.
        if "<" in data:
            self.violations.extend(page_violations(data))

    def handle_pi(self, data: str) -> None:
        if "stylesheet" in data.lower():
            self._add("foreign", f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.violations.extend(page_violations(data))

    def _attribute(self, tag: str, name: str, value: str, values: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        address = _BLANK.sub("", value).lower()
        if name == "style":
            self._add("style")
        elif name.startswith("on"):
            self._add("handler")
        elif address.startswith(("javascript:", "vbscript:", "livescript:")):
            self._add("script")
        elif tag == "meta" and name == "http-equiv":
            self._meta(address, values.get("content", ""))
        elif name in _FETCHED or (name == "href" and self._fetches(tag, values)):
            if not _all_own(name, value, pictures=tag in ("img", "source", "image", "input", "link")):
                self._add("foreign", value)
        elif local == "href" and address.startswith("data:"):
            self._add("script", value)
        elif tag in ("animate", "set", "animatemotion") and name in ("to", "values", "from", "by"):
            # Animated addresses are addresses.
            if ":" in value and values.get("attributename", "").lower().endswith("href"):
                self._add("script")
        elif "url(" in address and any(True for _ in style_sheet_violations(value)):
            self._add("foreign", value)

    @staticmethod
    def _fetches(tag: str, values: dict[str, str]) -> bool:
        if tag == "link":
            words = values.get("rel", "").lower().split()
            return not words or not _LINK_WORDS.issuperset(words)
        return tag not in ("a", "area")

    def _meta(self, what: str, content: str) -> None:
        if what == "refresh":
            address = content.partition("=")[2].strip().strip("'\"")
            if address and not _all_own("href", address, pictures=False):
                self._add("foreign", address)
        elif what not in ("content-type", "x-ua-compatible", "content-language", "content-security-policy"):
            self._add("script")

    def _add(self, kind: Kind, text: str = "") -> None:
        shown = " ".join((text or self.get_starttag_text() or "").split())
        self.violations.append(Violation(kind, shown[:80], self.getpos()[0]))


def _all_own(name: str, value: str, *, pictures: bool) -> bool:
    """Say whether every address of an attribute leads to a file of the site."""
    addresses: Iterable[str] = [value]
    if "srcset" in name and not value.strip().lower().startswith("data:"):
        addresses = [part.split()[0] for part in value.split(",") if part.split()]
    return all(_is_own(address, pictures=pictures) for address in addresses)


def _is_own(address: str, *, pictures: bool) -> bool:
    # Browsers drop line breaks and tabs, and read a backslash as a slash.
    plain = _BLANK.sub("", address).replace("\\", "/").lower()
    if pictures and plain.startswith("data:image/"):
        return True
    return not plain.startswith("//") and re.match(r"[a-z][a-z0-9+.-]*:", plain) is None


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})[ \t\r\n\f]?|\\(.)", re.IGNORECASE)
_CSS_ADDRESS = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"']*))|@import\s+(?:url\(\s*)?[\"']?([^\"'();\s]+)"
    r"|(?:image-set|src)\([^)]*?[\"']([^\"']*)[\"']",
    re.IGNORECASE,
)
_ACTIVE = re.compile(r"expression\s*\(|-moz-binding|(?<![\w-])behavior\s*:", re.IGNORECASE)


def style_sheet_violations(css: str) -> Iterable[Violation]:
    """Find what a style sheet asks of other hosts."""

    def plain(match: re.Match[str]) -> str:
        return chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else match[2]

    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n") or " ", css)
    if "\\" in text:
        # An address can be hidden in escapes; an escaped quote in a text can only cause a look too many.
        text = f"{_ESCAPE.sub(plain, text)}\n{text}"
    for match in _CSS_ADDRESS.finditer(text):
        address = next((group for group in match.groups() if group is not None), "").strip()
        if not _is_own(address, pictures=True):
            yield Violation("foreign", address[:80], text.count("\n", 0, match.start()) + 1)
    for match in _ACTIVE.finditer(text):
        yield Violation("script", match[0], text.count("\n", 0, match.start()) + 1)
