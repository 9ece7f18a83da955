"""The up-to-date check: a build with nothing to do is known by it, and whatever has changed is not passed over."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiprah.build import up_to_date
from kiprah.build.request import Request
from kiprah.build.up_to_date import FirstLook, Inputs, LastResult, asked, forget_last, last_result, save_last
from kiprah.cache import standing
from kiprah.cache.lock import Turn
from kiprah.cache.manifest import SITE, folder_key
from kiprah.cache.standing_check import StandingCheck
from kiprah.cache.state import STATE_FILE, State, open_state
from support.building import build_in, request_in
from support.sites import HARI, files_of, make_site, write_files
from support.variants import variants

SITE_FILES = {HARI: "---\ntitle: Hari\n---\nIsi.\n", "themes/lain/theme.yml": "name: lain\nextends: pelita\n"}


@pytest.fixture
def request_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    """A site that was built, whose files count as old."""
    for module in (standing, up_to_date):
        monkeypatch.setattr(module, "YOUNG", -10_000_000_000)
    make_site(tmp_path, SITE_FILES)
    # Twice: the file of addresses that was written is noted as what the build read.
    for _ in range(2):
        assert build_in(tmp_path).exit_code == 0
    return request_in(tmp_path)


def found(request: Request, **other: Any) -> LastResult | None:
    asked_for = {
        "today": request.today,
        "url": None,
        "drafts": False,
        "future": False,
        "strict": False,
        "keep_going": False,
    }
    return last_result(request.site, request.output, request.cache, asked(**{**asked_for, **other}))[0]


def row(request: Request, **changes: Any) -> dict[str, Any]:
    """Change what is noted of the last build; return all that is."""
    with open_state(request.cache) as state:
        known = json.loads(state.get("last", folder_key(request.output)) or b"{}")
        state.update("last", {folder_key(request.output): json.dumps({**known, **changes}).encode()})
    return {**known, **changes}


def test_nothing_to_do_is_known_with_all_that_is_to_be_said(request_of: Request) -> None:
    known = found(request_of)
    assert known is not None
    assert (known.language, known.outputs, known.problems) == ("id", len(files_of(request_of.output)), [])
    assert row(request_of)["until"] == float("inf") and row(request_of)["from"] == 0.0


@pytest.mark.parametrize("other", variants([
    {"today": date(2026, 11, 23)}, {"drafts": True}, {"today": None}, {"url": "https://b.example/"}, {"future": True},
    {"strict": True}, {"keep_going": True},
], quick=2))  # fmt: skip
def test_another_question_has_another_answer(request_of: Request, other: dict[str, Any]) -> None:
    assert found(request_of, **other) is None and found(request_of) is not None


def same_size(path: Path) -> None:
    facts = path.stat()
    path.write_text(path.read_text("utf-8").replace("Isi", "Isa").replace("extends", "extendz"), "utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text of the same size and time": lambda root: same_size(root / HARI),
    "one file more": lambda root: write_files(root, {"content/pages/x.md": "---\ntitle: X\n---\nX.\n"}),
    "one file less": lambda root: (root / HARI).unlink(),
    "a link": lambda root: (root / "content/link.md").symlink_to("profile.md"),
    "the theme": lambda root: same_size(root / "themes/lain/theme.yml"),
    "a page that is gone": lambda root: (root / "public/index.html").unlink(),
    "a page that is another": lambda root: (root / "public/404.html").write_text("x", "utf-8"),
    "another mode": lambda root: (root / "public/404.html").chmod(0o600),
    "the output": lambda root: (root / "public").rename(root / "elsewhere"),
    "the state": lambda root: (root / ".kiprah" / STATE_FILE).write_bytes(b"damaged"),
}


@pytest.mark.parametrize("change", variants(CHANGES, quick=4))
def test_whatever_changed_is_not_passed_over(request_of: Request, change: str) -> None:
    assert found(request_of) is not None
    CHANGES[change](request_of.site.parent)
    assert found(request_of) is None


def test_what_is_no_content_is_nothing_to_build(request_of: Request) -> None:
    write_files(request_of.site.parent, {"README.md": "x", "content/.draft.swp": "x", "public/theirs.txt": "x"})
    assert found(request_of) is not None


def test_it_holds_from_its_first_moment_until_its_last(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a build that was told no day: from midnight until the next day on which it would differ."""
    row(request_of, **{"from": 1000.0, "until": 2000.0})
    for now, holds in ((999.9, False), (1000.0, True), (1999.9, True), (2000.0, False)):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert (found(request_of) is not None) is holds, now


