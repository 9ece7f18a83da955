"""Cards as published: size, weight, nothing attached, all in the safe area, readable by people and by scanners."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from kiprah.cache.digests import digest_of
from kiprah.cards import (
    CardLayouts,
    LogoUnread,
    draw_card,
    load_layouts,
    missing_glyphs,
    photo_size,
    placed_stacks,
    render_card,
)
from kiprah.cards.card_colors import card_palette, contrast_on, rgb
from kiprah.cards.drawing import paint_card
from kiprah.cards.encode import encode_card
from kiprah.cards.formats import FORMATS
from kiprah.cards.frames import Rect
from kiprah.cards.layers import StackLayer
from kiprah.cards.layout import PlacedCard, place_card
from kiprah.cards.photo import fit_photo, scrim_strength
from kiprah.cards.stacks import PlacedStack, PlacedText
from kiprah.colors import contrast
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.plan.views.card import CARD_SIZES, CardLogo, CardView
from kiprah.typeset.raster import line_start
from support.examples import examples
from support.variants import variants

KINDS = ("activity", "reflection", "role", "testimonial", "profile", "year")
LONG = (
    "Mendampingi anak-anak tepi Kali Code membaca nyaring, menulis surat, "
    "dan tampil percaya diri di panggung warga kecil"
)
View = Callable[..., CardView]
ARABIC = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def segments(data: bytes) -> list[int]:
    """The markers of a JPEG up to its picture data."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        found.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


def ink(text: PlacedText) -> list[tuple[float, float, float, float]]:
    block, rect = text.block, text.rect
    boxes = []
    for number, line in enumerate(block.lines):
        left, below, right, above = (value * block.size for value in line.ink)
        start = line_start(line, block.size, rect.x, rect.width, text.align)
        baseline = rect.y + block.rise + number * block.pitch
        boxes.append((start + left, baseline - above, start + right, baseline - below))
    return boxes


def assert_safe(stacks: dict[str, PlacedStack], card_format: str) -> None:
    left, top, right, bottom = FORMATS[card_format].safe  # type: ignore[index]
    for stack in stacks.values():
        for text in stack.texts:
            for box in ink(text):
                assert box[0] >= left - 0.5 and box[1] >= top - 0.5, (text.name, box)
                assert box[2] <= right + 0.5 and box[3] <= bottom + 0.5, (text.name, box)
            assert all(glyph.gid for line in text.block.lines for glyph in line.glyphs)


@pytest.mark.parametrize("card_format", CARD_SIZES)
@pytest.mark.parametrize("with_photo", [True, False])
def test_a_card_is_a_plain_jpeg_of_its_size_and_weight(
    card_format: str, with_photo: bool, layouts: CardLayouts, scene: DecodedPhoto, view: View
) -> None:
    data = render_card(
        view("activity", card_format, scene if with_photo else None, title=LONG), layouts, scene if with_photo else None
    )
    assert len(data) <= (300_000 if card_format == "link" else 1_000_000)
    image = Image.open(BytesIO(data))
    assert image.size == CARD_SIZES[card_format]  # type: ignore[index]
    assert image.mode == "RGB"
    # JFIF, tables, a baseline frame: no EXIF or XMP (E1), profile (E2), comment (FE), no progressive frame (C2).
    assert set(segments(data)) <= {0xE0, 0xDB, 0xC0, 0xC4}
    assert not image.getexif()


def test_the_same_card_is_the_same_bytes(layouts: CardLayouts, scene: DecodedPhoto, view: View) -> None:
    card = view("activity", "link", scene)
    assert render_card(card, layouts, scene) == render_card(
        pickle.loads(pickle.dumps(card)), pickle.loads(pickle.dumps(layouts)), scene
    )


def test_what_is_attached_to_a_picture_is_not_written(layouts: CardLayouts, scene: DecodedPhoto) -> None:
    carrying = scene.image.resize((1200, 630))
    carrying.info.update(comment=b"secret", exif=b"Exif\0\0secret", icc_profile=b"secret", dpi=(300, 300))
    assert b"secret" not in encode_card(carrying, FORMATS["link"])


