"""Consent rules of photos in new entries: nothing is assumed, and minors need their guardians."""

from __future__ import annotations

from kiprah.authoring.refusal import Refusal


def consent_refusal(people: str, consent: str) -> Refusal | None:
    """Refuse consent that says not of whom, or that of minors themselves."""
    if consent and not people:
        return Refusal("consent-without-people")
    if people == "minors" and consent == "yes":
        return Refusal("consent-of-minors")
    return None


def consent_given_by(people: str, agreed: str) -> str:
    """Return the consent that an answer about these people stands for: where minors agreed, their guardians did."""
    return "guardian" if agreed == "yes" and people == "minors" else agreed or "pending"


def written_consent(people: str, consent: str) -> str:
    """Return what a new entry writes of consent: nothing only where nobody can be recognised, and pending else."""
    if consent:
        return consent
    return "" if people == "none" else "pending"
