"""Clusters, line breaks and directions against Unicode's own test files (Unicode 16.0)."""

from __future__ import annotations

import lzma
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiprah.typeset.bidi import base_level, levels, levels_of_classes
from kiprah.typeset.character_properties import brackets, character
from kiprah.typeset.graphemes import clusters
from kiprah.typeset.line_break import line_breaks

SEED = int(os.environ.get("KIPRAH_SEED", "0"))
EXPLORE = int(os.environ.get("KIPRAH_EXPLORE", "0"))
FILES = Path(__file__).parents[1] / "data" / "unicode"


def lines(name: str) -> Iterator[str]:
    with lzma.open(FILES / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


def broken(line: str) -> tuple[str, list[int]]:
    """Read "÷ 0020 × 0308 ÷": a text, and where it parts inside."""
    text, places = "", []
    for token in line.split():
        if token == "÷":
            places.append(len(text))
        elif token != "×":
            text += chr(int(token, 16))
    return text, [place for place in places if 0 < place < len(text)]


def test_every_case_of_the_line_breaking_annex() -> None:
    cases = [broken(line) for line in lines("LineBreakTest")]
    assert len(cases) > 16_000
    assert [text for text, places in cases if list(line_breaks(text)) != places] == []


def test_every_case_of_the_cluster_annex() -> None:
    cases = [broken(line) for line in lines("GraphemeBreakTest")]
    assert len(cases) > 1_000
    assert [text for text, places in cases if [start for start, _ in clusters(text)[1:]] != places] == []


def wrong_characters(step: int, begin: int = 0) -> tuple[int, list[str]]:
    count, wrong = 0, []
    for line in list(lines("BidiCharacterTest"))[begin::step]:
        codes, direction, expected = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        base = base_level(text) if direction == "2" else int(direction)
        found = levels(text, base)
        count += 1
        if any(wanted != "x" and int(wanted) != level for wanted, level in zip(expected.split(), found, strict=True)):
            wrong.append(line)
    return count, wrong


def wrong_classes(step: int, begin: int = 0) -> tuple[int, list[str]]:
    count, wrong = 0, []
    expected: list[str] = []
    for number, line in enumerate(lines("BidiTest")):
        if line.startswith("@"):
            expected = line[1:].split()
            continue
        if number % step != begin:
            continue
        names, bits = line.split(";")
        classes = names.split()
        for bit, base in ((1, None), (2, 0), (4, 1)):
            if not int(bits, 16) & bit:
                continue
            count += 1
            found = levels_of_classes(classes, first_strong(classes) if base is None else base)
            pairs = zip(expected, found, strict=True)
            if any(wanted != "x" and int(wanted) != level for wanted, level in pairs):
                wrong.append(f"{line} {base}")
    return count, wrong


def first_strong(classes: list[str]) -> int:
    """Ask with one character of each class."""
    return base_level("".join(SAMPLES[name] for name in classes))


SAMPLES = dict(
    zip(
        "L R AL EN ES ET AN CS NSM BN B S WS ON LRE LRO RLE RLO PDF LRI RLI FSI PDI".split(),  # noqa: SIM905
        "aאج1+$٣,\u0300\u200d\u2029\t !\u202a\u202d\u202b\u202e\u202c\u2066\u2067\u2068\u2069",
        strict=True,
    )
)


@pytest.mark.slow
def test_a_part_of_the_bidirectional_cases() -> None:
    assert all(character(sample).direction == name for name, sample in SAMPLES.items())
    for count, wrong in (wrong_characters(60), wrong_classes(400)):
        assert wrong == []
        assert count > 1_000


@pytest.mark.slow
def test_another_eighth_of_the_bidirectional_annex_in_every_run() -> None:
    begin = SEED % 8
    for count, wrong in (wrong_characters(8, begin), wrong_classes(8, begin)):
        assert wrong == []
        assert count > 11_000


@pytest.mark.skipif(not EXPLORE, reason="takes a minute and a half; KIPRAH_EXPLORE=1 asks for all of them")
def test_every_case_of_the_bidirectional_annex() -> None:
    for count, wrong in (wrong_characters(1), wrong_classes(1)):
        assert wrong == []
        assert count > 90_000


def test_the_table_knows_what_the_rules_ask() -> None:
    assert character("ꦏ").line == "AK"
    assert (character("ก").line, character("ไ").line) == ("SA", "SA")
    assert character("（").wide and not character("(").wide
    assert character("🌶").pictographic
    assert brackets()["（"] == "）"
    assert character("\ue000").category == "Co"
    assert character("\U0010ffff").category == "Cn"
