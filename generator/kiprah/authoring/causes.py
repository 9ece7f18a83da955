"""Causes to propose: those a site has used, then the best known; an answer in any language we speak is understood."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.authoring.new.parse_answers import text_answer
from kiprah.authoring.refusal import Refusal
from kiprah.content.causes import CAUSES, cause_names, cause_of
from kiprah.content.keys.entry_keys import ACTIVITY

WELL_KNOWN = ("education", "environment", "health", "community", "children", "disaster-relief")


def read_cause(typed: str) -> str | Refusal:
    """Read a cause; a known one under its own name, whatever language it was written in."""
    answer = text_answer(ACTIVITY, "causes", typed)
    return cause_of(answer) if isinstance(answer, str) else answer


def cause_label(cause: str, language: str) -> str:
    """Write a cause in a language; one that is not known stays as it is."""
    slug = cause_of(cause)
    return cause_names(slug, language)[0] if slug in CAUSES else cause


def proposed_causes(used: Iterable[str]) -> tuple[str, ...]:
    """Return causes to choose from: the used ones first."""
    return tuple(dict.fromkeys((*map(cause_of, used), *WELL_KNOWN)))
