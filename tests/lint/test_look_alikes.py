"""Whoever could be taken for somebody else is found, and people with common names are left in peace."""

from __future__ import annotations

import random
import time

import pytest

from kiprah.lint.look_alikes import LookAlikes, distance, names_by_slug, skeleton


def alike(slug: str, name: str, others: dict[str, str]) -> set[tuple[str, str, bool]]:
    return {(one.what, one.slug, one.is_twin) for one in LookAlikes({**others, slug: name}).of(slug, name)}


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("a1ya", "alya"),
        ("aIya", "alya"),
        ("alуa", "alya"),
        ("аlya", "alya"),
        ("ALYA", "alya"),
        ("rnaya", "maya"),
        ("c1tra", "citra"),
        ("b0bi", "bobi"),
        ("al-ya", "alya"),
        ("âlya", "alya"),
    ],
)
def test_twins_look_the_same(own: str, other: str) -> None:
    assert skeleton(own) == skeleton(other)
    assert ("name", "x", True) in alike("y", own, {"x": other})
    assert [one.slug for one in LookAlikes({"x": other, "y": own}).twins_of("y", own)] == ["x"]


@pytest.mark.parametrize(
    ("own", "other", "near"),
    [
        ("alya-putri", "alya-putra", True),
        ("alya-putri", "aly-putr", True),
        ("alya-putri", "bima-aditya", False),
        ("sari", "tari", True),
        ("adi", "ayu", False),
        ("ani", "ana", False),
        ("alya", "alya-2", True),
        ("m00001", "m00002", False),
        ("angkatan-7-alya", "angkatan-8-alya", False),
    ],
)
def test_near_is_two_letters_in_long_names_and_one_in_short_ones(own: str, other: str, near: bool) -> None:
    assert bool(alike(own, "", {other: ""})) is near
    assert bool(alike(other, "", {own: ""})) is near


def test_nobody_looks_like_themselves_and_no_name_is_like_nobody() -> None:
    assert alike("alya", "Alya", {}) == set()
    assert alike("alya", "", {"bima-aditya": ""}) == set()
    assert alike("x", "\u0645\u0631\u064a\u0645", {"y": "\u0641\u0627\u0637\u0645\u0629"}) == set()


def test_the_distance_is_that_of_levenshtein() -> None:
    def slow(first: str, second: str) -> int:
        if not first or not second:
            return len(first) + len(second)
        change = slow(first[1:], second[1:]) + (first[0] != second[0])
        return min(change, slow(first[1:], second) + 1, slow(first, second[1:]) + 1)

    chance = random.Random(7)
    for _ in range(150):
        first, second = ("".join(chance.choices("abc", k=chance.randrange(6))) for _ in range(2))
        expected = slow(first, second)
        assert distance(first, second, 9) == expected
        assert distance(first, second, 2) == min(expected, 3)


def test_no_pair_is_missed_by_looking_at_letters_first() -> None:
    chance = random.Random(11)
    for _ in range(300):
        name = "".join(chance.choices("abcdefghijkmnopqrstuvwxyz", k=10))
        letters = list(name)
        for _ in range(2):
            letters[chance.randrange(10)] = chance.choice("abcdefghijkmnopqrstuvwxyz")
        if skeleton(name) and distance(skeleton(name), skeleton("".join(letters)), 2) <= 2:
            assert alike(name, "", {"".join(letters): ""}) or "".join(letters) == name


def test_five_thousand_names_are_looked_through_at_once() -> None:
    chance = random.Random(3)
    names = {f"orang-{n}": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=14)) for n in range(5_000)}
    everybody = LookAlikes(names)
    begun = time.perf_counter()
    assert everybody.of("alya", "Alya Putri") == ()
    assert time.perf_counter() - begun < 1


def test_names_are_read_off_the_first_lines() -> None:
    assert names_by_slug({"a": "---\nname: 'Alya'\n---\n", "b": "", "c": '---\nheadline: x\nname: "B"\n'}) == {
        "a": "Alya",
        "b": "",
        "c": "B",
    }
