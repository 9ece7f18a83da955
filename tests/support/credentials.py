"""Signs hours for tests with a key that everybody can read here: whatever it signs is worth nothing."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from kiprah.credentials.did_document import did_document
from kiprah.credentials.issuing import Issuance, IssuerIdentity, issue
from kiprah.credentials.keys import key_from_seed, write_key
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.status_list import status_document
from kiprah.model.credential import AttestedFacts

KEY = key_from_seed(sha256(b"kiprah tests").digest())
OTHER_KEY = key_from_seed(sha256(b"somebody else").digest())
PERSON = "urn:uuid:11111111-1111-4111-8111-111111111111"
DID = "did:web:gerimis.example"
STATUS = "https://gerimis.example/status.json"
GERIMIS = IssuerIdentity(DID, "Rumah Baca Gerimis", "https://gerimis.example/", STATUS)
KNOWN = f'attesters: [{{did: "{DID}", name: Rumah Baca Gerimis}}]\n'
SIGNED_AT = datetime(2026, 5, 20, 8, 30, tzinfo=UTC)


def digest_of_text(title: str, body: str, role: str = "", organization: str = "") -> str:
    """Digest an entry's text as an organization binds it: title, role, organization, body, footnotes."""
    return "sha256:" + sha256("\n".join((title, role, organization, body, "")).encode()).hexdigest()


def facts(minutes: int = 240, title: str = "Hari baik", body: str = "Isi.", role: str = "") -> AttestedFacts:
    """Tell the activity of 1 May 2026."""
    day = date(2026, 5, 1)
    return AttestedFacts(title, role, minutes, day, day, digest_of_text(title, body, role))


def signed_document(
    told: AttestedFacts | None = None,
    issuer: IssuerIdentity = GERIMIS,
    key: Any = KEY,
    person: str = PERSON,
    page: str = "https://a.example/activities/hari/",
) -> dict[str, Any]:
    """Sign facts."""
    issuance = Issuance(
        id="urn:uuid:33333333-3333-4333-8333-333333333333",
        subject=person,
        facts=told or facts(),
        organization="Rumah Baca Gerimis",
        language="id",
        status_index=5,
        created=SIGNED_AT,
        awarded=SIGNED_AT.date(),
        page=page,
    )
    return issue(issuer, issuance, key)


def signed_hours(minutes: int = 240, **changes: Any) -> bytes:
    """Sign the hours of that activity, as the file beside it."""
    return pretty_json(signed_document(facts(minutes), **changes))


def did_json(key: Any = KEY) -> bytes:
    """Write what the organization publishes of its key."""
    return pretty_json(did_document(DID, (key.multibase,)))


def status_json(*withdrawn: int, key: Any = KEY) -> bytes:
    """Write the organization's list of withdrawals."""
    return pretty_json(status_document(STATUS, DID, withdrawn, key, "2026-06-01T00:00:00Z"))


@cache
def secret_key() -> bytes:
    """Return a key file as ``kiprah`` writes it; that is slow, since guessing its passphrase shall be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key"
        write_key(path, KEY, "kuda tenang buku senja")
        return path.read_bytes()
