"""Locale data that is written down is what Babel says, and a build in our own languages does without Babel."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from kiprah.locale_data import direction_of, locale_data
from support.command import PYTHON, run_process
from support.variants import variants

HOUSE = Path(__file__).parents[1] / "generator" / "kiprah"
SCRIPT = Path(__file__).parents[1] / "scripts" / "write_locale_data.py"
ASK = """
import sys
from datetime import date
from kiprah.plan.formatting import number_text, span_of_known, when_of
for language in ("en", "id"):
    when_of(date(2026, 3, 1), date(2026, 4, 2), False, language)
    when_of(date(2026, 3, 1), None, True, language)
    span_of_known("2025-03", "2026-04-01", False, language)
    number_text("12345.5", language)
print(*{name for name in sys.modules if name.partition(".")[0] == "babel"})
"""

ASK_MONTHS = """
from kiprah.babel_locale import data_from_babel
print(ascii(data_from_babel({!r})))
"""


def test_the_file_is_what_babel_says() -> None:
    spec = importlib.util.spec_from_file_location("write_locale_data", SCRIPT)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.FILE.read_bytes() == script.written(), "run scripts/write_locale_data.py"


def test_our_own_languages_need_no_babel(tmp_path: Path) -> None:
    ended = run_process(tmp_path, "-c", ASK, command=PYTHON)
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


@pytest.mark.parametrize("language", variants(["de", "fr", "ms", "jv", "no"], quick=1))
def test_a_language_is_not_written_into_another(language: str) -> None:
    """Babel's own months of these are Hebrew ones, or Aghem ones, after one day of those."""
    alone = ASK_MONTHS.format(language)
    after = "\n".join(ASK_MONTHS.format(first) for first in ("he", "ann", "agq", language))
    said = [run_process(Path(), "-c", script, command=PYTHON).stdout.splitlines()[-1] for script in (alone, after)]
    assert said[0] == said[1]


def test_all_who_ask_babel_ask_through_one_module() -> None:
    asking = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if re.search(r"^\s*(from|import) babel\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert asking == {"babel_locale.py", "build/coach_words.py"}


def test_languages_have_their_direction_and_name() -> None:
    assert (direction_of("ar"), direction_of("he"), direction_of("id")) == ("rtl", "rtl", "ltr")
    assert (locale_data("id").name, locale_data("de").name) == ("Indonesia", "Deutsch")
