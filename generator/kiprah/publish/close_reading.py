"""Close reader of pages that are not sound at a glance: what breaks the promise, and where.

Browsers mend whatever they are given, and parsers mend it otherwise. So this one reads only what all of them read
alike; what it cannot read is a violation.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from msgspec import Struct

ViolationKind = Literal["script", "style", "handler", "foreign", "embedded"]
"""Kind of violation: ``script`` in the page or as an address, or what cannot be read; ``style`` in the page, an event
``handler``, a file asked of a ``foreign`` host, and an ``embedded`` frame, object, form or base address."""


class Violation(Struct, frozen=True):
    """One place at which a page breaks the promise."""

    kind: ViolationKind
    text: str
    """The element or the address, as it stands in the page, at most 80 letters."""
    line: int
    column: int
    """Column in the line; both are counted from 1."""
    source: str
    """The line itself."""


def violation_at(kind: ViolationKind, shown: str, text: str, at: int) -> Violation:
    """Describe what is shown at a place of a text."""
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    source = text[begin : end if end >= 0 else len(text)]
    return Violation(kind, " ".join(shown.split())[:80], text.count("\n", 0, at) + 1, at - begin + 1, source)


_FORBIDDEN: dict[str, ViolationKind] = {"style": "style", "handler": "script"}
_EMBEDDED = re.compile(
    "iframe|frame|frameset|object|embed|applet|portal|fencedframe|base|form|"
    # What stands in these is no markup to a browser; nobody needs them.
    "xmp|noembed|noframes|plaintext"
)
_FETCHED = re.compile(
    "src|srcset|srcdoc|imagesrcset|poster|background|ping|codebase|classid|longdesc|lowsrc|dynsrc|archive|manifest|"
    "data|action|formaction|icon|attributionsrc"
)
_FREE = re.compile(
    "(?:data|aria)-.*|xmlns(?::.*)?|class|id|alt|title|content|name|value|placeholder|label|summary|abbr|for|headers|lang|"
    "datetime|download|type|rel|media|sizes|cite|pattern|accept|role|property|prefix|vocab|about|resource|typeof|"
    "item(?:prop|type|id|ref)|integrity|nonce"
)
"""Attributes of words: nothing of them is ever loaded, so that they may hold any text."""
_LINK_WORD = re.compile("canonical|alternate|me|author|license|help|tag|bookmark|noopener|noreferrer|nofollow|external")
"""Pattern of a ``link``'s words that fetch nothing; ``next`` and ``prev`` are fetched ahead by some browsers."""
_ICON_WORDS = frozenset(("icon", "shortcut", "apple-touch-icon", "mask-icon"))
_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")
_BLANK = re.compile(r"[\x00-\x20]+")
_FUNCTIONS = re.compile(
    r"url\(\s*#[\w.:-]+\s*\)|(?:translate|scale|rotate|skew|matrix|rgba?|hsla?|calc|var)[xy]?\([\w\s.,%#+*/-]*\)",
    re.IGNORECASE | re.ASCII,
)
# Only these are spaces to HTML; Python knows more.
_S = r"[ \t\n\f\r]"
_NAME = re.compile(r"<([a-z][a-z0-9:.-]*)(?=[ \t\n\f\r/>])", re.IGNORECASE | re.ASCII)
_ATTRIBUTE = re.compile(
    rf"[ \t\n\f\r/]*([^ \t\n\f\r/>=\"'<`\0]+)(?:{_S}*={_S}*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\f\r\"'=<>`]+)))?"
)
_END_OF_TAG = re.compile(r"[ \t\n\f\r/]*>")
_END_TAG = re.compile(rf"</([a-z][a-z0-9:.-]*){_S}*>", re.IGNORECASE | re.ASCII)
_DOCTYPE = re.compile(r"<!doctype[ \t\n\f\r\w.:/\"'+-]*>", re.IGNORECASE | re.ASCII)
_COMMENT = re.compile(r"<!--(?!-?>)((?:(?!--!?>).)*)-->", re.DOTALL)
_RAW = {
    name: re.compile(rf"[^<]*(?:<(?![a-z/!?])[^<]*)*(?=</{name}{_S}*>)", re.IGNORECASE | re.ASCII)
    for name in ("script", "title", "textarea")
}
"""Patterns of content by element, without any markup: what ends it ends it everywhere, also in a seeming attribute."""


