"""Whole small sites, written as files and planned, so that every data file is seen as it would be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from PIL import Image

from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from kiprah.model.settings import Viewing
from kiprah.plan.data.file_outputs import DataOutput
from kiprah.plan.member_planner import ThemeDigests
from kiprah.plan.outputs import PageOutput
from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.site import SitePlan, plan_site
from kiprah.problem import Problem
from support.reading import read_site
from support.rendering import render_data

TODAY = date(2026, 11, 22)

ALYA: dict[str, str] = {
    "site.yml": """
        title: Jejak Alya
        url: https://alya.example/
        description: Catatan kerelawanan
        language: id
        languages: [id, en]
    """,
    "profile.md": """
        ---
        name: Alya Putri
        headline: Relawan literasi
        pronouns: she/her
        place: Sleman, ID
        email: alya@alya.example
        links: [{label: GitHub, url: "https://code.example/alya"}]
        skills: [mengajar]
        languages: [Bahasa Indonesia, English]
        interests: [membaca]
        photo: {file: alya.jpg, alt: Alya tersenyum, people: adults, consent: "yes"}
        ---
        Saya suka **membaca**.

        Dan anak-anak.
    """,
    "profile.en.md": """
        ---
        headline: Literacy volunteer
        ---
        I love **reading**.
    """,
    "activities/2026-03-14-reading-class/index.md": """
        ---
        title: Mengajar membaca & menulis
        date: 2026-03-14
        end: 2026-06-20
        updated: 2026-07-01
        organization: {name: Rumah Pelangi, url: "https://pelangi.example/", about: Rumah baca}
        role: Pengajar
        hours: 42.5
        causes: [education]
        skills: [mengajar]
        sdgs: [4, 10]
        tags: [literasi]
        place: Sleman, ID
        impact: [{value: 1250.5, what: halaman dibaca, source: organization}]
        with: [Para tutor]
        quote: Mereka mengajari saya.
        aliases: [/old-class/, blog/old.html]
        photos:
          - {file: class.jpg, alt: Anak & buku, caption: Kelas pertama, credit: Bima, people: adults, consent: "yes"}
          - {file: secret.jpg, alt: Tidak boleh, people: minors, consent: pending}
        evidence:
          - {kind: certificate, url: "https://pelangi.example/cert/1", label: Piagam relawan}
        ---
        Kami membaca; lihat [donor darah](../2026-04-02-blood-drive.md) dan [bawah](#bawah).

        ## Bawah

        Akhir.

        ## Refleksi

        Saya belajar sabar.

        ## Catatan {visibility=private}

        RAHASIA-SEKSI yang tidak boleh keluar dari buku harian ini.
    """,
    "activities/2026-03-14-reading-class/index.en.md": """
        ---
        title: Teaching to read
        organization: {name: Rainbow House}
        role: Teacher
        impact: [{value: 1250.5, what: pages read}]
        ---
        We read; see [blood drive](../2026-04-02-blood-drive.md).
    """,
    "activities/2026-04-02-blood-drive.md": """
        ---
        title: Donor darah
        date: 2026-04-02
        ongoing: true
        hours: 3
        hours_are: estimated
        organization: PMI
        causes: [health]
        ---
        Masih berjalan.
    """,
    "activities/2026-05-05-unlisted.md": """
        ---
        title: UNLISTED-CANARY
        date: 2026-05-05
        visibility: unlisted
        organization: UNLISTED-ORG
        role: UNLISTED-ROLE
        causes: [unlisted-cause]
        hours: 1000
        aliases: [unlisted-old]
        ---
        UNLISTED-BODY
    """,
    "activities/2026-05-06-private.md": """
        ---
        title: PRIVATE-CANARY
        date: 2026-05-06
        visibility: private
        organization: PRIVATE-ORG
        aliases: [private-old]
        ---
        PRIVATE-BODY
    """,
    "activities/2026-05-07-draft.md": """
        ---
        title: DRAFT-CANARY
        date: 2026-05-07
        draft: true
        ---
        DRAFT-BODY
    """,
    "activities/2027-05-07-future.md": """
        ---
        title: FUTURE-CANARY
        date: 2027-05-07
        ---
        FUTURE-BODY
    """,
    "reflections/2026-05-01-voice.md": """
        ---
        title: Menemukan suara
        date: 2026-05-01
        activity: reading-class
        frame: gibbs
        quote: Saya tidak diam lagi.
        ---
        Dulu saya diam.
    """,
    "reflections/2026-05-02-about-unlisted.md": """
        ---
        title: Tentang yang lain
        date: 2026-05-02
        activity: unlisted
        ---
        Isi.
    """,
    "testimonials/ibu-sri.md": """
        ---
        from: Ibu Sri
        relation: Koordinator
        date: 2026-06-21
        activity: reading-class
        consent: yes
        ---
        Alya *sabar*.
    """,
    "testimonials/no-consent.md": """
        ---
        from: NOCONSENT-CANARY
        consent: pending
        ---
        NOCONSENT-BODY
    """,
    "pages/contact.md": """
        ---
        title: Kontak
        ---
        Surel saja.
    """,
}

HIDDEN = (
    "PRIVATE-",
    "DRAFT-",
    "FUTURE-",
    "RAHASIA",
    "NOCONSENT-",
    "UNLISTED-",
    "unlisted-old",
    "private-old",
    "secret.jpg",
)
"""What may stand in no data file."""

PHOTOS = ("alya.jpg", "activities/2026-03-14-reading-class/class.jpg", "activities/2026-03-14-reading-class/secret.jpg")


class Planned:
    """A planned site and its data files."""

    def __init__(self, plan: SitePlan) -> None:
        self.plan = plan
        self.data = {o.path: o for o in plan.outputs if isinstance(o, DataOutput)}
        self.pages = {o.path: o for o in plan.outputs if isinstance(o, PageOutput)}
        self.paths = {o.path for o in plan.outputs}

    def bytes(self, path: str) -> bytes:
        return render_data(self.data[path])

    def text(self, path: str) -> str:
        return self.bytes(path).decode()


LOOK = ThemeDigests({n: n for n in TEMPLATES.values()}, options=(), cards="", picture_recipe="p", card_recipe="c")


def plan_files(folder: Path, files: Mapping[str, str], **viewing: Any) -> Planned:
    """Write files, read them as a site and plan it."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    for number, path in enumerate(PHOTOS):
        target = folder / path
        if not target.parent.is_dir():
            continue
        Image.new("RGB", (8, 6), (40 * number, 90, 120)).save(target)
    site_folder, _ = list_folder(folder)
    settings, problems = read_settings(site_folder)
    assert settings is not None, problems
    site, problems = read_site(site_folder, settings)
    assert site is not None, problems
    assert not errors(problems)
    plan = plan_site(site, Viewing(TODAY, **viewing), LOOK)
    assert not errors(plan.problems)
    return Planned(plan)


def errors(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.is_error]


@pytest.fixture(scope="session")
def alya(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The site above, as it stands."""
    return plan_files(tmp_path_factory.mktemp("alya"), ALYA)


@pytest.fixture
def planned(tmp_path: Path) -> Callable[..., Planned]:
    """Plan the site above with some files changed; an empty text takes a file away."""

    def plan(changes: Mapping[str, str] | None = None, **viewing: Any) -> Planned:
        files = {path: text for path, text in (ALYA | dict(changes or {})).items() if text}
        return plan_files(tmp_path, files, **viewing)

    return plan


@pytest.fixture
def hidden() -> tuple[str, ...]:
    """What may stand in no data file of that site."""
    return HIDDEN
