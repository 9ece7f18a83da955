"""Declarations of keys, and the values they were decoded as."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields as struct_fields

from kiprah.fields.types import Type, ValueT, ValueT_co
from kiprah.fields.yaml_tree import Node

SlotT = TypeVar("SlotT")
StructT = TypeVar("StructT", bound=Struct)


class Field(Struct, frozen=True):
    """Declaration of a key that may stand in front matter or settings; its words are in the catalogue ``fields``."""

    name: str
    type: Type[Any]
    required: bool = False
    guards: bool = False
    """True where it decides who may see something: a mistake here hides, and is an error."""
    slot: Any = None
    """The field of a struct that its value stands in, as ``key`` in ``binding`` takes it; None: the reader's affair."""
    inherited: bool = False
    """True where the original's words stand if a translation leaves it out."""
    translated: bool = False
    """True where it may stand in a translation though it is no word: all that stands on a text may anyway."""
    paired: bool = False
    """True where a translation names the same things in the same order; else a word would stand at the wrong one."""


class SplitField(Field, Generic[ValueT_co], frozen=True):
    """Declaration of a key that no one field holds: its reader takes it apart."""


class Values(Struct, frozen=True):
    """Decoded values of a set of keys; a key that was not given, or not readable, is not there."""

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

    def part(self, declared: SplitField[ValueT]) -> ValueT | None:
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