def test_noise_is_brought_down_to_the_limit() -> None:
    noise = Image.effect_noise((1200, 630), 200).convert("RGB")
    assert len(encode_card(noise, FORMATS["link"])) <= FORMATS["link"].limit


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("with_photo", variants([True, False], quick=1))
def test_everything_said_is_in_the_safe_area(
    kind: str, with_photo: bool, layouts: CardLayouts, scene: DecodedPhoto, view: View
) -> None:
    for card_format in CARD_SIZES:
        for title in ("Aku", LONG, "Wwwwwww" * 18, "Mengajar"):
            card = view(kind, card_format, scene if with_photo else None, title=title, quote=title, name=title[:60])
            stacks = placed_stacks(card, layouts, with_photo)
            assert_safe(dict(stacks), card_format)
            assert any(text.name == "title" for stack in dict(stacks).values() for text in stack.texts)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=160),
    st.text(max_size=200),
    st.lists(st.text(max_size=60), max_size=4),
    st.sampled_from(sorted(CARD_SIZES)),
    st.sampled_from(KINDS),
    st.booleans(),
    st.sampled_from(["id", "ar", "ja"]),
)
def test_no_text_leaves_the_safe_area(
    layouts: CardLayouts,
    view: View,
    title: str,
    text: str,
    facts: list[str],
    card_format: str,
    kind: str,
    with_photo: bool,
    language: str,
) -> None:
    card = view(
        kind,
        card_format,
        title=title,
        text=text,
        quote=text,
        facts=tuple(facts),
        causes=tuple(facts),
        name=title,
        language=language,
    )
    assert_safe(dict(placed_stacks(card, layouts, with_photo)), card_format)
    missing_glyphs(card)


def test_template_marks_in_a_title_are_just_text(layouts: CardLayouts, view: View) -> None:
    card = view(title="{{ name.__class__ }} {% raise %}")
    words = placed_stacks(card, layouts, False)["words"]
    title = next(text for text in words.texts if text.name == "title")
    assert " ".join(line.text for line in title.block.lines) == "{{ name.__class__ }} {% raise %}"


@pytest.mark.parametrize(
    "color",
    [
        "#0f766e",
        "#f5c400",
        *(pytest.param(color, marks=pytest.mark.slow) for color in ("#ffffff", "#000000", "#b3123e", "#7dd3fc")),
    ],
)
@pytest.mark.parametrize("card_format", variants(CARD_SIZES, quick=1))
def test_every_text_has_contrast_with_what_is_behind_it(
    card_format: str, color: str, layouts: CardLayouts, scene: DecodedPhoto, view: View
) -> None:
    """Measured on the very pixels under the words, on the same card painted without them."""
    palette = card_palette(color)
    assert contrast(palette["accent"], palette["accent-soft"]) >= 4.5
    assert contrast(palette["deep"], palette["glow"]) >= 4.5
    for kind in KINDS:
        for photo in (scene, None):
            placed = place_card(view(kind, card_format, photo, color=color), layouts, "wide" if photo else "none")
            ground = paint_card(without_words(placed), photo)
            measured = {}
            for stack in placed.stacks.values():
                for text in stack.texts:
                    if text.name.startswith(("causes", "goals")):
                        continue
                    behind = ground.crop(text.ink.pixels())
                    shades = (placed.color(text.color), palette["ink"], palette["on-deep"])
                    measured[text.name] = max(contrast_on(behind, shade) for shade in shades)
            assert len(measured) > 1 and min(measured.values()) >= 4.5, (kind, measured)


def without_words(placed: PlacedCard) -> PlacedCard:
    return replace(placed, layers=tuple(layer for layer in placed.layers if not isinstance(layer, StackLayer)))


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#7f7f7f", "noise"])
def test_a_scrim_is_strengthened_until_text_over_a_photo_has_contrast(ground: str) -> None:
    photo = (
        Image.effect_noise((400, 300), 180).convert("RGB")
        if ground == "noise"
        else Image.new("RGB", (400, 300), ground)
    )
    palette = card_palette("#0f766e")
    alpha = scrim_strength(photo, [(Rect(20, 100, 300, 120), palette["on-deep"])], palette["deep"])
    veiled = Image.blend(photo, Image.new("RGB", photo.size, palette["deep"]), alpha)
    assert contrast_on(veiled.crop((20, 100, 320, 220)), palette["on-deep"]) >= 4.5


