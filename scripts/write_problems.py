"""Write docs/problems.md and docs/masalah.md: every registered problem as it is printed, its cause and its cure."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

from kiprah.catalog import LOCALE_FOLDER, Words, words
from kiprah.problem_types import PROBLEM_TYPES, ProblemType, Section

ROOT = Path(__file__).parents[1]
GOLDENS = ROOT / "tests" / "problems" / "goldens"
PAGES = {language: ROOT / "docs" / words(language, "cli").say("problems-page") for language in ("en", "id")}


def held_reasons() -> tuple[str, ...]:
    """Return every reason for which something is held back."""
    catalogue = (LOCALE_FOLDER / "en" / "LC_MESSAGES" / "problems.po").read_text("utf-8")
    return tuple(re.findall(r'^msgid "held\.([a-z0-9.-]+)"', catalogue, re.MULTILINE))


def printed(code: str, language: str) -> str:
    """Return a problem as the command prints it."""
    golden = (GOLDENS / f"{code}.txt").read_text("utf-8")
    parts = re.split(rf"^({'|'.join(PAGES)})\n", golden, flags=re.MULTILINE)
    return parts[parts.index(language) + 1].strip("\n")


def page(language: str) -> str:
    """Return the page in one language."""
    advice = words(language, "advice")
    parts = [f"# {advice.say('title')}\n", f"{advice.say('intro')}\n", f"{advice.say('written')}\n"]
    titles = {section: advice.say(f"group.{section}") for section in get_args(Section)}
    parts += [f"- [{title}](#{anchor(title)})" for title in titles.values()]
    parts.append(f"- [{advice.say('held.title')}](#{anchor(advice.say('held.title'))})\n")
    for section, title in titles.items():
        parts.append(f"## {title}\n")
        parts += [entry(kind, language, advice) for kind in PROBLEM_TYPES.values() if kind.section == section]
    parts += [f"## {advice.say('held.title')}\n", f"{advice.say('held.intro')}\n"]
    said = words(language, "problems")
    parts += [f"- {said.say(f'held.{reason}', until='2027-01-01')}" for reason in held_reasons()]
    return "\n".join(parts) + "\n"


def entry(kind: ProblemType, language: str, advice: Words) -> str:
    """Return what a page says of one problem."""
    hint = f"    {words(language, 'cli').say('label.hint')}:"
    shown = [
        line[:110] + "…" if len(line) > 111 and not line.startswith(hint) else line
        for line in printed(kind.code, language).split("\n")
    ]
    fence = "```"
    facts = f"{advice.say(f'level.{kind.level}')} {advice.say(f'place.{kind.place}')}"
    return (
        f"### {kind.code}\n\n{fence}text\n" + "\n".join(shown) + f"\n{fence}\n\n{advice.say(kind.code)}\n\n*{facts}*\n"
    )


def anchor(title: str) -> str:
    """Return the name GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", title.casefold()).replace(" ", "-")


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    return {path: page(language) for language, path in PAGES.items()}


def main() -> int:
    """Write the pages."""
    for path, text in written().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
