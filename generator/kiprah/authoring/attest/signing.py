"""Signs requests that a coordinator said yes to, and notes each in the ledger before it is handed out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.attest.organization import (
    CREDENTIALS_DOMAIN,
    LedgerRow,
    OrganizationFolder,
    free_index,
    read_ledger,
    write_ledger,
)
from kiprah.authoring.attest.request_text import AttestRequest
from kiprah.authoring.refusal import Refusal
from kiprah.cache.atomic_write import write_atomically
from kiprah.credentials.hours_text import hours_text
from kiprah.credentials.issuing import Issuance, issue, new_urn
from kiprah.credentials.keys import SigningKey
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.strict_json import NotStrict
from kiprah.model.slug import slug_of


class SignedFile(Struct, frozen=True):
    """A credential that was written."""

    path: Path
    id: str


def signed_before(
    organization: OrganizationFolder, request: AttestRequest, rows: tuple[LedgerRow, ...]
) -> LedgerRow | None:
    """Return the row of the same request, where it was signed already with a key that counts."""
    rows_of = _rows_of(request, rows)
    return next((row for row in rows_of if _key_of(row, organization) not in organization.stolen), None)


def _rows_of(request: AttestRequest, rows: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    asked = (request.person, hours_text(request.facts.minutes), request.facts.text)
    return tuple(row for row in rows if not row.withdrawn and (row.person, row.hours, row.text) == asked)


def _key_of(row: LedgerRow, organization: OrganizationFolder) -> str:
    first = organization.former[0].key if organization.former else organization.key
    return row.key or first


def _first_awarded(request: AttestRequest, rows: tuple[LedgerRow, ...], today: date) -> date:
    """Return the day the same hours were first confirmed: signed anew for a stolen key, they keep it."""
    return min((date.fromisoformat(row.signed) for row in _rows_of(request, rows)), default=today)


def sign_request(
    organization: OrganizationFolder, request: AttestRequest, key: SigningKey, now: datetime, target: Path
) -> SignedFile | Refusal:
    """Sign one request into a file of the folder ``target``. Raises ``OSError``."""
    rows = read_ledger(organization)
    if isinstance(rows, Refusal):
        return rows
    index, name = free_index(rows), new_urn()
    issuance = Issuance(
        id=name,
        subject=request.person,
        facts=request.facts,
        organization=request.organization,
        language=request.language,
        status_index=index,
        created=now,
        awarded=_first_awarded(request, rows, now.date()),
        page=request.page,
    )
    try:
        document = issue(organization.issuer, issuance, key)
    except NotStrict as fault:
        return Refusal(
            "not-signable", {"name": request.name, "where": fault.where or "-"}, CREDENTIALS_DOMAIN, "content"
        )
    hours = hours_text(request.facts.minutes)
    row = LedgerRow(
        now.date().isoformat(),
        name,
        request.person,
        request.name,
        request.facts.title,
        hours,
        request.facts.text,
        index,
        key=key.multibase,
    )
    # First the ledger: an index that is handed out must never be drawn again.
    write_ledger(organization, (*rows, row))
    path = _free_path(target, slug_of(f"{request.name} {request.facts.title}")[:80] or "hours")
    write_atomically(path, pretty_json(document))
    return SignedFile(path, name)


def _free_path(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.json", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.json", number + 1
    return path
