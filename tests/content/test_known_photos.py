"""An edited text asks nothing of the photos beside it that is known already."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import PYTHON, run_process

BUILD = """
import sys
from kiprah.cli import main
try:
    main(["build", "--today", "2026-11-22"])
finally:
    print("PIL" in sys.modules, file=sys.stderr)
"""
TEXT = "---\ntitle: Kebun\nphotos: [{file: kebun.jpg, alt: Cabai, people: none}]\n---\n" + "Kami menanam. " * 30


def opened_pictures(root: Path) -> bool:
    done = run_process(root, "-c", BUILD, command=PYTHON)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1] == "True"


@pytest.mark.slow
def test_a_text_is_edited_and_no_photo_is_opened(tree: Callable[..., Path], photo: Callable[..., Path]) -> None:
    root = tree({"content/profile.md": "---\nname: Alya\n---\n"}, "title: Jejak\n")
    entry = root / "content" / "activities" / "2026-03-14-kebun" / "index.md"
    picture = photo(entry.with_name("kebun.jpg"), (640, 480))
    entry.write_text(TEXT, "utf-8")
    assert opened_pictures(root)
    # Files are taken by what the file system says of them only once they are old enough to be told apart.
    time.sleep(2.1)
    assert not opened_pictures(root)
    entry.write_text(TEXT + "Lalu menyiram.\n", "utf-8")
    assert not opened_pictures(root)
    assert "Lalu menyiram." in (root / "public/activities/kebun/index.html").read_text("utf-8")
    # Another photo under the same name is opened, whatever its times say.
    before = picture.stat()
    photo(picture, (640, 480), (20, 30, 40))
    os.utime(picture, ns=(before.st_atime_ns, before.st_mtime_ns))
    entry.write_text(TEXT + "Lalu panen.\n", "utf-8")
    assert opened_pictures(root)
