"""Digests of outputs' values, of each field one: cache keys are made from them. What outputs share is digested once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from inspect import get_annotations
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Encoder
from msgspec.structs import astuple

from kiprah.plan.any_output import part_digest
from kiprah.plan.data.portfolio import ActivityExport, ReflectionExport, RoleExport
from kiprah.plan.outputs import Output
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.lists import RoleView

_WITH_PAGES = (ActivityExport, ReflectionExport, RoleExport)
_PAGES = (ActivityView, ReflectionView, RoleView)
_LONG = 8
"""Number of structs above which a tuple is digested item by item: long lists show what other lists show too."""


def nothing_of_places(place: object) -> None:
    """Write a ``Path`` as nothing: it says where something lies on this machine, never what it is."""
    if not isinstance(place, Path):
        raise TypeError(f"no part of an output may be a {type(place).__name__}")


_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class ValueDigests:
    """Digests of the outputs of one plan. Equal values have equal digests, whatever was digested before them.

    What is known is known by identity, so that nothing is compared; it is kept alive for as long.
    """

    def __init__(self) -> None:
        self._outputs: dict[int, tuple[Output, tuple[tuple[str, bytes], ...]]] = {}
        self._structs: dict[int, tuple[Struct, bytes]] = {}
        self._plain: dict[str | bool, bytes] = {}

    def value(self, output: Output) -> bytes:
        """Write an output's whole value as bytes, the same on every machine."""
        return joined_value(type(output).__name__, output.path, self.parts(output))

    def parts(self, output: Output) -> tuple[tuple[str, bytes], ...]:
        """Digest the parts of an output, as it divides itself."""
        known = self._outputs.get(id(output))
        if known is None:
            known = self._outputs[id(output)] = (output, output.parts(self.digest))
        return known[1]

    def digest(self, value: Any) -> bytes:
        """Digest a part of an output; of what several share it is done once."""
        if type(value) in (str, bool):
            known = self._plain.get(value)
            if known is None:
                known = self._plain[value] = part_digest(_ENCODER.encode(value))
            return known
        if not isinstance(value, Struct):
            return part_digest(_ENCODER.encode(self._shortened(value)))
        pair = self._structs.get(id(value))
        if pair is not None:
            return pair[1]
        for name in _tuples_of(type(value)):
            field = getattr(value, name)
            if type(field) is tuple and len(field) > _LONG:
                return self._remembered(value, tuple(map(self._shortened, astuple(value))))
        return self._remembered(value, value)

    def _remembered(self, struct: Struct, written: Any) -> bytes:
        if type(struct) in _WITH_PAGES:
            # The page of an entry is a value of its own, digested for its page's output.
            written = [self.digest(field) if type(field) in _PAGES else field for field in astuple(struct)]
        digest = part_digest(_ENCODER.encode(written))
        self._structs[id(struct)] = (struct, digest)
        return digest

    def _shortened(self, value: Any) -> Any:
        """Put digests in the place of a long list's items."""
        if type(value) is not tuple or len(value) <= _LONG or not isinstance(value[0], Struct):
            return value
        known, digests = self._structs, []
        for item in value:
            pair = known.get(id(item))
            digests.append(self._remembered(item, item) if pair is None else pair[1])
        return b"".join(digests)


@cache
def _tuples_of(kind: type[Struct]) -> tuple[str, ...]:
    """Name the fields of a struct that may hold a long list, by how they are declared: to know more takes longer."""
    declared: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        declared |= get_annotations(base)
    return tuple(name for name in kind.__struct_fields__ if "tuple" in str(declared[name]))


def joined_value(kind: str, path: str, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Join an output's kind and path and the digests of its parts."""
    return b"%b\0%b\0%b" % (kind.encode(), path.encode(), b"\0".join([digest for _, digest in parts]))


def value_of(output: Output) -> bytes:
    """Write one output's whole value as bytes; equal values, equal bytes."""
    return ValueDigests().value(output)
