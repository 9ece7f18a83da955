"""From the request to the page: a member asks, a coordinator signs on another machine, the file comes back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kiprah.credentials import keys
from support.command import PYTHON, TODAY, Run, run, run_process
from support.sites import files_of, make_site

SECRET = "kuda tenang buku senja"
ENTRY = """---
title: Hari baik
role: Pengajar
organization: Rumah Baca Gerimis
hours: 2:30
evidence:
  - {kind: link, url: "https://a.example/x"} # keep me
# and me
tags: [a]
---
Isi.
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare every test the rounds that make guessing dear; tests/credentials looks at their number."""
    monkeypatch.setattr(keys, "BCRYPT_ROUNDS", 2)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A member's site."""
    return make_site(tmp_path / "member", {"content/activities/2026-05-01-hari/index.md": ENTRY})


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A coordinator's folder, with a key."""
    (tmp_path / "office").mkdir()
    done = run(
        tmp_path / "office",
        "attest",
        "key",
        "Rumah Baca Gerimis",
        "--url",
        "https://gerimis.example",
        stdin=f"{SECRET}\n{SECRET}\n",
    )
    assert done.returncode == 0, done.stderr
    assert "did:web:gerimis.example" in done.stdout
    return tmp_path / "office"


def asked(home: Path, *more: str) -> str:
    done = run(home, "attest", "request", *(more or ("hari",)))
    assert done.returncode == 0, done.stderr
    return done.stdout


def signed(office: Path, text: str, answers: str = "y\n", **env: str) -> Run:
    (office / "request.txt").write_text(text, "utf-8")
    return run(office, "attest", "sign", "request.txt", stdin=f"{answers}{SECRET}\n", **env)


def files(office: Path) -> list[Path]:
    return sorted((office / "signed").glob("*.json"))


@pytest.mark.slow
def test_the_whole_way(home: Path, office: Path) -> None:
    text = asked(home)
    assert len(text) < 1000
    assert text.startswith("Please confirm: Alya, 2.5 hours, Pengajar, Rumah Baca Gerimis, Hari baik, 1 May 2026")
    done = signed(office, text)
    assert done.returncode == 0, done.stderr
    assert "Alya, 2.5 hours, Pengajar, Rumah Baca Gerimis, Hari baik, 1 May 2026" in done.stdout
    (credential,) = files(office)
    assert "Alya" not in credential.read_text("utf-8")
    assert run(office, "attest", "publish", "site", stdin=f"{SECRET}\n").returncode == 0
    copies = ("../office/site/.well-known/did.json", "../office/site/status.json")
    done = run(home, "attest", "add", f"../office/signed/{credential.name}", *copies)
    assert done.returncode == 0, done.stderr
    written = (home / "content/activities/2026-05-01-hari/index.md").read_text("utf-8")
    line = "  - {kind: credential, file: hours.json}\n"
    assert written.replace(line, "") == ENTRY
    again = run(home, "attest", "add", f"../office/signed/{credential.name}")
    assert again.returncode == 0
    assert (home / "content/activities/2026-05-01-hari/index.md").read_text("utf-8") == written
    with (home / "content/site.yml").open("a", encoding="utf-8") as settings:
        settings.write('attesters: [{did: "did:web:gerimis.example", name: Gerimis}]\n')
    assert run(home, "attest", "verify", "content/activities/2026-05-01-hari/hours.json").returncode == 0
    assert run(home, "build", *TODAY, "-j", "1").returncode == 0
    assert "2,5 jam, dikonfirmasi Gerimis" in (home / "public/activities/hari/index.html").read_text("utf-8")
    # Withdrawn: the organization says so in its list, the member keeps a newer copy.
    assert run(office, "attest", "revoke", f"signed/{credential.name}").returncode == 0
    assert run(office, "attest", "publish", "site", stdin=f"{SECRET}\n").returncode == 0
    assert run(home, "attest", "add", "../office/site/status.json").returncode == 0
    assert run(home, "attest", "verify", "content/activities/2026-05-01-hari/hours.json").returncode == 1
    assert run(home, "build", *TODAY, "-j", "1").returncode == 0
    assert "Ditarik oleh Gerimis" in (home / "public/activities/hari/index.html").read_text("utf-8")
    secret = (office / "organization/key").read_bytes().splitlines()[2]
    assert all(secret not in content for content in files_of(home).values())
    assert all(secret not in content for content in files_of(office / "site").values())


