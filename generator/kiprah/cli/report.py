"""Showing problems, what is held back, and how a build ended."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import click
from msgspec import convert

from kiprah.build.request import Report
from kiprah.build.up_to_date import LastResult
from kiprah.cli.language import interface_words, speak
from kiprah.cli.site import shown_path
from kiprah.cli.terminal_text import harmless, is_obeyed, labelled_hint
from kiprah.model.member import Withheld
from kiprah.problem import Problem
from kiprah.problem_types import Level
from kiprah.problem_words import problem_hint, problem_message

_WIDEST = 120
"""Maximum letters of a source line that are shown."""
_PACKAGE = Path(__file__).parents[1]
_DOCS = (_PACKAGE / "docs", _PACKAGE.parents[1] / "docs")
"""Folders of the pages about problems: in the installed package, or in the repository."""
_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def where_of(problem: Problem, site: Path) -> str:
    """Return the file a problem stands in, as seen from here; a published one as seen from the output folder."""
    path = problem.place.path
    return path if problem.type.place in ("output", "cluster") else shown_path(site, path)


def message_of(problem: Problem) -> str:
    """Return a problem's words in the command's language."""
    return harmless(problem_message(problem, interface_words("problems")))


def hint_of(problem: Problem) -> str:
    """Return the next step, or nothing."""
    return harmless(problem_hint(problem, interface_words("problems")))


def _as_json_text(content: object) -> str:
    """Write JSON whose strings keep every character, with those that a terminal obeys as escapes."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return "".join(json.dumps(c)[1:-1] if c != "\n" and is_obeyed(c) else c for c in text)


def line_of(problem: Problem, site: Path) -> str:
    """Return ``path:line:column: level[code]: message``."""
    place = problem.place
    where = harmless(where_of(problem, site))
    if place.line:
        where += f":{place.line}:{max(1, place.column)}"
    return f"{where}: {problem.level}[{problem.code}]: {message_of(problem)}"


def problem_text(problem: Problem, site: Path, *, color: bool) -> str:
    """Return a problem as people read it: the line, the source with a caret, the hint."""
    line = line_of(problem, site)
    if color:
        tag = f"{problem.level}[{problem.code}]"
        line = line.replace(tag, _linked(click.style(tag, fg=_COLORS[problem.level], bold=True), problem.code), 1)
    parts = [line]
    if problem.place.line and is_line_telling(problem):
        source = problem.source.replace("\t", "→")
        column = max(0, problem.place.column - 1)
        # Of a long line, what stands around the spot.
        start = max(0, column - _WIDEST // 2) if column > _WIDEST * 3 // 4 else 0
        shown, before = harmless(source[start : start + _WIDEST]), harmless(source[start:column])
        lead = "…" if start else ""
        parts += [f"    {lead}{shown}", "    " + " " * _width(lead + before) + "^"]
    if hint := hint_of(problem):
        parts.append(f"    {labelled_hint(hint)}")
    return "\n".join(parts)


def _linked(text: str, code: str) -> str:
    """Let a terminal that can (OSC 8) lead from a code to its section; others show the text alone."""
    page = problems_page()
    return f"\x1b]8;;{page.as_uri()}#{code}\a{text}\x1b]8;;\a" if page is not None else text


def is_line_telling(problem: Problem) -> bool:
    """Say whether showing the line helps: but for how the block of keys is written, ``---`` stands for all of it."""
    line = problem.source.strip()
    return bool(line) and (line != "---" or problem.type.section == "yaml")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def as_github(problem: Problem, site: Path) -> str:
    """Return a problem as an annotation of GitHub's."""

    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escaped(text).replace(":", "%3A").replace(",", "%2C")

    place = problem.place
    level = "notice" if problem.level == "note" else problem.level
    spot = f",line={place.line},col={max(1, place.column)}" if place.line else ""
    hint = hint_of(problem)
    text = message_of(problem) + (f"\n{labelled_hint(hint)}" if hint else "")
    return (
        f"::{level} file={value(harmless(where_of(problem, site)))}{spot},title={value(problem.code)}::{escaped(text)}"
    )


def as_json(report: Report, site: Path) -> str:
    """Return everything that was found, for other programs."""
    content = {
        "problems": [
            {
                "code": problem.code,
                "level": problem.level,
                "path": where_of(problem, site),
                "line": problem.place.line,
                "column": problem.place.column,
                "message": message_of(problem),
                "hint": hint_of(problem),
            }
            for problem in report.problems
        ],
        "held": [
            {
                "what": shown_path(site, held.what),
                "reason": held.reason,
                "until": held.until,
                "message": held_words(held),
            }
            for held in report.held
        ],
        "errors": sum(problem.is_error for problem in report.problems),
    }
    return _as_json_text(content)


def held_words(held: Withheld) -> str:
    """Say why something is not published."""
    words = interface_words("problems")
    return words.say(f"held.{held.reason}", until=held.until)


def print_problems(problems: Iterable[Problem], site: Path) -> None:
    """Print problems as text, on standard error."""
    color = uses_color(sys.stderr.isatty())
    for problem in problems:
        click.echo(problem_text(problem, site, color=color), err=True)


def print_held(held: Iterable[Withheld], site: Path) -> None:
    """Print what is not published, each with its reason."""
    listed = list(held)
    if not listed:
        return
    click.echo(interface_words("cli").count("held", len(listed)), err=True)
    for one in listed:
        click.echo(f"  {harmless(shown_path(site, one.what))}: {held_words(one)}", err=True)


def print_last(last: LastResult, site: Path) -> None:
    """Print again what the last build found, since nothing has changed."""
    _print_found(convert(last.problems, tuple[Problem, ...]), convert(last.held, tuple[Withheld, ...]), site)


def print_report(report: Report, site: Path) -> None:
    """Print what a build found and how it ended."""
    if report.settings is not None:
        speak(report.settings.language)
    _print_found(report.problems, report.held, site)


def _print_found(problems: tuple[Problem, ...], held: tuple[Withheld, ...], site: Path) -> None:
    words = interface_words("cli")
    print_problems(problems, site)
    print_held(held, site)
    counts = [
        words.count(f"count.{level}", number)
        for level in get_args(Level)
        if (number := sum(problem.level == level for problem in problems))
    ]
    if counts:
        click.echo(", ".join(counts), err=True)
    if any(problem.is_error for problem in problems) and (page := problems_page()) is not None:
        click.echo(words.say("explained", path=harmless(str(page))), err=True)


def problems_page() -> Path | None:
    """Return the page that explains every problem in the command's language, as it came with kiprah."""
    name = interface_words("cli").say("problems-page")
    return next((page for folder in _DOCS if (page := folder / name).is_file()), None)


def uses_color(terminal: bool) -> bool:
    """Say whether to colour: only on a terminal, and never where ``NO_COLOR`` is set."""
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bug_words(error: Exception) -> str:
    """Tell a bug of ours in one line."""
    return interface_words("cli").say("bug", error=harmless(f"{type(error).__name__}: {error}"[:300]))


def say_bug(error: Exception) -> None:
    """Own up to a bug of ours."""
    click.echo(bug_words(error), err=True)
