"""Locale data that is written down is what Babel says, and a build in our own languages does without Babel."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from kiprah.locale_data import direction_of, locale_data
from support.command import PYTHON, run_process

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


def test_the_file_is_what_babel_says() -> None:
    spec = importlib.util.spec_from_file_location("write_locale_data", SCRIPT)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.FILE.read_bytes() == script.written(), "run scripts/write_locale_data.py"


def test_our_own_languages_need_no_babel(tmp_path: Path) -> None:
    ended = run_process(tmp_path, "-c", ASK, command=PYTHON)
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


def test_languages_have_their_direction_and_name() -> None:
    assert (direction_of("ar"), direction_of("he"), direction_of("id")) == ("rtl", "rtl", "ltr")
    assert (locale_data("id").name, locale_data("de").name) == ("Indonesia", "Deutsch")
