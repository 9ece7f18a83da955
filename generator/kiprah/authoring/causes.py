"""Causes to propose: those a site has used, then the best known; an answer in any language we speak is understood."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.authoring.templates import LANGUAGES
from kiprah.catalog import words
from kiprah.model.slug import slug_of

WELL_KNOWN = ("education", "environment", "health", "community", "children", "disaster-relief")


def cause_label(cause: str, language: str) -> str:
    """Write a cause in a language; one we have no word for stays as it is."""
    catalogue = words(language, "plan")
    key = f"cause.{slug_of(cause)}"
    return catalogue.say(key) if catalogue.has(key) else cause


def proposed_causes(used: Iterable[str]) -> tuple[str, ...]:
    """Return causes to choose from: the used ones first."""
    return tuple(dict.fromkeys((*used, *WELL_KNOWN)))


def cause_named(typed: str, causes: Iterable[str]) -> str:
    """Return the cause that a word stands for, whatever language it is in; another word is a cause of its own."""
    meant = slug_of(typed)
    for cause in causes:
        if meant in (slug_of(cause), *(slug_of(cause_label(cause, language)) for language in LANGUAGES)):
            return cause
    return typed
