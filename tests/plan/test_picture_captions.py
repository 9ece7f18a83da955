"""Captions and quotes: typographic where pages show them, as written in data; alt texts stay everywhere."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from kiprah.model.photo import Photo, PhotoSource
from kiprah.model.settings import PhotoSettings
from kiprah.plan.privacy.leaks import LeakTrace, find_leak
from kiprah.plan.responsive_images import PictureNames
from support.command import TODAY, run
from support.mp4 import video
from support.sites import draw_photo, files_of, make_site

FOLDER = "content/activities/2026-05-01-hari"
ENTRY = """---
title: Hari
role: Guru
organization: Rumah
quote: Ia bertanya "siapa?" dua kali
photos:
  - {file: a.jpg, alt: 'Papan "ragu"', caption: 'Kolom "ragu" anak-anak', people: none}
  - {file: b.jpg, alt: Dua, people: none}
videos: [{file: klip.mp4, alt: 'Lagu "pagi"'}]
---
Isi.

![Meja "lain"](b.jpg 'Judul "buku" itu')
"""
ENGLISH = """---
title: Day
quote: She didn't ask "who?"
photos:
  - {file: a.jpg, caption: "The children's \\"unsure\\" column"}
---
Text.
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    settings = "title: Jejak\nurl: https://a.example/\nlanguages: [id, en]\nlanguage: id\ncards: {formats: []}\n"
    root = make_site(
        tmp_path_factory.mktemp("captions"),
        {
            f"{FOLDER}/index.md": ENTRY,
            f"{FOLDER}/index.en.md": ENGLISH,
            "content/profile.en.md": "---\nname: Alya\n---\nHi.\n",
        },
        settings,
    )
    for number, name in enumerate(("a.jpg", "b.jpg")):
        draw_photo(root / FOLDER / name, number)
    (root / FOLDER / "klip.mp4").write_bytes(video())
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    texts = files_of(root / "public").items()
    return {path: data.decode() for path, data in texts if path.endswith((".html", ".json", ".xml"))}


def captions_in(page: str) -> list[str]:
    found = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", page, re.DOTALL)
    return [html.unescape(re.sub("<[^>]*>", "", one)).strip() for one in found]


def test_pages_show_captions_with_quotation_marks(published: dict[str, str]) -> None:
    page = published["activities/hari/index.html"]
    assert sorted(captions_in(page)) == ["Judul “buku” itu", "Kolom “ragu” anak-anak", "Lagu “pagi”"]
    assert "The children’s “unsure” column" in captions_in(published["en/activities/hari/index.html"])


def test_pages_set_quotes_within_their_quotation_marks(published: dict[str, str]) -> None:
    pages = ("activities/hari/index.html", "roles/rumah-guru/index.html", "en/activities/hari/index.html")
    shown = [re.findall(r'<blockquote class="pull[^>]*><p>(.*?)</p>', published[path]) for path in pages]
    assert shown == [["Ia bertanya ‘siapa?’ dua kali"], ["Ia bertanya ‘siapa?’ dua kali"], ["She didn’t ask ‘who?’"]]


def test_alt_texts_stay_as_they_were_written(published: dict[str, str]) -> None:
    alts = {html.unescape(alt) for alt in re.findall(r' alt="([^"]*)"', published["activities/hari/index.html"])}
    assert {'Papan "ragu"', 'Meja "lain"'} <= alts
    assert 'aria-label="Lagu &#34;pagi&#34;"' in published["activities/hari/index.html"]


def test_data_says_what_was_written(published: dict[str, str]) -> None:
    (activity,) = json.loads(published["portfolio.json"])["activities"]
    assert [film["alt"] for film in activity["videos"]] == ['Lagu "pagi"']
    assert activity["texts"]["id"]["quote"] == 'Ia bertanya "siapa?" dua kali'
    assert {photo["caption"] for photo in activity["photos"]} == {'Kolom "ragu" anak-anak', 'Judul "buku" itu'}
    (linked,) = re.findall(r'"caption":("(?:[^"\\]|\\.)*")', published["activities/hari/index.html"])
    assert json.loads(linked) == 'Kolom "ragu" anak-anak'


def test_a_feeds_figures_are_as_its_running_text(published: dict[str, str]) -> None:
    (item,) = json.loads(published["feed.json"])["items"]
    assert sorted(captions_in(item["content_html"])) == ["Judul “buku” itu", "Kolom “ragu” anak-anak"]


@pytest.mark.parametrize(
    ("caption", "language", "shown", "kept"),
    [
        ("Kelas sore", "id", "Kelas sore", ""),
        ('Sagt "ja"', "de", "Sagt „ja“", 'Sagt "ja"'),
        ('Papan 12" itu', "id", 'Papan 12" itu', ""),
    ],
)
def test_only_another_caption_is_kept_twice(caption: str, language: str, shown: str, kept: str) -> None:
    photo = Photo(PhotoSource(Path("/x/a.jpg"), "0" * 64, 60, 40), "a", "a.jpg")
    picture = PictureNames(PhotoSettings(), "recipe").picture(photo, "", caption, "", language)
    assert (picture.caption, picture.written_caption, picture.plain_caption) == (shown, kept, caption)


@pytest.mark.parametrize(
    "marks", ["“ya saja”", "„ya saja“", "«ya saja»", "「ya saja」", "‘ya saja’", "‚ya saja‘", "‹ya saja›"]
)
def test_what_is_hidden_is_found_in_the_marks_of_any_language(marks: str) -> None:
    straight = '"' if marks[0] in "“„«「" else "'"
    trace = LeakTrace(f"ia berkata {straight}ya saja{straight} kepada kami", "a.md")
    assert find_leak(f"<p>Ia berkata {marks} kepada kami</p>", [trace]) == trace
    assert find_leak(f"<p>Ia berkata {marks} kepada mereka</p>", [trace]) is None
