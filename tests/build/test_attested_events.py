"""Hours of an event that an organization signed, on the event's page and on that of the member, and of nobody else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

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


def hours(minutes: int = 180, title: str = "Pantai", person: str = PERSON) -> bytes:
    day = date(2026, 5, 1)
    facts = AttestedFacts(title, "", minutes, day, day, digest_of_text("Pantai", "Isi."))
    return pretty_json(signed_document(facts, person=person))


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


EVENT = "content/events/2026-05-01-pantai"
SIGNED = "---\ntitle: Pantai\nhours: 3\nparticipants: [alya, bima]\nevidence:\n  - {kind: credential, file: jam.json}\n---\nBersama.\n"


def event_of(root: Path, credential: bytes, settings: str = COMMUNITY + KNOWN, **more: str) -> Path:
    """Make a community where the organization's file for Bima, who wrote nothing, lies beside the event."""
    profiles = {
        "alya": f"---\nname: Alya Putri\nid: {PERSON}\n---\nHalo.\n",
        "bima": f"---\nname: Bima\nid: {OTHER}\n---\nHai.\n",
        **more,
    }
    return make_community(
        root,
        {
            "content/attesters/did.json": did_json(),
            "content/attesters/status.json": status_json(),
            f"{EVENT}/index.md": SIGNED,
            f"{EVENT}/jam.json": credential,
            **{f"content/members/{slug}/profile.md": text for slug, text in profiles.items()},
        },
        settings,
    )


def published_credentials(root: Path) -> dict[str, bytes]:
    return {p: d for p, d in files_of(root / "public").items() if p.endswith(".json") and "-bukti-" in p}


def test_hours_of_one_who_wrote_nothing_are_confirmed_by_their_name(tmp_path: Path) -> None:
    page = event_page(event_of(tmp_path, hours(150, person=OTHER)))
    own = page[page.index("participants") :]
    assert own.index("Alya Putri") < own.index(">Bima<") < own.index("2.5 hours, confirmed by Rumah Baca Gerimis on")
    assert page.count("confirmed by Rumah Baca Gerimis on") == 1
    ((path, content),) = published_credentials(tmp_path).items()
    assert json.loads(content) == json.loads(hours(150, person=OTHER)) and f'href="../../{path}"' in page
    # A visitor can check it: the file, the keys and the list of withdrawals stand by.
    assert "data-credential=" in page and "data-list=" in page and "attestation-" in page
    # It says nothing of the event itself, nor of anybody's own pages.
    others = {p: d for p, d in files_of(tmp_path / "public").items() if p.endswith(".html") and "Gerimis" in d.decode()}
    assert others.keys() == {"events/pantai/index.html"}
    assert run(tmp_path, "check", *TODAY).returncode == 0


def test_what_one_member_says_changes_nothing_of_anothers_confirmed_hours(tmp_path: Path) -> None:
    event_page(event_of(tmp_path, hours(person=OTHER)))
    before = files_of(tmp_path / "public")
    write_files(tmp_path, {"content/members/alya/profile.md": "---\nname: Alya Putri\n---\nHalo lagi.\n"})
    page = event_page(tmp_path)
    assert page.encode() == before["events/pantai/index.html"]
    clean = run(tmp_path, "build", *TODAY, "-j1", "-o", "again", "--cache", "other")
    assert clean.returncode == 0 and files_of(tmp_path / "again") == files_of(tmp_path / "public")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credential": hours(240, person="urn:uuid:44444444-4444-4444-8444-444444444444")}, "credential-participant"),
        ({"bima": "---\nname: Bima\n---\nHai.\n"}, "credential-participant"),
        ({"bima": f"---\nname: Bima\nid: {OTHER}\nevents: own\n---\nHai.\n"}, "credential-participant"),
        ({"alya": f"---\nname: Alya\nid: {OTHER}\n---\nHalo.\n"}, "credential-two-people"),
        ({"credential": hours(person=OTHER).replace(b"Pantai", b"Pantay")}, "credential-signature"),
        ({"credential": b"{}"}, "credential-shape"),
        ({"settings": COMMUNITY}, "credential-unknown"),
    ],
)
def test_what_cannot_be_said_of_somebody_is_named_and_not_published(
    changes: dict[str, Any], code: str, tmp_path: Path
) -> None:
    event_of(tmp_path, **{"credential": hours(person=OTHER), **changes})
    done = run(tmp_path, "build", *TODAY, "-j1")
    assert done.returncode == 0 and f"[{code}]" in done.stderr, done.stderr
    assert "Gerimis" not in (tmp_path / "public/events/pantai/index.html").read_text("utf-8")
    assert published_credentials(tmp_path) == {}


def test_who_paused_or_left_takes_the_file_along(tmp_path: Path) -> None:
    event_page(event_of(tmp_path, hours(person=OTHER)))
    assert len(published_credentials(tmp_path)) == 1
    write_files(tmp_path, {"content/members/bima.yml": "status: paused\n"})
    assert "Gerimis" not in event_page(tmp_path)
    assert published_credentials(tmp_path) == {}


def test_a_withdrawn_file_and_another_title_are_told_apart(tmp_path: Path) -> None:
    page = event_page(event_of(tmp_path, hours(title="Pantai Parangtritis", person=OTHER)))
    assert "confirmed by Rumah Baca Gerimis on May 20, 2026; the text has changed since" in page
    write_files(tmp_path, {"content/attesters/status.json": status_json(5)})
    done = run(tmp_path, "build", *TODAY, "-j1")
    assert "[credential-withdrawn]" in done.stderr
    assert "Gerimis" not in (tmp_path / "public/events/pantai/index.html").read_text("utf-8")
    assert published_credentials(tmp_path) == {}


def test_hidden_totals_hide_a_participants_hours_too(tmp_path: Path) -> None:
    page = event_page(event_of(tmp_path, hours(person=OTHER), COMMUNITY + KNOWN + "hours: hide\n"))
    assert "Confirmed by Rumah Baca Gerimis on" in page and "3 hours, confirmed" not in page
    assert published_credentials(tmp_path) == {} and "data-credential" not in page


def test_the_coordinators_way_from_request_to_the_events_page(tmp_path: Path) -> None:
    event_of(tmp_path, b"")
    write_files(
        tmp_path, {f"{EVENT}/index.md": SIGNED.replace("evidence:\n  - {kind: credential, file: jam.json}\n", "")}
    )
    (tmp_path / EVENT / "jam.json").unlink()
    asked = run(tmp_path, "attest", "request", "--event", "pantai")
    assert asked.returncode == 0, asked.stderr
    # Who wrote nothing has no page: the request names the event's.
    assert asked.stdout.count("https://kawan.example/events/pantai/") == 2
    (tmp_path / "signed.json").write_bytes(hours(person=OTHER))
    (tmp_path / "foreign.json").write_bytes(hours(person="urn:uuid:44444444-4444-4444-8444-444444444444"))
    added = run(tmp_path, "attest", "add", "signed.json", "--event", "pantai")
    assert added.returncode == 0, added.stderr
    assert (tmp_path / EVENT / "hours.json").read_bytes() == hours(person=OTHER)
    assert "confirmed by Rumah Baca Gerimis on" in event_page(tmp_path)
    refused = run(tmp_path, "attest", "add", "foreign.json", "--event", "pantai")
    assert refused.returncode == 1 and "signed for nobody who took part in pantai" in refused.stderr
    assert not (tmp_path / EVENT / "hours-2.json").exists()
