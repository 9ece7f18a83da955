"""The wheel holds everything: kiprah works from it alone, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_site_is_begun_and_built_from_the_wheel_alone(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "lib")
    assert {"kiprah/themes/pelita/theme.yml", "kiprah/themes/lembar/assets/lembar.css"} <= set(names)
    assert {"kiprah/authoring/files/gitignore", "kiprah/docs/problems.md", "kiprah/docs/masalah.md"} <= set(names)
    assert not any(part in name for name in names for part in ("tests/", "content/activities", ".pyc"))
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "lib"), "KIPRAH_LANG": "en"}

    def run(folder: Path, *args: str) -> str:
        done = subprocess.run(
            [sys.executable, *args], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(tmp_path / "lib") in run(tmp_path, "-c", "import kiprah; print(kiprah.__file__)")
    run(tmp_path, "-m", "kiprah", "new", "site", "x")
    run(tmp_path / "x", "-m", "kiprah", "build", "--url", "http://localhost/")
    assert (tmp_path / "x" / "public" / "index.html").is_file()
