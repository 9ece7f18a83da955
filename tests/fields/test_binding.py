"""A key is bound to the struct's field that holds it: what the binding promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from kiprah.content.keys.entry_keys import ACTIVITY, PAGE, PROFILE, REFLECTION, TESTIMONIAL, translation_of
from kiprah.content.keys.settings_keys import SETTINGS
from kiprah.fields.binding import key, split_key
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import Group, ListOf, Record, read_fields
from kiprah.fields.source import Source
from kiprah.fields.types import Flag, Text, Whole
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys
from kiprah.model.entry import LocalizedText
from kiprah.problem import Place

ALL = {"activity": ACTIVITY, "page": PAGE, "profile": PROFILE, "reflection": REFLECTION, "testimonial": TESTIMONIAL}


class Shelf(Struct, frozen=True):
    label: str
    width: int = 30


class Book(Struct, frozen=True):
    title: str
    pages: int = 10
    shelf: Shelf | None = None
    place: Place = Place("")


class BookText(LocalizedText, frozen=True):
    subtitle: str = ""
    words: tuple[str, ...] = ()


SHELF = Record(Shelf, Group((key(Shelf.label).of(Text(20), required=True), key(Shelf.width).of(Whole(1, 99)))))
NOTES = split_key("notes", ListOf(Group((Field("text", Text(20)),)), 3), translated=True)
BOOK = (
    key(Book.title, "name").of(Text(20), required=True),
    key(Book.pages).of(Whole(1, 999)),
    key(Book.shelf).of(SHELF),
    key(BookText.subtitle).of(Text(20), inherited=True),
    key(BookText.words).of(ListOf(Text(9), 5), paired=True),
    Field("lent", Flag(), guards=True),
    NOTES,
)


def read(text: str, fields: tuple[Field, ...] = BOOK) -> tuple[Values, DecodeContext]:
    source = Source("x.yml", text)
    node, _ = compose(source, text)
    assert isinstance(node, Keys)
    reading = DecodeContext(source)
    return read_fields(node, fields, reading), reading


def test_keys_become_structs_each_with_what_is_bound_to_it() -> None:
    values, reading = read("name: A\npages: 7\nshelf: {label: b}\nsubtitle: c\nlent: true\n")
    assert reading.problems == []
    assert values.make(Book) == Book("A", 7, Shelf("b"))
    assert values.make(BookText, language="id", written_in="x") == BookText("id", "x", "c")
    assert values.of(Book.pages) == 7 and values.find(BookText.words) is None and values.of(BookText.words) == ()
    assert values.get("lent") is True


def test_what_is_missing_is_the_structs_own_default() -> None:
    values, _ = read("name: A\n")
    assert values.of(Book.pages) == 10 and values.of(Book.shelf) is None and values.make(Book) == Book("A")


def test_a_struct_whose_needed_key_is_missing_is_not_made_and_all_is_said_once() -> None:
    fields = (key(Book.title).of(Text(9)), Field("shelves", ListOf(SHELF, 9)))
    values, reading = read("shelves: [{width: 3}, {label: a, width: 0}, {label: b}]\n", fields)
    assert [problem.code for problem in reading.problems] == ["missing-key", "bad-number"]
    assert values.get("shelves") is None and "shelves" in values.unreadable


def test_a_translation_lays_its_words_over_the_originals() -> None:
    original, _ = read("name: A\nsubtitle: satu\nwords: [a, b]\n")
    other, _ = read("words: [c, d]\nname: B\n")
    assert other.make(BookText, original, language="en", written_in="y") == BookText("en", "y", "satu", ("c", "d"))
    # Words that could stand at the wrong thing are not shown at all.
    longer, _ = read("words: [c, d, e]\nname: B\n")
    assert longer.make(BookText, original, language="en", written_in="y").words == ("a", "b")


def test_a_translation_may_carry_what_stands_on_a_text_and_nothing_else() -> None:
    assert [declared.name for declared in translation_of(BOOK)] == ["subtitle", "words", "notes"]
    assert not any(declared.required for declared in translation_of(TESTIMONIAL))
    facts = {"date", "end", "hours", "slug", "aliases", "updated", "publish_after", "sdgs", "cover", "consent"}
    for fields in ALL.values():
        assert not facts & {declared.name for declared in translation_of(fields)}
        # What hides an entry hides a translation too.
        assert fields is PROFILE or {"draft", "visibility"} <= {d.name for d in translation_of(fields) if d.guards}


@pytest.mark.parametrize("kind", [*ALL, "site"])
def test_no_field_is_bound_twice_and_every_default_fits_its_field(kind: str) -> None:
    fields = SETTINGS if kind == "site" else ALL[kind]
    slots = [declared.slot for declared in fields if declared.slot is not None]
    assert len(slots) > 3 and len(set(slots)) == len(slots)
    assert len({declared.name for declared in fields}) == len(fields)
    for slot in slots:
        field = next(f for f in msgspec.structs.fields(slot.__objclass__) if f.name == slot.__name__)
        assert field.encode_name == slot.__name__


def test_something_else_than_a_structs_field_is_refused() -> None:
    with pytest.raises(TypeError):
        key("title")


@pytest.mark.slow
def test_the_type_checker_holds_key_and_field_together(tmp_path: Path) -> None:
    lines = {
        "key(Activity.end).of(CalendarDay())": "",
        "key(Activity.minutes, 'hours').of(Duration())": "",
        "key(Activity.end).of(Text(20))": "arg-type",
        "key(Activity.ongoing).of(Duration())": "arg-type",
        "key(Activity.mood).of(Text(20))": "attr-defined",
        "key(Common.visibility).of(Choice(('public', 'secret')))": "arg-type",
    }
    head = (
        "from kiprah.fields.binding import key\n"
        "from kiprah.fields.types import CalendarDay, Choice, Duration, Text\n"
        "from kiprah.model.entry import Activity, Common\n"
    )
    script = tmp_path / "declared.py"
    script.write_text(head + "\n".join(lines) + "\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = {int(line.split(":")[1]): line for line in done.stdout.splitlines() if ": error:" in line}
    for number, (line, code) in enumerate(lines.items(), 4):
        assert (number in found) == bool(code), (line, done.stdout, done.stderr)
        assert not code or f"[{code}]" in found[number], (line, found[number])
