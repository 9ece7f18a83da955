"""Cache keys of a plan's outputs: of many, a child of this process makes every second one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from kiprah.background_call import BackgroundCall
from kiprah.build.cache_keys import LoadedTheme
from kiprah.plan.outputs import Output
from kiprah.plan.value_digests import ValueDigests

_MANY = 1_000
"""Fewer outputs than this have their keys before a process has begun."""


class OutputKey(NamedTuple):
    """The cache key of an output, and of what it is made."""

    key: str
    parts: bytes
    """Digests of its recipe and of its fields, four bytes each: two builds' tell what differs."""


def output_keys(outputs: Sequence[Output], theme: LoadedTheme, *, beside: bool) -> list[OutputKey]:
    """Make the keys of all these outputs, in their order; ``beside`` allows a process to make half of them."""
    if not beside or len(outputs) < _MANY:
        return _keys(outputs, theme)
    others = BackgroundCall(_keys, outputs[1::2], theme)
    own = _keys(outputs[::2], theme)
    keys: list[OutputKey] = [OutputKey("", b"")] * len(outputs)
    keys[::2] = own
    keys[1::2] = others.result()
    return keys


def _keys(outputs: Sequence[Output], theme: LoadedTheme) -> list[OutputKey]:
    digests = ValueDigests()
    return [OutputKey(theme.key_of(output, digests), joined_parts(output, theme, digests)) for output in outputs]


def joined_parts(output: Output, theme: LoadedTheme, digests: ValueDigests) -> bytes:
    """Join the digests of an output's recipe and of its fields, four bytes each."""
    return _recipe_part(theme.recipe_of(output)) + b"".join([digest[:4] for _, digest in digests.parts(output)])


@lru_cache(64)
def _recipe_part(recipe: str) -> bytes:
    return blake2b(recipe.encode(), digest_size=4).digest()
