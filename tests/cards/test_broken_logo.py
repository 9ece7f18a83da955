"""A logo that cannot be drawn: told once, as a warning; cards are drawn without it, and no entry is charged for it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from kiprah.build.pipeline import build
from kiprah.build.request import Report
from kiprah.cards import logo as drawing
from support.building import build_in, request_in
from support.communities import make_community
from support.sites import HARI, PROFILE, draw_photo, files_of, make_site
from support.variants import variants

SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: [link]}\n"
LOGO = "content/static/logo.png"
ENTRIES = {"content/profile.md": PROFILE, HARI: "---\ntitle: The day\n---\nWe did it.\n"}


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Write a whole PNG of this size around what stands in the place of its pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


BROKEN = {
    "no pixels": png(8, 8),
    "half of its pixels": png(90, 90, zlib.compress(bytes(range(91)) * 90)[:60]),
    "no deflated pixels": png(8, 8, b"no zlib stream"),
    "too many pixels": png(5_000, 5_000),
    "more than a memory holds": png(100_000, 100_000),
}


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.level, problem.place.path) for problem in report.problems]


SAID = [("logo-broken", "warning", "static/logo.png")]


def cards(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(folder).items() if path.endswith("link.jpg")}


@pytest.mark.parametrize("what", variants(BROKEN, 2))
@pytest.mark.parametrize("on_error", variants(["stop", "skip"], 1))
def test_cards_are_drawn_without_it(tmp_path: Path, what: str, on_error: str) -> None:
    settings = f"{SETTINGS}on_error: {on_error}\n"
    plain = make_site(tmp_path / "plain", ENTRIES, settings)
    root = make_site(tmp_path / "site", {**ENTRIES, LOGO: BROKEN[what]}, settings)
    assert not told(build_in(plain))
    for _ in range(2):
        report = build_in(root)
        assert (report.exit_code, told(report)) == (0, SAID)
    assert cards(root / "public") == cards(plain / "public") != {}
    assert "activities/hari/index.html" in files_of(root / "public")
    draw_photo(root / LOGO, 5)
    assert not told(build_in(root)), "it is mended"
    mended = cards(root / "public")
    assert mended.keys() == cards(plain / "public").keys()
    assert all(data != cards(plain / "public")[path] for path, data in mended.items()), "it is on every card"


def test_a_strict_build_stops_for_it(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**ENTRIES, LOGO: BROKEN["no pixels"]}, f"{SETTINGS}on_error: skip\n")
    report = build_in(root, strict=True)
    assert (report.exit_code, told(report)) == (1, [("logo-broken", "error", "static/logo.png")])
    assert not files_of(root / "public")


def test_a_site_without_cards_needs_no_logo(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**ENTRIES, LOGO: BROKEN["no pixels"]}, SETTINGS.replace("[link]", "[]"))
    assert not told(build_in(root))


COMMUNITY = "kind: community\ntitle: Kawan\nurl: https://kawan.example/\nlanguage: en\non_error: {}\n"


@pytest.mark.slow
@pytest.mark.parametrize("on_error", variants(["skip", "stop"], 1))
def test_it_costs_a_community_no_member(tmp_path: Path, on_error: str) -> None:
    settings = COMMUNITY.format(on_error)
    plain = make_community(tmp_path / "plain", settings=settings)
    root = make_community(tmp_path / "site", settings=settings)
    draw_photo(root / LOGO, 5)
    assert build_in(plain).exit_code == build_in(root).exit_code == 0
    whole = files_of(root / "public")
    (root / LOGO).write_bytes(BROKEN["half of its pixels"])
    for _ in range(2):
        report = build_in(root)
        assert (report.exit_code, told(report)) == (0, SAID)
    assert cards(root / "public") == cards(plain / "public") and whole.keys() == files_of(root / "public").keys()
    draw_photo(root / LOGO, 5)
    assert not told(build_in(root)) and files_of(root / "public") == whole


def test_a_file_that_is_cut_off_costs_itself(tmp_path: Path) -> None:
    """Nobody can say what it carries to its end, so that it is not copied either."""
    root = make_site(tmp_path, ENTRIES, f"{SETTINGS}on_error: skip\n")
    whole = draw_photo(root / LOGO, 5).read_bytes()
    (root / LOGO).write_bytes(whole[: len(whole) // 2])
    report = build_in(root)
    assert told(report) == [*SAID, ("metadata-unseen", "error", "static/logo.png")]
    published = files_of(root / "public")
    assert "activities/hari/index.html" in published and cards(root / "public") and "logo.png" not in published


def test_it_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []
    real = drawing.is_drawable_logo
    monkeypatch.setattr(drawing, "is_drawable_logo", lambda logo: decoded.append(logo.digest) or real(logo))
    root = make_site(tmp_path, {**ENTRIES, LOGO: BROKEN["no pixels"]}, SETTINGS)
    for number in range(3):
        (root / HARI).write_text(f"---\ntitle: Day {number}\n---\nWe did it.\n", "utf-8")
        assert told(build_in(root)) == SAID
    assert len(decoded) == 1
    draw_photo(root / LOGO, 5)
    for number in range(3):
        (root / HARI).write_text(f"---\ntitle: Day {number}\n---\nWe did it.\n", "utf-8")
        assert not told(build_in(root))
    assert len(decoded) == 2


def test_one_that_is_exchanged_meanwhile_costs_cards_alone(tmp_path: Path) -> None:
    """What was found to be sound when the site was loaded is compared when it is drawn."""
    root = make_site(tmp_path, ENTRIES, f"{SETTINGS}on_error: skip\n")
    draw_photo(root / LOGO, 5)

    def exchange(stage: str, done: int, total: int) -> None:
        if stage == "render" and not done:
            draw_photo(root / LOGO, 6)

    report = build(request_in(root), exchange)
    assert {code for code, level, _ in told(report) if level == "error"} == {"photo-changed"}
    published = files_of(root / "public")
    assert report.exit_code == 0 and "activities/hari/index.html" in published and not cards(root / "public")
    assert not told(build_in(root)) and cards(root / "public")
