"""A name is found in any spelling, as whole words, and what is nearly it is told apart."""

from __future__ import annotations

import unicodedata

import pytest

from kiprah.authoring.erasing.name_search import NameSearch, lines_at


def written(name: str, text: str) -> list[str]:
    return [match.text for match in NameSearch((name,)).matches(text)]


def nearly(name: str, text: str) -> list[str]:
    return [match.text for match in NameSearch((name,)).near(text)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ibu Sri Wahyuni", "IBU SRI WAHYUNI"),
        ("Ibu Sri Wahyuni", "ibu\u00a0 sri\n  wahyuni"),
        ("Ibu Sri Wahyuni", "Ibu\n> Sri\n> Wahyuni"),
        ("José Núñez", unicodedata.normalize("NFD", "José Núñez")),
        (unicodedata.normalize("NFD", "José"), "JOSÉ"),
        ("José", "Jos&eacute;"),
        ("Ma'ruf", "Ma’ruf"),
        ("Strauß", "STRAUSS"),
        ("Sri", "S\u00adri"),
        ("محمد علي", "مُحَمَّد عَلي"),
        ("ꦱꦿꦶꦮꦲꦾꦸꦤꦶ", "ꦱꦿꦶꦮꦲꦾꦸꦤꦶ"),
        ("王小明", "王小明"),
        ("Ｓｒｉ", "Sri"),
    ],
)
def test_one_name_in_another_spelling(name: str, text: str) -> None:
    assert written(name, f"Kata {text}, lalu.") == [text]
    assert written(name, text) == [text] and nearly(name, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ali", "kualitas, Alisa, Mali"),
        ("Sri", "Srikandi"),
        ("محمد", "محمدية"),
        ("ꦱꦶ", "ꦱꦶꦴ"),
        ("Sri Wahyuni", "Sri. Wahyuni"),
        ("Jose", "José"),
    ],
)
def test_a_part_of_another_word_is_not_the_name(name: str, text: str) -> None:
    assert written(name, text) == []


def test_words_without_spaces_between_them_hold_names() -> None:
    assert written("王小明", "昨天王小明来了") == ["王小明"]
    assert written("ꦱꦿꦶ", "ꦲꦱꦿꦶꦏ") == ["ꦱꦿꦶ"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Bu Sri Wahyuni", "kata Sri Wahyuny kemarin", ["Sri"]),
        ("Wahyuni", "kata Wahyuny kemarin", ["Wahyuny"]),
        ("Wahyuni", "bukunya Wahyuninya", ["Wahyuninya"]),
        ("Bu Sri Wahyuni", "Bu **Sri** Wahyuni", ["Bu **Sri** Wahyuni"]),
        ("José", "Jose", ["Jose"]),
        ("Bu Sri Wahyuni", "bu-sri-wahyuni", ["bu-sri-wahyuni"]),
        ("Bu Sri Wahyuni", "Bu Guru", []),
        ("محمد", "ومحمد", ["ومحمد"]),
    ],
)
def test_what_is_nearly_the_name(name: str, text: str, found: list[str]) -> None:
    assert written(name, text) == [] and nearly(name, text) == found


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("activities/2026-01-01-bersama-bu-sri-wahyuni/index.md", True),
        ("foto/Bu_Sri Wahyuni 2.JPG", True),
        ("foto/busriwahyuni.jpg", True),
        ("foto/bu-sri.jpg", False),
        ("foto/srikandi.jpg", False),
    ],
)
def test_names_in_paths(path: str, holds: bool) -> None:
    assert NameSearch(("Bu Sri Wahyuni",)).in_path(path) is holds


def test_lines_are_counted_as_editors_count_them() -> None:
    text = "a\r\nb Sri\rc\nd Sri"
    search = NameSearch(("sri",))
    assert lines_at(text, (one.start for one in search.matches(text))) == ((2, "b Sri"), (4, "d Sri"))


def test_of_a_long_line_the_part_around_the_name_is_shown() -> None:
    text = "kata " * 100 + "Sri" + " lagi" * 100
    ((number, shown),) = lines_at(text, (text.index("Sri"),))
    assert number == 1 and "Sri" in shown and shown[0] == shown[-1] == "…" and len(shown) < 150


def test_a_long_text_is_searched_quickly() -> None:
    text = "kata lain é " * 4_000
    assert written("Sri Wahyuni", text + "Sri Wahyuni") == ["Sri Wahyuni"]
