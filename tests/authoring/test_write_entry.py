"""Requests become entries that a build can read, or refusals that say everything that stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiprah.authoring.context import AuthoringContext, context_of
from kiprah.authoring.new.entry_request import AttachedFile, EntryPhoto, EntryRequest
from kiprah.authoring.new.write_entry import NewEntry, plan_entry, write_entry
from kiprah.authoring.photos.capture_date import Moment
from kiprah.authoring.photos.photo_consent import consent_given_by, consent_refusal, written_consent
from kiprah.authoring.photos.take_photo import ImportedPhoto
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings

TODAY = date(2026, 5, 20)


def context(site: Path) -> AuthoringContext:
    listed, _ = list_folder(site)
    settings, problems = read_settings(listed)
    assert settings is not None, problems
    return context_of(site, listed, settings, TODAY)


@pytest.fixture
def site(tree: Callable[..., Path]) -> Path:
    entry = "---\ntitle: Lama\n---\n"
    return tree(
        {
            "site.yml": "title: Jejak\nlanguage: id\n",
            "profile.md": "---\nname: Alya\n---\n",
            "activities/2026-05-01-lama.md": entry,
        }
    )


def taken(day: date | None = None, **said: str) -> EntryPhoto:
    target = BytesIO()
    Image.new("RGB", (8, 6), (200, 120, 40)).save(target, "JPEG")
    return EntryPhoto(ImportedPhoto(Moment(day), Path("IMG_1.jpg"), target.getvalue(), "jpg"), **said)


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_an_entry_is_written_with_all_that_belongs_to_it(site: Path) -> None:
    before = files(site)
    request = EntryRequest(
        "activities",
        "Baca bersama",
        values={"evidence": [{"kind": "letter", "file": "surat.pdf"}], "hours": 2},
        body="Kami membaca.",
        photos=(taken(date(2026, 5, 9), people="none", alt="Rak buku"), taken(date(2026, 5, 10))),
        files=(AttachedFile("surat.pdf", b"%PDF-1.7"),),
    )
    planned = plan_entry(request, context(site))
    assert isinstance(planned, NewEntry) and files(site) == before
    written = write_entry(request, context(site))
    assert written == planned
    folder = "activities/2026-05-10-baca-bersama"
    assert files(site) - before == {
        f"{folder}/{name}" for name in ("index.md", "photo-1.jpg", "photo-2.jpg", "surat.pdf")
    }
    assert written.slug == "baca-bersama" and written.day == date(2026, 5, 10)
    assert [(name, one.consent_to_write) for name, one in written.photos] == [
        ("photo-1.jpg", ""),
        ("photo-2.jpg", "pending"),
    ]
    assert (site / folder / "index.md").read_text("utf-8") == written.text
    assert "draft: true\n" in written.text and written.text.endswith("---\nKami membaca.\n")
    (again,) = write_entry(request, context(site))  # type: ignore[misc]
    assert again.key == "taken" and again.cause == "content"


@pytest.mark.parametrize(
    ("request_", "keys"),
    [
        (EntryRequest("activities", "!!!"), ["no-address"]),
        (EntryRequest("activities", "LAMA"), ["taken"]),
        (EntryRequest("reflections", "Lama"), ["taken"]),
        (EntryRequest("activities", "x", values={"horus": "2"}), ["unknown-key"]),
        (EntryRequest("activities", "x", values={"hours": "two", "place": "-7.80139,110.36472"}), ["bad-hours", "coordinates"]),
        (EntryRequest("activities", "x", values={"quote": "half \ud800"}), ["yaml-escape"]),
        (EntryRequest("activities", "x", body="## X {visibility=privat}\n"), ["visibility-unclear"]),
        (EntryRequest("activities", "x", date(2026, 5, 2), {"end": date(2026, 5, 1)}), ["end-before-date"]),
        (EntryRequest("activities", "!!!", photos=(taken(consent="yes"),)), ["no-address", "consent-without-people"]),
        (EntryRequest("activities", "x", photos=(taken(people="minors", consent="yes"),)), ["consent-of-minors"]),
        (EntryRequest("activities", "x", photos=(taken(),) * 201), ["photos-too-many"]),
    ],
)  # fmt: skip
def test_what_a_build_would_refuse_is_never_written(site: Path, request_: EntryRequest, keys: list[str]) -> None:
    before = files(site)
    refusals = write_entry(request_, context(site))
    assert isinstance(refusals, tuple) and [refusal.key for refusal in refusals] == keys
    assert files(site) == before


def test_a_taken_title_gets_a_free_one_proposed(site: Path) -> None:
    (site / "activities" / "2026-05-02-x.md").write_text("---\ntitle: X\nslug: lama-2\n---\n", "utf-8")
    (refusal,) = write_entry(EntryRequest("activities", "Lama"), context(site))  # type: ignore[misc]
    assert refusal.values["like"] == "Lama 3" and refusal.values["path"].endswith("activities/2026-05-01-lama.md")


def test_other_kinds_lie_where_a_build_looks_for_them(site: Path) -> None:
    thought = write_entry(EntryRequest("reflections", "Suara", body="Saya belajar.", draft=False), context(site))
    words = write_entry(EntryRequest("testimonials", "Ibu Sri", values={"consent": "yes"}), context(site))
    assert isinstance(thought, NewEntry) and isinstance(words, NewEntry)
    assert thought.path == site / "reflections" / "2026-05-20-suara.md" and "draft" not in thought.text
    assert words.path == site / "testimonials" / "ibu-sri.md" and "draft: true" in words.text


def test_where_nothing_may_be_written_the_refusal_says_so(site: Path) -> None:
    (site / "testimonials").write_text("a file", "utf-8")
    (refusal,) = write_entry(EntryRequest("testimonials", "Ibu"), context(site))  # type: ignore[misc]
    assert (refusal.key, refusal.cause) == ("no-folder", "content") and refusal.values["path"].endswith("testimonials")


def test_minors_need_their_guardians() -> None:
    assert consent_refusal("minors", "guardian") is None and consent_refusal("adults", "yes") is None
    assert consent_refusal("minors", "yes") == Refusal("consent-of-minors")
    assert consent_given_by("minors", "yes") == "guardian" and consent_given_by("adults", "yes") == "yes"
    assert consent_given_by("minors", "") == consent_given_by("adults", "") == "pending"
    assert written_consent("", "") == written_consent("minors", "") == "pending" and written_consent("none", "") == ""
