"""Which language the command speaks."""

from __future__ import annotations

import os

from kiprah.catalog import Words, words

_SPOKEN = ("id", "en")
_chosen: list[str] = []


def speak(language: str) -> None:
    """Use the site's language from here on, unless ``KIPRAH_LANG`` says otherwise."""
    _chosen[:] = [language]


def interface_language() -> str:
    """Return the language: ``KIPRAH_LANG``, the site's, the machine's, else English."""
    machine = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").partition(
        "_"
    )[0]
    for language in (os.environ.get("KIPRAH_LANG", ""), *_chosen, machine):
        base = language.partition("-")[0]
        if base in _SPOKEN:
            return base
    return "en"


def interface_words(domain: str) -> Words:
    """Return a catalogue in the command's language."""
    return words(interface_language(), domain)
