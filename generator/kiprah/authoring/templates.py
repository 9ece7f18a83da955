"""The texts that new files begin with: one file each in every language, filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "files"
LANGUAGES = ("id", "en")
FALLBACK = "en"
FRAMES = ("what", "gibbs", "4p", "star")

_ASKED = re.compile(r"^#\? (\w+):(.*)$", re.MULTILINE)
_SPECIAL = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
_PLAIN = re.compile(r"[^\W_](?:[\w .,()/&+'’–-]*[\w.)])?")


def starter_text(language: str, name: str) -> str:
    """Return a starter's text in a language, else in English; ``name`` is one of the files beside this module."""
    base = language.partition("-")[0]
    return (FOLDER / (base if base in LANGUAGES else FALLBACK) / name).read_text("utf-8")


def shared_text(name: str) -> str:
    """Return a starter's text that is the same in every language."""
    return (FOLDER / name).read_text("utf-8")


def filled(template: str, values: Mapping[str, str], answers: Mapping[str, str]) -> str:
    """Fill a starter in.

    ``$name`` takes a value as it is. A line ``#? key: example`` becomes ``key: answer`` where there is an answer
    (already YAML), and a comment that shows the example where there is none.
    """

    def asked(match: re.Match[str]) -> str:
        answer = answers.get(match[1], "")
        # A dollar sign in an answer is text, not a name to fill in.
        return f"{match[1]}:{answer.replace('$', '$$')}" if answer else f"# {match[1]}:{match[2]}"

    return Template(_ASKED.sub(asked, template)).substitute(values)


def scalar(text: str) -> str:
    """Write a text as one YAML value that is read back as the same text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _SPECIAL:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # YAML ends lines at more characters than JSON does, and refuses others.
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def answer(text: str) -> str:
    """Write what was answered as it stands behind a key; nothing stays nothing."""
    return f" {scalar(text)}" if text else ""
