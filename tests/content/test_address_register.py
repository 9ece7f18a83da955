"""The register of addresses is read as a person may have left it, and written so that Git merges it."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from kiprah.content.address_register import parse_register, register_content, register_text
from kiprah.model.addresses import AddressRegister, PublishedAddress

DAY = date(2026, 3, 14)
REGISTER = AddressRegister(
    {
        "": PublishedAddress(DAY, printed=True),
        "activities/a/": PublishedAddress(DAY, "activities/2026-03-14-a/index.md", "0123456789", "", True),
        "en/activities/a/": PublishedAddress(DAY, "activities/a, b [c].md", "1e5", "en"),
        "kegiatan/membaca-बच्चे/": PublishedAddress(DAY, 'a "quoted" #name: x.md'),
        "old.html": PublishedAddress(DAY),
    },
    {"0011223344556677": DAY, "1234567890123456": DAY},
)


def test_what_is_written_is_read_again_and_is_yaml() -> None:
    data = register_text(REGISTER)
    register, problems = parse_register("addresses.yml", data)
    assert problems == ()
    assert register.sound
    assert (dict(register.addresses), dict(register.waiting)) == (REGISTER.addresses, REGISTER.waiting)
    assert register_text(register) == data
    plain = yaml.safe_load(data)
    assert list(plain["addresses"]) == [f"/{page}" for page in sorted(REGISTER.addresses)]
    assert plain["addresses"]["/en/activities/a/"]["mark"] == "1e5"
    assert plain["waiting"] == REGISTER.waiting
    # One line an address, and nothing else than its own line changes with it.
    assert len(data.splitlines()) == 2 + 1 + 5 + 1 + 2


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf# only words\r\n", b"addresses: {}\n", b"addresses:\nwaiting:\n"])
def test_an_empty_one_is_sound(data: bytes) -> None:
    register, problems = parse_register("addresses.yml", data)
    assert (dict(register.addresses), problems, register.sound) == ({}, (), True)
    assert register_content(register, AddressRegister()) == data


@pytest.mark.parametrize(
    "line",
    [
        "/a/: {first: 2026-02-30}",
        "/a/: {entry: x.md}",
        "a/: 2026-03-14",
        "/a//b/: 2026-03-14",
        "/a/../b/: 2026-03-14",
        '"/a\\nb/": 2026-03-14',
        "/a/: {first: 2026-03-14, printed: maybe}",
        "/a/: [2026-03-14]",
        "/a/: &x 2026-03-14",
        "- /a/",
        "/a/",
    ],
)
def test_a_line_that_cannot_be_meant_is_named_and_the_others_are_known(line: str) -> None:
    data = f"addresses:\n  /b/: 2026-03-14\n  {line}\n".encode()
    register, problems = parse_register("addresses.yml", data)
    assert [(p.code, p.place.line) for p in problems] == [("addresses-line", 3)]
    assert list(register.addresses) == ["b/"]
    assert not register.sound
    # Nobody writes over what was not understood.
    assert register_content(register, REGISTER) == data


def test_both_sides_of_a_conflict_are_known_though_it_must_be_mended() -> None:
    data = b"addresses:\n<<<<<<< HEAD\n  /a/: 2026-03-14\n=======\n  /b/: 2026-03-14\n>>>>>>> other\n"
    register, problems = parse_register("addresses.yml", data)
    assert [p.code for p in problems] == ["merge-marks"]
    assert sorted(register.addresses) == ["a/", "b/"]
    assert not register.sound


def test_what_stands_there_in_other_words_is_left_as_it_is() -> None:
    data = b"# mine\naddresses:\n    '/a/': {printed: true, first: 2026-03-14}\n"
    register, _ = parse_register("addresses.yml", data)
    assert register_content(register, AddressRegister({"a/": PublishedAddress(DAY, printed=True)})) == data
