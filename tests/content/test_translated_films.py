"""A translation carries words of films: its page tells them, and what else is written there is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.command import TODAY, run
from support.mp4 import video
from support.photos import jpeg
from support.sites import SETTINGS, make_site

FOLDER = "content/activities/2026-03-14-kelas"
PHOTO = "photos: [{file: a.jpg, alt: Kelas, people: none}]\n"
ORIGINAL = "videos: [{file: b.mp4, alt: 'Lagu \"ombak\"', poster: a.jpg}, {file: c.mp4, alt: Angin}]\n"


def built(root: Path, told: str, original: str = ORIGINAL, on_error: str = "stop") -> str:
    """Build a site whose English translation says ``told`` of its films; return what was said."""
    files: dict[str, str | bytes] = {
        f"{FOLDER}/index.md": f"---\ntitle: Kelas\n{PHOTO}{original}---\nIsi.\n",
        f"{FOLDER}/index.en.md": f"---\ntitle: Class\n{told}---\nText.\n",
        f"{FOLDER}/a.jpg": jpeg(),
        f"{FOLDER}/b.mp4": video(),
        f"{FOLDER}/c.mp4": video(),
    }
    settings = f"{SETTINGS}languages: [id, en]\non_error: {on_error}\n"
    done = run(make_site(root, files, settings), "build", *TODAY)
    assert done.returncode == (on_error == "stop" and "error[" in done.stderr), done.stderr
    return done.stderr


def told_on(root: Path, page: str) -> list[tuple[str, str]]:
    """Return what a page says of each film: its name for who does not see it, and the line under it."""
    html = (root / "public" / page / "index.html").read_text("utf-8")
    return re.findall(r'<video [^>]*aria-label="([^"]*)">.*?<figcaption>(.*?)</figcaption>', html, re.DOTALL)


def test_each_page_tells_films_in_its_own_words(tmp_path: Path) -> None:
    said = built(tmp_path, "videos: [{file: b.mp4, alt: 'The song \"Waves\"'}]\n")
    assert "translation-fact" not in said
    angin = ("Angin", "Angin")
    assert told_on(tmp_path, "activities/kelas") == [("Lagu &#34;ombak&#34;", "Lagu “ombak”"), angin]
    assert told_on(tmp_path, "en/activities/kelas") == [("The song &#34;Waves&#34;", "The song “Waves”"), angin]
    # Facts of a film stand once in the data, in the words of the site's language.
    (activity,) = json.loads((tmp_path / "public/portfolio.json").read_text("utf-8"))["activities"]
    assert [film["alt"] for film in activity["videos"]] == ['Lagu "ombak"', "Angin"]


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("videos: [{file: b.mp4, alt: Waves, poster: a.jpg}]\n", "poster"),
        ("videos: [{file: d.mp4, alt: Waves, poster: a.jpg}]\n", "videos"),
        ("videos: [d.mp4]\n", "videos"),
    ],
)
def test_what_is_no_word_is_named_and_the_original_stands(tmp_path: Path, told: str, key: str) -> None:
    said = built(tmp_path, told, on_error="skip")
    assert re.findall(r"index\.en\.md:3:\d+: error\[translation-fact\]: (\w+)", said) == [key]
    assert told_on(tmp_path, "activities/kelas") and not (tmp_path / "public/en/activities/kelas").exists()


def test_films_that_cannot_be_read_make_none_of_the_translation_a_new_one(tmp_path: Path) -> None:
    said = built(tmp_path, "videos: [{file: b.mp4, alt: Waves}]\n", "videos: {a: 1}\n", on_error="skip")
    assert "translation-fact" not in said and "error[" in said


def test_words_of_the_sites_language_are_enough(tmp_path: Path) -> None:
    """Somebody writes in English first, on a site in Indonesian."""
    original = "lang: en\nvideos: [{file: b.mp4}]\n"
    for told, warned in (("ombak", False), ("", True)):
        folder = tmp_path / str(warned)
        files: dict[str, str | bytes] = {
            f"{FOLDER}/index.md": f"---\ntitle: Class\n{original}---\nText.\n",
            f"{FOLDER}/index.id.md": f"---\ntitle: Kelas\nvideos: [{{file: b.mp4, alt: '{told}'}}]\n---\nIsi.\n",
            f"{FOLDER}/b.mp4": video(),
        }
        done = run(make_site(folder, files, f"{SETTINGS}languages: [id, en]\n"), "build", *TODAY)
        assert done.returncode == 0 and ("missing-alt" in done.stderr) == warned, done.stderr
        assert told_on(folder, "activities/kelas") == [(told, told)]


def test_a_childs_address_is_found_in_a_translations_words_of_a_film(tmp_path: Path) -> None:
    child = PHOTO.replace("people: none", "people: minors, consent: guardian")
    files: dict[str, str | bytes] = {
        f"{FOLDER}/index.md": f"---\ntitle: Kelas\n{child}{ORIGINAL}---\nIsi.\n",
        f"{FOLDER}/index.en.md": "---\ntitle: Class\nvideos: [{file: b.mp4, alt: 'At -7.7956, 110.3695'}]\n---\nText.\n",
        f"{FOLDER}/a.jpg": jpeg(),
        f"{FOLDER}/b.mp4": video(),
        f"{FOLDER}/c.mp4": video(),
    }
    done = run(make_site(tmp_path, files, f"{SETTINGS}languages: [id, en]\n"), "check", *TODAY)
    assert done.returncode == 1 and "error[child-coordinates]" in done.stderr, done.stderr
