"""The standing check: what it says untouched is untouched, and whatever happens to a file is seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.cache import standing, standing_check
from kiprah.cache.manifest import PublishedFile, read_manifest, shard_names, times_of, write_manifest, write_pending
from kiprah.cache.standing import read_paths, read_standing, stands, write_standing
from kiprah.cache.standing_check import ScrubCursor, StandingCheck, in_turn
from kiprah.cache.state import State

Shards = dict[str, dict[str, str]]
WANTED: Shards = {"members/a/": {"members/a/index.html": "1", "members/a/x/y.html": "2"}, "@site": {"index.html": "3"}}


class Left:
    """A folder as a build left it a while ago."""

    def __init__(self, root: Path) -> None:
        self.output, self.state = root / "public", State(root / ".kiprah")
        for files in WANTED.values():
            for path, content in files.items():
                target = self.output / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, "utf-8")
                target.chmod(0o644)
        self.note(WANTED)

    def note(self, shards: Shards, kept: frozenset[str] = frozenset()) -> None:
        files = {name: {path: self.file(path, blob) for path, blob in those.items()} for name, those in shards.items()}
        write_manifest(self.state, self.output, files, kept)
        write_standing(self.state, self.output, files, kept)

    def file(self, path: str, blob: str) -> PublishedFile:
        facts = (self.output / path).lstat()
        return PublishedFile(blob, blob, facts.st_size, times_of(facts))

    @property
    def standing(self) -> frozenset[str]:
        return self.standing_of(WANTED)

    def standing_of(self, wanted: Shards) -> frozenset[str]:
        here = StandingCheck(self.state, self.output, beside=False).standing(wanted)
        with StandingCheck(self.state, self.output, beside=True) as check:
            assert check.standing(wanted) == here
        return here


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Left:
    # Files of this test are younger than any build believes.
    monkeypatch.setattr(standing, "YOUNG", -10_000_000_000)
    monkeypatch.setattr(standing_check, "_WORTH", 1)
    return Left(tmp_path)


def overwritten(path: Path) -> None:
    facts = path.stat()
    path.write_text("9", "utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def linked(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to("other")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "what", [overwritten, Path.unlink, linked, a_folder, lambda path: path.chmod(0o600), lambda path: path.touch()]
)
def test_whatever_happens_to_a_file_is_seen(left: Left, what: Callable[[Path], None]) -> None:
    assert left.standing == WANTED.keys()
    what(left.output / "members/a/x/y.html")
    assert left.standing == {"@site"}


def test_another_blob_or_one_more_file_is_another_shard(left: Left) -> None:
    for files in ({"index.html": "4"}, {"index.html": "3", "more.html": "5"}, {}):
        assert left.standing_of({"@site": files}) == frozenset()


def test_young_files_are_not_believed(left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "YOUNG", 10_000_000_000)
    assert left.standing == frozenset()


def test_nothing_stands_where_a_build_was_killed(left: Left) -> None:
    write_pending(left.state, left.output, {})
    assert read_standing(left.state, left.output) == {} and left.standing == frozenset()
    left.note({}, frozenset(WANTED))
    assert left.standing == WANTED.keys()


def test_a_shard_that_goes_is_forgotten_and_one_that_is_kept_is_not(left: Left) -> None:
    left.note({"@site": WANTED["@site"]}, frozenset())
    assert left.standing == {"@site"} == shard_names(left.state, left.output)
    left.note({}, frozenset({"@site"}))
    manifest = read_manifest(left.state, left.output)
    assert manifest is not None and manifest.files.keys() == {"index.html"}
    without = read_manifest(left.state, left.output, {"@site"})
    assert without is not None and not without.files


def test_a_damaged_note_is_no_note(left: Left) -> None:
    name = left.state.names("standing")[0]
    left.state.update("standing", {name: b"damaged"})
    assert left.standing == {"members/a/"}
    row = read_standing(left.state, left.output)["members/a/"]
    paths = read_paths(left.state, left.output)["members/a/"]
    assert stands(left.output, row, paths) and paths == sorted(WANTED["members/a/"])


class Crowd:
    """Thirty members of ten files each, in a folder that is too large to be looked at whole."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(standing_check, "FILES_AT_ONCE", 200)
        monkeypatch.setattr(standing_check, "FILES_IN_TURN", 100)
        self.wanted: Shards = {
            f"members/{name}/": {f"members/{name}/{number}/index.html": f"{name}{number}" for number in range(10)}
            for name in (f"m{number:02}" for number in range(30))
        }
        monkeypatch.setitem(globals(), "WANTED", self.wanted)
        self.left = Left(root)

    def looked(self) -> frozenset[str]:
        """Look as a build does; return what stands."""
        check = StandingCheck(self.left.state, self.left.output, beside=False)
        found = check.standing(self.wanted)
        check.save_cursor(self.left.state)
        return found


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(standing, "YOUNG", -10_000_000_000)
    return Crowd(tmp_path, monkeypatch)


