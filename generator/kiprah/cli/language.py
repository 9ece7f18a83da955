"""Language of the command: ``KIPRAH_LANG``, the site's, the machine's, else English."""

from __future__ import annotations

import os

from kiprah.catalog import Words, words

_SPOKEN = ("id", "en")


class _Session:
    """One run of the command, in all its threads: the language of the site that it came to know."""

    site_language = ""


def speak(language: str) -> None:
    """Use the site's language from here on, unless ``KIPRAH_LANG`` says otherwise."""
    _Session.site_language = language


def interface_language() -> str:
    """Return the language: ``KIPRAH_LANG``, the site's, the machine's, else English."""
    machine = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").partition(
        "_"
    )[0]
    for language in (os.environ.get("KIPRAH_LANG", ""), _Session.site_language, machine):
        base = language.partition("-")[0]
        if base in _SPOKEN:
            return base
    return "en"


def interface_words(domain: str) -> Words:
    """Return a catalogue in the command's language."""
    return words(interface_language(), domain)
