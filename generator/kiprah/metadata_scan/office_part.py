"""Office part scanner: XML of OOXML (ECMA-376) and OpenDocument packages, read to its end.

No entity is unfolded, and nothing that is named is fetched.
"""

from __future__ import annotations

import re
from xml.parsers.expat import ExpatError, ParserCreate

from kiprah.metadata_scan.office_elements import ANY_TEXT, ElementRule, element_rule, traces_of_link
from kiprah.metadata_scan.unpacking import Unpacking

_OTHERS = re.compile(
    r"(?i)(?:^|/)(?:(printersettings)\d*\.bin$|(workbook)\.bin$|(_xmlsignatures|documentsignatures)\b)"
)
_PROGRAM = re.compile(r"(?i)(?:^|/)vbaproject\.bin$|^scripts/.")
_TRACES = ("printer settings", "Excel binary", "signature")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml|\xff\xfe<\0\?\0|\xfe\xff\0<\0\?")
"""Pattern of the beginning of a part that its name does not tell."""
_DATA = re.compile(r"(?i)(?:^|/)customxml/item\d*\.xml$")
_BIBLIOGRAPHY = re.compile(r"http://.*/bibliography Sources")


def traces_in_part(name: str, content: bytes, unpacking: Unpacking) -> tuple[str, ...] | None:
    """Name what a part of an office document says of people; None for a part that a scanner of its own kind reads."""
    if (other := _OTHERS.search(name)) is not None:
        return (_TRACES[(other.lastindex or 1) - 1],)
    if _PROGRAM.search(name):
        return ("program",)
    lower = name.lower()
    if not lower.endswith((".xml", ".rels", ".rdf")) and (not _XML.match(content) or lower.endswith(".svg")):
        return None
    # LibreOffice leaves a list of keys empty.
    return _Part(name, content, unpacking).traces if content.strip() else ()


class _Declared(Exception):
    """Raised for a document type that declares something of its own."""


class _TooMany(Exception):
    """Raised for the first element beyond what one file may have."""


class _Part:
    """Reads a part element by element."""

    def __init__(self, name: str, content: bytes, unpacking: Unpacking) -> None:
        self._found: dict[str, None] = {}
        self._is_data = _DATA.search(name) is not None
        self._unpacking = unpacking
        self._open = [""]
        self._rules: dict[tuple[str, str], ElementRule | None] = {}
        self._asked, self._asked_at, self._pattern = "", 0, ANY_TEXT
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.StartDoctypeDeclHandler = self._typed
        try:
            self._parser.Parse(content, True)
        except _Declared:
            self._found["foreign content"] = None
        except _TooMany:
            self._found["too large"] = None
        except (ExpatError, LookupError, ValueError):
            self._found[f"damaged ({name[-60:]})"] = None
        self.traces = tuple(self._found)

    def _typed(self, name: str, system: str | None, public: str | None, within: int) -> None:
        if within:
            # What is declared there may stand for any element below.
            raise _Declared

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self._unpacking.elements -= 1
        if self._unpacking.elements < 0:
            raise _TooMany
        pair = (self._open[-1], name)
        if pair not in self._rules:
            self._rules[pair] = element_rule(*pair)
        rule = self._rules[pair]
        self._open.append(name)
        if self._is_data and len(self._open) == 2 and not _BIBLIOGRAPHY.fullmatch(name):
            self._ask("custom properties", ANY_TEXT)
        if rule is None:
            return
        if rule.present:
            self._found[rule.present] = None
        for key, pattern, trace in rule.attributes:
            if key in attributes and pattern.search(attributes[key]):
                self._found[trace] = None
        if rule.asks and not self._asked and rule.is_meant(attributes):
            self._ask(rule.asks, rule.pattern)
        if rule.is_link:
            self._found |= dict.fromkeys(traces_of_link(attributes))

    def _ask(self, trace: str, pattern: re.Pattern[str]) -> None:
        """Look at all texts until this element ends."""
        self._asked, self._asked_at, self._pattern = trace, len(self._open), pattern
        self._parser.CharacterDataHandler = self._said

    def _said(self, text: str) -> None:
        if self._pattern.search(text):
            self._found[self._asked] = None

    def _ended(self, name: str) -> None:
        if self._asked and len(self._open) == self._asked_at:
            self._asked = ""
            self._parser.CharacterDataHandler = None
        self._open.pop()
