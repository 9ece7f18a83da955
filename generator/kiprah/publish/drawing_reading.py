"""Close reader of drawings (SVG): what they run, and what they ask of other hosts.

A drawing that is opened by itself is a page of its own to a browser, with scripts, styles and addresses. It is XML, of
which all readers take the same: what is no XML, or is in other letters than UTF-8, is not read at all.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from kiprah.publish.asset_reading import style_sheet_violations
from kiprah.publish.close_reading import Violation, ViolationKind, is_own_address

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_MOST = 5
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_LIVE = re.compile(
    r"http://www\.w3\.org/(?:1999/xhtml|1998/Math/MathML|1999/XSL/Transform|2001/xml-events|2001/XInclude|2002/xforms)"
    r"|http://www\.mozilla\.org/.*"
)
"""Pattern of the other vocabularies that browsers know; notes of programs are in some of their own."""
_ELEMENTS: dict[str, ViolationKind] = {
    **dict.fromkeys(("script", "handler", "listener"), "script"),
    **dict.fromkeys(("foreignobject", "iframe", "object", "embed"), "embedded"),
}
_FETCHED = frozenset(("href", "src", "poster", "data", "action", "formaction"))
_LISTS = frozenset(("srcset", "imagesrcset", "ping", "attributionsrc", "archive"))
_PICTURES = frozenset(("image", "feimage"))
_FREE = re.compile(
    "(?:data|aria)-.*|id|class|name|title|alt|content|label|desc|role|lang|d|points|unicode|glyph-name|g1|g2|u1|u2"
)
"""Pattern of attributes of words and shapes: a parenthesis in them is no style's."""
_BLANK = re.compile(r"[\x00-\x20]+")
_ACTIVE = re.compile("(?:java|vb|live)script:")
_ANIMATED = re.compile("href$|^src|^on|^style$")
_LETTERS = frozenset(("utf-8", "us-ascii", "iso-8859-1", "windows-1252"))
"""Encodings in which all marks are the same bytes."""
_KNOWN_TYPE = re.compile(r"https?://www\.w3\.org/[\w./-]+\.dtd", re.ASCII)
_SAID = re.compile(r"\s*([a-z]+)\s*=\s*(?:\"([^\"&<]*)\"|'([^'&<]*)')\s*", re.ASCII)
_FONT = re.compile(
    r"data:(?:font/|application/(?:x-)?font-|application/vnd\.ms-fontobject)[a-z0-9.-]*(?:;charset=utf-8)?;base64,[A-Za-z0-9+/=]*+"
)
"""Pattern of letters that stand in their address, as programs write them for texts they draw."""
_TRACES: dict[ViolationKind, str] = {
    "script": "script",
    "handler": "script",
    "style": "style",
    "foreign": "remote content",
    "embedded": "foreign content",
}


def drawing_violations(text: str) -> list[Violation]:
    """List what a drawing runs or asks of other hosts; what is no sound XML cannot be read."""
    return _Drawing(text).violations


def traces_of_requests(text: str) -> tuple[str, ...]:
    """Name what a drawing runs or asks of other hosts, as metadata is named."""
    drawing = _Drawing(text)
    found = [_TRACES[violation.kind] for violation in drawing.violations]
    return tuple(dict.fromkeys(("damaged",) if drawing.is_broken else found))


class _Enough(Exception):
    """Raised to end reading: enough is known."""


