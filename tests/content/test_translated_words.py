"""Words of a translation: its page tells tags and photos as the translation does, and else as the original does."""

from __future__ import annotations

import re
from pathlib import Path

from support.command import TODAY, run
from support.photos import jpeg
from support.sites import SETTINGS, make_site

FOLDER = "content/activities/2026-03-14-kelas"
SITE = f"{SETTINGS}languages: [id, en]\n"


def built(root: Path, original: str, translation: str, *photos: str) -> None:
    """Build a site with one activity in two languages."""
    files: dict[str, str | bytes] = {
        f"{FOLDER}/index.md": f"---\ntitle: Kelas\n{original}",
        f"{FOLDER}/index.en.md": f"---\ntitle: Class\n{translation}",
        **{f"{FOLDER}/{name}": jpeg(64 + number) for number, name in enumerate(photos)},
    }
    done = run(make_site(root, files, SITE), "build", *TODAY)
    assert done.returncode == 0, done.stderr


def told_on(root: Path, page: str) -> str:
    return (root / "public" / page / "index.html").read_text("utf-8")


def tags_on(root: Path, page: str) -> list[str]:
    """Return the tags that stand in a page's head."""
    return re.findall(r'<meta property="article:tag" content="([^"]+)">', told_on(root, page))


def alts_on(root: Path, page: str) -> list[tuple[str, str]]:
    """Return what describes each photo of a page, and the language it is marked with."""
    found = re.findall(r'<img class="u-photo [^>]*? alt="([^"]*)"(?: lang="([^"]*)")?', told_on(root, page))
    return [(alt, language) for alt, language in found]


def test_tags_are_words_of_each_language(tmp_path: Path) -> None:
    built(tmp_path, "tags: [buku, anak]\n---\nIsi.\n", "tags: books\n---\nText.\n")
    assert tags_on(tmp_path, "activities/kelas") == ["buku", "anak"]
    assert tags_on(tmp_path, "en/activities/kelas") == ["books"]
    assert "#Books" in told_on(tmp_path, "en/share/kelas")


def test_tags_that_a_translation_leaves_out_are_the_originals(tmp_path: Path) -> None:
    built(tmp_path, "tags: [buku]\n---\nIsi.\n", "---\nText.\n")
    assert tags_on(tmp_path, "en/activities/kelas") == ["buku"]


def test_each_photo_is_marked_with_the_language_of_its_own_words(tmp_path: Path) -> None:
    original = "photos: [{file: a.jpg, alt: Satu}, {file: b.jpg, alt: Dua}, {file: c.jpg}]\n---\nIsi.\n"
    built(tmp_path, original, "photos: [{file: a.jpg, alt: One}]\n---\nText.\n", "a.jpg", "b.jpg", "c.jpg")
    assert alts_on(tmp_path, "activities/kelas") == [("Satu", ""), ("Dua", ""), ("Kelas", "")]
    assert alts_on(tmp_path, "en/activities/kelas") == [("One", ""), ("Dua", "id"), ("Kelas", "id")]


def test_a_caption_in_the_pages_language_describes_before_one_in_another(tmp_path: Path) -> None:
    original = "photos: [{file: a.jpg, caption: Sabtu}]\n---\nIsi.\n"
    built(tmp_path, original, "photos: [{file: a.jpg, caption: Saturday}]\n---\nText.\n", "a.jpg")
    assert alts_on(tmp_path, "en/activities/kelas") == [("Saturday", "")]


def test_a_photo_that_texts_alone_show_is_told_by_each_in_its_own_words(tmp_path: Path) -> None:
    built(tmp_path, "---\n![Sawah](a.jpg)\n", "---\n![A field](a.jpg)\n", "a.jpg")
    # It is the cover too, which stands on the home pages.
    assert alts_on(tmp_path, "") == [("Sawah", "")]
    assert alts_on(tmp_path, "en") == [("A field", "")]


def test_a_hidden_translation_tells_nothing_of_a_photo(tmp_path: Path) -> None:
    built(tmp_path, "---\n![](a.jpg)\n", "draft: true\n---\n![A secret field](a.jpg)\n", "a.jpg")
    assert alts_on(tmp_path, "en") == [("Kelas", "id")]
    pages = [path.read_text("utf-8") for path in tmp_path.glob("public/**/*.html")]
    assert pages and not any("secret" in page for page in pages)


def test_entries_in_one_folder_describe_their_photos_by_their_own_titles(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/activities/2026-03-14-satu.md": "---\ntitle: Satu\nphotos: [a.jpg]\n---\nIsi.\n",
        "content/activities/2026-03-15-dua.md": "---\ntitle: Dua\n---\nIsi.\n",
        "content/activities/a.jpg": jpeg(),
    }
    done = run(make_site(tmp_path, files), "build", *TODAY)
    assert done.returncode == 0, done.stderr
    assert alts_on(tmp_path, "activities/satu") == [("Satu", "")]
