"""What a built site says of credentials, and what it never publishes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.command import TODAY, run, run_process
from support.credentials import (
    DID,
    GERIMIS,
    KNOWN,
    OTHER_KEY,
    PERSON,
    did_json,
    facts,
    secret_key,
    signed_document,
    signed_hours,
    status_json,
)
from support.sites import SETTINGS, files_of, make_site

PAGE = "public/activities/hari/index.html"
BESIDE = "content/activities/2026-05-01-hari"
COPIES: Mapping[str, str | bytes] = {
    "content/attesters/did.json": did_json(),
    "content/attesters/status.json": status_json(),
}


def site(
    root: Path, credential: bytes, *, keys: str = "", settings: str = KNOWN, body: str = "Isi.", **more: bytes
) -> Path:
    entry = f"---\ntitle: Hari baik\nhours: 4\n{keys}evidence: [{{kind: credential, file: hours.json}}]\n---\n{body}\n"
    files: dict[str, str | bytes] = {
        f"{BESIDE}/index.md": entry,
        f"{BESIDE}/hours.json": credential,
        **COPIES,
        **{f"content/attesters/{name}.json": text for name, text in more.items()},
    }
    make_site(root, files, SETTINGS + settings)
    profile = root / "content" / "profile.md"
    profile.write_text(f"---\nname: Alya\nid: {PERSON}\n---\nHalo.\n", "utf-8")
    return root


def built(root: Path) -> str:
    done = run(root, "build", *TODAY, "-j", "1")
    assert done.returncode == 0, done.stderr
    return (root / PAGE).read_text("utf-8")


def published(root: Path) -> list[str]:
    return [path for path in files_of(root / "public") if re.search(r"media/.*\.json$", path)]


def evidence(root: Path) -> dict[str, object]:
    portfolio = json.loads((root / "public" / "portfolio.json").read_text("utf-8"))
    (activity,) = portfolio["activities"]
    (one,) = activity.get("evidence", [{}])
    return dict(one)


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        (", checked_by: Ratna, checked_how: Kuncinya dibacakan", "Diperiksa oleh Ratna: Kuncinya dibacakan<"),
        (
            ", checked_by: Ratna, checked_how: Kuncinya dibacakan, checked: 2026-07-01",
            "Diperiksa oleh Ratna: Kuncinya dibacakan (1 Juli 2026)",
        ),
        (", checked_by: Ratna", ""),
    ],
)
def test_who_looked_at_a_key_and_how_is_said_where_both_are_known(tmp_path: Path, checked: str, told: str) -> None:
    page = built(site(tmp_path, signed_hours(), settings=KNOWN.replace("}]", f"{checked}}}]")))
    assert "4 jam, dikonfirmasi Rumah Baca Gerimis" in page
    assert told in page and ("Diperiksa oleh" in page) == bool(told)


def test_what_an_organization_confirmed_is_said_and_published(tmp_path: Path) -> None:
    page = built(site(tmp_path, signed_hours()))
    assert "4 jam, dikonfirmasi Rumah Baca Gerimis pada 20 Mei 2026" in page
    assert "Pemilik situs ini yang menyebut kunci ini milik Rumah Baca Gerimis." in page
    (path,) = published(tmp_path)
    assert json.loads((tmp_path / "public" / path).read_bytes()) == signed_document()
    attestation = {"state": "attested", "by": "Rumah Baca Gerimis", "issuer": DID, "date": "2026-05-20", "hours": 4}
    assert evidence(tmp_path)["attestation"] == attestation
    resume = json.loads((tmp_path / "public" / "resume.json").read_text("utf-8"))
    assert "Rumah Baca Gerimis" in resume["volunteer"][0]["attested"]
    headers = (tmp_path / "public" / "_headers").read_text("utf-8")
    own = "https://gerimis.example/.well-known/did.json https://gerimis.example/status.json"
    assert f"connect-src 'self' {own};" in headers
    assert f"\n/{path}\n  Access-Control-Allow-Origin: *\n" in headers
    copies = {content for path, content in files_of(tmp_path / "public").items() if path.startswith("attesters/")}
    assert copies == {did_json(), status_json()}


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({"body": "Isi yang lain."}, "changed", "teksnya berubah setelah itu"),
        ({"status": status_json(5)}, "withdrawn", "Ditarik oleh Rumah Baca Gerimis"),
        ({"settings": ""}, "unknown", "organisasi yang belum dikenal di sini"),
        ({"did": did_json(OTHER_KEY)}, "unknown", "organisasi yang belum dikenal di sini"),
    ],
)
def test_each_state_has_its_words(tmp_path: Path, changes: dict[str, object], state: str, words: str) -> None:
    page = built(site(tmp_path, signed_hours(), **changes))  # type: ignore[arg-type]
    assert words in page
    told = evidence(tmp_path)["attestation"]
    assert isinstance(told, dict)
    assert told["state"] == state


@pytest.mark.parametrize(
    ("credential", "changes"),
    [
        (signed_hours().replace(b"4 jam", b"5 jam"), {}),
        (signed_hours(person="urn:uuid:22222222-2222-4222-8222-222222222222"), {}),
        (signed_hours(), {"status": status_json(key=OTHER_KEY)}),
        (b"{}", {}),
    ],
)
def test_what_cannot_be_trusted_is_shown_as_self_reported(
    tmp_path: Path, credential: bytes, changes: dict[str, object]
) -> None:
    page = built(site(tmp_path, credential, **changes))  # type: ignore[arg-type]
    assert "Catatan sendiri" in page
    assert "Gerimis" not in page
    assert published(tmp_path) == []


def test_signed_hours_above_the_entry_s_count_for_what_was_signed(tmp_path: Path) -> None:
    page = built(site(tmp_path, signed_hours(minutes=60)))
    assert "1 jam, dikonfirmasi Rumah Baca Gerimis pada 20 Mei 2026; teksnya berubah setelah itu" in page


def test_one_entry_s_credential_does_not_serve_another_in_the_same_folder(tmp_path: Path) -> None:
    site(tmp_path, signed_hours())
    for name in ("hari", "lain"):
        title = "Hari baik" if name == "hari" else "Hari lain"
        text = f"---\ntitle: {title}\ndate: 2026-05-01\nhours: 4\nevidence: [{{kind: credential, file: jam.json}}]\n---\nIsi.\n"
        (tmp_path / "content" / "activities" / f"2026-05-01-{name}.md").write_text(text, "utf-8")
    (tmp_path / "content" / "activities" / "jam.json").write_bytes(signed_hours())
    for old in (tmp_path / BESIDE).iterdir():
        old.unlink()
    (tmp_path / BESIDE).rmdir()
    assert "teksnya berubah" not in built(tmp_path)
    assert "teksnya berubah" in (tmp_path / "public/activities/lain/index.html").read_text("utf-8")


def test_hidden_totals_hide_the_hours_of_credentials_too(tmp_path: Path) -> None:
    page = built(site(tmp_path, signed_hours(), settings=KNOWN + "hours: hide\n"))
    assert "Dikonfirmasi Rumah Baca Gerimis pada 20 Mei 2026" in page
    assert published(tmp_path) == []
    assert "data-credential" not in page


def test_a_draft_s_credential_stays_here(tmp_path: Path) -> None:
    site(tmp_path, signed_hours(), keys="draft: true\n")
    assert run(tmp_path, "build", *TODAY, "-j", "1").returncode == 0
    assert published(tmp_path) == []


def test_an_organization_without_a_site_is_its_own_key(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from support.credentials import KEY

    did = f"did:key:{KEY.multibase}"
    issuer = replace(GERIMIS, did=did, url="", status_list="")
    page = built(
        site(tmp_path, signed_hours(issuer=issuer), settings=f'attesters: [{{did: "{did}", name: Gerimis}}]\n')
    )
    assert "4 jam, dikonfirmasi Gerimis" in page
    assert "tidak bisa menarik" in page
    assert "connect-src 'self';" in (tmp_path / "public" / "_headers").read_text("utf-8")


@pytest.mark.slow
def test_a_key_is_never_published_wherever_it_lies(tmp_path: Path) -> None:
    site(tmp_path, signed_hours(), key=secret_key())
    (tmp_path / BESIDE / "key").write_bytes(secret_key())
    (tmp_path / "content" / "attesters" / "key").write_bytes(secret_key())
    built(tmp_path)
    canary = secret_key().splitlines()[2]
    assert len(canary) > 60
    assert [path for path, content in files_of(tmp_path / "public").items() if canary in content] == []
    (tmp_path / "content" / "static").mkdir()
    (tmp_path / "content" / "static" / "kunci.txt").write_bytes(b"\n" + secret_key())
    done = run(tmp_path, "build", *TODAY, "-j", "1")
    assert done.returncode == 1
    assert "secret-key" in done.stderr
    assert [path for path, content in files_of(tmp_path / "public").items() if canary in content] == []


def test_a_key_explained_in_a_text_is_no_key(tmp_path: Path) -> None:
    built(site(tmp_path, signed_hours(), body="Kunci mulai dengan `-----BEGIN OPENSSH PRIVATE KEY-----`."))


@pytest.mark.slow
def test_without_the_extra_it_is_self_reported_and_says_why(tmp_path: Path) -> None:
    site(tmp_path, signed_hours())
    without = "import sys; sys.modules['cryptography'] = None; from kiprah.cli import main; main(sys.argv[1:])"
    import sys

    done = run_process(tmp_path, "build", *TODAY, command=(sys.executable, "-c", without))
    assert done.returncode == 0, done.stderr
    assert "credential-unchecked" in done.stderr
    assert "Gerimis" not in (tmp_path / PAGE).read_text("utf-8")
    assert published(tmp_path) == []
    # The same folder with the extra: nothing old is believed.
    assert "dikonfirmasi Rumah Baca Gerimis" in built(tmp_path)


def test_facts_are_told_one_by_one(tmp_path: Path) -> None:
    from kiprah.credentials.reading import pretty_json

    site(tmp_path, pretty_json(signed_document(facts(role="Ketua"))))
    done = run(tmp_path, "check", *TODAY)
    assert "credential-changed" in done.stderr + done.stdout
    assert ": role" in done.stderr + done.stdout


@pytest.mark.slow
def test_the_example_s_organization_confirms_one_role_and_withdrew_another(example: Path) -> None:
    portfolio = json.loads((example / "portfolio.json").read_text("utf-8"))
    states = {
        activity["slug"]: one["attestation"]["state"]
        for activity in portfolio["activities"]
        for one in activity.get("evidence", [])
        if "attestation" in one
    }
    # Where an entry's text was changed: scripts/sign_example.py
    assert states == {"koordinator-sabtu": "attested", "delapan-anak": "withdrawn"}
