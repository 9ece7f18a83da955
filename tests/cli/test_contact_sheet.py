"""``kiprah cards``: the contact sheet, as a person calls it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from support.command import run
from support.sites import make_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    settings = "title: Jejak <Alya>\nurl: https://a.example/\ncards: {formats: [link, portrait]}\n"
    return make_site(
        tmp_path, {"content/activities/2026-05-01-hari.md": "---\ntitle: Hari & malam\n---\nIsi.\n"}, settings
    )


def test_every_card_stands_on_one_page_and_nothing_is_published(site: Path) -> None:
    done = run(site, "cards", "--today", "2026-11-22")
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 cards" in done.stdout
    page = (site / "cards" / "index.html").read_text("utf-8")
    shown = re.findall(r'<img src="([^"]+)"', page)
    assert len(shown) == 6 and {"cards/hari/link.jpg", "cards/profile/portrait.jpg", "cards/2026/link.jpg"} <= set(
        shown
    )
    assert all((site / "cards" / path).is_file() for path in shown)
    assert "Hari &amp; malam" in page and "Jejak &lt;Alya&gt;" in page
    assert "http" not in page.replace("http-equiv", "")
    assert not (site / "public").exists()


@pytest.mark.slow
def test_boxes_are_drawn_on_request_and_never_on_what_a_build_publishes(site: Path) -> None:
    run(site, "cards")
    plain = (site / "cards" / "cards" / "hari" / "link.jpg").read_bytes()
    run(site, "cards", "--debug")
    boxed = (site / "cards" / "cards" / "hari" / "link.jpg").read_bytes()
    assert plain != boxed
    with Image.open(BytesIO(boxed)) as image:
        red, green, blue = image.convert("RGB").getpixel((1049, 310))  # the side of the safe area
    assert red > 180 and green < 130 and blue < 130
    assert run(site, "build").returncode == 0
    assert (site / "public" / "cards" / "hari" / "link.jpg").read_bytes() == plain


def test_a_card_that_is_gone_leaves_the_sheet_and_strangers_stay(site: Path) -> None:
    run(site, "cards")
    (site / "cards" / "mine.txt").write_text("x")
    (site / "content" / "activities" / "2026-05-01-hari.md").unlink()
    assert run(site, "cards").returncode == 0
    assert not (site / "cards" / "cards" / "hari").exists()
    assert (site / "cards" / "mine.txt").is_file()


def test_the_content_is_never_drawn_into(site: Path) -> None:
    done = run(site, "cards", "-o", "content")
    assert done.returncode == 2
    assert (site / "content" / "site.yml").is_file()


def test_mistakes_are_told_and_nothing_is_drawn(site: Path) -> None:
    (site / "content" / "activities" / "2026-05-01-hari.md").write_text("---\ntitle: a\nhours: two\n---\n", "utf-8")
    done = run(site, "cards")
    assert done.returncode == 1 and "bad-hours" in done.stderr
    assert not (site / "cards").exists()
