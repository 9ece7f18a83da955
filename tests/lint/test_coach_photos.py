"""The coach's rules about photos, long sentences and abbreviations: what must make it ask, and what must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiprah.build.coach import read_coached
from kiprah.lint.coach.report import CoachReport
from support.building import request_in
from support.sites import SETTINGS, draw_photo, make_site

POSES = {
    "id": ("Para relawan tersenyum ke arah kamera.", "Foto bersama setelah acara.", "Kami berpose di depan panggung."),
    "en": ("Volunteers smiling at the camera.", "Group photo after the event.", "The team giving a thumbs up."),
}
AT_WORK = {
    "id": ("Dua relawan mengikat bibit bakau.", "Wening membaca, anak-anak duduk melingkar."),
    "en": ("Two volunteers tie mangrove seedlings.", "Wening reads while the circle listens."),
}


def read(root: Path, files: dict[str, str], photos: int = 0) -> CoachReport:
    site = make_site(root, {"content/profile.md": "---\nname: Alya\n---\n", **files}, SETTINGS + "language: id\n")
    for number in range(photos):
        draw_photo(site / f"content/activities/2026-03-01-hari/{number}.jpg", number + 1)
    coached = read_coached(request_in(site, jobs=None, today=date(2026, 11, 28)))
    assert [p.code for p in coached.problems if p.is_error] == []
    assert coached.report is not None
    return coached.report


def quoted(report: CoachReport, rule: str) -> set[str]:
    remarks = [remark for section in report.sections for remark in section.remarks if remark.name == rule]
    return {word.text for remark in remarks for word in remark.words}


def entry(language: str, alts: tuple[str, ...], people: str, first: str = "adults") -> dict[str, str]:
    lines = [
        f'  - {{file: {n}.jpg, alt: "{alt}", people: {people if n or first == people else first}, consent: {"guardian" if "minors" in (people, first) else "yes"}}}'
        for n, alt in enumerate(alts)
    ]
    text = f"---\ntitle: Hari\nlang: {language}\nphotos:\n" + "\n".join(lines) + "\n---\nIsi.\n"
    return {"content/activities/2026-03-01-hari/index.md": text}


@pytest.mark.parametrize("language", ["id", "en"])
def test_people_who_pose_are_asked_about_and_people_at_work_are_not(tmp_path: Path, language: str) -> None:
    alts = (*POSES[language], *AT_WORK[language])
    report = read(tmp_path, entry(language, alts, "adults"), len(alts))
    assert quoted(report, "posing") == set(POSES[language])


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_pose_without_people_is_none(tmp_path: Path, language: str) -> None:
    report = read(tmp_path, entry(language, POSES[language], "none", "none"), len(POSES[language]))
    assert quoted(report, "posing") == set()


@pytest.mark.parametrize(
    ("language", "face", "unseen"),
    [
        ("id", "Seorang anak membaca buku bergambar.", "Anak-anak membaca, tampak dari belakang."),
        ("en", "A child reads a picture book.", "Children read, seen from behind."),
    ],
)
def test_a_childs_face_as_cover_is_asked_about_where_another_photo_could_be_it(
    tmp_path: Path, language: str, face: str, unseen: str
) -> None:
    shelf = "Rak." if language == "id" else "A shelf."
    assert quoted(read(tmp_path / "a", entry(language, (face, shelf), "none", "minors"), 2), "child-cover") == {face}
    assert quoted(read(tmp_path / "b", entry(language, (unseen, shelf), "none", "minors"), 2), "child-cover") == set()
    # Where every photo shows children there is nothing else to choose.
    assert quoted(read(tmp_path / "c", entry(language, (face, face), "minors", "minors"), 2), "child-cover") == set()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_sentence_that_takes_two_breaths_is_asked_about(tmp_path: Path, language: str) -> None:
    word = "kata" if language == "id" else "word"

    def described(count: int) -> dict[str, str]:
        head = f"---\ntitle: Hari\nlang: {language}\ndescription: {' '.join([word] * count)}.\n---\nIsi.\n"
        return {"content/activities/2026-03-01-hari.md": head}

    assert quoted(read(tmp_path / "long", described(40)), "long-sentence")
    assert not quoted(read(tmp_path / "short", described(20)), "long-sentence")


@pytest.mark.parametrize(
    ("language", "bare", "explained"),
    [
        ("id", "Kami bekerja bersama FKPT di kampung.", "Kami bekerja bersama FKPT (Forum Kampung Pesisir Timur)."),
        ("en", "We worked with the CRFT by the river.", "We worked with the CRFT (Coastal River Families Trust)."),
    ],
)
def test_an_abbreviation_nobody_outside_knows_is_asked_about(
    tmp_path: Path, language: str, bare: str, explained: str
) -> None:
    def described(text: str) -> dict[str, str]:
        head = f"---\ntitle: Hari\nlang: {language}\ndescription: {text}\n---\nIsi.\n"
        return {"content/activities/2026-03-01-hari.md": head}

    assert quoted(read(tmp_path / "bare", described(bare)), "abbreviation")
    assert not quoted(read(tmp_path / "explained", described(explained)), "abbreviation")
