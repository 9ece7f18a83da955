"""Every problem as it is printed, word for word, in both languages; ``KIPRAH_WRITE_GOLDENS=1`` writes them anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from problem_cases import MADE, SETTINGS, TRIGGERED, Case

from kiprah.build.check import check
from kiprah.build.pipeline import build
from kiprah.cli.report import problem_text
from kiprah.problem import Problem
from kiprah.problem_types import PROBLEM_TYPES, PlaceKind
from support.building import request_in
from support.sites import make_project, write_files
from support.variants import variants

GOLDENS = Path(__file__).parent / "goldens"
LANGUAGES = ("en", "id")
SOUND = {
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    "content/activities/2026-05-01-hari/index.md": "---\ntitle: Hari baik\n---\nIsi.\n",
}


HOLD = """
import sys
from pathlib import Path
from kiprah.cache.lock import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_build(cache: Path) -> Iterator[None]:
    """Hold a cache as another process of kiprah does."""
    command = [sys.executable, "-c", HOLD, str(cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.stdin.close()
    assert other.returncode == 0


def problems_of(case: Case, root: Path) -> tuple[Problem, ...]:
    make_project(root, SETTINGS)
    write_files(root, {path: content for path, content in {**SOUND, **case.files}.items() if content is not None})
    for path in (path for path, content in case.files.items() if content is None):
        (root / path).unlink(missing_ok=True)
    if case.before is not None:
        case.before(root)
    request = request_in(root, case.output, case.cache, drafts=case.drafts)

    def progress(phase: str, done: int, total: int) -> None:
        if phase == "render" and total and not done and case.while_making is not None:
            case.while_making(root)

    with another_build(request.cache) if case.locked else nullcontext():
        return (build(request, progress) if case.build else check(request)).problems


def printed(problem: Problem, root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    parts = []
    for language in LANGUAGES:
        monkeypatch.setenv("KIPRAH_LANG", language)
        parts.append(f"{language}\n{problem_text(problem, root / 'content', color=False)}\n")
    return "\n".join(parts).replace(str(root), "/site")


SHAPES = {
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "key": re.compile(r"[\w.-]+"),
    "file": re.compile(r"[^/\\]+|static/[^/]+"),
    "path": re.compile(r"\S+"),
    "address": re.compile(r"https?://\S*"),
    "list": re.compile(r"[^,]+(, [^,]+)*"),
    "reason": re.compile(r".+"),
    "traces": re.compile(r"[^,]+(, [^,]+)*"),
    "unseen": re.compile(r"[^,]+"),
}
"""What a value of a kind looks like; a text is whatever somebody wrote, and nearest may be nothing."""


def assert_it_is_as_registered(problem: Problem, root: Path) -> None:
    """The values are of their kinds, and the place is what it is said to be."""
    for name, kind in problem.type.values.items():
        if kind in SHAPES:
            assert SHAPES[kind].fullmatch(problem.values[name]), (name, kind, problem.values[name])
    path = problem.place.path
    assert PLACES[problem.type.place](path, root), (problem.type.place, path)


PLACES: Mapping[PlaceKind, Callable[[str, Path], bool]] = {
    "text": lambda path, _: path.endswith(".md"),
    "file": lambda path, _: not path.endswith(".md") and not path.startswith(("/", "themes/")),
    "settings": lambda path, _: path == "site.yml",
    "theme": lambda path, _: path.startswith("themes/"),
    "content": lambda path, _: not path.startswith(("/", "themes/")),
    "written": lambda path, _: path.endswith((".md", ".yml")),
    "output": lambda path, root: not (root / "content" / path).exists() and not path.startswith(("/", "themes/")),
    "machine": lambda path, root: path.startswith(str(root)),
    "cluster": lambda path, _: "://" in path,
    "store": lambda path, _: "://" in path,
}


def compare(code: str, text: str) -> None:
    path = GOLDENS / f"{code}.txt"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


SLOW = {"photo-too-heavy", "heic-needs-extra", "photo-depth", "card-after", "card-unused", "picture-not-encoded"}
"""What takes a second or more to be brought about."""


@pytest.mark.parametrize("code", variants(sorted(TRIGGERED), set(sorted({*TRIGGERED} - SLOW)[::6])))
def test_a_problem_is_printed_so(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    found = problems_of(TRIGGERED[code], tmp_path)
    named = [problem for problem in found if problem.code == code]
    assert named, [problem.code for problem in found]
    assert_it_is_as_registered(named[0], tmp_path)
    compare(code, printed(named[0], tmp_path, monkeypatch))


@pytest.mark.parametrize("code", sorted(MADE))
def test_what_no_site_can_bring_is_printed_so(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem = MADE[code]()
    assert problem.code == code
    assert_it_is_as_registered(problem, Path("/site"))
    compare(code, printed(problem, tmp_path, monkeypatch))


def test_every_code_has_its_golden_and_nothing_else() -> None:
    assert not set(TRIGGERED) & set(MADE)
    assert sorted({*TRIGGERED, *MADE}) == sorted(PROBLEM_TYPES)
    assert sorted(path.stem for path in GOLDENS.iterdir()) == sorted(PROBLEM_TYPES)


def test_every_problem_says_what_to_do_next() -> None:
    goldens = sorted(GOLDENS.iterdir())
    assert len(goldens) > 100
    for path in goldens:
        english, indonesian = path.read_text("utf-8").split("\n\nid\n")
        assert english.count("\n    hint: ") == indonesian.count("\n    petunjuk: ") == 1, path.stem
        assert "hint:" not in indonesian


def test_a_message_is_short() -> None:
    goldens = sorted(GOLDENS.iterdir())
    assert len(goldens) > 100
    for path in goldens:
        messages = re.findall(r"(?:error|warning|note)\[[a-z0-9-]+\]: (.*)", path.read_text("utf-8"))
        assert len(messages) == len(LANGUAGES) and max(map(len, messages)) <= 120, (path.stem, messages)
