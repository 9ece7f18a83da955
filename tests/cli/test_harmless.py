"""Names and values that carry commands for a terminal are shown, never obeyed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.command import run
from support.sites import make_site, write_files

ODD = {
    "escape": "\x1b[31mmerah",
    "bell": "\x07",
    "newline": "satu\ndua",
    "return": "satu\rdua",
    "override": "\u202egpj.exe",
    "isolate": "\u2066x",
    "c1": "\x9b31m",
    "delete": "\x7f",
    "separator": "\u2028",
    "tag": "\U000e0041",
}
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def check(root: Path, *args: str) -> str:
    done = run(root, "check", *args)
    assert done.returncode == 1
    return done.stdout + done.stderr


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    make_site(tmp_path)
    for number, name in enumerate(ODD.values(), 1):
        folder = "content/activities"
        wrong = '---\ntitle: Hari\nhours: "x\\e[31m\\u202e"\nslug: "\\a"\nrole: "\\N"\n---\n'
        draft = f"---\ntitle: Hari\nslug: draf-{number}\ndraft: true\n---\n"
        write_files(
            tmp_path,
            {f"{folder}/2026-05-{number:02}-{name}.md": wrong, f"{folder}/2026-06-{number:02}-{name}.md": draft},
        )
    return tmp_path


def test_as_text(odd: Path) -> None:
    shown = check(odd)
    assert not OBEYED.search(shown)
    for name in ODD.values():
        escaped = "".join(f"\\u{ord(c):04x}" if OBEYED.match(c) or c == "\n" else c for c in name)
        assert escaped in shown


def test_for_github_each_problem_is_one_line_and_one_command(odd: Path) -> None:
    shown = check(odd, "--format", "github")
    assert not OBEYED.search(shown)
    for line in shown.splitlines():
        match = re.fullmatch(r"::(error|warning|notice) file=([^:,]+)(,line=\d+,col=\d+)?,title=[a-z-]+::.+", line)
        assert match, line


def test_as_json_every_name_is_kept_and_none_is_obeyed(odd: Path) -> None:
    shown = check(odd, "--format", "json")
    assert not OBEYED.search(shown)
    paths = {problem["path"] for problem in json.loads(shown)["problems"]}
    for number, name in enumerate(ODD.values(), 1):
        assert f"content/activities/2026-05-{number:02}-{name}.md" in paths


def test_for_github_percent_colon_comma_and_newline_are_escaped_as_it_wants() -> None:
    from kiprah.cli.report import as_github
    from kiprah.problem import Place, Problem

    problem = Problem("missing-key", Place("a%,b:c.md", 3, 2), {"key": "100%: a,b\nc", "nearest": ""})
    assert as_github(problem, Path("/tiada")) == (
        "::error file=/tiada/a%25%2Cb%3Ac.md,line=3,col=2,title=missing-key::"
        "100%25: a,b\\u000ac is missing%0Ahint: add a line 100%25: a,b\\u000ac: ..."
    )


@pytest.mark.parametrize("column", [1, 60, 100, 200, 399])
def test_of_a_long_line_the_part_around_the_spot_is_shown(column: int) -> None:
    from kiprah.cli.report import problem_text
    from kiprah.problem import Place, Problem

    line = "".join(chr(0x4E00 + number) if number % 3 else "x" for number in range(400))
    problem = Problem("bad-share", Place("a.md", 1, column), {"key": "focus", "value": "x"}, source=line)
    _, source, caret, _ = problem_text(problem, Path("/tiada"), color=False).split("\n")
    width, shown = 0, ""
    for character in source:
        if width == len(caret) - 1:
            shown = character
            break
        width += 2 if "\u4e00" <= character <= "\u9fff" else 1
    assert caret.strip() == "^" and shown == line[column - 1] and len(source) <= 125
