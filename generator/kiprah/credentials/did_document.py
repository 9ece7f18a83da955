"""Documents of organizations: what they publish of their keys, under their decentralized identifier."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from kiprah.credentials.document import Did, Method, converted, without_personal_data
from kiprah.credentials.strict_json import NotStrict, read_strict_json

Multibase = Annotated[str, Meta(pattern=r"^z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]


class VerificationMethod(Struct, frozen=True, forbid_unknown_fields=True, rename={"key": "publicKeyMultibase"}):
    """One key of an organization."""

    id: Method
    type: Literal["Multikey"]
    controller: Did
    key: Multibase


class DidDocument(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"context": "@context", "methods": "verificationMethod", "assertion": "assertionMethod"},
):
    """DID document: the keys that an organization publishes."""

    context: tuple[Literal["https://www.w3.org/ns/did/v1"], Literal["https://w3id.org/security/multikey/v1"]]
    id: Did
    methods: Annotated[tuple[VerificationMethod, ...], Meta(min_length=1, max_length=40)]
    assertion: Annotated[tuple[Method, ...], Meta(max_length=40)]


def did_document(did: str, keys: tuple[str, ...], gone: tuple[str, ...] = ()) -> dict[str, Any]:
    """Write the document of an organization: ``gone`` keys are named, and vouch for nothing any more."""
    methods = [
        {"id": f"{did}#{key}", "type": "Multikey", "controller": did, "publicKeyMultibase": key}
        for key in (*keys, *gone)
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [f"{did}#{key}" for key in keys],
    }


def read_did_document(data: bytes) -> tuple[DidDocument, tuple[str, ...]]:
    """Read a document, and the keys it vouches with. Raises ``NotStrict``."""
    raw = read_strict_json(data)
    document = converted(raw, DidDocument)
    without_personal_data(raw)
    for method in document.methods:
        if method.id != f"{document.id}#{method.key}" or method.controller != document.id:
            raise NotStrict("verificationMethod")
    known = {method.id: method.key for method in document.methods}
    if any(name not in known for name in document.assertion):
        raise NotStrict("assertionMethod")
    return document, tuple(known[name] for name in document.assertion)