def test_a_photo_keeps_its_focus_in_view() -> None:
    photo = Image.new("RGB", (900, 300), "#333333")
    photo.paste("#ff0000", (780, 100, 820, 140))
    cut = fit_photo(DecodedPhoto(photo), (200, 200), (800 / 900, 120 / 300), 0.1)
    assert any(red > 200 and green < 90 for red, green, _ in cut.get_flattened_data())


def test_a_portrait_photo_is_not_cut_through_in_a_wide_card() -> None:
    photo = Image.new("RGB", (300, 900), "#808080")
    photo.paste("#ff0000", (0, 0, 300, 40))
    photo.paste("#0000ff", (0, 860, 300, 900))
    whole = fit_photo(DecodedPhoto(photo), (1000, 400), (0.5, 0.4), 0.45)
    pixels = list(whole.get_flattened_data())
    assert any(red > 220 and blue < 60 for red, _, blue in pixels)
    assert any(blue > 220 and red < 60 for red, _, blue in pixels)


def test_photo_size_is_what_the_card_shows(layouts: CardLayouts, scene: DecodedPhoto, view: View) -> None:
    assert photo_size(view("activity", "story"), layouts) is None
    size = photo_size(view("activity", "story", scene), layouts)
    assert size is not None
    assert size[0] == 1080
    assert 700 <= size[1] <= 1920


@pytest.mark.parametrize("card_format", ["square", "portrait", "story"])
@pytest.mark.parametrize("with_photo", variants([True, False], quick=1))
def test_the_code_is_read_by_another_decoder(
    card_format: str, with_photo: bool, layouts: CardLayouts, scene: DecodedPhoto, view: View
) -> None:
    cv2 = pytest.importorskip("cv2", reason="opencv-python-headless is not installed")
    numpy = pytest.importorskip("numpy")
    card = view(
        "activity",
        card_format,
        scene if with_photo else None,
        url="https://alya.example/id/activities/2026-03-14-mengajar-membaca-di-rumah-pelangi/",
    )
    data = render_card(card, layouts, scene if with_photo else None)
    picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert text == card.url


def test_a_card_without_an_address_has_no_code(layouts: CardLayouts, view: View) -> None:
    with_code, without = (
        draw_card(view("activity", "square", url=url), layouts, None) for url in ("https://a.example/", "")
    )
    assert with_code.tobytes() != without.tobytes()
    assert without.crop((820, 820, 1010, 1010)).getextrema()[0][1] < 200


@pytest.mark.skipif(not ARABIC.is_file(), reason="needs a font with Arabic, such as Debian's fonts-dejavu-core")
def test_right_to_left_languages_are_mirrored(layouts: CardLayouts, view: View, scene: DecodedPhoto) -> None:
    arabic = view(
        "activity", "story", language="ar", title="تعليم القراءة (2026)", name="أحمد علي", fonts=(str(ARABIC),)
    )
    stacks = placed_stacks(arabic, layouts, False)
    assert {text.align for text in stacks["words"].texts} <= {"right", "center"}
    assert_safe(dict(stacks), "story")
    assert missing_glyphs(arabic) == ((), ())


def test_missing_glyphs_are_named_once_and_left_out(layouts: CardLayouts, view: View) -> None:
    card = view(title="Panggung 🎤 kecil 🎤", name="明日香 Alya")
    assert missing_glyphs(card) == (("明", "日", "香"), ("🎤",))
    assert_safe(dict(placed_stacks(card, layouts, False)), "link")


def test_layouts_are_values(texts: dict[str, str], layouts: CardLayouts) -> None:
    again, _ = load_layouts(dict(reversed(texts.items())))
    assert again == layouts
    assert repr(again) == repr(layouts)
    assert hash(again) == hash(layouts)


