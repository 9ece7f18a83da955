"""Types of lists and of groups of keys, and the decoding of keys by their declarations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields as struct_fields

from kiprah.fields.decoding import DecodeContext, Unreadable, Wrong, is_empty, text_of
from kiprah.fields.hints import commented_out, curly_inside, near_slug, old_address, points_for_commas
from kiprah.fields.types import Converted, Share, Type, ValueT, ValueT_co
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar

SlotT = TypeVar("SlotT")
StructT = TypeVar("StructT", bound=Struct)

IN_ORIGINAL = "(original)"
"""Among hints: the key stands in what this text translates."""


class Field(Struct, frozen=True):
    """Declaration of a key that may stand in front matter or settings; its words are in the catalogue ``fields``."""

    name: str
    type: Type[Any]
    required: bool = False
    guards: bool = False
    """It decides who may see something: a mistake here hides, and is an error."""
    slot: Any = None
    """The field of a struct that its value stands in, as ``key`` in ``binding`` takes it; None: the reader's affair."""
    inherited: bool = False
    """Where a translation leaves it out, the original's words stand."""
    translated: bool = False
    """It may stand in a translation though it is no word: all that stands on a text may anyway."""
    paired: bool = False
    """A translation names the same things in the same order; otherwise a word would stand at the wrong one."""


class Part(Field, Generic[ValueT_co], frozen=True):
    """Declaration of a key that no one field holds: its reader takes it apart."""


class Values(Struct, frozen=True):
    """What a set of keys was decoded as; a key that was not given, or not readable, is not there."""

    given: Mapping[str, Any]
    nodes: Mapping[str, Node]
    node: Node | None
    unreadable: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = ()

    def get(self, name: str, default: Any = None) -> Any:
        """Return a key's value, or the default."""
        return self.given.get(name, default)

    def of(self, slot: SlotT) -> SlotT:
        """Return the value bound to a struct's field, ``Activity.end``, or that field's default."""
        declared = self._declared(slot)
        if declared.name in self.given:
            value: SlotT = self.given[declared.name]
            return value
        default: SlotT = _defaults(declared.slot.__objclass__)[declared.slot.__name__]
        return default

    def find(self, slot: SlotT) -> SlotT | None:
        """Return the value bound to a struct's field; None where it was not given."""
        return self.given.get(self._declared(slot).name)

    def part(self, declared: Part[ValueT]) -> ValueT | None:
        """Return the value of a key that is to be taken apart; None where it was not given."""
        return self.given.get(declared.name)

    @property
    def is_whole(self) -> bool:
        """Say whether all that has to be there could be read."""
        return all(declared.name in self.given for declared in self.fields if declared.required)

    def node_of(self, slot: object) -> Node | None:
        """Return where the value bound to a struct's field stands; None where it was not given."""
        return self.nodes.get(self._declared(slot).name)

    def is_unreadable(self, slot: object) -> bool:
        """Say whether the key bound to a struct's field was given and could not be read."""
        return self._declared(slot).name in self.unreadable

    def make(self, struct: type[StructT], original: Values | None = None, **more: Any) -> StructT:
        """Build a struct from all keys bound to it, and ``more``; words left out are those of the ``original``."""
        found: dict[str, Any] = {}
        for declared in self.fields:
            slot = declared.slot
            if slot is None or not issubclass(struct, slot.__objclass__):
                continue
            value = self.given.get(declared.name)
            if original is not None and (declared.inherited or declared.paired):
                value = _inherited(value, original.given.get(declared.name), paired=declared.paired)
            if value is not None:
                found[slot.__name__] = value
        found.update(more)
        return struct(**found)

    def _declared(self, slot: object) -> Field:
        return next(declared for declared in self.fields if declared.slot is slot)


@lru_cache(maxsize=64)
def _defaults(struct: type[Struct]) -> dict[str, Any]:
    return {f.name: f.default for f in struct_fields(struct) if f.default is not NODEFAULT}


