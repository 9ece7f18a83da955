"""Templates of new files: one file each in every language, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import get_args

from kiprah.authoring.yaml_text import Value, key_text
from kiprah.model.entry import Frame

TEMPLATES_FOLDER = Path(__file__).parent / "files"
LANGUAGES = ("id", "en")
_FALLBACK = "en"
EXAMPLE_ACTIVITY = {"en": "a-morning-at-the-beach", "id": "pagi-di-pantai"}
"""Slug of the activity that a new site begins with, by language, as it is an address."""
EXAMPLE_DRAFT = {"en": "still-writing", "id": "masih-ditulis"}
"""Slug of the activity that it leaves as a draft, by language."""
EXAMPLE_PRIVATE = {"en": "why-i-began", "id": "mengapa-saya-memulai"}
"""Slug of the reflection that nobody else sees, by language."""
FRAMES: tuple[Frame, ...] = get_args(Frame)

_ASKED = re.compile(r"^#\? (\w+):(.*)$", re.MULTILINE)


def template_text(language: str, name: str) -> str:
    """Return a template in a language, else in English; ``name`` is one of the files beside this module."""
    base = language.partition("-")[0]
    return (TEMPLATES_FOLDER / (base if base in LANGUAGES else _FALLBACK) / name).read_text("utf-8")


def shared_text(name: str) -> str:
    """Return a template that is the same in every language."""
    return (TEMPLATES_FOLDER / name).read_text("utf-8")


def fill_template(template: str, words: Mapping[str, str], values: Mapping[str, Value]) -> str:
    """Fill a template in.

    ``$name`` takes a text as it is. A line ``#? key: example`` becomes the key with its value where there is one,
    and a comment that shows the example where there is none.
    """

    def key_or_example(match: re.Match[str]) -> str:
        value = values.get(match[1])
        # A dollar sign in a value is text, not a name to fill in.
        return key_text(match[1], value)[:-1].replace("$", "$$") if has_value(value) else f"# {match[1]}:{match[2]}"

    return Template(_ASKED.sub(key_or_example, template)).substitute(words)


def prompted_keys(template: str) -> frozenset[str]:
    """Return the keys that a template has a line for."""
    return frozenset(match[1] for match in _ASKED.finditer(template))


def has_value(value: Value) -> bool:
    """Say whether there is anything to write behind a key."""
    return value is not None and value != "" and value != [] and value != ()
