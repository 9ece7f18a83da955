"""Decentralized identifiers of two kinds: ``did:web``, which stands for an address, and ``did:key``, its own key."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

_WEB = re.compile(r"did:web:([A-Za-z0-9.-]+(?:%3A[0-9]{1,5})?)((?::[A-Za-z0-9._-]+)*)\Z")
_KEY = re.compile(r"did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]{44})\Z")


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
