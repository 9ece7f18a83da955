"""XML that is always well-formed, whatever the text in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# What XML 1.0 cannot hold at all, not even escaped; U+FFFE and U+FFFF and half characters are among it.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Drop what XML cannot hold; line ends become plain ones, as a reader would make them."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def root(tag: str, attributes: Mapping[str, str]) -> Element:
    """Begin a document; namespaces are declared as attributes and used by their prefix."""
    return Element(tag, {name: xml_text(value) for name, value in attributes.items()})


def child(parent: Element, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """Add an element with a text and attributes."""
    element = SubElement(parent, tag, {name: xml_text(value) for name, value in (attributes or {}).items()})
    if text:
        element.text = xml_text(text)
    return element


def written(document: Element) -> str:
    """Write a document with its declaration, indented, with a newline at the end."""
    indent(document)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(document, encoding="unicode") + "\n"
