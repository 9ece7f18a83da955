"""Elements of XML without namespaces, document types or entities: what is damaged or does more is not read."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

_MOST_XML = 20_000_000
_MOST_DEEP = 100


class _Forbidden(Exception):
    """A document type or an entity: no honest CV has one."""


class XmlElement:
    """An element of XML by its name without a namespace."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element without children."""
        self.name, self.attributes = name, attributes
        self.children: list[XmlElement] = []
        self.text = ""

    def all(self, *names: str) -> Iterator[XmlElement]:
        """Yield the elements below this one that are called so."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.all(*names)

    def said(self, *names: str) -> str:
        """Return the first text of an element that is called so."""
        return next((text for one in self.all(*names) if (text := one.whole())), "")

    def whole(self) -> str:
        """Return its text with that of what is in it."""
        return " ".join(part for part in (self.text.strip(), *(c.whole() for c in self.children)) if part)


def parsed_xml(data: bytes) -> XmlElement | None:
    """Parse XML without document types, entities or anything outside; None for what is damaged or does more."""
    root = XmlElement("", {})
    stack = [root]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _MOST_DEEP:
            raise _Forbidden
        element = XmlElement(name.rpartition(" ")[2], attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def text(letters: str) -> None:
        stack[-1].text += letters

    def forbid(*_: object) -> None:
        raise _Forbidden

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = forbid
    parser.EntityDeclHandler = forbid
    try:
        parser.Parse(data[:_MOST_XML], True)
    except (expat.ExpatError, _Forbidden):
        return None
    return root
