"""HTML and style sheets by the checker of the W3C."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

NOT_KNOWN = {
    # CSS Basic User Interface 4: a text field as tall as its text, the usual height where a browser cannot.
    "CSS: “field-sizing”: Property “field-sizing” doesn't exist.",
}
"""What stands in a specification and the checker has not learned yet."""
pytestmark = pytest.mark.slow


def test_the_w3c_checker_finds_no_error(example: Path, sheet: Path, checker: tuple[str, ...]) -> None:
    pages, sheets = (sorted(str(path) for path in example.rglob(pattern)) for pattern in ("*.html", "*.css"))
    pages += [str(sheet / "index.html"), str(sheet / "en" / "index.html")]
    sheets += [str(path) for path in sheet.rglob("lembar*.css")]
    command = [*checker, "--format", "json", "--also-check-css", *pages, *sheets]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [said for said in json.loads(done.stderr)["messages"] if said["message"] not in NOT_KNOWN] == []