@pytest.mark.parametrize("shape", ["none", "wide", "upright"])
@pytest.mark.parametrize("card_format", CARD_SIZES)
def test_nothing_lies_over_something_else(card_format: str, shape: str, layouts: CardLayouts, view: View) -> None:
    """Texts of different stacks, badges and codes keep apart, however long the texts are."""
    for kind in KINDS:
        if kind in ("year", "testimonial") and shape != "none":
            continue  # they never have a photo
        for long in (False, True):
            given = {"title": LONG, "text": LONG, "quote": LONG * 2, "name": "Raden Ajeng Kartini Djojoadhiningrat"}
            card = view(
                kind,
                card_format,
                figures=("1.450",),
                changes=(LONG,),
                goals=("4 Pendidikan Berkualitas", "10 Berkurangnya Kesenjangan"),
                **(given if long else {}),
            )
            placed = place_card(card, layouts, shape)  # type: ignore[arg-type]
            boxes = [(name, [text.ink for text in stack.texts]) for name, stack in placed.stacks.items()]
            boxes += [(name, [tile]) for name, tile in placed.tiles.items()]
            assert any(rects for _, rects in boxes)
            for name, rects in boxes:
                for other, others in boxes:
                    overlaps = [(a, b) for a in rects for b in others if name < other and overlap(a, b)]
                    assert not overlaps, (kind, name, other)


def overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


VEILED = """extends: base
layers:
  ground: {color: black}
  photo: {box: all, shown: 0, scrim: [words, sign], scrim_color: deep, feather: 200}
  words: {box: [0, 460, 100%, 430], anchor: bottom, pieces: {title: {color: on-deep}, facts: {color: on-deep}}}
overrides:
  - photo: true
    layers: {photo: {box: all, shown: 0}, months: {when: "false"}, sign: {pieces: {name: {color: on-deep}}}}
"""


@pytest.mark.parametrize("photo_of", ["white", "black", "busy", "scene"])
def test_words_over_a_photo_have_contrast_with_its_pixels(
    photo_of: str, texts: dict[str, str], scene: DecodedPhoto, view: View
) -> None:
    layouts, problems = load_layouts({**texts, "activity.yml": VEILED})
    assert layouts is not None, problems
    plain = {"white": "#ffffff", "black": "#000000"}
    busy = Image.effect_noise((1200, 800), 200).convert("RGB")
    ground_of = Image.new("RGB", (1200, 800), plain[photo_of]) if photo_of in plain else busy
    photo = scene if photo_of == "scene" else DecodedPhoto(ground_of)
    placed = place_card(view("activity", "portrait", photo, url=""), layouts, "wide")
    ground = paint_card(without_words(placed), photo)
    texts_over = [text for stack in placed.stacks.values() for text in stack.texts if text.name in ("title", "facts")]
    assert len(texts_over) == 2
    for text in texts_over:
        assert contrast_on(ground.crop(text.ink.pixels()), placed.color(text.color)) >= 4.5, text.name


def test_an_upright_photo_fills_half_of_a_square_from_top_to_bottom(layouts: CardLayouts, view: View) -> None:
    picture = Image.new("RGB", (800, 1000), "#336699")
    picture.paste("#ff0000", (380, 380, 420, 420))
    upright = DecodedPhoto(picture)
    size = photo_size(view("profile", "square", upright), layouts)
    assert size is not None
    assert size[1] == 1080 and size[0] >= 480
    image = draw_card(view("profile", "square", upright), layouts, upright)
    assert image.getpixel((1000, 20)) == image.getpixel((1000, 1060)) == (51, 102, 153)