def _inherited(value: Any, base: Any, *, paired: bool) -> Any:
    """Lay a translation's words over the original's; of keys within a key, each by itself."""
    if isinstance(value, Struct) and type(value) is type(base):
        names = (f.name for f in struct_fields(value))
        return type(value)(**{name: getattr(value, name) or getattr(base, name) for name in names})
    if paired and len(value or ()) != len(base or ()):
        return base
    return value or base


class Group(Struct, frozen=True):
    """Keys with values of their own; ``short`` is the key a single text stands for."""

    fields: tuple[Field, ...]
    short: str = ""
    hints: Mapping[str, str] = {}
    """Keys of other generators and what they are called here."""
    longhand: Callable[[str], str] | None = None
    """Writes a single text as these keys; for hints only."""

    def read(self, node: Node, reading: DecodeContext) -> Values:
        if self.short and isinstance(node, Scalar):
            inner = next(f for f in self.fields if f.name == self.short)
            return Values(
                {self.short: inner.type.read(node, reading)}, {self.short: node}, node, frozenset(), self.fields
            )
        if not isinstance(node, Keys):
            if self.longhand is not None and isinstance(node, Scalar):
                raise Wrong("not-keys-near", {"nearest": self.longhand(node.text)})
            raise Wrong("not-keys")
        return read_fields(node, self.fields, reading, self.hints)

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {f.name: f.type.json_schema() for f in self.fields},
            "additionalProperties": False,
        }
        if required := [f.name for f in self.fields if f.required]:
            schema["required"] = required
        if self.short:
            short = next(f for f in self.fields if f.name == self.short)
            return {"anyOf": [short.type.json_schema(), schema]}
        return schema


class Record(Struct, Generic[StructT], frozen=True):
    """Keys that make one struct; its field ``place``, where ``placed`` is set, says where they stand."""

    struct: type[StructT]
    group: Group
    placed: bool = False

    def read(self, node: Node, reading: DecodeContext) -> StructT:
        values = self.group.read(node, reading)
        if not values.is_whole:
            raise Unreadable
        if self.placed:
            return values.make(self.struct, place=reading.source.place(node.line, node.column))
        return values.make(self.struct)

    def json_schema(self) -> dict[str, Any]:
        return self.group.json_schema()


class ListOf(Struct, Generic[ValueT], frozen=True):
    """A list; where the value is a single text and ``one`` is set, a list of one."""

    of: Type[ValueT]
    most: int = 100
    one: bool = False
    least: int = 0
    distinct: bool = False
    """What is named twice counts once."""

    def read(self, node: Node, reading: DecodeContext) -> tuple[ValueT, ...]:
        if self.one and isinstance(node, Scalar):
            if not node.quoted and re.match(r"-[^\s\d-]", node.text):
                raise Wrong("list-hyphen")
            return (self.of.read(node, reading),)
        if not isinstance(node, Items):
            raise Wrong("not-a-list", {"nearest": self._near(node) if isinstance(node, Scalar) else ""})
        if isinstance(self.of, Share) and (
            meant := points_for_commas([text_of(item) for item in node.items], self.most)
        ):
            raise Wrong("decimal-comma", {"nearest": meant})
        if self._is_list_without_list(node):
            raise Wrong("not-a-list", {"nearest": f"[[{', '.join(text_of(item) for item in node.items)}]]"})
        if len(node.items) > self.most or len(node.items) < self.least:
            raise Wrong("too-many", {"count": str(len(node.items)), "least": str(self.least), "most": str(self.most)})
        values: list[ValueT] = []
        unreadable = False
        for item in node.items:
            try:
                values.append(self.of.read(item, reading))
            except Unreadable:
                # Said already; what is wrong with the others is to be said as well.
                unreadable = True
            except Wrong as wrong:
                wrong.node = wrong.node or item
                raise
        if unreadable:
            raise Unreadable
        return tuple(dict.fromkeys(values)) if self.distinct else tuple(values)

    def _near(self, node: Scalar) -> str:
        """Write a single text as the list that was probably meant."""
        inner = self.of.group if isinstance(self.of, Record) else self.of
        if not isinstance(inner, Group):
            return ""
        if inner.short:
            return f"[{node.text}]"
        return f"[{inner.longhand(node.text)}]" if inner.longhand is not None else ""

    def _is_list_without_list(self, node: Items) -> bool:
        """Say whether one list of numbers stands where a list of such lists is wanted."""
        inner = self.of.type if isinstance(self.of, Converted) else self.of
        return (
            isinstance(inner, ListOf)
            and 0 < inner.least == len(node.items)
            and all(isinstance(item, Scalar) for item in node.items)
        )

    def json_schema(self) -> dict[str, Any]:
        inner: dict[str, Any] = {"type": "array", "items": self.of.json_schema(), "maxItems": self.most}
        return {"anyOf": [self.of.json_schema(), inner]} if self.one else inner


