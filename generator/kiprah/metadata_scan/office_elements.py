"""Elements of office documents that name people, notes or places: by their vocabularies, wherever they lie.

A package may call its files as it likes; what an element is called is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

ANY_TEXT = re.compile(r"\S")
_PLACE = re.compile(r"(?i)\bfile:|(?<![a-z])[a-z]:[\\/]|^\\\\|^/(?:users|home)/")
"""Pattern of a place on somebody's computer."""
_FOLDER = re.compile(r"[\\/]")
_REMOTE = re.compile(r"(?i)^(?:https?:)?//")
_XLINK = "http://www.w3.org/1999/xlink href"
_CHANGES = frozenset({
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange", "tblPrExChange", "numberingChange",
})  # fmt: skip
_SAID = frozenset({
    "title", "subject", "language", "created", "modified", "lastPrinted", "revision", "version", "date",
    "creation-date", "print-date", "editing-cycles", "editing-duration", "generator", "document-statistic",
    "hyperlink-behaviour", "auto-reload", "template",
})  # fmt: skip
"""Properties that say what a document is, and when and how often it was saved: every program writes them again."""
_PEOPLE = frozenset({"creator", "lastModifiedBy", "initial-creator", "printed-by"})
_OF_PROGRAMS = frozenset({
    "AppVersion", "DocSecurity", "HiddenSlides", "HyperlinksChanged", "LinksUpToDate", "MMClips", "Notes",
    "PresentationFormat", "ScaleCrop", "ShareDoc", "Slides", "KSOProductBuildVer", "ICV",
})  # fmt: skip
"""Properties that LibreOffice takes from other programs, and those that WPS Office writes about itself."""
_PRINTER = frozenset({"PrinterName", "PrinterSetup"})
_OF_OPEN_DOCUMENTS = {
    "annotation": "comments",
    "changed-region": "tracked changes",
    "change-info": "tracked changes",
    "encryption-data": "encryption",
    "module": "program",
    "version-entry": "earlier versions",
}
_LINKED = frozenset({"image", "object", "plugin", "floating-frame", "fill-image", "background-image"})


class ElementRule(NamedTuple):
    """Traces that an element leaves: by being there, by an attribute, by the text within."""

    present: str = ""
    attributes: tuple[tuple[str, re.Pattern[str], str], ...] = ()
    """Key, pattern and trace of each attribute that may say something."""
    asks: str = ""
    """Trace that a text within leaves."""
    pattern: re.Pattern[str] = ANY_TEXT
    key: str = ""
    """Key of the attribute that names the property; empty for an element that has a meaning of its own."""
    names: frozenset[str] = frozenset()
    is_listed: bool = False
    """True where only the named properties are meant, and not all but them."""
    is_link: bool = False
    """True of a link to another file, which is looked at together with what it is for."""

    def is_meant(self, attributes: Mapping[str, str]) -> bool:
        """Say whether the property that an element stands for is one of those that are asked."""
        return not self.key or (attributes.get(self.key, "") in self.names) is self.is_listed


def element_rule(parent: str, name: str) -> ElementRule | None:
    """Return the rule of an element in an element, both with their vocabularies; None where it may say anything."""
    space, _, local = name.rpartition(" ")
    around, _, holder = parent.rpartition(" ")
    if holder == "coreProperties" or (holder == "meta" and _is_open(around)):
        return _of_properties(space, local)
    if around.endswith(("/extended-properties", "/extendedProperties")):
        return _OF_APPLICATION.get(local)
    if space.endswith(("/custom-properties", "/customProperties")):
        return ElementRule(asks="custom properties", key="name", names=_OF_PROGRAMS) if local == "property" else None
    if space.endswith("/relationships"):
        return ElementRule(is_link=True) if local == "Relationship" else None
    if "wordprocessingml" in space or "/office/word/" in space:
        return _of_text(space, local)
    if "spreadsheetml" in space:
        return _OF_SHEETS.get(local)
    if "presentationml" in space or "/office/powerpoint/" in space:
        return _OF_SLIDES.get(local) or _OF_DRAWINGS.get(local)
    return _of_open_document(space, local) if _is_open(space) else _OF_DRAWINGS.get(local)


def traces_of_link(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Name what a link out of an office document tells of a computer, or fetches once it is opened."""
    if attributes.get("TargetMode") != "External":
        return ()
    if _PLACE.search(attributes.get("Target", "")):
        return ("path",)
    return () if attributes.get("Type", "").endswith("/hyperlink") else ("remote content",)


def _is_open(space: str) -> bool:
    return "opendocument" in space or "openoffice.org/" in space


def _of_properties(space: str, local: str) -> ElementRule | None:
    if local in _SAID:
        return ElementRule(attributes=_LINKS) if local == "template" else None
    if local == "user-defined":
        return ElementRule(asks="custom properties", key=f"{space} name", names=_OF_PROGRAMS)
    return ElementRule(asks="author" if local in _PEOPLE else "properties")


def _of_text(space: str, local: str) -> ElementRule | None:
    if local in _CHANGES:
        return ElementRule("tracked changes")
    if local == "comment":
        return ElementRule("comments")
    if local == "docPr" or local == "cNvPr":
        return _OF_DRAWINGS[local]
    if local == "docVar":
        return ElementRule(attributes=((f"{space} val", ANY_TEXT, "custom properties"),))
    # What was moved, or changed in other ways, says by whom.
    return ElementRule(
        attributes=((f"{space} author", ANY_TEXT, "author" if local == "person" else "tracked changes"),)
    )


def _of_open_document(space: str, local: str) -> ElementRule:
    if local == "config-item":
        return ElementRule(asks="printer settings", key=f"{space} name", names=_PRINTER, is_listed=True)
    remote = ((_XLINK, _REMOTE, "remote content"),) if local in _LINKED else ()
    return ElementRule(_OF_OPEN_DOCUMENTS.get(local, ""), (*_LINKS, *remote))


def _said_in(key: str, trace: str) -> ElementRule:
    return ElementRule(attributes=((key, ANY_TEXT, trace),))


_LINKS = ((_XLINK, _PLACE, "path"),)
_OF_APPLICATION = {
    "Company": ElementRule(asks="company"),
    "Manager": ElementRule(asks="manager"),
    "HyperlinkBase": ElementRule(asks="path"),
    "Template": ElementRule(asks="path", pattern=_FOLDER),
}
_OF_SHEETS = {
    "comment": ElementRule("comments"),
    "threadedComment": ElementRule("comments"),
    "author": ElementRule(asks="author"),
    "header": _said_in("userName", "tracked changes"),
    "fileSharing": _said_in("userName", "author"),
    "userInfo": _said_in("name", "author"),
    "pivotCacheDefinition": _said_in("refreshedBy", "author"),
    "person": _said_in("displayName", "author"),
    "absPath": _said_in("url", "path"),
}
_OF_SLIDES = {
    "cm": ElementRule("comments"),
    "cmAuthor": _said_in("name", "author"),
    "author": _said_in("name", "author"),
}
_OF_DRAWINGS = dict.fromkeys(
    ("docPr", "cNvPr"), ElementRule(attributes=tuple((key, _PLACE, "path") for key in ("name", "descr", "title")))
)
"""Rules of pictures: Word wrote where they lay into their descriptions."""