def page_violations(text: str) -> list[Violation]:
    """List what a page holds that it may not."""
    return _Page(text).violations


class _Page:
    """Reads a page tag by tag, and keeps what may not be there."""

    def __init__(self, text: str) -> None:
        self.violations: list[Violation] = []
        self._text = text
        self._at = 0
        self._drawings = 0
        # Browsers drop the one; the other tells them to read all that follows in another encoding.
        for hidden in re.finditer("[\0\x1b]", text):
            self._at = hidden.start()
            self._add("script", repr(hidden[0]))
        at = text.find("<")
        while at >= 0:
            self._at = at
            at = text.find("<", self._read(at))

    def _read(self, at: int) -> int:
        """Look at what begins here, and say where to go on."""
        text = self._text
        following = text[at + 1 : at + 2]
        if not (following in ("/", "!", "?") or (following.isascii() and following.isalpha())):
            return at + 1
        if following in "/!?":
            if (end := _END_TAG.match(text, at)) is not None:
                self._drawings -= end[1].lower() in ("svg", "math") and self._drawings > 0
                return end.end()
            if (comment := _COMMENT.match(text, at)) is not None:
                # What stands in a comment is held to the same, and may not end what some browsers take for a text.
                if "</noscript" in comment[1].lower():
                    self._add("script", comment[0])
                if "<" in comment[1]:
                    self.violations.extend(page_violations("\n" * text.count("\n", 0, at) + comment[1]))
                return comment.end()
            if (doctype := _DOCTYPE.match(text, at)) is not None:
                return doctype.end()
        elif (name := _NAME.match(text, at)) is not None:
            return self._start_tag(name[1].lower(), at, name.end())
        self._add("script", text[at : at + 80])
        return at + 1

    def _start_tag(self, tag: str, begun: int, at: int) -> int:
        pairs: list[tuple[str, str]] = []
        while (end := _END_OF_TAG.match(self._text, at)) is None:
            found = _ATTRIBUTE.match(self._text, at)
            if found is None:
                break
            # Of the name alone none of the groups is there.
            value = next((group for group in found.groups()[1:] if group is not None), "")
            pairs.append((found[1].lower(), unescape(value)))
            at = found.end()
        written = self._text[begun : end.end() if end else at]
        # Of an attribute told twice, browsers take the first.
        values = dict(reversed(pairs))
        if end is None or "</" in written or "<!--" in written:
            # The end of a text may hide in an attribute.
            self._add("script", written)
        forbidden = _FORBIDDEN.get(tag)
        if forbidden or _EMBEDDED.fullmatch(tag):
            self._add(forbidden or "embedded", written)
        for name, value in pairs:
            self._attribute(tag, name, value, values, written)
        if end is None:
            return begun + 1
        at = end.end()
        self._drawings += tag in ("svg", "math") and not end[0].endswith("/>")
        if tag in _RAW:
            held = _RAW[tag].match(self._text, at) if not end[0].endswith("/>") else None
            if held is None or (tag == "script" and not self._may_hold(values, held[0])):
                self._add("script", written)
            at = held.end() if held else at
        return at

    def _may_hold(self, values: dict[str, str], held: str) -> bool:
        """Say whether a script is a file, with nothing between its tags, or data."""
        kind = values.get("type", "").lower()
        if self._drawings:
            # There an ``src`` means nothing, and what stands between is run.
            return False
        return (kind in _SCRIPT_TYPES and not held) if "src" in values else kind == "application/ld+json"

    def _attribute(self, tag: str, name: str, value: str, values: dict[str, str], written: str) -> None:
        local = name.rpartition(":")[2]
        address = _BLANK.sub("", value).lower()
        if name == "style":
            self._add("style", written)
        elif name.startswith("on"):
            self._add("handler", written)
        elif re.match("(?:java|vb|live)script:", address) or (name == "charset" and address != "utf-8"):
            self._add("script", written)
        elif tag == "meta" and name == "http-equiv":
            if not self._is_sound_order(address, values.get("content", "")):
                self._add("foreign" if address == "refresh" else "script", written)
        elif name == "attributename" and re.search("href$|^src|^on|^style$", address):
            # Animated addresses are addresses.
            self._add("script", written)
        elif local == "href" and address.startswith("data:") and tag in ("a", "area"):
            self._add("script", value)
        elif _FETCHED.fullmatch(local) or (local == "href" and self._fetches(tag, values)):
            if not _all_own(local, value, pictures=self._draws(tag, values)):
                self._add("foreign", value)
        elif local != "href" and not _FREE.fullmatch(name):
            # What remains may be a style: of a drawing nearly everything is one.
            rest = _FUNCTIONS.sub("", value)
            if re.search(r"[\\\"'()]|//", rest) or not is_own_address(value, pictures=False):
                self._add("foreign", value)

    @staticmethod
    def _fetches(tag: str, values: dict[str, str]) -> bool:
        if tag == "link":
            words = values.get("rel", "").lower().split()
            return not words or not all(map(_LINK_WORD.fullmatch, words))
        return tag not in ("a", "area")

    @staticmethod
    def _draws(tag: str, values: dict[str, str]) -> bool:
        """Say whether what is loaded is a picture, which may stand in its address."""
        if tag == "link":
            return _ICON_WORDS.issuperset(values.get("rel", "").lower().split())
        return tag in ("img", "source", "image", "input")

    @staticmethod
    def _is_sound_order(what: str, content: str) -> bool:
        """Say whether a page may be told this as if its server had said it."""
        if what == "refresh":
            address = re.fullmatch(r"\d{1,9}; ?url=([^\s\"'<>\\:;]+)", content, re.IGNORECASE | re.ASCII)
            return address is not None and is_own_address(address[1], pictures=False)
        if what == "content-security-policy":
            return re.search("report-(?:uri|to)", content, re.IGNORECASE) is None
        if what == "content-type":
            return re.fullmatch("text/html; ?charset=utf-8", content, re.IGNORECASE | re.ASCII) is not None
        return what in ("x-ua-compatible", "content-language")

    def _add(self, kind: ViolationKind, text: str) -> None:
        self.violations.append(violation_at(kind, text, self._text, self._at))


