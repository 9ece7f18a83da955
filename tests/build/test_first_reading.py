"""A first build's entries are read ahead by children; what they bring is what the build would have read."""

from __future__ import annotations

import pytest

from support.command import PYTHON, run_process
from support.sites import files_of, make_site

MANY = 170
"""Enough for children to be begun."""
ENTRIES = {
    f"content/activities/2026-{1 + number % 9:02}-{1 + number % 28:02}-hari-{number}.md": (
        f"---\ntitle: Hari {number}\n{'draft: true' if number % 40 == 7 else ''}\n---\nKami *menanam* {number} pohon.\n"
    )
    for number in range(MANY)
}
BEGIN = """
import os, signal, sys
from pathlib import Path
from kiprah.build.first_reading import begin_reading
from kiprah.content.entries.entry_files import Collected, ReadContext
from kiprah.content.entries.read_entries import all_entries, read_entries
from kiprah.content.folder import list_folder
from kiprah.content.read_cache import ReadCache
from kiprah.workers import WorkerPool

site, cache = Path("content").absolute(), Path(".kiprah").absolute()
ahead = begin_reading(site, cache, 2)


def context_of(languages=("id",)):
    folder, _ = list_folder(site)
    return ReadContext(folder, "id", languages, ReadCache(folder).facts, Collected())


def entries(ahead):
    context = context_of()
    known = ReadCache(context.site)
    known.ahead = ahead
    return read_entries(all_entries(context, ""), context, known, WorkerPool(1))
"""


def run_script(tmp_path, script: str) -> str:
    done = run_process(tmp_path, "-c", BEGIN + script, command=PYTHON)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_what_was_read_ahead_is_what_would_be_read(tmp_path) -> None:
    make_site(tmp_path, ENTRIES)
    told = run_script(
        tmp_path,
        "results = ahead.results(context_of())\n"
        f"assert len(results) == {MANY}, len(results)\n"
        "again = begin_reading(site, cache, 2)\n"
        "assert entries(again) == entries(None)\n"
        "print('same', len(again._calls))\n",
    )
    assert told.split() == ["same", "0"]


@pytest.mark.parametrize(
    "change",
    [
        'Path("content/activities/2026-01-01-hari-0.md").write_text("---\\ntitle: Lain\\n---\\nBaru.\\n")',
        'Path("content/activities/2026-01-02-baru.md").write_text("---\\ntitle: Baru\\n---\\nBaru.\\n")',
        "languages = ('id', 'en')",
    ],
)
def test_nothing_is_taken_of_a_folder_that_changed_meanwhile(tmp_path, change: str) -> None:
    make_site(tmp_path, ENTRIES)
    told = run_script(
        tmp_path,
        f"languages = ('id',)\nchildren = [call._child for call in ahead._calls]\n{change}\n"
        "assert ahead.results(context_of(languages)) == {}\n"
        "for child in children:\n"
        "    try: os.kill(child, 0)\n"
        "    except ProcessLookupError: print('gone')\n",
    )
    assert told.split() == ["gone", "gone"]


def test_a_child_that_dies_costs_nothing_but_time(tmp_path) -> None:
    make_site(tmp_path, ENTRIES)
    told = run_script(
        tmp_path,
        "os.kill(ahead._calls[0]._child, signal.SIGKILL)\n"
        "found = entries(ahead)\n"
        "assert found == entries(None)\n"
        "print(len(found))\n",
    )
    assert told.split() == [str(MANY)]


@pytest.mark.slow
def test_nothing_is_begun_for_little_or_where_something_is_known(tmp_path) -> None:
    make_site(tmp_path, dict(list(ENTRIES.items())[:20]))
    assert run_script(tmp_path, "print(ahead)").split() == ["None"]
    make_site(tmp_path, ENTRIES)
    assert "ReadAhead" in run_script(tmp_path, "print(ahead)\nfor call in ahead._calls: call.end()")
    assert run_script(tmp_path, "print(begin_reading(site, cache, 1))\nahead.results(context_of())").split() == ["None"]
    (tmp_path / ".kiprah").mkdir()
    (tmp_path / ".kiprah" / "state.db").write_bytes(b"")
    assert run_script(tmp_path, "print(ahead)").split() == ["None"]


@pytest.mark.slow
def test_a_site_read_ahead_is_the_site(tmp_path) -> None:
    made = []
    for name, jobs in (("alone", "-j1"), ("together", "-j2")):
        root = make_site(tmp_path / name, ENTRIES)
        built = run_process(root, "build", jobs, "--today", "2026-11-22")
        assert built.returncode == 0, built.stderr
        made.append(files_of(root / "public"))
    assert made[0] == made[1] and len(made[0]) > MANY