def test_what_a_messenger_adds_does_no_harm(home: Path, office: Path) -> None:
    text = asked(home).replace("\n", "\r\n")
    chat = f"[12/5 14.02] Alya: {text}\n[12/5 14.03] Budi: baik\n*kiprah-attest: 1*\nrusak\n"
    done = signed(office, chat)
    assert len(files(office)) == 1
    assert done.returncode == 1, "the damaged one is said"
    assert "did not arrive whole" in done.stderr


def test_a_request_that_was_changed_on_the_way_is_not_signed(home: Path, office: Path) -> None:
    done = signed(office, asked(home).replace("hours: 2.5", "hours: 25"), "")
    assert done.returncode == 1
    assert files(office) == []


def test_a_no_is_a_no_and_nothing_is_signed_twice(home: Path, office: Path) -> None:
    text = asked(home)
    assert signed(office, text, "n\n").returncode == 0
    assert files(office) == []
    assert signed(office, text, "y\n").returncode == 0
    assert "signed already" in signed(office, text, "").stdout
    assert len(files(office)) == 1
    with (office / "organization/ledger.csv").open(encoding="utf-8") as ledger:
        (row,) = csv.DictReader(ledger)
    assert row["name"] == "Alya"


def test_a_list_is_confirmed_at_once(home: Path, office: Path) -> None:
    for number in (2, 3):
        more = home / f"content/activities/2026-05-0{number}-hari.md"
        more.write_text(ENTRY.replace("Hari baik", f"Hari {number}"), "utf-8")
    done = signed(office, asked(home, "2026-05-01-hari", "2026-05-02-hari", "2026-05-03-hari"), "a\n")
    assert done.returncode == 0, done.stderr
    assert len(files(office)) == 3
    indexes = {json.loads(path.read_bytes())["credentialStatus"]["statusListIndex"] for path in files(office)}
    assert len(indexes) == 3


def replaced(office: Path, loss: str) -> None:
    done = run(office, "attest", "key", "--replace", loss, stdin=f"{SECRET}\n{SECRET}\n")
    assert done.returncode == 0, done.stderr
    assert run(office, "attest", "publish", "site", stdin=f"{SECRET}\n").returncode == 0


def verified(home: Path, credential: Path) -> int:
    site = "../office/site"
    name = f"../office/signed/{credential.name}"
    return run(home, "attest", "verify", name, f"{site}/.well-known/did.json", f"{site}/status.json").returncode


@pytest.mark.slow
def test_a_lost_key_still_vouches_and_a_stolen_one_no_more(home: Path, office: Path) -> None:
    text = asked(home)
    assert signed(office, text).returncode == 0
    (first,) = files(office)
    replaced(office, "lost")
    assert verified(home, first) == 0
    assert "signed already" in signed(office, text, "").stdout
    ledger = office / "organization/ledger.csv"
    rows = ledger.read_text("utf-8")
    day = json.loads(first.read_bytes())["awardedDate"][:10]
    # As a ledger looks that was kept before keys could be replaced, some weeks ago.
    ledger.write_text("\n".join(line.rsplit(",", 1)[0] for line in rows.splitlines()).replace(day, "2026-06-01") + "\n")
    replaced(office, "stolen")
    # The second key is stolen; the first, from before, was only lost.
    assert verified(home, first) == 0
    identity = json.loads((office / "organization/organization.json").read_bytes())
    assert [one["loss"] for one in identity["former"]] == ["lost", "stolen"]


