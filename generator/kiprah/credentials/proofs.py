"""Data Integrity proofs with Ed25519: ``eddsa-rdfc-2022`` over the meaning, ``eddsa-jcs-2022`` over the letters.

Both are made; the second is what a build checks, since it needs no JSON-LD and leaves no letter unsigned.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal, get_args

from kiprah.credentials.contexts import load_context
from kiprah.credentials.keys import SigningKey, decoded_base58, encoded_base58, public_key
from kiprah.credentials.strict_json import NotStrict

Suite = Literal["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def signed(document: dict[str, Any], did: str, key: SigningKey, created: str) -> dict[str, Any]:
    """Add both proofs to a document that has none."""
    suites: tuple[Suite, ...] = get_args(Suite)
    return {**document, "proof": [_proof(document, did, key, created, suite) for suite in suites]}


def is_signed(document: dict[str, Any], suite: Suite) -> bool:
    """Say whether the document's one proof of a suite agrees with the key that the proof names."""
    proofs = [p for p in document.get("proof", []) if p.get("cryptosuite") == suite]
    if len(proofs) != 1:
        return False
    options = {name: value for name, value in proofs[0].items() if name != "proofValue"}
    signature = decoded_base58(proofs[0].get("proofValue", ""))
    key = public_key(proofs[0].get("verificationMethod", "").partition("#")[2])
    if signature is None or len(signature) != 64 or key is None:
        return False
    from cryptography.exceptions import InvalidSignature

    bare = {name: value for name, value in document.items() if name != "proof"}
    try:
        key.verify(signature, _message(bare, options, suite))
    except (InvalidSignature, NotStrict):
        return False
    return True


def _proof(document: dict[str, Any], did: str, key: SigningKey, created: str, suite: Suite) -> dict[str, Any]:
    options: dict[str, Any] = {"@context": document["@context"]} if suite == "eddsa-jcs-2022" else {}
    options |= {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": created,
        "verificationMethod": f"{did}#{key.multibase}",
        "proofPurpose": "assertionMethod",
    }
    return {**options, "proofValue": encoded_base58(key.sign(_message(document, options, suite)))}


def _message(document: dict[str, Any], options: dict[str, Any], suite: Suite) -> bytes:
    write = _canonical_json if suite == "eddsa-jcs-2022" else _canonical_rdf
    whole = options if "@context" in options else {"@context": document["@context"], **options}
    return sha256(write(whole)).digest() + sha256(write(document)).digest()


def _canonical_json(document: dict[str, Any]) -> bytes:
    import rfc8785

    try:
        return rfc8785.dumps(document)
    except (ValueError, rfc8785.CanonicalizationError):
        raise NotStrict from None


def _canonical_rdf(document: dict[str, Any]) -> bytes:
    from pyld import jsonld

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load_context}
    try:
        text: str = jsonld.normalize(document, options)
    except jsonld.JsonLdError:
        raise NotStrict("@context") from None
    if not text:
        raise NotStrict
    return text.encode()
