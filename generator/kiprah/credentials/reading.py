"""Reads credentials: closed schema first, then the signature; what remains is whose key it is."""

from __future__ import annotations

import json
from typing import Any, Literal

from msgspec import Struct

from kiprah.credentials.document import CredentialDocument, day_in, document_of
from kiprah.credentials.hours_text import minutes_in
from kiprah.credentials.proofs import is_signed
from kiprah.credentials.strict_json import NotStrict, read_strict_json
from kiprah.model.credential import AttestedFacts, SignedCredential


class CredentialFault(Struct, frozen=True):
    """Fault for which a file is not shown as a credential: it is none of ours, or somebody changed it."""

    kind: Literal["shape", "signature"]
    where: str = ""
    """The key that does not fit, where one is to blame."""


def read_credential(data: bytes, *, both: bool = False) -> SignedCredential | CredentialFault:
    """Read a credential and check its proof over the letters; ``both`` checks the one over the meaning too."""
    try:
        raw = read_strict_json(data)
        document = document_of(raw)
    except NotStrict as fault:
        return CredentialFault("shape", fault.where)
    if not is_signed(raw, "eddsa-jcs-2022") or (both and not is_signed(raw, "eddsa-rdfc-2022")):
        return CredentialFault("signature")
    return _signed_credential(document, raw)


def published_bytes(data: bytes) -> bytes:
    """Write a credential as it is published: nothing but what the schema holds, in one form. Raises ``NotStrict``."""
    raw = read_strict_json(data)
    document_of(raw)
    return pretty_json(raw)


def pretty_json(document: dict[str, Any]) -> bytes:
    """Write a document for people and machines."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _signed_credential(document: CredentialDocument, raw: dict[str, Any]) -> SignedCredential:
    subject, evidence = document.subject, document.evidence[0]
    did, _, key = document.proof[1].method.partition("#")
    facts = AttestedFacts(
        title=evidence.name,
        role=subject.role or "",
        minutes=minutes_in(subject.result[0].value) or 0,
        first_day=day_in(subject.first),
        last_day=day_in(subject.last) if subject.last else None,
        text=evidence.description,
    )
    return SignedCredential(
        id=document.id,
        subject=subject.id,
        issuer=did,
        issuer_name=document.issuer.name,
        key=key,
        issued=day_in(document.valid_from),
        awarded=day_in(document.awarded),
        facts=facts,
        status_list=document.status.list if document.status else "",
        status_index=int(document.status.index) if document.status else 0,
        document=json.dumps(raw, ensure_ascii=False, separators=(",", ":")),
    )
