"""Keys that hide an entry, written in a profile: it has none, and whoever wrote them meant nothing to be seen."""

from __future__ import annotations

import difflib

from kiprah.content.entries.read_entry import ParsedFile
from kiprah.content.keys.entry_keys import PROFILE
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.yaml_tree import Keys, Scalar

_HIDING = ("draft", "visibility", "publish_after")
_COMPARED = (*_HIDING, *(declared.name for declared in PROFILE))


def means_to_hide(opened: ParsedFile) -> bool:
    """Say whether a file of the profile has a key that would hide an entry, or nearly; each is named in its place.

    A key that is merely unknown leaves the member where they are; these were written so that nobody sees them.
    """
    node = opened.values.node
    keys = [key for key, _ in node.entries if _hides(key.text)] if isinstance(node, Keys) else []
    for key in keys:
        _name(key, opened)
    return bool(keys)


def _hides(key: str) -> bool:
    """Take a key as entries do: by its name, by what other generators call it, or by what it is nearest to."""
    if key in _COMPARED:
        return key in _HIDING
    meant = FOREIGN.get(key.casefold())
    if meant is not None:
        return meant.partition(":")[0] in _HIDING
    near = difflib.get_close_matches(key.casefold(), _COMPARED, 1, 0.6)
    return bool(near) and near[0] in _HIDING


def _name(key: Scalar, opened: ParsedFile) -> None:
    """Say it in place of what was said of an unknown key there."""
    reading, path = opened.reading, opened.path.split("/")
    at = reading.source.place(key.line, key.column)
    reading.problems[:] = [problem for problem in reading.problems if problem.place != at]
    nearest = f"members/{path[1]}.yml" if path[0] == "members" else ""
    reading.say("profile-hides", key, {"key": key.text, "nearest": nearest})
