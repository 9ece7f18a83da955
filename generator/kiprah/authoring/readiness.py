"""Readiness answers: what somebody thought about before showing anything, in a file that no build reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kiprah.cache.atomic_write import write_atomically

QUESTIONS = ("whom", "who-sees", "findable", "unkind", "first", "mine")
READINESS_FILE = "ready.md"
_HEADING = re.compile(r"^## .*\{#([a-z-]+)\}[ \t]*$", re.MULTILINE)


def read_answers(folder: Path) -> dict[str, str]:
    """Return the answers by question; none where nothing was answered. Raises ``OSError``, and ``ValueError``."""
    path = folder / READINESS_FILE
    if not path.exists():
        return {}
    parts = _HEADING.split(path.read_text("utf-8"))
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True) if text.strip()}


def write_answers(folder: Path, answers: Mapping[str, str], intro: str, questions: Mapping[str, str]) -> Path:
    """Write the answers below their questions, for the person alone, and keep the folder out of Git."""
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_atomically(ignore, b"*\n")
    texts = [
        intro,
        *(f"## {questions[name]} {{#{name}}}\n\n{answers[name]}" for name in QUESTIONS if answers.get(name)),
    ]
    path = folder / READINESS_FILE
    # A temporary file is readable by nobody else, and stays so.
    write_atomically(path, ("\n\n".join(texts) + "\n").encode())
    return path