def test_of_a_large_community_every_file_is_looked_at_in_turn(crowd: Crowd) -> None:
    assert crowd.looked() == crowd.wanted.keys()
    changed = {f"members/m{number}/" for number in ("03", "14", "29")}
    for name in changed:
        (crowd.left.output / name / "7" / "index.html").write_text("other", "utf-8")
    seen: set[str] = set()
    each: list[int] = []
    for _ in range(3):
        missing = crowd.wanted.keys() - crowd.looked()
        each.append(len(missing))
        seen |= missing
    assert seen == changed and each == [1, 1, 1]


def test_who_rewrote_a_whole_folder_is_found_out_at_once(crowd: Crowd) -> None:
    assert crowd.looked() == crowd.looked() == crowd.wanted.keys()
    for name in ("members/m20/", "members/m21/"):
        for file in (crowd.left.output / name).rglob("*.html"):
            file.write_text("put back", "utf-8")
    # One file of each member is looked at by every build; where that is another, all files are looked at.
    (crowd.left.output / "members/m28/9/index.html").unlink()
    assert crowd.wanted.keys() - crowd.looked() == {"members/m20/", "members/m21/", "members/m28/"}


def test_what_was_noted_since_is_looked_at_until_a_round_has_seen_it(crowd: Crowd) -> None:
    assert crowd.looked() == crowd.wanted.keys()
    name = "members/m29/"
    crowd.left.note({name: crowd.wanted[name]}, frozenset(crowd.wanted) - {name})
    assert crowd.looked() == crowd.wanted.keys()
    # It would be this one's turn in the next look but one.
    (crowd.left.output / name / "7" / "index.html").write_text("other", "utf-8")
    assert crowd.wanted.keys() - crowd.looked() == {name}


def test_a_portfolio_is_looked_at_whole_however_large(crowd: Crowd) -> None:
    shards = {"": 50_000, "@site": 9, "@site/search": 9}
    one = next(iter(read_standing(crowd.left.state, crowd.left.output).values()))
    noted = {name: replace(one, written=5, count=count) for name, count in shards.items()}
    taken, following = in_turn(noted, ScrubCursor(10, 10), 20)
    assert taken == shards.keys() and following == ScrubCursor(10, 20)
    taken, following = in_turn({**noted, "@site": replace(one, written=5, count=200)}, ScrubCursor(10, 10), 20)
    assert taken == {"", "@site"} and following == ScrubCursor(10, 10, "@site")


def test_a_first_look_is_at_everything(crowd: Crowd) -> None:
    (crowd.left.output / "members/m29/7/index.html").write_text("other", "utf-8")
    assert crowd.wanted.keys() - crowd.looked() == {"members/m29/"}
    # A damaged note of how far the turns have come is none.
    row = next(name for name in crowd.left.state.names("last") if name.endswith("/scrub"))
    crowd.left.state.update("last", {row: b"\xff"})
    (crowd.left.output / "members/m15/7/index.html").write_text("other", "utf-8")
    assert crowd.wanted.keys() - crowd.looked() == {"members/m15/", "members/m29/"}
