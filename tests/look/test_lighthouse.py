"""Lighthouse's mobile preset: a hundred points in every category, on the two pages that most people open first."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("page", ["", "activities/delapan-anak/"], ids=["home", "activity"])
def test_lighthouse_gives_full_marks(page: str, host: str, browser: str) -> None:
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("lighthouse.mjs"))],
        input=json.dumps({"endpoint": browser, "url": host + page}),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    tries = json.loads(done.stdout)
    best = {category: max(one["scores"][category] or 0 for one in tries) for category in CATEGORIES}
    assert best == dict.fromkeys(CATEGORIES, 1), tries
