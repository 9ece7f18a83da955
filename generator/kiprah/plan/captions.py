"""The words that travel with a card: its caption, its alt text, and whose card it is."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.localized import LocalizedMember
from kiprah.plan.translations import profile_text

_TAGS = 3
"""Maximum number of hashtags: more than this read as noise, and networks rank them as such."""


def member_name(localized: LocalizedMember) -> str:
    """Return the member's name as this language writes it."""
    return profile_text(localized.visible.member.profile, localized.language).name


def card_alt(localized: LocalizedMember, title: str) -> str:
    """Write the alt text of a card."""
    return localized.words.say("card.alt", title=title, name=member_name(localized))


def caption_of(title: str, text: str, url: str, tags: Iterable[str]) -> str:
    """Write a caption: title, sentence, address and hashtags, each a paragraph; what is empty is left out."""
    hashtags = " ".join("#" + "".join(part.capitalize() for part in tag.split()) for tag in tuple(tags)[:_TAGS])
    return "\n\n".join(part for part in (title, text, url, hashtags) if part)
