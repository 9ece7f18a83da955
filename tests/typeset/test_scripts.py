"""Text in many scripts, set in the fonts a site brings along; runs where ``NOTO_FONTS`` names a folder of them, as in CI.

The folder is ``node_modules/@expo-google-fonts`` after ``npm install`` of the packages that ``.ci/run`` names.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiprah.cards.typefaces import fonts_for
from kiprah.typeset import Block, Sizes, Style, block_mask, fit, missing_clusters
from kiprah.typeset.graphemes import clusters
from kiprah.typeset.raster import line_start
from support.examples import examples

FOLDER = os.environ.get("NOTO_FONTS", "")
pytestmark = pytest.mark.skipif(not FOLDER and not os.environ.get("CI"), reason="needs NOTO_FONTS, as in CI")
SIZES = Sizes(72, 34, 4, 1.15)
TITLES = {
    "id": ("Mengajar membaca di Rumah Pelangi", "Dipertanggungjawabkannya 🌶️"),
    "en": ("Planting chillies 🌶️ behind the reading room", "One Saturday, forty-two “small” wins…"),
    "ar": ("تعليم القراءة في بيت قوس قزح (2026)", "قرأنا ٢٥ كتابًا مع الأطفال"),
    "jv": ("ꦩꦸꦭꦁꦩꦕꦲꦶꦁꦲꦺꦴꦩꦃꦥꦼꦭꦔꦶ", "ꦲꦏ꧀ꦱꦫꦗꦮ꧈ ꦱꦼꦤꦼꦁꦩꦕ"),
    "th": ("สอนอ่านหนังสือให้เด็กๆ ที่บ้านสายรุ้ง", "เก็บขยะชายหาดกับเพื่อน 42 คน"),
    "ja": ("虹の家で子どもたちに読み書きを教える", "「本を読む」土曜日、二十五人の子どもと。"),
    "hi": ("इंद्रधनुष घर में पढ़ना सिखाना", "क्षमता और विश्वास"),
}


def faces() -> tuple[Path, ...]:
    folder = Path(FOLDER)
    return tuple(
        next(folder.glob(f"{name}/400Regular/*.ttf"))
        for name in (
            "noto-emoji",
            "noto-naskh-arabic",
            "noto-sans-devanagari",
            "noto-sans-javanese",
            "noto-sans-jp",
            "noto-sans-thai",
        )
    )


@pytest.fixture(scope="module")
def fonts() -> tuple[object, ...]:
    return fonts_for("display", (), faces())


def assert_in_box(block: Block, width: float) -> None:
    for number, line in enumerate(block.lines):
        assert all(glyph.gid for glyph in line.glyphs), "a missing glyph would be an empty box"
        left, below, right, above = (value * block.size for value in line.ink)
        start = line_start(line, block.size, 0, width, "left")
        baseline = block.rise + number * block.pitch
        assert start + left >= -0.5 and start + right <= width + 0.5, line.text
        assert baseline - above >= -0.5 and baseline - below <= block.height + 0.5, line.text


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("width", [240, 420, 1040])
def test_titles_are_set_whole(language: str, width: int, fonts: tuple[object, ...]) -> None:
    assert TITLES[language]
    for title in TITLES[language]:
        assert missing_clusters([title], fonts) == ()  # type: ignore[arg-type]
        block = fit(title, Style(fonts, 640, language), width, Sizes(72, 30, 8, 1.15))  # type: ignore[arg-type]
        assert not block.cut
        assert_in_box(block, width)
        said = "".join(line.text for line in block.lines).replace(" ", "").replace("-", "")
        assert said == title.replace(" ", "").replace("-", "")
        edges = {start for start, _ in clusters(title)} | {len(title)}
        at = 0
        for line in block.lines[:-1]:
            at = title.index(line.text.rstrip("-").strip(), at) + len(line.text.rstrip("-").strip())
            assert at in edges, f"{line.text!r} ends inside a cluster"


def test_japanese_lines_do_not_begin_with_what_closes(fonts: tuple[object, ...]) -> None:
    for width in range(180, 700, 20):
        block = fit(TITLES["ja"][1], Style(fonts, 400, "ja"), width, SIZES)  # type: ignore[arg-type]
        assert not any(line.text[0] in "、。」どもち"[:3] for line in block.lines)
        assert not any(line.text[-1] == "「" for line in block.lines)


def test_an_emoji_is_drawn_in_the_colour_of_the_words(fonts: tuple[object, ...]) -> None:
    with_emoji = fit("cabai 🌶️", Style(fonts, 400, "id"), 900, SIZES)  # type: ignore[arg-type]
    assert len(with_emoji.lines[0].glyphs) == len("cabai") + 1
    assert with_emoji.width > fit("cabai", Style(fonts, 400, "id"), 900, SIZES).width + 20  # type: ignore[arg-type]


SCRIPTS = st.one_of(
    *(
        st.text(
            alphabet=st.one_of(st.characters(min_codepoint=low, max_codepoint=high), st.sampled_from(" -.،、(")),
            max_size=30,
        )
        for low, high in (
            (0x20, 0x17F),
            (0x600, 0x6FF),
            (0x900, 0x97F),
            (0xE00, 0xE7F),
            (0xA980, 0xA9DF),
            (0x3000, 0x30FF),
            (0x4E00, 0x9FFF),
            (0x1F300, 0x1F6FF),
            (0x1100, 0x11FF),
            (0x590, 0x5FF),
        )
    )
)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SCRIPTS, max_size=4), st.integers(140, 900), st.sampled_from(sorted(TITLES)))
def test_any_text_in_any_scripts_keeps_to_its_box(
    fonts: tuple[object, ...], texts: list[str], width: int, language: str
) -> None:
    text = " ".join(texts)
    style = Style(fonts, 500, language)  # type: ignore[arg-type]
    block = fit(text, style, width, SIZES, 400)
    assert len(block.lines) <= SIZES.lines
    assert_in_box(block, width)
    assert block == fit(text, style, width, SIZES, 400)
    mask, again = (block_mask(block, 40, 40, width, "left", (0, 0, 1000, 1200)) for _ in range(2))
    if mask is not None and again is not None:
        assert mask.image.tobytes() == again.image.tobytes()
        left, top, right, bottom = mask.image.getbbox() or (40, 40, 40, 40)
        assert mask.x + left >= 40 - 1.5 and mask.x + right <= 40 + width + 1.5
        assert mask.y + top >= 40 - 1.5 and mask.y + bottom <= 40 + block.height + 1.5
