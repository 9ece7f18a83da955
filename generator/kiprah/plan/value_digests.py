"""Digests of outputs' values, of each field one: cache keys are made from them. What outputs share is digested once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from inspect import get_annotations
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Encoder
from msgspec.structs import astuple, replace

from kiprah.blake2 import blake2b
from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.portfolio import ActivityExport, ReflectionExport, RoleExport
from kiprah.plan.outputs import Output
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.lists import RoleView

_WITH_PAGES = (ActivityExport, ReflectionExport, RoleExport)
_PAGES = (ActivityView, ReflectionView, RoleView)
_SIZE = 16
_LONG = 8
"""A tuple of more structs than this is digested item by item: long lists show what other lists show too."""


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
        """Digest each field of an output but its path."""
        known = self._outputs.get(id(output))
        if known is None:
            parts = self._portfolio_parts(output) if isinstance(output, PortfolioOutput) else self._parts(output)
            known = self._outputs[id(output)] = (output, parts)
        return known[1]

    def _parts(self, output: Output) -> tuple[tuple[str, bytes], ...]:
        digest, names = self._digest, output.__struct_fields__
        return tuple([(name, digest(getattr(output, name))) for name in names if name != "path"])

    def _portfolio_parts(self, output: PortfolioOutput) -> tuple[tuple[str, bytes], ...]:
        """Digest what a portfolio tells of entries apart from all else: another body is another part alone."""
        facts = b"".join([self._digest(replace(p, activities=(), reflections=())) for p in output.portfolios])
        return portfolio_parts(_digest_of(facts), self.entries(output))

    def entries(self, output: PortfolioOutput) -> bytes:
        """Join the digests of all entries a portfolio tells: language by language, activities before reflections."""
        activities = [[self.entry(one) for one in portfolio.activities] for portfolio in output.portfolios]
        reflections = [[self.entry(one) for one in portfolio.reflections] for portfolio in output.portfolios]
        return b"".join([b"".join(each) for pair in zip(activities, reflections, strict=True) for each in pair])

    def entry(self, export: ActivityExport | ReflectionExport) -> bytes:
        """Digest what a portfolio tells of one entry in one language."""
        return self._digest(export)

    def _digest(self, value: Any) -> bytes:
        if type(value) in (str, bool):
            known = self._plain.get(value)
            if known is None:
                known = self._plain[value] = _digest_of(_ENCODER.encode(value))
            return known
        if not isinstance(value, Struct):
            return _digest_of(_ENCODER.encode(self._shortened(value)))
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
            written = [self._digest(field) if type(field) in _PAGES else field for field in astuple(struct)]
        digest = _digest_of(_ENCODER.encode(written))
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


def portfolio_parts(facts: bytes, entries: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name the parts of ``portfolio.json``: a digest of its facts, and the joined ones of its entries."""
    return ("facts", facts), ("entries", _digest_of(entries))


def value_of(output: Output) -> bytes:
    """Write one output's whole value as bytes; equal values, equal bytes."""
    return ValueDigests().value(output)


def _digest_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SIZE).digest()
