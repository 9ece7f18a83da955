"""Coaching preferences: what a member lets the coach be silent about."""

from typing import Literal

from msgspec import Struct

CoachRule = Literal[
    "one-sentence",
    "headline-missing",
    "long-sentence",
    "abbreviation",
    "recurring",
    "said-not-shown",
    "shown-not-said",
    "many-directions",
    "headline-now",
    "silence",
    "number-without-source",
    "round-number",
    "nobody-vouches",
    "superlative",
    "pity",
    "props",
    "alone",
    "posing",
    "child-cover",
    "nothing-failed",
]
"""Names of the coach's rules, in the order in which it speaks of them."""


class CoachChoice(Struct, frozen=True):
    """Rules that are to be silent: in ``profile.md`` everywhere, in an entry about that entry."""

    quiet: tuple[CoachRule, ...] = ()
