"""Digests: of the same bytes the same, and no part of a key can run into the next."""

from __future__ import annotations

from hashlib import blake2b
from itertools import combinations

from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.shard_files import ShardFiles, files_digest, packed_files


def test_they_are_what_the_standard_library_makes_of_them() -> None:
    """Others read what is kept: on another machine, or with another library, it is the same."""
    assert digest_of(b"words") == blake2b(b"words", digest_size=16).hexdigest() != digest_of(b"word")
    framed = (5).to_bytes(8, "big") + b"words" + (2).to_bytes(8, "big") + b"id"
    assert key_of("words", b"id") == blake2b(framed, digest_size=20).hexdigest()


def test_no_two_ways_to_cut_a_text_are_one_key() -> None:
    parts: tuple[tuple[str, ...], ...] = (
        (),
        ("",),
        ("", ""),
        ("ab",),
        ("a", "b"),
        ("b", "a"),
        ("ab", ""),
        ("", "ab"),
        ("a\0b",),
    )
    assert len({key_of(*one) for one in parts}) == len(parts) == 9
    assert key_of("\ud800") != key_of("?"), "a lone surrogate of a file's name is no fault"


def test_files_of_a_shard_are_known_in_any_order_and_each_by_its_blob() -> None:
    files = {"b.html": "2", "a.html": "1", "c/d.html": "3"}
    others = (
        {"a.html": "1", "b.html": "2"},
        {"a.html": "2", "b.html": "1", "c/d.html": "3"},
        {**files, "c/d.html": "4"},
        {**files, "e": ""},
        {"a.html": "1", "b.html": "2", "c": "d.html", "3": ""},
        {},
    )
    assert files_digest(files) == files_digest(dict(sorted(files.items())))
    digests = [files_digest(one) for one in (files, *others)]
    assert all(one != other for one, other in combinations(digests, 2))


def test_of_files_that_know_their_digest_nothing_is_unpacked() -> None:
    asked: list[str] = []

    def unpack() -> dict[str, str]:
        asked.append("")
        return {"a.html": "1"}

    files = ShardFiles(1, b"digest", unpack)
    assert (len(files), files_digest(files), asked) == (1, b"digest", [])
    assert dict(files) == {"a.html": "1"} and "b" not in files and len(asked) == 1
    assert packed_files({"b.html": "2", "a.html": "1"}) == packed_files({"a.html": "1", "b.html": "2"})
