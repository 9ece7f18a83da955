"""A member's run is a function of values: it travels, is cached whole, and says how long its result holds."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec.msgpack import encode
from msgspec.structs import replace

from kiprah.build.address_registers import wanted_registers, write_registers
from kiprah.build.community.unchanged_members import cached_result
from kiprah.build.load import LoadedSite, load_site
from kiprah.build.member.member_result import BuiltOutput, MemberResult
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import Shard, read_cache_of
from kiprah.cache.blobs import FolderBlobs
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.workers import WorkerPool
from support.building import request_in

TODAY = date(2026, 11, 22)
SECRET = "Sebenarnya hari itu saya menangis di belakang dapur umum."
SETTINGS = "title: Jejak\nurl: https://a.example/\ncards: {formats: [link]}\n"
SITE = {
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    "content/activities/2026-05-01-hari.md": "---\ntitle: Hari\n---\nKami menanam.\n",
    "content/activities/2026-06-01-nanti.md": "---\ntitle: Nanti\npublish_after: 2027-02-01\n---\nBelum.\n",
    "content/reflections/2026-05-02-rahasia.md": f"---\ntitle: R\nvisibility: private\n---\n{SECRET}\n",
}


class Runs:
    """A site whose one member is run again and again over one cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        self.state = State(cache)

    def loaded(self, today: date = TODAY) -> LoadedSite:
        request = request_in(self.root, cache=self.cache, today=today, jobs=None)
        loaded = load_site(request, self.state)
        assert isinstance(loaded, LoadedSite), loaded
        return loaded

    def shard(self, today: date = TODAY) -> tuple[Shard, SiteFolder]:
        loaded = self.loaded(today)
        request = request_in(self.root, cache=self.cache, today=today, jobs=None)
        return loaded.shard(request), loaded.folder

    def run(self, today: date = TODAY) -> MemberResult:
        shard, folder = self.shard(today)
        result = run_member(shard, folder, self.state, WorkerPool(1))
        # As a build does, once all of it is published.
        write_registers(folder, wanted_registers([("", shard.register, result.register)]))
        return result

    def cached(self, today: date = TODAY) -> MemberResult | None:
        shard, folder = self.shard(today)
        return cached_result(shard, folder, self.state, read_cache_of(shard, folder, self.state))


@pytest.fixture
def runs(tree: Callable[..., Path], tmp_path: Path) -> Iterator[Runs]:
    made = Runs(tree(SITE, SETTINGS), tmp_path / "cache")
    yield made
    made.state.close()


def outputs(result: MemberResult | None) -> tuple[BuiltOutput, ...]:
    """Return what a whole result brings by itself."""
    return result.details(FolderBlobs(Path("nowhere"))).outputs if result is not None else ()


def elsewhere(packed: bytes) -> bytes:
    """Runs a shard that travelled, in a process that shares nothing with this one."""
    shard: Shard = pickle.loads(packed)
    folder, _ = list_folder(Path(shard.context.folder))
    return encode(replace(run_member(shard, folder, State(None), WorkerPool(1)), made=0))


@pytest.mark.slow
def test_a_shard_travels_and_its_result_is_the_same(runs: Runs, tmp_path: Path) -> None:
    shard, folder = runs.shard()
    here = run_member(shard, folder, State(None), WorkerPool(1))
    assert here.complete and len(outputs(here)) > 15
    travelling = replace(shard, blobs=FolderBlobs(tmp_path / "other"))
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        there = pool.submit(elsewhere, pickle.dumps(travelling)).result(60)
    assert there == encode(replace(here, made=0))
    for output in outputs(here):
        assert shard.blobs.get(output.blob) == travelling.blobs.get(output.blob) is not None


def test_an_unchanged_member_is_one_look_up(runs: Runs) -> None:
    assert runs.cached() is None
    result = runs.run()
    kept = runs.cached()
    assert kept is not None and outputs(kept) == outputs(result) and kept.made == 0
    (runs.root / "content/activities/2026-05-01-hari.md").write_text("---\ntitle: Hari\n---\nKami panen.\n", "utf-8")
    assert runs.cached() is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/site.yml", "title: Lain\nurl: https://a.example/\ncards: {formats: [link]}\n"),
        ("content/static/catatan.txt", "baru"),
        ("content/activities/2026-07-01-foto/catatan.jpg", "tidak disebut siapa pun"),
    ],
)
def test_what_a_result_depends_on(path: str, text: str, runs: Runs) -> None:
    runs.run()
    assert runs.cached() is not None
    (runs.root / path).parent.mkdir(parents=True, exist_ok=True)
    (runs.root / path).write_text(text, "utf-8")
    assert runs.cached() is None


def test_a_result_holds_until_the_next_day_on_which_it_would_differ(runs: Runs) -> None:
    result = runs.run()
    assert (result.valid_from, result.valid_until) == (TODAY, date(2027, 2, 1))
    assert runs.cached(date(2027, 1, 31)) is not None
    assert runs.cached(date(2027, 2, 1)) is None
    assert runs.cached(date(2026, 11, 21)) is None, "nobody knows of the days before"
    later = runs.run(date(2027, 2, 1))
    assert later.valid_until is None
    assert {o.path for o in outputs(later)} > {o.path for o in outputs(result)}


def test_a_restored_cache_serves_another_folder(runs: Runs, tmp_path: Path) -> None:
    result = runs.run()
    runs.state.close()
    shutil.copytree(runs.cache, tmp_path / "restored")
    shutil.copytree(runs.root / "content", tmp_path / "checkout" / "content")
    other = Runs(tmp_path / "checkout", tmp_path / "restored")
    kept = other.cached()
    other.state.close()
    assert kept is not None and outputs(kept) == outputs(result)


def test_no_hidden_word_is_in_what_is_kept(runs: Runs) -> None:
    runs.run()
    runs.state.close()
    files = [path for path in runs.cache.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_changed_private_sentence_makes_nothing_anew(runs: Runs) -> None:
    first = runs.run()
    path = runs.root / "content/reflections/2026-05-02-rahasia.md"
    path.write_text(path.read_text("utf-8").replace("dapur umum", "gudang beras"), "utf-8")
    again = runs.run()
    assert again.made == 0 and again.traces != first.traces and outputs(again) == outputs(first)
    assert first.hides_anew and again.hides_anew
    path = runs.root / "content/activities/2026-05-01-hari.md"
    path.write_text(path.read_text("utf-8").replace("menanam", "panen"), "utf-8")
    # What was hidden before needs no pruning of the whole store in every build.
    later = runs.run()
    assert later.made > 0 and later.traces == again.traces and not later.hides_anew


def test_a_word_hidden_since_is_found_in_what_was_made_before(runs: Runs) -> None:
    path = runs.root / "content/activities/2026-05-01-hari.md"
    words = "Anak yang bernama Budi menangis lama sekali hari itu."
    path.write_text(f"---\ntitle: Hari\n---\nKami menanam.\n\n{words}\n", "utf-8")
    static = runs.root / "content/static/catatan.html"
    static.parent.mkdir()
    static.write_text(f"<p>{words}</p>", "utf-8")
    assert runs.run().complete
    path.write_text(f"---\ntitle: Hari\n---\nKami menanam.\n\n## Nanti {{visibility=private}}\n\n{words}\n", "utf-8")
    result = runs.run()
    assert not result.complete
    assert "hidden-text" in {problem.code for problem in result.all_problems}
