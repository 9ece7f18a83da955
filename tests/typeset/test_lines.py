"""Clusters, breaks and fitting: nothing is torn that belongs together, nothing is wider than its box."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.cards.typefaces import fonts_for
from kiprah.typeset import Sizes, Style, fit, is_drawable, missing_clusters
from kiprah.typeset.break_rules import break_opportunities, emergency_breaks, preferred_breaks
from kiprah.typeset.graphemes import clean_text, clusters
from kiprah.typeset.hyphenation import hyphenation_points
from kiprah.typeset.raster import line_start
from kiprah.typeset.segmenters import _parser, phrase_breaks, thai_word_breaks
from support.examples import examples

FONTS = fonts_for("display", ())
STYLE = Style(FONTS, 640, "id")
SIZES = Sizes(72, 36, 3, 1.1)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in clusters(text)]


def parts(text: str, language: str = "id") -> list[str]:
    edges = [0, *break_opportunities(text, language), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def test_clusters_keep_what_belongs_together() -> None:
    assert pieces("e\u0301a") == ["e\u0301", "a"]
    assert pieces("👩‍🏫🌶️✊🏽") == ["👩‍🏫", "🌶️", "✊🏽"]
    assert pieces("🇮🇩🇯🇵a") == ["🇮🇩", "🇯🇵", "a"]
    # Two clusters by the annex, but the second consonant stands under the first.
    assert pieces("ꦏ꧀ꦠ") == ["ꦏ꧀", "ꦠ"]
    assert emergency_breaks("ꦏ꧀ꦠ") == ()


def test_cleaning_leaves_only_what_can_be_drawn() -> None:
    assert clean_text("  a\n\tb\x00c\ud800 \ue000 ") == "a bc"
    assert clean_text("a" + "\u0301" * 40).count("\u0301") <= 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ibu-ibu membaca", ["ibu-", "ibu ", "membaca"]),
        ("tahun 2024-2026", ["tahun ", "2024-2026"]),
        ("14\u00a0Maret –\u00a020", ["14\u00a0Maret ", "–\u00a020"]),
        ("日本語、(文)。", ["日", "本", "語、", "(文)。"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_thai_is_torn_between_syllables_only() -> None:
    text = "เด็กอ่านหนังสือได้"
    assert all(text[place] not in "\u0e47\u0e48\u0e49\u0e32\u0e33" for place in emergency_breaks(text))
    assert all(text[place - 1] not in "เแโใไ" for place in emergency_breaks(text))


def test_thai_parts_between_words() -> None:
    assert parts("เด็กอ่านหนังสือได้ 42 คน", "th") == ["เด็ก", "อ่าน", "หนัง", "สือ", "ได้ ", "42 ", "คน"]
    assert parts("Kelas ยี่สิบห้าคน", "id") == ["Kelas ", "ยี่", "สิบ", "ห้า", "คน"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("ひとりで読めるようになった子ども", "ja", ["ひとりで", "読めるようになった", "子ども"]),
        ("虹の家 Rumah で読む。", "ja", ["虹の", "家 ", "Rumah ", "で", "読む。"]),
        ("我们在海边捡垃圾", "zh", None),
        ("我們在海邊撿垃圾", "zh-Hant", None),
    ],
)
def test_phrases_of_japanese_and_chinese_stay_whole_where_they_fit(
    text: str, language: str, expected: list[str] | None
) -> None:
    edges = [0, *preferred_breaks(text, language), len(text)]
    whole = [text[start:end] for start, end in pairwise(edges)]
    assert len(whole) < len(parts(text, language)) == len(preferred_breaks(text, "id")) + 1
    assert expected is None or whole == expected


def test_without_the_models_lines_end_where_the_annex_lets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "budoux", None)
    for cached in (thai_word_breaks, phrase_breaks, _parser, break_opportunities):
        cached.cache_clear()
    try:
        assert parts("เด็กอ่านหนังสือได้ 42 คน", "th") == ["เด็กอ่านหนังสือได้ ", "42 ", "คน"]
        assert phrase_breaks("ひとりで読める", "ja") is None
    finally:
        for cached in (thai_word_breaks, phrase_breaks, _parser, break_opportunities):
            cached.cache_clear()


def test_the_largest_size_that_fits_is_taken_and_lines_are_even() -> None:
    block = fit("Mengajar membaca di Rumah Pelangi", STYLE, 700, SIZES)
    assert (block.size, len(block.lines), block.cut, block.torn) == (72, 2, False, False)
    widths = [line.width for line in block.lines]
    assert min(widths) > 0.7 * max(widths)


def test_hyphenated_words_stay_whole_where_a_little_smaller_allows_it() -> None:
    block = fit("Mengajar membaca dan menulis untuk anak-anak di rumah", STYLE, 560, Sizes(72, 36, 6, 1.1))
    assert not any(line.text.endswith("-") for line in block.lines)


def test_what_does_not_fit_is_cut_at_a_word() -> None:
    block = fit("kata " * 60, STYLE, 700, SIZES)
    assert block.cut
    assert len(block.lines) == 3
    assert block.lines[-1].text.endswith("kata…")


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("Donaudampfschifffahrtsgesellschaftskapitän", "de", "Donau-dampf-schiff-fahrts-ge-sell-schafts-ka-pi-tän"),
        ("Mempertanggungjawabkannya", "id", "Mem-per-tang-gung-ja-wab-kan-nya"),
        ("Counterintuitiveness", "en", "Coun-ter-in-tu-itive-ness"),
    ],
)
def test_a_word_longer_than_a_line_parts_by_the_rules_of_its_language(text: str, language: str, ends: str) -> None:
    block = fit(text, Style(FONTS, 640, language), 260, Sizes(72, 40, 6, 1.1))
    assert len(block.lines) > 1
    assert (block.torn, block.cut) == (False, False)
    heads = [line.text for line in block.lines]
    assert all(head.endswith("-") for head in heads[:-1])
    places = {len(ends[:i].replace("-", "")) for i, char in enumerate(ends) if char == "-"}
    assert {len("".join(heads[:i]).replace("-", "")) for i in range(1, len(heads))} <= places


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("menanggulangi", "id", "menang-gu-langi"),
        ("pendampingan", "id", "pen-dam-pingan"),
        ("instrumen", "id", "instru-men"),
        ("berani", "id", "berani"),
        ("kepulauan", "id", "kepu-lauan"),
        ("neighbourhood", "en", "neigh-bour-hood"),
        ("alya.example/kelas-membaca", "id", "alya.example/kelas-membaca"),
        ("Verantwortung", "de", "Ver-ant-wor-tung"),
        ("kesejahteraan", "ja", "kesejahteraan"),
    ],
)
def test_hyphenation_by_language(word: str, language: str, parts: str) -> None:
    edges = (0, *hyphenation_points(word, language), len(word))
    assert "-".join(word[a:b] for a, b in pairwise(edges)) == parts


def test_without_rules_a_word_is_torn_with_a_hyphen() -> None:
    block = fit("Keselamatansemuaorangdidunia", Style(FONTS, 640, "tlh"), 300, SIZES)
    assert block.torn
    assert block.lines[0].text.endswith("-")


def test_a_word_that_fits_a_line_is_never_parted() -> None:
    block = fit("Mendampingi anak membaca dipertanggungjawabkannya", STYLE, 340, Sizes(60, 38, 6, 1.1))
    assert [line.text for line in block.lines] == ["Mendampingi", "anak membaca", "dipertanggung-", "jawabkannya"]


def test_no_word_is_left_alone_on_the_last_line() -> None:
    for count in range(4, 30):
        block = fit(" ".join(["kata"] * count), STYLE, 620, Sizes(60, 60, 9, 1.1))
        lone = [line for line in block.lines if " " not in line.text]
        assert not lone, [line.text for line in block.lines]


def test_a_little_smaller_rather_than_a_short_word_alone() -> None:
    assert [line.text for line in fit("Mempertanggungjawabkannya lagi", STYLE, 900, SIZES).lines] == [
        "Mempertanggungjawabkannya lagi"
    ]


def test_facts_part_between_facts_and_drop_the_dot() -> None:
    text = "14\u00a0Maret\u00a02026\u00a0· 42\u00a0jam\u00a0· Sleman,\u00a0Yogyakarta"
    block = fit(text, STYLE, 420, Sizes(40, 30, 3, 1.3))
    assert len(block.lines) > 1
    assert not any(line.text.endswith("·") for line in block.lines)


def test_an_emoji_without_a_font_is_left_out_cleanly_and_named() -> None:
    block = fit("Menanam cabai 🌶️ di kebun", STYLE, 2000, SIZES)
    assert block.lines[0].text == "Menanam cabai di kebun"
    assert missing_clusters(["cabai 🌶️ 🌶️", "日"], FONTS) == ("🌶️", "日")


def test_kerning_is_that_of_the_font() -> None:
    together = fit("AVAVAV", STYLE, 4000, SIZES).lines[0].width
    apart = 3 * (fit("A", STYLE, 400, SIZES).lines[0].width + fit("V", STYLE, 400, SIZES).lines[0].width)
    assert together < apart - 0.1


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("abcdefghij klmno-pqrst uvwxyz .,;:'\u00a0\u00ad\u200b\u0301\u0489\u202eאבجم"),
    ),
    max_size=140,
)


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS, st.integers(120, 900), st.integers(1, 4))
def test_no_text_leaves_its_box_or_draws_an_empty_box(text: str, width: int, lines: int) -> None:
    sizes = Sizes(70, 34, lines, 1.1)
    block = fit(text, STYLE, width, sizes, 420)
    assert len(block.lines) <= lines
    assert sizes.least <= block.size <= sizes.most
    for number, line in enumerate(block.lines):
        assert all(glyph.gid for glyph in line.glyphs)
        left, below, right, above = (value * block.size for value in line.ink)
        start = line_start(line, block.size, 0, width, "left")
        assert start + left >= -0.5
        assert start + right <= width + 0.5
        baseline = block.rise + number * block.pitch
        assert baseline - above >= -0.5
        assert baseline - below <= block.height + 0.5


def test_a_compressed_web_font_or_no_font_at_all_is_not_drawable(tmp_path: Path) -> None:
    (tmp_path / "a.woff2").write_bytes(b"wOF2" + bytes(60))
    (tmp_path / "b.ttf").write_text("not a font", "utf-8")
    assert is_drawable(FONTS[0].path)
    assert not is_drawable(str(tmp_path / "a.woff2"))
    assert not is_drawable(str(tmp_path / "b.ttf"))
    whole = Path(FONTS[0].path).read_bytes()
    (tmp_path / "c.ttf").write_bytes(whole[:12] + b"\xa8" + whole[13:])
    assert not is_drawable(str(tmp_path / "c.ttf")), "a table's name is no text"


def test_a_font_of_the_site_is_asked_first_and_what_it_lacks_comes_from_the_next() -> None:
    fonts = (FONTS[1], FONTS[0])
    line = fit("ab \u1ed9", Style(fonts, 400, "id"), 900, SIZES).lines[0]
    assert [glyph.font for glyph in line.glyphs] == [0, 0, 1]


def test_signs_keep_the_face_of_the_words_around_them() -> None:
    line = fit("\u1ed9, \u1ed9", Style((FONTS[1], FONTS[0]), 400, "id"), 900, SIZES).lines[0]
    assert {glyph.font for glyph in line.glyphs} == {1}
