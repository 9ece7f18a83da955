"""Cache keys of a plan's outputs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from kiprah.blake2 import blake2b
from kiprah.build.cache_keys import LoadedTheme
from kiprah.plan.outputs import Output
from kiprah.plan.value_digests import ValueDigests


class OutputKey(NamedTuple):
    """The cache key of an output, and of what it is made."""

    key: str
    parts: bytes
    """Digests of its recipe and of its fields, four bytes each: two builds' tell what differs."""


def output_keys(outputs: Iterable[Output], theme: LoadedTheme, digests: ValueDigests | None = None) -> list[OutputKey]:
    """Make the keys of all these outputs, in their order; ``digests`` remember what they are made of."""
    digests = digests or ValueDigests()
    return [OutputKey(theme.key_of(output, digests), joined_parts(output, theme, digests)) for output in outputs]


def joined_parts(output: Output, theme: LoadedTheme, digests: ValueDigests) -> bytes:
    """Join the digests of an output's recipe and of its fields, four bytes each."""
    return recipe_part(theme.recipe_of(output)) + b"".join([digest[:4] for _, digest in digests.parts(output)])


@lru_cache(64)
def recipe_part(recipe: str) -> bytes:
    """Digest a recipe in four bytes."""
    return blake2b(recipe.encode(), digest_size=4).digest()
