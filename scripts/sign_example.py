"""Sign the hours of the example portfolio anew, in the name of its invented organization.

The key is made from words that stand below: whoever reads them can sign, so it is worth nothing elsewhere.
"""

from __future__ import annotations

import sys
import tempfile
import uuid
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from kiprah.authoring.attest.add_attestation import add_credential
from kiprah.authoring.refusal import Refusal
from kiprah.build.load import silent
from kiprah.build.planned_site import read_and_plan
from kiprah.build.request import Request
from kiprah.credentials.did_document import did_document
from kiprah.credentials.entry_facts import facts_of_entry
from kiprah.credentials.issuing import Issuance, IssuerIdentity, issue
from kiprah.credentials.keys import key_from_seed
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.status_list import status_document
from kiprah.workers import WorkerPool

CONTENT = Path(__file__).parents[1] / "content"
KEY = key_from_seed(sha256(b"kiprah example: an invented organization").digest())
DID, STATUS = "did:web:gerimis.example", "https://gerimis.example/status.json"
GERIMIS = IssuerIdentity(DID, "Rumah Baca Gerimis", "https://gerimis.example/", STATUS)
SIGNED_AT = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
ENTRIES = {"koordinator-sabtu": 40_417, "delapan-anak": 90_021}
"""Slugs, and their places in the list of withdrawals."""
WITHDRAWN = "delapan-anak"


def main() -> int:
    """Write the signed files and the organization's two."""
    with tempfile.TemporaryDirectory() as cache:
        asked = Request(CONTENT, Path(cache) / "public", Path(cache) / "cache", today=date(2026, 11, 22))
        planned = read_and_plan(asked, silent, WorkerPool(1))
    assert planned.site is not None and planned.settings is not None
    (member,) = planned.site.members
    for slug, index in ENTRIES.items():
        activity = next(a for a in member.activities if a.common.slug == slug)
        facts = facts_of_entry(activity)
        assert facts is not None
        issuance = Issuance(
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, slug)}",
            subject=member.profile.id,
            facts=facts,
            organization=GERIMIS.name,
            language="id",
            status_index=index,
            created=SIGNED_AT,
            awarded=SIGNED_AT.date(),
            page=f"{planned.settings.url}activities/{slug}/",
        )
        data = pretty_json(issue(GERIMIS, issuance, KEY))
        named = [e.file for e in activity.evidence if e.kind == "credential"]
        if named:
            (CONTENT / activity.folder / named[0]).write_bytes(data)
        else:
            added = add_credential(CONTENT, activity, data)
            assert not isinstance(added, Refusal), added
        print(f"content/{activity.folder}")
    status = status_document(STATUS, DID, [ENTRIES[WITHDRAWN]], KEY, "2026-10-05T08:00:00Z")
    copies = CONTENT / "attesters"
    copies.mkdir(exist_ok=True)
    (copies / "gerimis.example-did.json").write_bytes(pretty_json(did_document(DID, (KEY.multibase,))))
    (copies / "gerimis.example-status.json").write_bytes(pretty_json(status))
    return 0


if __name__ == "__main__":
    sys.exit(main())
