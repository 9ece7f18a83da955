"""Signed facts of an entry: one by one, and its text by a digest."""

from __future__ import annotations

import unicodedata

from kiprah.model.credential import AttestedFacts
from kiprah.model.entry import Activity


def facts_of_entry(activity: Activity) -> AttestedFacts | None:
    """Tell an entry as an organization is asked about it; None without hours, since hours are what is asked."""
    if not activity.minutes:
        return None
    text = activity.original
    return AttestedFacts(
        title=single_spaced(text.title)[:240],
        role=single_spaced(text.role)[:160],
        minutes=activity.minutes,
        first_day=activity.date,
        last_day=None if activity.ongoing else activity.last_day,
        text=text_digest(activity),
    )


def text_digest(activity: Activity) -> str:
    """Digest the words an entry was written in first; spaces and line breaks may differ."""
    # Only now: it loads OpenSSL, and few entries are signed.
    from hashlib import sha256

    text = activity.original
    parts = [
        text.title,
        text.role,
        text.organization.name if text.organization else "",
        text.body.text,
        text.body.notes,
    ]
    counted = zip(activity.impact, text.impact_words, strict=True)
    parts += [f"{impact.value} {impact.source} {words.what}" for impact, words in counted]
    return "sha256:" + sha256("\n".join(single_spaced(part) for part in parts).encode()).hexdigest()


def single_spaced(text: str) -> str:
    """Write a text with single spaces, in NFC."""
    return " ".join(unicodedata.normalize("NFC", text).split())
