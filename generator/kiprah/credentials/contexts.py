"""JSON-LD contexts from this package: a document that names any other is refused, and nothing is fetched."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from kiprah.credentials.document import CONTEXTS
from kiprah.credentials.strict_json import NotStrict

_FOLDER = Path(__file__).parent / "contexts"
_FILES = {
    CONTEXTS[0]: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    CONTEXTS[1]: ("open-badges-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
}
"""The standards' own bytes, and their SHA-256: with other words a signature would mean something else."""


@cache
def context_at(url: str) -> dict[str, Any]:
    """Return a context. Raises ``NotStrict`` for one that is not shipped."""
    if url not in _FILES:
        raise NotStrict("@context")
    name, digest = _FILES[url]
    data = (_FOLDER / name).read_bytes()
    if sha256(data).hexdigest() != digest:
        raise NotStrict("@context")
    context: dict[str, Any] = json.loads(data)
    return context


def load_context(url: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """Load a context as the JSON-LD library asks for it."""
    return {"contextUrl": None, "documentUrl": url, "document": context_at(url), "contentType": "application/ld+json"}