@pytest.mark.slow
def test_what_a_stolen_key_signed_is_signed_anew_with_its_first_day(home: Path, office: Path) -> None:
    text = asked(home)
    assert signed(office, text).returncode == 0
    (first,) = files(office)
    ledger = office / "organization/ledger.csv"
    day = json.loads(first.read_bytes())["awardedDate"][:10]
    ledger.write_text(ledger.read_text("utf-8").replace(day, "2026-06-01"), "utf-8")
    replaced(office, "stolen")
    assert verified(home, first) == 1
    assert signed(office, text).returncode == 0
    (second,) = {*files(office)} - {first}
    assert verified(home, second) == 0
    assert json.loads(second.read_bytes())["awardedDate"][:10] == "2026-06-01"
    assert "signed already" in signed(office, text, "").stdout


def test_an_organization_called_after_its_key_keeps_it(tmp_path: Path) -> None:
    assert run(tmp_path, "attest", "key", "Gerimis", stdin=f"{SECRET}\n{SECRET}\n").returncode == 0
    done = run(tmp_path, "attest", "key", "--replace", "lost", stdin=f"{SECRET}\n{SECRET}\n")
    assert done.returncode == 2 and "is the key itself" in done.stderr
    assert sorted(path.name for path in (tmp_path / "organization").iterdir()) == ["key", "organization.json"]


@pytest.mark.parametrize(
    ("args", "stdin", "words"),
    [
        (("key", "Lain", "--organization", "organization"), "", "has a key already"),
        (("key", "Lain", "--organization", "baru"), "pendek\npendek\n", "shorter than"),
        (("key", "Lain", "--url", "http://a.example/", "--organization", "baru"), "", "no https:// address"),
        (("key", "a@b.example", "--organization", "baru"), "", "cannot be the organization's name"),
        (("sign", "tidak-ada.txt"), "", "cannot be read"),
        (("publish", "site"), "salah salah salah\n", "does not open the key"),
        (("revoke", "urn:uuid:x"), "", "not in the ledger"),
    ],
)
def test_what_cannot_be_done_is_explained(office: Path, args: tuple[str, ...], stdin: str, words: str) -> None:
    done = run(office, "attest", *args, stdin=stdin)
    assert done.returncode in (1, 2, 3)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_no_key_is_made_inside_a_site(home: Path) -> None:
    done = run(home, "attest", "key", "Gerimis", stdin=f"{SECRET}\n{SECRET}\n")
    assert done.returncode == 2
    assert "sites are published" in done.stderr
    assert not (home / "organization").exists()


def test_a_request_that_a_full_disk_has_no_room_for_leaves_the_last_one(home: Path) -> None:
    asked(home)
    (home / "request.txt").write_text("the last one", "utf-8")
    # Full only by then: the state of earlier builds is written first.
    full = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "sys.addaudithook(lambda event, values: resource.setrlimit(resource.RLIMIT_FSIZE, (60, 60)) "
        "if event == 'open' and str(values[0]).endswith('request.txt') else None); "
        "from kiprah.cli import main; main(sys.argv[1:])"
    )
    arguments = ("attest", "request", "hari", "-o", "request.txt")
    done = run_process(home, "-c", full, *arguments, command=PYTHON)
    assert done.returncode == 3 and "File too large" in done.stderr, done.stderr
    assert (home / "request.txt").read_text("utf-8") == "the last one"
    assert not [path for path in home.iterdir() if path.name.startswith(".new-")]
    assert run(home, *arguments).returncode == 0
    assert (home / "request.txt").read_text("utf-8") == asked(home)


def test_an_entry_without_hours_cannot_be_asked_about(home: Path) -> None:
    (home / "content/activities/2026-05-01-hari/index.md").write_text("---\ntitle: Hari\n---\nIsi.\n", "utf-8")
    done = run(home, "attest", "request", "hari")
    assert done.returncode == 1
    assert "says no hours" in done.stderr
    assert "id:" not in (home / "content/profile.md").read_text("utf-8")
