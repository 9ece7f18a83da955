"""Problems are registered: code, level, values, place and section stand in one table, and nothing else can be said."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from kiprah.catalog import LOCALE_FOLDER, words
from kiprah.problem import Place, Problem, in_order, under_strict, with_subject
from kiprah.problem_types import PROBLEM_TYPES, PlaceKind, Section
from support.package import package_nodes

LANGUAGES = ("en", "id")
PLACE = Place("a.md", 3, 1)


def test_a_problem_is_as_registered() -> None:
    problem = Problem("hours-too-many", PLACE, {"days": "2"})
    assert (problem.level, problem.is_error, problem.type.place, problem.type.section) == (
        "warning",
        False,
        "text",
        "values",
    )


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("hours-to-many", {"days": "2"}),
        ("hours-too-many", {}),
        ("hours-too-many", {"day": "2"}),
        ("hours-too-many", {"days": "2", "key": "hours"}),
        ("comment-open", {"value": "<!--"}),
    ],
)
def test_what_is_not_registered_so_is_a_bug(code: str, values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=code):
        Problem(code, PLACE, values)


def test_what_a_cache_brings_back_is_looked_at_too() -> None:
    known = msgspec.json.encode(Problem("comment-open", PLACE))
    assert msgspec.json.decode(known, type=Problem) == Problem("comment-open", PLACE)
    with pytest.raises(msgspec.DecodeError, match="comment-left-open"):
        msgspec.json.decode(known.replace(b"comment-open", b"comment-left-open"), type=Problem)


def test_a_problem_travels_between_processes() -> None:
    for problem in (Problem("comment-open", PLACE, source="<!--"), *under_strict([Problem("url-missing", PLACE)])):
        again = pickle.loads(pickle.dumps(problem))
        assert again == problem and again.level == problem.level == "error"
    with pytest.raises(AttributeError):
        again.code = "x"


def test_only_warnings_count_as_errors_under_strict() -> None:
    found = (Problem("comment-open", PLACE), Problem("url-missing", PLACE), Problem("preview-build", PLACE))
    assert [p.level for p in found] == ["error", "warning", "note"]
    assert [p.level for p in under_strict(found)] == ["error", "error", "note"]


def test_a_subject_is_named_where_the_words_name_one() -> None:
    assert with_subject("bad-share", {"value": "x"}, key="focus") == {"key": "focus", "value": "x"}
    assert with_subject("bad-hours", {"value": "x", "nearest": ""}, key="hours") == {"value": "x", "nearest": ""}


def test_the_same_thing_is_said_once_and_in_order() -> None:
    first, second = Problem("comment-open", Place("a.md", 2)), Problem("comment-open", Place("a.md", 10))
    assert in_order([second, first, second]) == (first, second)


def test_every_section_has_its_problems_in_one_block() -> None:
    blocks = list(dict.fromkeys(kind.section for kind in PROBLEM_TYPES.values()))
    assert blocks == list(get_args(Section))
    assert {kind.place for kind in PROBLEM_TYPES.values()} == set(get_args(PlaceKind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words_and_no_words_are_left_over(language: str) -> None:
    catalogue = (LOCALE_FOLDER / language / "LC_MESSAGES" / "problems.po").read_text("utf-8")
    named = [
        name
        for name in re.findall(r'^msgid "([^"]+)"', catalogue, re.MULTILINE)
        if not name.startswith(("held.", "trace.", "unseen."))
    ]
    assert len(named) == len(set(named))
    wanted = {name for code in PROBLEM_TYPES for name in (code, f"{code}.hint")}
    assert wanted <= set(named)
    near = {f"{code}.hint-near" for code, kind in PROBLEM_TYPES.items() if "nearest" in kind.values}
    assert set(named) - wanted <= near
    explained = words(language, "advice")
    assert [code for code in PROBLEM_TYPES if not explained.has(code)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_words_name_only_values_that_it_has(language: str) -> None:
    said = words(language, "problems")
    assert len(PROBLEM_TYPES) > 200
    for code, kind in PROBLEM_TYPES.items():
        values = {name: f"<{name}>" for name in kind.values}
        parts = [part for part in ("", ".hint", ".hint-near") if said.has(code + part)]
        texts = [said.say(code + part, **values) for part in parts]
        assert all(texts) and len(parts) >= 2, code


FAULTS = {
    "Wrong": {"key"},
    "PhotoFault": {"file"},
    "PhotoBroken": {"file"},
    "PhotoChanged": {"file"},
    "DocumentRefused": {"file"},
    "VideoRefused": {"file"},
    "LogoUnread": set(),
    "_Refused": set(),
}
"""What carries a code and values to where the problem is made, and the subject that is added there."""

VALUES_AT = {"Problem": 2, "say": 2, "problem": 3, "_Refused": 3}
"""Which argument holds the values."""

CALLS = {*FAULTS, *VALUES_AT}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield every call that names a code: where it stands, its function and itself."""
    for path, nodes in package_nodes().items():
        for node in nodes:
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = ast.unparse(node.func)
                if function in CALLS and (function != "say" or owner.endswith("reading.say")):
                    yield f"{path}:{node.lineno}", function, node


def test_every_call_brings_the_values_that_are_registered() -> None:
    looked_at = 0
    for where, function, node in calls():
        code = ast.literal_eval(node.args[0])
        assert code in PROBLEM_TYPES, where
        given = node.args[VALUES_AT.get(function, 1) :][:1]
        if given and not isinstance(given[0], ast.Dict):
            # Made elsewhere; whoever makes the problem finds out.
            continue
        keys = given[0].keys if given else []
        if not all(isinstance(key, ast.Constant) for key in keys):
            continue
        names = {ast.literal_eval(key) for key in keys if key is not None}
        registered = PROBLEM_TYPES[code].values.keys()
        added = FAULTS.get(function, set()) & registered
        assert names | added == registered, f"{where}: {code} takes {sorted(registered)}"
        looked_at += 1
    assert looked_at > 100


def test_every_code_is_used_somewhere() -> None:
    named: set[str] = set()
    for path, nodes in package_nodes().items():
        if path != "problem_types.py":
            named |= {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert sorted(PROBLEM_TYPES.keys() - named) == []
