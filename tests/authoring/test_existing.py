"""What a site holds already, read from its keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.authoring.existing_entries import (
    ExistingEntry,
    activities_like,
    activity_named,
    activity_with,
    as_used,
    close_to,
    existing_entries,
    last_hours,
    organizations,
    roles,
    taken_by,
)
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings


@pytest.fixture
def used(tree: Callable[..., Path]) -> tuple[ExistingEntry, ...]:
    root = tree(
        {
            "site.yml": "title: x\nlanguages: [id, en]\n",
            "profile.md": "---\nname: A\n---\n",
            "activities/2026-01-01-satu/index.md": "---\ntitle: Pertama\norganization: rumah pelangi\nrole: Guru\n---\n",
            "activities/2026-03-01-dua.md": "---\ntitle: Kedua\norganization: {name: Rumah Pelangi}\nrole: Panitia\n---\n",
            "activities/2026-03-01-dua.en.md": "---\ntitle: Second\n---\n",
            "activities/tiga.md": "---\ntitle: Ketiga\ndate: 2026-02-01\nslug: lain\norganization: PMI\nrole: Sopir\n---\n",
            "activities/2026-04-01-rusak.md": "no front matter",
            "reflections/2026-01-05-pikir.md": "---\ntitle: Pikir\n---\n",
            "testimonials/ibu.md": "---\nfrom: Ibu\n---\n",
        }
    )
    listed, _ = list_folder(root)
    settings, _ = read_settings(listed)
    assert settings is not None
    return existing_entries(listed, settings)


def test_addresses_are_taken_by_name_or_by_key(used: tuple[ExistingEntry, ...]) -> None:
    assert taken_by("satu", "activities", used) == "activities/2026-01-01-satu/index.md"
    assert taken_by("LAIN", "reflections", used) == "activities/tiga.md"
    assert taken_by("rusak", "activities", used) == "activities/2026-04-01-rusak.md"
    assert taken_by("pikir", "activities", used) == "reflections/2026-01-05-pikir.md"
    assert taken_by("ibu", "activities", used) is None and taken_by("ibu", "testimonials", used)
    assert taken_by("tiga", "activities", used) is None


def test_what_was_used_is_proposed_newest_first_and_once(used: tuple[ExistingEntry, ...]) -> None:
    assert organizations(used) == ("Rumah Pelangi", "PMI")
    assert roles(used, "RUMAH pelangi") == ("Panitia", "Guru", "Sopir")
    assert roles(used, "PMI") == ("Sopir", "Panitia", "Guru")
    assert as_used("panitia", roles(used, "")) == "Panitia" and as_used("Baru", ()) == "Baru"


def test_a_slip_is_told_from_another_name() -> None:
    known = ("Rumah Pelangi", "PMI Sleman")
    assert close_to("rumah plangi", known) == "Rumah Pelangi"
    assert close_to("Rumah Pelangi", known) is None and close_to("RUMAH PELANGI", known) is None
    assert close_to("PMI Bantul", known) is None and close_to("", ()) is None


def test_the_hours_of_the_last_time(used: tuple[ExistingEntry, ...]) -> None:
    longer = ExistingEntry("activities", "x", "x", "X", "2026-05-01", "PMI", "Sopir", 150)
    older = ExistingEntry("activities", "y", "y", "Y", "2025-05-01", "PMI", "Sopir", 240)
    assert last_hours((older, *used), "pmi", "sopir") == "4"
    assert last_hours((older, longer, *used), "pmi", "sopir") == "2:30"
    assert last_hours(used, "PMI", "Sopir") == last_hours((longer,), "", "") == ""


@pytest.mark.parametrize("wanted", ["dua", "2026-03-01-dua", "activities/2026-03-01-dua.md", "KEDUA", "dua/"])
def test_an_activity_is_found_by_what_people_call_it(used: tuple[ExistingEntry, ...], wanted: str) -> None:
    found = activity_named(wanted, used)
    assert found is not None and found.slug == "dua"


def test_one_that_is_not_there_has_neighbours(used: tuple[ExistingEntry, ...]) -> None:
    assert activity_named("pikir", used) is None
    assert activities_like("duaa", used)[0] == "dua"
    assert activities_like("ketiga", used)[0] == "lain"
    assert activities_like("xyzzy", used) == ("rusak", "dua", "lain")
    assert activities_like("x", ()) == ()


def test_words_of_a_title_are_enough_where_only_one_has_them(used: tuple[ExistingEntry, ...]) -> None:
    found = activity_with("KETI", used)
    assert found is not None and found.slug == "lain"
    assert activity_with("ke", used) is None and activity_with("!", used) is None and activity_with("x y", used) is None
