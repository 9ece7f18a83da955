"""The cache of member results: a result comes back where nothing it was made from differs, for as long as it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiprah.build.address_registers import RegisterChange
from kiprah.build.member.member_result import BuiltOutput, MemberResult, packed
from kiprah.build.member.result_cache import (
    MemberRow,
    ResultName,
    blobs_of_results,
    member_row,
    own_key,
    recalled,
    result_blob,
    result_names,
    row_name,
    save_result,
    unchanged_result,
)
from kiprah.cache.blobs import FolderBlobs, put_content
from kiprah.cache.digests import digest_of
from kiprah.cache.state import State
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.summary import Summary
from kiprah.problem import Place, Problem

DAY, NEXT, LAST = date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 1)
BEFORE, AFTER = b"addresses before", b"addresses after"
NAME = ResultName("members/alya/@public", "key", "content")
MOVED = Problem("address-moved", Place("addresses/alya.yml"), {"address": "/a/", "target": "/b/", "file": "b.md"})
OTHER = Problem("place-exact", Place("members/alya/profile.md", 3), {"value": "x"}, source="a line of a draft")


def result_of(*outputs: str, parts: tuple[str, ...] = (), **values: Any) -> MemberResult:
    """Make a result that holds from today until the first of December, and changes its file of addresses."""
    heads = {str(number): SearchHead("alya", 1, 1, part, b"") for number, part in enumerate(parts)}
    kept = packed(
        Summary("members/alya/", "Alya", search=heads), tuple(BuiltOutput(name, name, b"") for name in outputs)
    )
    made = MemberResult(
        prefix="members/alya/",
        complete=True,
        files=kept.files,
        problems=(MOVED, OTHER),
        faults=(),
        held=(),
        summary_digest=kept.summary_digest,
        packed_heads=kept.heads,
        traces="",
        valid_from=DAY,
        valid_until=LAST,
        made=len(outputs),
        register=RegisterChange(AFTER, digest_of(BEFORE), digest_of(AFTER)),
        packed_details=kept.details,
    )
    return replace(made, **values)


class Kept:
    """A state and a store into which a result was put."""

    def __init__(self, root: Path) -> None:
        self.state, self.blobs = State(root / "cache"), FolderBlobs(root / "cache")
        self.put()

    def put(self, name: ResultName = NAME, made: MemberResult | None = None) -> MemberResult:
        made = made or result_of("page-a", "page-b", parts=("part-1", "part-2"))
        for blob in (
            *(output.blob for output in made.details(self.blobs).outputs),
            *(h.blob for h in made.search.values()),
        ):
            put_content(self.blobs, blob, blob.encode())
        return save_result(name, made, self.blobs, self.state)

    def recalled(
        self, today: date = DAY, register: bytes = AFTER, name: ResultName = NAME, *, sound: bool = False
    ) -> Any:
        return recalled(name, self.state.get("member", NAME.row), today, self.blobs, register, sound=sound)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.mark.parametrize("sound", [False, True])
@pytest.mark.parametrize(
    ("today", "register", "holds"),
    [
        (DAY, AFTER, True),
        (DAY, BEFORE, True),
        (date(2026, 11, 21), AFTER, False),
        (NEXT, AFTER, True),
        (NEXT, BEFORE, False),
        (date(2026, 11, 30), AFTER, True),
        (LAST, AFTER, False),
        (DAY, b"somebody else's", False),
        (DAY, b"", False),
    ],
)
def test_a_result_holds_for_its_days_and_with_its_file_of_addresses(
    kept: Kept, today: date, register: bytes, holds: bool, sound: bool
) -> None:
    """With the file as it stood before on the same day alone: what is new is noted with its day."""
    assert (kept.recalled(today, register, sound=sound) is not None) is holds


def test_what_never_ends_holds_on_any_later_day(kept: Kept) -> None:
    kept.put(made=result_of("page-a", valid_until=None))
    assert kept.recalled(date(2099, 1, 1)) is not None and kept.recalled(date(2026, 11, 21)) is None


@pytest.mark.parametrize("name", [replace(NAME, key="other"), replace(NAME, content="other")])
def test_another_key_or_content_is_another_result(kept: Kept, name: ResultName) -> None:
    assert kept.recalled(name=name) is None and kept.recalled() is not None


def test_news_is_told_until_it_is_noted(kept: Kept) -> None:
    first = kept.recalled(register=BEFORE)
    assert [problem.code for problem in first.problems] == ["address-moved", "place-exact"]
    assert kept.blobs.get(NAME.blob) is not None
    again = kept.recalled(register=AFTER)
    assert [problem.code for problem in again.problems] == ["place-exact"]
    assert again.register == RegisterChange(b"", digest_of(AFTER), digest_of(AFTER))


def test_no_line_of_a_text_is_kept(kept: Kept) -> None:
    assert {problem.source for problem in kept.recalled().problems} == {""}
    kept.state.close()
    files = [path.read_bytes() for path in kept.blobs.root.rglob("*") if path.is_file()]
    assert files and not [content for content in files if b"a line of a draft" in content]


@pytest.mark.parametrize("lost", ["page-a", "part-1"])
def test_who_needs_all_of_it_gets_none_of_what_is_lost(kept: Kept, lost: str) -> None:
    kept.blobs.delete(lost)
    assert kept.recalled(sound=True) is None and kept.recalled() is not None
    kept.put()
    assert kept.recalled(sound=True) is not None


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x90", b"\x92\xa1x\xa1y"])
def test_a_damaged_row_or_blob_is_no_result(kept: Kept, damage: bytes) -> None:
    row = kept.state.get("member", NAME.row)
    kept.state.update("member", {NAME.row: damage})
    # The last of them is a row that names another result, and nothing else.
    assert kept.recalled() is None and (member_row(damage) is None) == (result_blob(damage) == "")
    kept.state.update("member", {NAME.row: row or b""})
    put_content(kept.blobs, NAME.blob, damage)
    assert kept.recalled(sound=True) is None
    assert kept.recalled() is not None, "what every build asks stands in the row"
    assert blobs_of_results(kept.state, kept.blobs) == frozenset()


def test_a_result_takes_what_it_replaces_with_it(kept: Kept) -> None:
    newer = replace(NAME, content="newer")
    kept.put(newer, result_of("page-a", "page-c", parts=("part-2", "part-3")))
    assert kept.blobs.get(NAME.blob) is None and kept.blobs.get(newer.blob) is not None
    there = {
        name: bool(kept.blobs.exists(name)) for name in ("page-a", "page-b", "page-c", "part-1", "part-2", "part-3")
    }
    # Pages wait for the daily pruning, since another build may show them; words of the index do not.
    assert [name for name, is_there in there.items() if not is_there] == ["part-1"]
    assert result_names(kept.state) == {newer.blob}
    assert blobs_of_results(kept.state, kept.blobs) == {"page-a", "page-c", "part-2", "part-3"}


def test_the_same_result_once_more_deletes_nothing(kept: Kept) -> None:
    assert kept.put().blob == NAME.blob
    assert kept.recalled(sound=True) is not None


def test_a_row_alone_answers_where_nothing_of_a_member_changed(kept: Kept) -> None:
    known = member_row(kept.state.get("member", NAME.row))
    assert known is not None
    settled = replace(known, register=digest_of(AFTER), stats=b"seen")
    for key, today, row, holds in (
        ("key", DAY, settled, True),
        ("key", LAST, settled, False),
        ("other", DAY, settled, False),
        ("key", DAY, replace(settled, register=digest_of(BEFORE)), False),
        ("key", DAY, replace(settled, head=b""), False),
    ):
        assert (unchanged_result(row, key, today) is not None) is holds


def test_what_is_said_of_a_member_is_in_the_key_and_what_changes_nothing_is_not() -> None:
    record = MemberRecord("alya")
    key = own_key("shared", "members/alya/", "members/alya/", record, ())
    assert key == own_key("shared", "members/alya/", "members/alya/", replace(record, accounts=("github:alya",)), ())
    others = {
        own_key("other", "members/alya/", "members/alya/", record, ()),
        own_key("shared", "members/bima/", "members/alya/", record, ()),
        own_key("shared", "members/alya/", "members/bima/", record, ()),
        own_key("shared", "members/alya/", "members/alya/", replace(record, since="2024"), ()),
        own_key("shared", "members/alya/", "members/alya/", replace(record, status="alumni"), ()),
    }
    assert len(others) == 5 and key not in others


def test_what_a_preview_shows_is_another_row() -> None:
    views = (Viewing(DAY), Viewing(DAY, drafts=True), Viewing(DAY, future=True), Viewing(DAY, circle=True))
    assert [row_name("members/alya/", one) for one in views] == [
        f"members/alya/@{shown}" for shown in ("public", "preview", "preview", "circle")
    ]
    assert MemberRow("content", "key").result == NAME.blob
