"""What a community says of a member is read as it is meant, and where that cannot be told nobody is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiprah.content.folder import list_folder
from kiprah.content.member_record import parse_member_record, read_member_record
from kiprah.model.member_record import MemberRecord, MemberSource, is_member_slug

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def parse(text: str | bytes) -> tuple[MemberRecord | None, list[str]]:
    data = text if isinstance(text, bytes) else text.encode()
    record, problems = parse_member_record("members/alya.yml", data, "alya")
    return record, [problem.code for problem in problems]


def test_every_key_is_read() -> None:
    record, problems = parse(
        "since: 2024\nuntil: 2026-03\ncohort: Angkatan 7\nrole: Koordinator\nstatus: alumni\n"
        "moved_to: https://alya.example/\naccounts: [github:alya, gitlab:alya.putri]\n"
        f"source: {{git: 'https://git.example/alya.git', ref: {COMMIT}, path: situs/content}}\n"
    )
    assert problems == []
    assert record == MemberRecord(
        slug="alya",
        since="2024",
        until="2026-03",
        cohort="Angkatan 7",
        role="Koordinator",
        status="alumni",
        moved_to="https://alya.example/",
        accounts=("github:alya", "gitlab:alya.putri"),
        source=MemberSource("https://git.example/alya.git", COMMIT, "situs/content"),
    )
    assert not record.is_published and record.leads_on


def test_nothing_said_is_fine(tmp_path: Path) -> None:
    site, _ = list_folder(tmp_path)
    assert read_member_record(site, "alya") == (MemberRecord("alya"), ())
    for text in ("", "\n# belum ada\n"):
        record, problems = parse(text)
        assert record == MemberRecord("alya") and problems == []
        assert record.is_published and not record.leads_on


def test_who_is_paused_is_nowhere_even_after_a_move() -> None:
    record, _ = parse("status: paused\nmoved_to: https://alya.example/\n")
    assert record is not None and not record.is_published and not record.leads_on


@pytest.mark.parametrize(
    "text",
    [
        "status: pause",
        "status:",
        "status: [paused]",
        "statsu: paused",
        "state: paused",
        "moved_to: alya.example",
        "moved_to: javascript:alert(1)",
        "moved: https://alya.example/",
        "status: paused\nstatus: active",
        "status: &a paused",
        "- paused",
        "paused",
        "something: else",
        "status: paused\n---\nstatus: active",
        b"status: \xff",
        "status: paused\0",
    ],
)
def test_what_may_have_been_meant_to_hide_shows_nobody(text: str | bytes) -> None:
    record, problems = parse(text)
    assert record is None and problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("since: 03/2024", "bad-since"),
        ("since: 2024-13", "bad-since"),
        ("since: 2024-02-30", "bad-since"),
        ("since: 0024", "bad-since"),
        ("since: 2024-03\nuntil: 2024-02", "until-before-since"),
        ("accounts: alya", "bad-account"),
        ("accounts: ['github:alya bima']", "bad-account"),
        ("accounts: ['github:@everyone/x']", "bad-account"),
        ("source: {git: 'https://git.example/alya', ref: main}", "bad-commit"),
        ("source: {git: 'https://git.example/alya', path: ../bima}", "bad-file-name"),
        ("source: {git: 'https://git.example/alya', path: /etc}", "bad-file-name"),
    ],
)
def test_a_mistake_that_hides_nobody_is_said_and_the_rest_is_read(text: str, code: str) -> None:
    record, problems = parse(text + "\nrole: Tutor")
    assert problems == [code]
    assert record is not None and record.role == "Tutor" and record.source is None


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% /tmp/x",
        "--upload-pack=touch /tmp/x",
        "file:///home/alya",
        "/home/alya",
        "ssh://git@git.example/alya",
        "git@git.example:alya",
        "http://git.example/alya",
        "https://user:secret@git.example/alya",
    ],
)
def test_a_repository_is_asked_over_https_and_no_other_way(address: str) -> None:
    record, problems = parse(f"source: {{git: '{address}'}}")
    assert problems == ["bad-url"]
    assert record is not None and record.source is None
    assert parse("source: http://127.0.0.1:8000/alya.git")[1] == []


def test_months_and_years_overlap() -> None:
    assert parse("since: 2024-03\nuntil: 2024")[1] == []
    assert parse("since: 2024\nuntil: 2024-01-01")[1] == []
    assert parse("since: 2024-03-02\nuntil: 2024-03-01")[1] == ["until-before-since"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may read everything")
def test_a_record_that_cannot_be_read_shows_nobody(tmp_path: Path) -> None:
    (tmp_path / "members").mkdir()
    path = tmp_path / "members" / "alya.yml"
    path.write_text("role: Tutor\n", "utf-8")
    path.chmod(0)
    site, _ = list_folder(tmp_path)
    record, problems = read_member_record(site, "alya")
    assert record is None and [problem.code for problem in problems] == ["file-unreadable"]


def test_a_record_that_is_gone_when_it_is_read_shows_nobody(tmp_path: Path) -> None:
    (tmp_path / "members").mkdir()
    path = tmp_path / "members" / "alya.yml"
    path.write_text("status: paused\n", "utf-8")
    site, _ = list_folder(tmp_path)
    path.unlink()
    assert read_member_record(site, "alya")[0] is None


def test_the_name_of_a_folder_is_an_address_of_small_letters() -> None:
    for slug in ("alya", "alya-2", "a", "m00001", "7"):
        assert is_member_slug(slug)
    for slug in ("", "Alya", "aly\u0430", "alya putri", "-alya", "alya-", "alya.html", "..", "a/b", "con", "a" * 41):
        assert not is_member_slug(slug)
    for slug in ("page", "cause", "skill", "place", "cohort", "index", "al\n", "alya\n"):
        assert not is_member_slug(slug)