@pytest.mark.parametrize("changes", [
    {"inputs": ""}, {"outputs": 1}, {"from": "x"}, {"until": None}, {"outputs": None}, {"from": 9e12},
])  # fmt: skip
def test_a_note_that_does_not_fit_is_none(request_of: Request, changes: dict[str, Any]) -> None:
    row(request_of, **changes)
    assert found(request_of) is None


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"7", b"null", b"\xff", b'{"from": 0, "until": 9e12}'])
def test_a_damaged_note_is_none(request_of: Request, damaged: bytes) -> None:
    with open_state(request_of.cache) as state:
        state.update("last", {folder_key(request_of.output): damaged})
    assert found(request_of) is None


def test_where_a_part_of_the_manifest_is_gone_something_may_be_to_do(request_of: Request) -> None:
    with open_state(request_of.cache) as state:
        state.update("published", {}, [f"{folder_key(request_of.output)}/{SITE}"])
    assert found(request_of) is None


def test_what_is_forgotten_is_not_known(request_of: Request) -> None:
    with open_state(request_of.cache) as state:
        forget_last(state, request_of.output.with_name("elsewhere"))
        assert found(request_of) is not None
        forget_last(state, request_of.output)
    assert found(request_of) is None


def test_of_young_files_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They could change again without a trace; a member's files count too, and so does a theme's."""
    root = make_site(tmp_path, {**SITE_FILES, "content/members/alya/profile.md": "---\nname: Alya\n---\n"})
    cache, question = tmp_path / ".kiprah", asked(None, False, False, None, False, False)

    def inputs() -> Inputs:
        return Inputs(root / "content", cache, question)

    def noted(seen: Inputs) -> bool:
        state = State(cache)
        save_last(state, tmp_path / "public", seen, (0.0, 1.0), "id", 1, (), ())
        is_noted = bool(state.names("last"))
        forget_last(state, tmp_path / "public")
        return is_noted

    assert not inputs().settled and not noted(inputs())
    monkeypatch.setattr(up_to_date, "YOUNG", -10_000_000_000)
    assert inputs().settled and noted(inputs())
    seen = inputs()
    seen.listing.youngest_in_groups = 2 * 10**19
    assert not seen.settled and not noted(seen), "a member's file that was listed again is younger"
    monkeypatch.setattr(up_to_date, "YOUNG", 10**12)
    late = time.time_ns() + 10**13
    monkeypatch.setattr(up_to_date, "file_system_time", lambda folder: late)
    assert inputs().settled
    for path in ("content/members/alya/profile.md", "themes/lain/theme.yml", HARI):
        young = (root / path).stat().st_ctime_ns
        monkeypatch.setattr(up_to_date, "file_system_time", lambda folder, young=young: young + 10**12)
        assert not inputs().settled, path


def test_what_the_build_wrote_itself_counts_as_read(request_of: Request) -> None:
    before = Inputs(request_of.site, request_of.cache, request_of.options)
    write_files(request_of.site, {"addresses.yml": "# of ours\n"})
    after = Inputs(request_of.site, request_of.cache, request_of.options)
    assert before.digest != after.digest
    before.take(["addresses.yml"])
    assert before.digest == after.digest
    with pytest.raises(FileNotFoundError):
        before.take(["gone.yml"])


def test_what_was_seen_is_believed_where_nobody_came_between(request_of: Request) -> None:
    with open_state(request_of.cache) as state:
        look = FirstLook(Turn(b"mine", b""), StandingCheck(state, request_of.output, beside=False))
        look.inputs = inputs = Inputs(request_of.site, request_of.cache, request_of.options)
        look.confirm(Turn(b"next", b"mine"))
        assert look.inputs is inputs
        look.confirm(Turn(b"later", b"another's"))
        assert look.inputs is None