def test_a_logo_is_whole_beside_the_name_and_seen_on_any_ground(
    layouts: CardLayouts, view: View, tmp_path: Path
) -> None:
    path = tmp_path / "logo.png"
    mark = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    mark.paste((10, 20, 30, 255), (100, 100, 300, 200))
    mark.save(path)
    logo = CardLogo(path, digest_of(path.read_bytes()))
    placed = place_card(view("activity", "square", logo=logo), layouts, "none")
    tile, sign = placed.tiles["logo"], placed.stacks["sign"]
    assert abs(tile.width / tile.height - 2) < 0.03, "empty room around it is cut away, its shape is kept"
    assert min(text.ink.x for text in sign.texts) >= tile.right
    image = paint_card(placed, None)
    middle, beside = (
        (round(tile.x + tile.width / 2), round(tile.y + tile.height / 2)),
        (round(tile.x) - 6, round(tile.y) + 9),
    )
    assert image.getpixel(middle) == (10, 20, 30)
    assert image.getpixel(beside) == rgb(placed.colors["paper"]), "a dark mark stands on a label"
    path.write_bytes(b"another file")
    with pytest.raises(LogoUnread):
        place_card(view("activity", "square", logo=CardLogo(path, "0" * 32)), layouts, "none")


def test_no_dot_of_the_pattern_lies_behind_words(layouts: CardLayouts, view: View) -> None:
    for card_format in CARD_SIZES:
        card = view("year", card_format, title=LONG, days=((1, 366),))
        placed = place_card(card, layouts, "none")
        ground = paint_card(without_words(placed), None)
        night = rgb(placed.colors["deep"])
        assert placed.stacks["words"].texts
        for text in placed.stacks["words"].texts:
            assert set(ground.crop(text.ink.pixels()).get_flattened_data()) == {night}, (card_format, text.name)


def test_a_lone_day_is_always_seen(layouts: CardLayouts, view: View) -> None:
    for card_format in CARD_SIZES:
        for day in range(1, 367, 73):
            card = view("activity", card_format, title=LONG, days=((day, day),))
            placed = place_card(card, layouts, "none")
            glow = rgb(placed.colors["glow"])
            image = paint_card(without_words(placed), None)
            assert any(color == glow for _, color in image.getcolors(1 << 20)), (card_format, day)


@pytest.mark.parametrize("card_format", CARD_SIZES)
def test_a_quote_stands_close_under_its_mark_and_is_not_cut(card_format: str, layouts: CardLayouts, view: View) -> None:
    said = "Ternyata yang paling banyak belajar di kelas ini bukan anak-anak, melainkan saya sendiri."
    card = view("reflection", card_format, quote=said, title=LONG)
    texts = {text.name: text for text in placed_stacks(card, layouts, False)["words"].texts}
    mark, quote = texts["title-mark"], texts["title"]
    assert " ".join(line.text for line in quote.block.lines) == said
    gap = ink(quote)[0][1] - ink(mark)[0][3]
    assert 0.05 * mark.block.size < gap < 0.35 * mark.block.size


def test_facts_of_two_directions_each_stay_whole(layouts: CardLayouts, view: View) -> None:
    card = view(language="ar", facts=("٥ مايو", "4 hours", "1 activity"), causes=())
    [facts] = [text for text in placed_stacks(card, layouts, False)["words"].texts if text.name == "facts"]
    apart = " ".join(line.text for line in facts.block.lines)
    assert "\u20684\u00a0hours\u2069" in apart and "\u20681\u00a0activity\u2069" in apart
    plain = view(facts=("5 Mei 2026", "4 jam"), causes=())
    [facts] = [text for text in placed_stacks(plain, layouts, False)["words"].texts if text.name == "facts"]
    assert [line.text for line in facts.block.lines] == ["5\u00a0Mei\u00a02026\u00a0· 4\u00a0jam"]


def test_role_and_organization_part_between_them_without_a_dot(layouts: CardLayouts, view: View) -> None:
    card = view(eyebrow="Pengajar · Perpustakaan Rumah Pelangi Kali Code")
    [eyebrow] = [text for text in placed_stacks(card, layouts, False)["words"].texts if text.name == "eyebrow"]
    assert [" ".join(line.text.split()) for line in eyebrow.block.lines] == [
        "Pengajar",
        "Perpustakaan Rumah Pelangi Kali Code",
    ]
