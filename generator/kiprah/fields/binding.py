"""Binding of keys to the fields of structs: a key is declared once, and the type checker holds the two together.

``key(Activity.end).of(CalendarDay())`` reads: the key ``end`` is decoded as a calendar day into ``Activity.end``. On a
class, msgspec's fields are descriptors that know their name and their class, while the type checker sees the type of
the value: a day bound to a text, or a field that does not exist, is an error before anything runs.
"""

from __future__ import annotations

from types import MemberDescriptorType
from typing import Generic, TypeVar

from kiprah.fields.types import Type, ValueT
from kiprah.fields.values import Field, SplitField

SlotT = TypeVar("SlotT")


class Key(Generic[SlotT]):
    """A key that is bound to a struct's field and has no type yet."""

    def __init__(self, slot: SlotT, name: str) -> None:
        """Take the field, ``Activity.end``; anything else is a mistake in the declarations."""
        if not isinstance(slot, MemberDescriptorType):
            raise TypeError(f"not a struct's field: {slot!r}")
        self._slot: MemberDescriptorType = slot
        self._name = name or slot.__name__

    def of(
        self,
        type_: Type[SlotT],
        *,
        required: bool = False,
        guards: bool = False,
        inherited: bool = False,
        translated: bool = False,
        paired: bool = False,
    ) -> Field:
        """Declare the type; what the flags say stands at ``Field``."""
        return Field(self._name, type_, required, guards, self._slot, inherited, translated, paired)


def split_key(name: str, type_: Type[ValueT], *, translated: bool = False, paired: bool = False) -> SplitField[ValueT]:
    """Declare a key that its reader takes apart, since its facts and its words stand in different structs."""
    return SplitField(name, type_, translated=translated, paired=paired)


def key(slot: SlotT, name: str = "") -> Key[SlotT]:
    """Bind a key to a struct's field; it is called like the field where no other ``name`` is given."""
    return Key(slot, name)
