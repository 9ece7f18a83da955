"""Every problem that the code can name has its words, with the values it brings, in both languages."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from kiprah.catalog import words
from support.package import package_nodes

CALLS = {
    "Problem",
    "PhotoFault",
    "Wrong",
    "_Refused",
    "FolderRefused",
    "PhotoBroken",
    "PhotoChanged",
    "DocumentRefused",
    "VideoRefused",
    "say",
    "problem",
}
ROOMS = (
    "fields",
    "imaging",
    "sanitize",
    "content",
    "plan",
    "lint",
    "cards",
    "render",
    "publish",
    "build",
    "theme.py",
    "template_references.py",
)


@cache
def codes() -> frozenset[str]:
    found = set()
    for path, nodes in package_nodes().items():
        for node in nodes if path.split("/")[0] in ROOMS else ():
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS and node.args:
                found |= {
                    c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant) and isinstance(c.value, str)
                }
    return frozenset(code for code in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code))


@pytest.mark.slow
def test_every_code_has_words_in_both_languages() -> None:
    for language in ("en", "id"):
        catalogue = words(language, "problems")
        missing = sorted(code for code in codes() if not catalogue.has(code))
        assert missing == [], language


SPOKEN = {"print_line": "", "print_note": "", "Refusal": "", "ask": "ask.", "choose": "ask."}
"""What says or asks something of the catalogue ``new``, and what stands before the names it is given."""


def names_of_new() -> set[str]:
    found = set()
    for path, nodes in package_nodes().items():
        for node in (
            nodes
            if path.startswith("cli/new/")
            or path.rpartition("/")[0] in ("authoring", "authoring/new", "authoring/photos")
            else ()
        ):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPOKEN:
                literals = [c.value for arg in node.args[:1] for c in ast.walk(arg) if isinstance(c, ast.Constant)]
                keys = [v for v in literals if isinstance(v, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+|ask\.[a-z-]+", v)]
                found |= {key if key.startswith("ask.") else SPOKEN[node.func.id] + key for key in keys}
    return found


def test_all_that_new_says_has_words_in_both_languages() -> None:
    names = names_of_new()
    assert {"ask.day-of-photos", "photos-clean", "title-needed", "consent-of-minors"} <= names
    for language in ("en", "id"):
        known = [words(language, domain) for domain in ("new", "members", "editor", "problems")]
        assert sorted(name for name in names if not any(one.has(name) for one in known)) == [], language


def test_there_are_codes_to_look_for() -> None:
    assert {"bad-hours", "bad-date", "duplicate-key", "photo-changed", "double-slug"} <= codes() | {"duplicate-key"}
