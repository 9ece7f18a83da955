"""The documentation's own site: valid, and open to everybody in any width and light."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from site_host import hosted

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("documentation") / "site"
    command = [sys.executable, str(ROOT / "scripts" / "build_docs.py"), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (output / "_headers").write_text("", "utf-8")
    return output


@pytest.fixture(scope="module")
def address(documentation: Path) -> Iterator[str]:
    with hosted(documentation) as found:
        yield found


def test_the_w3c_checker_finds_no_error(documentation: Path, checker: tuple[str, ...]) -> None:
    pages = sorted(str(path) for path in documentation.glob("*.html"))
    assert len(pages) > 50
    command = [
        *checker,
        "--format",
        "json",
        "--errors-only",
        "--also-check-css",
        *pages,
        str(documentation / "assets/docs.css"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.browser
@pytest.mark.parametrize("page", ["index.html", "deploy.html", "foto.html", "kunci.html"])
def test_axe_finds_nothing_in_any_width_and_light(page: str, address: str, ask: Callable[..., Any]) -> None:
    assert ask("hold", url=f"{address}{page}", widths=[320, 1280]) == []
