"""Scanner of finished pages and style sheets for scripts, styles and requests that kiprah promises not to publish.

A page may load its own files by relative path and hold JSON-LD; ordinary links may lead anywhere. The policy in
``_headers`` says the same to browsers, but not on every host and not from a disk. Every new page comes through here, so
a sound one is known by its tags alone; only where one of them is of no known form is the page taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct

VERSION = "1"
"""Changes with what is looked for."""

Kind = Literal["script", "style", "handler", "foreign", "embedded"]
"""``script`` in the page or as an address, ``style`` in the page, an event ``handler``, a file asked of a ``foreign``
host, and an ``embedded`` frame, object, form or base address."""

_MOST = 5
"""How many are told of one page; a theme makes the same mistake on all of them."""


class Violation(Struct, frozen=True):
    """One place at which a page breaks the promise."""

    kind: Kind
    text: str
    """The element or the address, as it stands in the page, at most 80 letters."""
    line: int


def promise_violations(path: str, text: str) -> tuple[Violation, ...]:
    """List what a published page or style sheet may not contain; empty for a sound one and for files of other kinds."""
    if path.endswith(".css"):
        return tuple(_style_sheet(text))[:_MOST]
    if not path.endswith(".html") or is_plainly_sound(text):
        return ()
    return tuple(_parsed(text))[:_MOST]


# What the pages are made of, tag by tag: all that is not of this form is looked at closely, and may be sound still.
# The text between tags is of no account, and pages share most of their tags, so that few are read twice.
_TAGS = (
    # What differs from page to page first: alternatives are tried one after the other.
    "a|meta|time|div|li|p|span|path|"
    "abbr|address|article|aside|b|bdi|bdo|blockquote|body|br|button|caption|cite|code|col|colgroup|data|dd|del|details|dfn|"
    "dialog|dl|dt|em|fieldset|figcaption|figure|footer|h[1-6]|head|header|hr|html|i|img|input|ins|kbd|label|legend|main|"
    "mark|menu|nav|ol|picture|pre|q|rp|rt|ruby|s|samp|section|small|source|strong|sub|summary|sup|table|tbody|td|"
    "textarea|tfoot|th|thead|title|tr|track|u|ul|var|video|audio|wbr|svg|rect|circle|g|line|polyline|polygon|text"
)
_WORDS = (
    "content|property|datetime|rel|class|id|lang|dir|value|type|name|title|alt|width|height|loading|decoding|fetchpriority|sizes|hidden|"
    "tabindex|aria-[a-z]+|role|data-[a-z-]+|for|rows|readonly|charset|media|hreflang|download|viewbox|d|x|y|r|cx|cy|"
    "preserveaspectratio|shape-rendering|controls|preload|playsinline|open|start|colspan|rowspan|scope|checked|disabled|cite|"
    "reversed|translate|xmlns|headers|span|label|kind|srclang|muted|loop"
)
_OWN = r"\"(?:[\w.~%#?=@!$+,-]|/(?!/))*\""
_ATTRIBUTE = (
    rf'\s+(?:class="[^"]*"|href="(?:(?:https?:|mailto:|tel:)[^"]*|[^":&\\\s]*)"|(?:{_WORDS})(?:="[^"]*")?|(?:src|poster)={_OWN}'
    r'|srcset="(?:[\w.~%#?=@!$+, -]|/(?!/))*"|(?:fill|stroke|opacity|stroke-[a-z]+)="[\w .#%-]*")'
)
_SOUND_TAG = re.compile(
    rf"/(?:{_TAGS}|script)\s*|!doctype html|(?:{_TAGS})(?:{_ATTRIBUTE})*\s*/?"
    rf'|script(?:\s+(?:defer|type="module"|src={_OWN}))*\s+src={_OWN}|script type="application/ld\+json"'
    r'|link(?:\s+(?:(?:type|title|hreflang|media|sizes)="[^"]*"|href="[^"]*"'
    r'|rel="(?:canonical|alternate|me|author|license|next|prev)"))*\s*/?'
    rf'|link(?:\s+(?:(?:type|title|media|sizes|as|rel|color)="[^"]*"|crossorigin|href={_OWN}))*\s*/?',
    re.IGNORECASE,
)
_TAG = re.compile("<([^>]*)")
_known: set[str] = set()
"""Tags that were found sound by this process."""
_KEEP = 20_000


def is_plainly_sound(html: str) -> bool:
    """Say whether a page is sound at a glance; where not, it may be so still."""
    fresh = set(_TAG.findall(html)) - _known
    if not all(map(_SOUND_TAG.fullmatch, fresh)):
        return False
    if len(_known) > _KEEP:
        _known.clear()
    _known.update(fresh)
    return True


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
_OWN_SCHEME = re.compile(r"(?:https?|mailto|tel|sms|geo|xmpp|ftp|magnet|webcal|sip|matrix|tg|whatsapp|signal|irc)s?:")


def _parsed(text: str) -> list[Violation]:
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
            self.violations.extend(_parsed(data))

    def handle_pi(self, data: str) -> None:
        if "stylesheet" in data.lower():
            self._add("foreign", f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.violations.extend(_parsed(data))

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
        elif "url(" in address and any(True for _ in _style_sheet(value)):
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


def _style_sheet(css: str) -> Iterable[Violation]:
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