def read_fields(
    node: Keys, fields: tuple[Field, ...], reading: DecodeContext, hints: Mapping[str, str] | None = None
) -> Values:
    """Read keys by their declarations; every mistake becomes a problem, and the rest is still read."""
    known = {f.name: f for f in fields}
    given: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    unreadable: set[str] = set()
    for key, value in node.entries:
        declared = known.get(key.text)
        if declared is None:
            _unknown(key, value, known, reading, hints or {})
            continue
        nodes[key.text] = value
        if is_empty(value) and not declared.guards:
            continue
        try:
            given[key.text] = declared.type.read(value, reading)
            inner = curly_inside(value) if isinstance(given[key.text], str) else ""
            if inner:
                reading.say("curly-kept", value, {"key": key.text, "nearest": f'"{inner}"'})
        except Unreadable:
            unreadable.add(key.text)
            if declared.guards:
                reading.broken = True
        except Wrong as wrong:
            _not_fitting(wrong, wrong.node or value, key.text, reading)
            unreadable.add(key.text)
            if declared.guards:
                reading.broken = True
    for declared in fields:
        if declared.required and declared.name not in given and declared.name not in unreadable:
            unreadable.add(declared.name)
            if declared.name in reading.meant:
                continue
            empty = nodes.get(declared.name)
            reading.say(
                "missing-key", empty or node, {"key": declared.name, "nearest": commented_out(empty, reading.source)}
            )
            unreadable.add(declared.name)
    return Values(given, nodes, node, frozenset(unreadable), fields)


def _not_fitting(wrong: Wrong, node: Node, key: str, reading: DecodeContext) -> None:
    """Say what does not fit; where typographic quotes are the cause, say that."""
    if inner := curly_inside(node):
        reading.say("smart-quotes", node, {"key": key, "nearest": f"{key}: {inner}"})
    else:
        reading.say_wrong(wrong, key, node)


def _unknown(
    key: Scalar, value: Node, known: Mapping[str, Field], reading: DecodeContext, hints: Mapping[str, str]
) -> None:
    near = difflib.get_close_matches(key.text.casefold(), known, 1, 0.6)
    meant = hints.get(key.text.casefold())
    if meant == IN_ORIGINAL:
        reading.say("translation-key", key, {"key": key.text})
        reading.broken = True
    elif meant == "slug" and meant in known and (address := old_address(value)):
        reading.say("foreign-address", key, {"key": key.text, "address": address, "nearest": near_slug(address)})
    elif meant == "":
        reading.say("foreign-key-unneeded", key, {"key": key.text})
    elif meant is not None and meant.partition(":")[0] in known:
        reading.say("foreign-key", key, {"key": key.text, "nearest": meant})
        reading.meant.add(meant.partition(":")[0])
        if known[meant.partition(":")[0]].guards:
            reading.broken = True
    elif near:
        reading.say("unknown-key", key, {"key": key.text, "nearest": near[0]})
        reading.meant.add(near[0])
        if known[near[0]].guards:
            # `privat: true` was meant to hide: it hides, and is an error.
            reading.broken = True
    else:
        reading.say("unknown-key-far", key, {"key": key.text, "known": ", ".join(sorted(known))})
        reading.broken = True