class _Drawing:
    """Reads a drawing element by element, and keeps what may not be there."""

    def __init__(self, text: str) -> None:
        self.violations: list[Violation] = []
        self.is_broken = False
        self._text = text
        self._style: list[str] | None = None
        self._style_at = (1, 0)
        self._parser: XMLParserType = ParserCreate("utf-8", " ")
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._typed
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._said
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), True)
        except _Enough:
            pass
        except ExpatError as error:
            self.is_broken = True
            self._keep("script", "", (error.lineno, error.offset))

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _LETTERS:
            self._add("script", encoding)

    def _typed(self, name: str, system: str | None, public: str | None, within: int) -> None:
        if within:
            # What is declared there may be an element, a handler or an address anywhere below.
            self._add("embedded", f"<!DOCTYPE {name} [")
            raise _Enough
        if system is not None and _KNOWN_TYPE.fullmatch(system) is None:
            self._add("foreign", system)

    def _entity(self, name: str, *rest: object) -> None:
        self._add("embedded", f"<!ENTITY {name}")
        raise _Enough

    def _skipped(self, name: str, is_parameter: bool) -> None:
        self._add("script", f"&{name};")

    def _instruction(self, target: str, words: str) -> None:
        if target.lower() != "xml-stylesheet":
            return
        said = {name: double or single for name, double, single in _SAID.findall(words)}
        kind = said.get("type", "text/css")
        if _SAID.sub("", words) or kind != "text/css" or not is_own_address(said.get("href", ""), pictures=False):
            self._add("script" if kind != "text/css" else "foreign", f"<?{target} {words}")

    def _started(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        local = name.lower()
        if self._style is not None:
            # Browsers leave it out of the style, and what stands around it becomes one word.
            self._add("style", f"<{name}>")
        if (live := _LIVE.fullmatch(space)) is not None:
            self._add("script" if local == "script" else "embedded", f"<{name}>")
        elif space in ("", _SVG):
            if local in _ELEMENTS:
                self._add(_ELEMENTS[local], f"<{name}>")
            elif local == "style":
                self._style, self._style_at = [], self._here()
        drawn = live is not None or space in ("", _SVG)
        for attribute, value in attributes.items():
            of, _, key = attribute.rpartition(" ")
            if of == _XML and key == "base":  # for all that stands below
                self._attribute(local, "src", value)
            elif drawn and of in ("", _SVG, _XLINK):
                self._attribute(local, key.lower(), value)

    def _attribute(self, element: str, name: str, value: str) -> None:
        address = _BLANK.sub("", value).lower()
        if name.startswith("on"):
            self._add("handler", f"{name}={value}")
        elif _ACTIVE.match(address):
            self._add("script", value)
        elif name == "attributename" and _ANIMATED.search(address):
            # Animated addresses are addresses.
            self._add("script", f"{name}={value}")
        elif name == "style":
            self._look_at_style(value, self._here())
        elif name == "href" and element == "a":
            if address.startswith("data:"):
                self._add("script", value)
        elif name in _LISTS:
            if not all(is_own_address(one, pictures=False) for one in re.split(r"[\s,]+", value)):
                self._add("foreign", value)
        elif name in _FETCHED:
            if not is_own_address(value, pictures=element in _PICTURES):
                self._add("foreign", value)
        elif "(" in value and not _FREE.fullmatch(name):
            # Of a drawing nearly every attribute is a style.
            self._look_at_style(value, self._here())

    def _said(self, words: str) -> None:
        if self._style is not None:
            if not self._style:
                self._style_at = self._here()
            self._style.append(words)

    def _ended(self, element: str) -> None:
        if self._style is not None:
            self._look_at_style("".join(self._style), self._style_at)
            self._style = None

    def _look_at_style(self, style: str, at: tuple[int, int]) -> None:
        # A picture in its address may stand where letters may, and not where another style would.
        for found in islice(style_sheet_violations(_FONT.sub("data:image/", style)), _MOST):
            line = at[0] + found.line - 1
            self._add(found.kind, found.text, (line, found.column - 1 if found.line > 1 else at[1]))

    def _here(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber

    def _add(self, kind: ViolationKind, shown: str, at: tuple[int, int] | None = None) -> None:
        self._keep(kind, shown, at or self._here())
        if len(self.violations) >= _MOST:
            raise _Enough

    def _keep(self, kind: ViolationKind, shown: str, at: tuple[int, int]) -> None:
        lines = re.split("\r\n|[\r\n]", self._text)
        source = lines[at[0] - 1] if at[0] <= len(lines) else ""
        what = " ".join(shown.split())[:80] or source[at[1] : at[1] + 80] or self._text.rstrip()[-80:]
        self.violations.append(Violation(kind, what, at[0], at[1] + 1, source))
