"""Passphrases of a circle: which are strong enough, and proposals drawn from a list of calm words."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from importlib.resources import files

from kiprah.authoring.refusal import Refusal

CIRCLE_DOMAIN = "circle"
SHORTEST = 16
DISTINCT = 8
"""Minimum number of different letters in a passphrase."""
PASSPHRASE_WORDS = 7
"""Number of words in a proposal: 512 words are nine bits each, seven are 63."""


def plain_passphrase(text: str) -> str:
    """Write a passphrase the one way that both halves derive from: compatible letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def passphrase_fault(passphrase: str, title: str = "") -> Refusal | None:
    """Say why a passphrase is too easily guessed: by its length, by its letters, or as little more than the title."""
    if len(passphrase) < SHORTEST or len(set(passphrase.casefold())) < DISTINCT:
        return Refusal("weak", {}, CIRCLE_DOMAIN)
    rest = passphrase.casefold()
    for word in title.casefold().split():
        rest = rest.replace(word, "")
    if len(rest.replace(" ", "")) < SHORTEST // 2:
        return Refusal("names-site", {}, CIRCLE_DOMAIN)
    return None


@cache
def calm_words(language: str) -> tuple[str, ...]:
    """Return the list of a language, 512 words; English where there is none."""
    folder = files(__package__) / "words"
    name = f"{language}.txt"
    return tuple((folder / (name if (folder / name).is_file() else "en.txt")).read_text("utf-8").split())


def proposed_passphrase(language: str) -> str:
    """Draw a passphrase."""
    return " ".join(secrets.choice(calm_words(language)) for _ in range(PASSPHRASE_WORDS))
