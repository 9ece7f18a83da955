"""Every problem as it is printed, word for word, in both languages; ``KIPRAH_WRITE_GOLDENS=1`` writes them anew."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from problem_cases import SAID, SETTINGS, TRIGGERED, Case

import kiprah
from kiprah.build.pipeline import build, check
from kiprah.build.request import Request
from kiprah.cli.report import as_text
from kiprah.problem import Problem

GOLDENS = Path(__file__).parent / "goldens"
CATALOGUE = Path(kiprah.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "problems.po"
LANGUAGES = ("en", "id")
SOUND = {
    "content/site.yml": SETTINGS,
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    "content/activities/2026-05-01-hari/index.md": "---\ntitle: Hari baik\n---\nIsi.\n",
}


def codes() -> list[str]:
    """Return every code that has words."""
    names = re.findall(r'^msgid "([a-z0-9-]+)"', CATALOGUE.read_text("utf-8"), re.MULTILINE)
    return sorted(name for name in names if not name.startswith("held"))


def problems_of(case: Case, root: Path) -> tuple[Problem, ...]:
    for path, content in {**SOUND, **case.files}.items():
        if content is None:
            continue
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    if case.before is not None:
        case.before(root)
    request = Request(
        site=root / "content",
        output=root if case.output == "." else root / case.output,
        cache=root / case.cache,
        drafts=case.drafts,
        today=date(2026, 11, 22),
        jobs=1,
    )
    return (build if case.build else check)(request).problems


def printed(problem: Problem, root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    parts = []
    for language in LANGUAGES:
        monkeypatch.setenv("KIPRAH_LANG", language)
        parts.append(f"{language}\n{as_text(problem, root / 'content', color=False)}\n")
    return "\n".join(parts).replace(str(root), "/site")


def compare(code: str, text: str) -> None:
    path = GOLDENS / f"{code}.txt"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("code", sorted(TRIGGERED))
def test_a_problem_is_printed_so(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = problems_of(TRIGGERED[code], tmp_path)
    named = [problem for problem in found if problem.code == code]
    assert named, [problem.code for problem in found]
    compare(code, printed(named[0], tmp_path, monkeypatch))


@pytest.mark.parametrize("code", sorted(SAID))
def test_what_only_a_failing_machine_brings_is_printed_so(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    compare(code, printed(SAID[code], tmp_path, monkeypatch))


def test_every_code_is_here_and_nothing_else() -> None:
    assert sorted({*TRIGGERED, *SAID}) == codes()
    assert not set(TRIGGERED) & set(SAID)
    assert sorted(path.stem for path in GOLDENS.iterdir()) == codes()


def test_every_problem_says_what_to_do_next() -> None:
    assert [path.stem for path in sorted(GOLDENS.iterdir()) if path.read_text("utf-8").count("hint:") != 2] == []


def test_a_message_is_short() -> None:
    goldens = sorted(GOLDENS.iterdir())
    assert len(goldens) > 100
    for path in goldens:
        for line in path.read_text("utf-8").splitlines():
            if match := re.search(r"(?:error|warning|note)\[[a-z0-9-]+\]: (.*)", line):
                assert len(match[1]) <= 120, (path.stem, match[1])
