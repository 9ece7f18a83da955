"""Risks of an entry that was just written: what to think about before it is no draft any more."""

from __future__ import annotations

from kiprah.authoring.new.write_entry import NewEntry
from kiprah.lint.child_safety import text_risks
from kiprah.problem import Problem


def new_entry_risks(entry: NewEntry) -> tuple[Problem, ...]:
    """Look at the whole text of a new entry, and at whether a child is in its photos."""
    child = next((name for name, photo in entry.photos if photo.people == "minors"), "")
    return tuple(text_risks(str(entry.path), (entry.text,), (), child))
