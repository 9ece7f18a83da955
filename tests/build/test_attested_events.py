"""Hours of an event that an organization signed, on the event's page and on that of the member, and of nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiprah.credentials.reading import pretty_json
from kiprah.model.credential import AttestedFacts
from support.command import TODAY, run
from support.communities import COMMUNITY, make_community
from support.credentials import KNOWN, PERSON, did_json, digest_of_text, signed_document, status_json
from support.sites import files_of, write_files

pytestmark = pytest.mark.slow
OTHER = "urn:uuid:22222222-2222-4222-8222-222222222222"
ENTRY = "---\nevent: pantai\nevidence:\n  - {kind: credential, file: hours.json}\n---\nIsi.\n"
OF = "content/members/alya/activities/2026-05-01-hari"


def hours(minutes: int = 180) -> bytes:
    day = date(2026, 5, 1)
    return pretty_json(
        signed_document(AttestedFacts("Pantai", "", minutes, day, day, digest_of_text("Pantai", "Isi.")), person=PERSON)
    )


def community(root: Path, credential: bytes) -> Path:
    make_community(
        root,
        {
            "content/attesters/did.json": did_json(),
            "content/attesters/status.json": status_json(),
            "content/members/alya/profile.md": f"---\nname: Alya Putri\nid: {PERSON}\n---\nHalo.\n",
            f"{OF}/index.md": ENTRY,
            f"{OF}/hours.json": credential,
            "content/members/bima/profile.md": f"---\nname: Bima\nid: {OTHER}\n---\nHai.\n",
        },
        COMMUNITY + KNOWN,
    )
    (root / "content/members/alya/activities/2026-05-01-hari.md").unlink()
    return root


def event_page(root: Path) -> str:
    done = run(root, "build", *TODAY, "-j1")
    assert done.returncode == 0, done.stderr
    return (root / "public/events/pantai/index.html").read_text("utf-8")


def test_who_stands_by_a_participants_hours_is_said_quietly(tmp_path: Path) -> None:
    page = event_page(community(tmp_path, hours()))
    assert page.count("confirmed by Rumah Baca Gerimis") == 1
    assert page.index("Alya Putri") < page.index("confirmed by Rumah Baca Gerimis")
    own = (tmp_path / "public/members/alya/activities/hari/index.html").read_text("utf-8")
    assert "3 hours, confirmed by Rumah Baca Gerimis" in own
    before = files_of(tmp_path / "public")
    # Somebody who copies the file, and even the id in another's profile, changes nothing of Alya's pages.
    theirs = "content/members/bima/activities/2026-05-01-saya"
    write_files(tmp_path, {f"{theirs}/index.md": ENTRY, f"{theirs}/hours.json": hours()})
    page = event_page(tmp_path)
    assert page.count("confirmed by Rumah Baca Gerimis") == 1, "signed for another person"
    after = files_of(tmp_path / "public")
    assert {p: d for p, d in before.items() if p.startswith("members/alya/")} == {
        p: d for p, d in after.items() if p.startswith("members/alya/")
    }


@pytest.mark.parametrize("spoiled", [hours(240), hours().replace(b"Pantai", b"Pantay"), b"{}"])
def test_what_was_not_signed_so_is_not_said(spoiled: bytes, tmp_path: Path) -> None:
    assert "confirmed by" not in event_page(community(tmp_path, spoiled))
