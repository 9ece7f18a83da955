"""Vocabulary of causes: known ones are one cause however they are written, in every language kiprah speaks."""

from __future__ import annotations

from functools import lru_cache

from kiprah.catalog import words
from kiprah.model.slug import slug_of

CAUSE_LANGUAGES = ("en", "id")
CAUSES = (
    "education",
    "environment",
    "health",
    "community",
    "disaster-relief",
    "inclusion",
    "children",
    "arts",
    "culture",
    "animals",
    "human-rights",
    "poverty",
    "hunger",
    "food",
    "elderly",
    "disability",
    "technology",
    "literacy",
    "youth",
    "religion",
    "sports",
    "peace",
    "women",
    "economy",
)
"""Slugs that the pages of causes stand at; their names are in the catalogue ``plan``, other names in ``fields``."""


def cause_of(text: str) -> str:
    """Return a known cause under its own slug, and any other as it was written."""
    return _names().get(slug_of(text), text)


def cause_names(cause: str, language: str) -> tuple[str, ...]:
    """Return what a known cause is called in a language: its name first, then what is understood as well."""
    others = words(language, "fields").say(f"cause.{cause}").split(",")
    names = (words(language, "plan").say(f"cause.{cause}"), *(name.strip() for name in others))
    return tuple({slug_of(name): name for name in reversed(names) if name}.values())[::-1]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    known = {
        slug_of(name): cause
        for cause in CAUSES
        for language in CAUSE_LANGUAGES
        for name in cause_names(cause, language)
    }
    return known | {cause: cause for cause in CAUSES}