_CANDIDATE = re.compile(rf"(?:{_S}|,)*([^ \t\n\f\r]+)")
_AFTER_COMMA = re.compile(r",(?:[/\\]{2}|[a-z]+:)", re.IGNORECASE)
_DESCRIPTOR = re.compile(rf"{_S}*(?:[\d.]+[wxh](?:{_S}+[\d.]+[wxh])?{_S}*)?(?:,|$)", re.ASCII)


def _all_own(name: str, value: str, *, pictures: bool) -> bool:
    """Say whether every address of an attribute leads to a file of the site."""
    if name in ("srcset", "imagesrcset"):
        at, end = 0, len(value.rstrip(", \t\n\f\r"))
        while at < end:
            address = _CANDIDATE.match(value, at)
            # Readers differ in whether a comma within an address ends it.
            if address is None or not is_own_address(address[1], pictures=pictures) or _AFTER_COMMA.search(address[1]):
                return False
            at = address.end()
            if not address[1].endswith(","):
                described = _DESCRIPTOR.match(value, at)
                if described is None:
                    return False
                at = described.end()
        return True
    addresses = value.split() if name in ("ping", "attributionsrc", "archive") else (value,)
    return all(is_own_address(address, pictures=pictures) for address in addresses)


def is_own_address(address: str, *, pictures: bool) -> bool:
    """Say whether an address leads to a file of the site, or is one of the ``pictures`` that stand in it."""
    # Browsers drop line breaks and tabs, and read a backslash as a slash.
    plain = _BLANK.sub("", address).replace("\\", "/").lower()
    if pictures and plain.startswith("data:image/"):
        return True
    return not plain.startswith("//") and re.match(r"[a-z][a-z0-9+.-]*:", plain) is None
