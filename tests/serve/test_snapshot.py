"""Every way of saving is seen; what a build writes is not."""

from __future__ import annotations

import os
from pathlib import Path

from kiprah.serve.snapshot import Watched, snapshot


def test_saves_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "content" / "a.md"
    file.parent.mkdir()
    file.write_text("one", "utf-8")
    watched = Watched((tmp_path / "content", tmp_path / "themes"))
    before = snapshot(watched)
    state = file.stat()
    assert snapshot(watched) == before

    new = file.with_name("b.tmp")
    new.write_text("two", "utf-8")
    os.utime(new, ns=(state.st_atime_ns, state.st_mtime_ns))
    new.replace(file)  # the same size and time, as some editors save
    assert snapshot(watched) != before

    before = snapshot(watched)
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "theme.yml").write_text("x", "utf-8")
    assert snapshot(watched) != before

    before = snapshot(watched)
    file.unlink()
    assert snapshot(watched) != before


def test_what_a_build_writes_hidden_folders_and_links_are_not_watched(tmp_path: Path) -> None:
    for name in ("public", ".git", "cache"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x", "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    watched = Watched((tmp_path,), (tmp_path / "public", tmp_path / "cache"))
    assert snapshot(watched) == {}
