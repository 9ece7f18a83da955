"""Copies of what organizations publish: a DID document or a list of withdrawals, told apart by what they hold."""

from __future__ import annotations

from kiprah.credentials.did_document import read_did_document
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.status_list import read_status_list
from kiprah.credentials.strict_json import NotStrict, read_strict_json
from kiprah.model.credential import DidCopy, StatusCopy


def read_trust_copy(data: bytes, path: str = "") -> DidCopy | StatusCopy | None:
    """Read one copy; None where it is neither, or its signature does not agree."""
    try:
        document, keys = read_did_document(data)
        return DidCopy(document.id, keys, pretty_json(read_strict_json(data)).decode(), path)
    except NotStrict:
        pass
    try:
        return read_status_list(data, path)
    except NotStrict:
        return None
