"""Writes credentials: from the facts an organization was shown to a document with both proofs."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from kiprah.credentials.document import CONTEXTS, HOURS_NAME, document_of
from kiprah.credentials.hours_text import hours_text
from kiprah.credentials.keys import SigningKey
from kiprah.credentials.proofs import signed
from kiprah.model.credential import AttestedFacts


class IssuerIdentity(Struct, frozen=True):
    """Identity of the organization, as its credentials name it."""

    did: str
    name: str
    url: str = ""
    """Https address of its site; empty where it has none."""
    status_list: str = ""
    """Address at which it publishes withdrawals; empty where it can withdraw nothing."""


class Issuance(Struct, frozen=True):
    """Content of a new credential, all but who signs it."""

    id: str
    subject: str
    facts: AttestedFacts
    organization: str
    language: str
    status_index: int
    created: datetime
    awarded: date
    page: str = ""
    """The entry's public page, https; or empty."""


def new_urn() -> str:
    """Make an id that says nothing."""
    return f"urn:uuid:{uuid.uuid4()}"


def issue(issuer: IssuerIdentity, issuance: Issuance, key: SigningKey) -> dict[str, Any]:
    """Write and sign a credential. Raises ``NotStrict`` for facts that may not stand in one."""
    created = issuance.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = signed(_unsigned(issuer, issuance, created), issuer.did, key, created)
    document_of(document)
    return document


def moment_of(day: date) -> str:
    """Write a day as the standard wants it."""
    return f"{day.isoformat()}T00:00:00Z"


def _unsigned(issuer: IssuerIdentity, issuance: Issuance, created: str) -> dict[str, Any]:
    facts, hours = issuance.facts, hours_text(issuance.facts.minutes)
    # Ids within a credential follow from its own, so that nothing else links two of them.
    result_id = f"urn:uuid:{uuid.uuid5(uuid.UUID(issuance.id), 'result')}"
    achievement_id = f"urn:uuid:{uuid.uuid5(uuid.UUID(issuance.id), 'achievement')}"
    what = ", ".join(part for part in (facts.role, issuance.organization) if part)
    subject: dict[str, Any] = {
        "id": issuance.subject,
        "type": ["AchievementSubject"],
        **({"role": facts.role} if facts.role else {}),
        "activityStartDate": moment_of(facts.first_day),
        **({"activityEndDate": moment_of(facts.last_day)} if facts.last_day else {}),
        "achievement": {
            "id": achievement_id,
            "type": ["Achievement"],
            "achievementType": "CommunityService",
            "name": facts.title,
            "description": what or facts.title,
            "criteria": {"narrative": "Jam dan peran dikonfirmasi oleh organisasi / Confirmed by the organization"},
            "inLanguage": issuance.language,
            "resultDescription": [
                {"id": result_id, "type": ["ResultDescription"], "name": HOURS_NAME, "resultType": "RawScore"}
            ],
        },
        "result": [{"type": ["Result"], "resultDescription": result_id, "value": hours}],
    }
    evidence = {"type": ["Evidence"], "name": facts.title, "description": facts.text}
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": issuance.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{facts.title}, {hours} jam / hours"[:300],
        "issuer": {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            **({"url": issuer.url} if issuer.url else {}),
        },
        "validFrom": created,
        "awardedDate": moment_of(issuance.awarded),
        "credentialSubject": subject,
        "evidence": [{"id": issuance.page, **evidence} if issuance.page else evidence],
    }
    if issuer.status_list:
        document["credentialStatus"] = {
            "id": f"{issuer.status_list}#{issuance.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(issuance.status_index),
            "statusListCredential": issuer.status_list,
        }
    return document
