"""An index merged from members' parts: whole, the same from any order, and with nothing in it that is not listed."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.plan.search import merge
from kiprah.plan.search.merge import SearchShape, merged_bucket, shape_of
from kiprah.plan.search.places import place_bits, places_of
from kiprah.plan.search.records import BODY_WEIGHT, FACT_WEIGHT, TITLE_WEIGHT, SearchRecord
from kiprah.plan.search.slices import SLOTS, SearchPart, bucket_slots, search_part, varint
from kiprah.plan.search.stems import term_hash, word_class
from kiprah.plan.search.weights import term_levels
from support.searching import records_of_folder
from support.sites import make_project
from support.whole_index import index_chunks

Index = dict[str, dict[str, list[tuple[int, int, int, int]]]]
WORDS = [
    "tulis",
    "menulis",
    "tulisan",
    "bakau",
    "pantai",
    "sungai",
    "anak",
    "membaca",
    "buku",
    "relawan",
    "donor",
    "darah",
    "hutan",
    "2026",
    "東京",
    "مدرسة",
    "café",
]


def record(title: str, body: str = "", url: str = "activities/x/", date: str = "2026-01-01") -> SearchRecord:
    return SearchRecord(
        "activity", url, title, ((TITLE_WEIGHT, title), (BODY_WEIGHT, body)), date, causes=("education",)
    )


def made_up(rng: Random, slug: str, entries: int) -> SearchPart:
    records = [
        SearchRecord(
            rng.choice(("activity", "reflection", "event")),
            f"members/{slug}/activities/{number}/",
            " ".join(rng.choices(WORDS, k=3)),
            ((TITLE_WEIGHT, " ".join(rng.choices(WORDS, k=3))), (BODY_WEIGHT, " ".join(rng.choices(WORDS, k=40)))),
            f"20{rng.randrange(10, 27)}-01-01",
            causes=(rng.choice(("education", "environment")),),
        )
        for number in range(entries)
    ]
    return search_part(slug, slug.title(), f"members/{slug}/", records, "id")


def read(content: bytes) -> Index:
    """Read a bucket by the format's description alone: class, form, then member, entry, kind and level."""
    place = 0

    def byte() -> int:
        nonlocal place
        place += 1
        return content[place - 1]

    def number() -> int:
        total, shift = 0, 0
        while True:
            part = byte()
            total |= (part & 127) << shift
            shift += 7
            if part < 128:
                return total

    def text() -> str:
        nonlocal place
        length = byte()
        place += length
        return content[place - length : place].decode()

    classes: Index = {}
    while place < len(content):
        key = text()
        for _ in range(number()):
            form = text() or key
            byte(), number()
            end = number() + place
            member = -1
            postings = classes.setdefault(key, {}).setdefault(form, [])
            while place < end:
                member += number()
                own_end = number() + place
                entry = -1
                while place < own_end:
                    entry += number()
                    level = byte()
                    postings.append((member, entry, level >> 4, level & 15))
    return classes


def whole(chunks: dict[str, bytes]) -> Index:
    merged: Index = {}
    for path, text in chunks.items():
        if path.rpartition("/")[2].startswith("t"):
            classes = read(b64decode(json.loads(text[len("kiprahSearch(") : -3].split(b",", 2)[2])))
            assert not merged.keys() & classes.keys()
            merged |= classes
    return merged


@pytest.fixture(scope="module")
def parts() -> tuple[SearchPart, ...]:
    rng = Random(7)
    return tuple(made_up(rng, f"m{number}", rng.randrange(1, 30)) for number in range(40))


@pytest.mark.parametrize("bits", [0, 1, 5, 9, 11])
def test_merged_parts_say_what_the_records_say_however_they_are_cut(parts: tuple[SearchPart, ...], bits: int) -> None:
    shape = shape_of((part.slug, part.entries, part.size) for part in parts)
    by_slug = {part.slug: part for part in parts}
    merged: Index = {}
    for bucket in range(1 << bits):
        slots = bucket_slots(bucket, bits)
        slices = ((n, b"".join(by_slug[slug].slots[slot] for slot in slots)) for slug, n in shape.numbers)
        classes = read(merged_bucket(slices, bucket, bits))
        assert all(not bits or term_hash(key) >> (32 - bits) == bucket for key in classes)
        merged |= classes
    assert merged == read(merged_bucket(((n, b"".join(by_slug[s].slots)) for s, n in shape.numbers), 0, 0))
    assert {form for forms in merged.values() for form in forms} >= {
        "tulis",
        "menulis",
        "cafe",
        "東京",
        "cause:education",
    }
    assert set(merged[word_class("menulis", "id")]) == {"tulis", "menulis", "tulisan"}


