"""A translation carries words of photos alone: what else is written there is named, and never decides by silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import TODAY, run
from support.photos import jpeg
from support.sites import SETTINGS, make_site

FOLDER = "content/activities/2026-03-14-kelas"
SITE = f"{SETTINGS}languages: [id, en]\non_error: skip\n"


def checked(root: Path, photo: str) -> str:
    original = "{file: a.jpg, alt: Kelas penuh, people: adults, consent: yes}"
    files: dict[str, str | bytes] = {
        f"{FOLDER}/index.md": f"---\ntitle: Kelas\nphotos: [{original}]\n---\nIsi.\n",
        f"{FOLDER}/index.en.md": f"---\ntitle: Class\nphotos: [{photo}]\n---\nText.\n",
        f"{FOLDER}/a.jpg": jpeg(),
    }
    done = run(make_site(root, files, SITE), "build", *TODAY)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_words_are_read(tmp_path: Path) -> None:
    said = checked(tmp_path, "{file: a.jpg, alt: A full class, caption: Saturday}")
    assert "translation-fact" not in said and (tmp_path / "public/en/activities/kelas/index.html").is_file()


@pytest.mark.parametrize("facts", ["people: adults, consent: yes", "credit: Bima", "focus: [0.5, 0.5]"])
def test_a_copied_fact_is_named_and_the_original_stands(tmp_path: Path, facts: str) -> None:
    said = checked(tmp_path, f"{{file: a.jpg, alt: A full class, {facts}}}")
    assert said.count("error[translation-fact]") == facts.count(":")
    assert (tmp_path / "public/activities/kelas/index.html").is_file()


@pytest.mark.parametrize(
    "facts", ["consent: withdrawn", "people: minors", "hide: [[0, 0, 0.5, 0.5]]", "consent: perhaps"]
)
def test_where_the_two_do_not_agree_on_who_may_see_it_nobody_does(tmp_path: Path, facts: str) -> None:
    said = checked(tmp_path, f"{{file: a.jpg, alt: A full class, {facts}}}")
    assert "error[translation-fact]" in said
    assert not (tmp_path / "public/activities/kelas").exists() and not list(tmp_path.glob("public/media/kelas*"))
