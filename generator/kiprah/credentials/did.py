"""Decentralized identifiers of two kinds: ``did:web``, which stands for an address, and ``did:key``, its own key."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote, urlsplit

from msgspec import Meta, Struct

from kiprah.credentials.document import Did, Method, converted, without_personal_data
from kiprah.credentials.strict_json import NotStrict, read_strict_json

_WEB = re.compile(r"did:web:([A-Za-z0-9.-]+(?:%3A[0-9]{1,5})?)((?::[A-Za-z0-9._-]+)*)\Z")
_KEY = re.compile(r"did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]{44})\Z")

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
    """What an organization publishes of its keys."""

    context: tuple[Literal["https://www.w3.org/ns/did/v1"], Literal["https://w3id.org/security/multikey/v1"]]
    id: Did
    methods: Annotated[tuple[VerificationMethod, ...], Meta(min_length=1, max_length=40)]
    assertion: Annotated[tuple[Method, ...], Meta(max_length=40)]


def is_did(text: str) -> bool:
    """Say whether a text is a ``did:web`` or a ``did:key`` of Ed25519."""
    return bool(_KEY.match(text)) or did_address(text) != ""


def key_in(did: str) -> str:
    """Return the key that a ``did:key`` is, in multibase; empty for another kind."""
    match = _KEY.match(did)
    return match[1] if match else ""


def did_address(did: str) -> str:
    """Return where the document of a ``did:web`` is published; empty for another kind."""
    match = _WEB.match(did)
    if match is None or ".." in match[0] or match[1].startswith((".", "-")):
        return ""
    host, folders = unquote(match[1]), match[2].replace(":", "/")
    return f"https://{host}{folders}/did.json" if folders else f"https://{host}/.well-known/did.json"


def did_of_site(address: str) -> str:
    """Return the ``did:web`` of a site's address; empty for one that cannot have any."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or parts.username is not None or parts.query or parts.fragment:
        return ""
    folders = [quote(part, safe="") for part in parts.path.split("/") if part]
    did = ":".join(["did:web", f"{host}%3A{port}" if port else host, *folders])
    return did if did_address(did) else ""


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