def test_an_entry_is_found_by_each_of_its_words_at_its_level() -> None:
    records = [record("Menanam bakau", "di pantai", "a/b/", "2026-02-01"), record("Donor darah", "bakau", "a/a/")]
    index = whole(index_chunks([search_part("alya", "Alya", "a/", records, "id")], "id"))
    member, numbers = places_of(["alya"])["alya"], places_of(f"{one.url} activity" for one in records)
    wanted = [(member, numbers[f"{one.url} activity"], 1, term_levels(one)["bakau"]) for one in records]
    assert index["bakau"]["bakau"] == sorted(wanted)
    # Of a facet, the level tells years apart: the newest come first where nothing else is asked.
    assert index["cause:education"]["cause:education"] == sorted((member, number, 1, 10) for number in numbers.values())
    assert set(index["year:2026"]) == {"year:2026"}
    assert "di" not in index


def test_the_same_content_has_the_same_bytes_in_any_order(parts: tuple[SearchPart, ...]) -> None:
    shuffled = list(parts)
    Random(3).shuffle(shuffled)
    assert index_chunks(shuffled, "id") == index_chunks(parts, "id")
    records = [record(f"Hari {n}", "isi", f"a/{n}/", f"2026-01-{n:02}") for n in range(1, 20)]
    assert search_part("a", "A", "a/", records, "id") == search_part("a", "A", "a/", reversed(records), "id")


def test_one_members_edit_touches_no_other_members_part_and_few_slices() -> None:
    records = [record(f"Hari {n}", f"isi kata{n}", f"a/{n}/", f"2026-01-{n:02}") for n in range(1, 20)]
    before = search_part("a", "A", "a/", records, "id").slots
    for day in ("2026-02-01", "2026-01-05", "2025-01-01"):
        after = search_part("a", "A", "a/", [*records, record("Baru", "x", "a/y/", day)], "id").slots
        changed = sum(before[n] != after[n] for n in range(SLOTS))
        # The new title, its year's and cause's facets; whichever day it is of.
        assert 1 <= changed <= 3


@settings(max_examples=200, deadline=None)
@given(st.sets(st.text("abcdef0123", min_size=1, max_size=6), max_size=60), st.text("abcdef0123", min_size=1))
def test_one_more_key_moves_few_others(keys: set[str], more: str) -> None:
    before, after = places_of(keys), places_of({*keys, more})
    assert sorted(after.values()) == sorted(set(after.values())) == list(after.values())
    assert all(place < 1 << place_bits(len(after)) for place in after.values())
    if place_bits(len(keys)) == place_bits(len({*keys, more})):
        # Those alone that stand where it belongs, one after the other.
        assert sum(before[key] != after[key] for key in keys) <= 6


def test_an_empty_community_has_an_index_too() -> None:
    assert whole(index_chunks([], "id")) == {}
    shape = shape_of([])
    assert (shape.buckets, shape.entries, shape.blocks) == (1, 0, ((),))


def test_members_of_a_block_stand_in_the_order_of_their_numbers(parts: tuple[SearchPart, ...]) -> None:
    shape: SearchShape = shape_of((part.slug, part.entries, part.size) for part in parts)
    assert len(shape.blocks) > 4
    assert tuple(member for block in shape.blocks for member in block) == shape.numbers


def test_a_word_said_again_and_again_buys_nothing() -> None:
    plain = term_levels(record("Bakau", "Kami menanam bakau di pantai."))
    stuffed = term_levels(record("Bakau " * 500, "bakau " * 5000))
    assert stuffed["bakau"] <= plain["bakau"] + 2 <= 15
    long = term_levels(record("Hari", "bakau " + "lain " * 4000))
    assert long["bakau"] < term_levels(record("Hari", "bakau dan pantai"))["bakau"]


