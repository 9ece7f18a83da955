"""Compiled templates are kept in the user's own folder, and nothing that is wrong with it stops a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from kiprah.cache.bytecode import compiled_templates

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the folder's name is another there")


def rendered(text: str) -> str:
    cache = compiled_templates()
    assert cache is not None
    return (
        Environment(loader=DictLoader({"a.html": text}), autoescape=True, bytecode_cache=cache)
        .get_template("a.html")
        .render()
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "kiprah" / "templates"


def test_a_template_is_compiled_once_and_again_when_it_changes(folder: Path) -> None:
    assert rendered("{{ 1 + 1 }}") == "2"
    (kept,) = folder.iterdir()
    before = kept.stat().st_mtime_ns
    assert rendered("{{ 1 + 1 }}") == "2" and kept.stat().st_mtime_ns == before
    assert rendered("{{ 1 + 2 }}") == "3" and kept.stat().st_mtime_ns != before


@pytest.mark.parametrize("left", [0, 10, 60])
def test_a_file_cut_short_is_compiled_again(folder: Path, left: int) -> None:
    rendered("{{ 1 + 1 }}")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:left])
    assert rendered("{{ 1 + 1 }}") == "2"


def test_a_folder_that_cannot_be_written_costs_time_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    rendered("{{ 1 }}")
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    assert rendered("{{ 2 }}") == "2"


def test_a_folder_that_others_can_write_is_not_used(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert compiled_templates() is None
