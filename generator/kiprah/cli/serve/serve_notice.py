"""Notices of a preview, in the command's language."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from kiprah.build.request import Report
from kiprah.cli.language import interface_language, interface_words
from kiprah.cli.report import bug_words, held_words, hint_of, is_line_telling, message_of, where_of
from kiprah.cli.site import shown_path
from kiprah.cli.terminal_text import harmless
from kiprah.problem import Problem
from kiprah.problem_types import Level
from kiprah.serve.preview_state import Notice, NoticeLine, WaitingPhoto
from kiprah.serve.risk_notes import risk_problems
from kiprah.serve.waiting_photos import is_waiting

_PAGE = "page."
_NAMES = (
    "waiting", "waiting-how", "coach", "no-pages", "panel", "fold", "unfold", "close", "gone", "edited", "hint", "form",
)  # fmt: skip
_ORDER = get_args(Level)
_LONGEST_LINE = 400


def page_words() -> dict[str, str]:
    """Return the words of the parts that a preview adds to a page."""
    words = interface_words("serve")
    return {"language": interface_language(), **{name: words.say(_PAGE + name) for name in _NAMES}}


def notice_of(report: Report, site: Path) -> Notice | None:
    """Say what is wrong, errors first; where nothing is, what should be thought of before it is public; else None."""
    errors = sum(problem.is_error for problem in report.problems)
    words = interface_words("serve")
    if not errors:
        risks = risk_problems(report.problems)
        lines = tuple(_fault(problem, site) for problem in risks)
        title = words.count(_PAGE + "asks-title", len(risks))
        return Notice(title, words.say(_PAGE + "asks"), lines, asks=True) if risks else None
    text = words.say(_PAGE + ("kept" if report.exit_code else "left-out"))
    problems = sorted(report.problems, key=lambda problem: _ORDER.index(problem.level))
    return Notice(words.count(_PAGE + "title", errors), text, tuple(_fault(problem, site) for problem in problems))


def waiting_photos(report: Report, site: Path) -> tuple[WaitingPhoto, ...]:
    """Return the photos that wait for consent, with the words of their reasons."""
    return tuple(
        WaitingPhoto(site / one.what, harmless(shown_path(site, one.what)), held_words(one))
        for one in report.held
        if is_waiting(one)
    )


def notice_of_bug(error: Exception) -> Notice:
    """Own up to a bug of ours, in one line."""
    words = interface_words("serve")
    fault = NoticeLine("", "error", words.say(f"{_PAGE}error"), "bug", bug_words(error), "", "", "", "")
    return Notice(words.say(_PAGE + "bug"), words.say(_PAGE + "kept"), (fault,))


def _fault(problem: Problem, site: Path) -> NoticeLine:
    place = problem.place
    where = harmless(where_of(problem, site))
    if place.line:
        where += f":{place.line}:{max(1, place.column)}"
    before = at = after = ""
    if place.line and is_line_telling(problem):
        source = problem.source[:_LONGEST_LINE]
        column = max(0, place.column - 1)
        before, at, after = (
            harmless(part.replace("\t", "→"))
            for part in (source[:column], source[column : column + 1], source[column + 1 :])
        )
    return NoticeLine(
        where=where,
        level=problem.level,
        level_word=interface_words("serve").say(f"{_PAGE}{problem.level}"),
        code=problem.code,
        message=message_of(problem),
        before=before,
        at=at,
        after=after,
        hint=hint_of(problem),
        file=place.path if place.path.endswith((".md", ".yml")) else "",
    )