def test_a_title_says_more_than_a_fact_and_a_fact_more_than_a_text() -> None:
    texts = ((TITLE_WEIGHT, "satu"), (FACT_WEIGHT, "dua"), (BODY_WEIGHT, "tiga"))
    levels = term_levels(SearchRecord("activity", "a/", "satu", texts))
    assert levels["satu"] > levels["tiga"]
    assert term_levels(SearchRecord("activity", "a/", "x", ((FACT_WEIGHT, "bakau"),)))["bakau"] > levels["tiga"]


def test_a_word_of_very_many_entries_is_kept_where_it_says_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "_COMMON", 30)
    records = [record("Bakau" if n % 5 == 0 else "Hari", "bakau", f"a/{n}/") for n in range(100)]
    part = search_part("a", "A", "a/", records, "id")
    kept = read(merged_bucket([(0, b"".join(part.slots))], 0, 0))
    assert len(kept["bakau"]["bakau"]) == 20
    # A facet is kept whole: it chooses.
    assert len(kept["cause:education"]["cause:education"]) == 100


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 16_384, 2**21])
def test_numbers_are_written_seven_bits_a_byte(number: int) -> None:
    content = varint(number)
    assert sum((byte & 127) << (7 * place) for place, byte in enumerate(content)) == number
    assert all(byte > 127 for byte in content[:-1]) and content[-1] < 128


SETTINGS = "title: Jejak\nlanguages: [id, en]\ncards: {formats: []}\n"
HIDDEN = {
    "content/profile.md": "---\nname: Alya\nheadline: Kenari\n---\nHalo.\n\n## Diari {visibility=private}\n\nkrakatau\n",
    "content/activities/2026-01-01-a.md": "---\ntitle: Terlihat\nwith: [Sari]\n---\nIsi.\n\n## Catatan {visibility=private}\n\nrinjani\n",
    "content/activities/2026-01-02-b.md": "---\ntitle: Semeru\nvisibility: unlisted\n---\nsemeru\n",
    "content/activities/2026-01-03-c.md": "---\ntitle: Merapi\nvisibility: private\n---\nmerapi\n",
    "content/activities/2026-01-04-d.md": "---\ntitle: Kerinci\ndraft: true\n---\nkerinci\n",
    "content/activities/2029-01-04-e.md": "---\ntitle: Tambora\n---\ntambora\n",
    "content/activities/2026-01-05-f.md": "---\ntitle: Agung\npublish_after: 2029-01-01\n---\nagung\n",
    "content/activities/2026-01-06-g.md": "---\ntitle: Sinabung\nhours: dua\nvisibility: privat\n---\nsinabung\n",
    "content/activities/2026-01-07-h.md": "---\ntitle: Berfoto\nphotos: [{file: a.jpg, alt: kelud, caption: kelud, people: minors, consent: pending}]\n---\nIsi.\n",
    "content/activities/2026-01-08-i/index.md": "---\ntitle: Dua bahasa\n---\nIsi.\n",
    "content/activities/2026-01-08-i/index.en.md": "---\ntitle: Bromo\ndraft: true\n---\nbromo\n",
    "content/reflections/2026-01-01-r.md": "---\ntitle: Ijen\nvisibility: unlisted\n---\nijen\n",
    "content/pages/p.md": "---\ntitle: Raung\nvisibility: unlisted\n---\nraung\n",
    "content/testimonials/t.md": "---\nfrom: Bu Sri\n---\nslamet\n",
}
CANARIES = [
    "krakatau",
    "rinjani",
    "semeru",
    "merapi",
    "kerinci",
    "tambora",
    "agung",
    "sinabung",
    "kelud",
    "bromo",
    "ijen",
    "raung",
    "slamet",
]


@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_that_is_not_listed_is_in_any_record(tmp_path: Path, language: str) -> None:
    folder = make_project(tmp_path, SETTINGS, HIDDEN) / "content"
    records = records_of_folder(folder, language)
    told = json.dumps(
        [[*texts] for r in records for texts in r.texts] + [[r.title, r.lead, r.url, *r.skills] for r in records]
    )
    assert [word for word in CANARIES if word in told.casefold()] == []
    index = whole(index_chunks([search_part("alya", "Alya", "", records, language)], language))
    assert not {word_class(word, language) for word in CANARIES} & index.keys()
    # What is listed is there: the test can fail.
    assert {"terlihat", "kenari", "sari"} <= {form for forms in index.values() for form in forms}
