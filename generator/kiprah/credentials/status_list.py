"""List of withdrawals: one bit for each credential, compressed, as a Bitstring Status List that its issuer signed."""

from __future__ import annotations

import base64
import gzip
import io
import zlib
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from kiprah.credentials.document import Did, RdfProof, Signature, Timestamp, Url, converted, day_in
from kiprah.credentials.keys import SigningKey
from kiprah.credentials.proofs import is_signed, signed
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.strict_json import NotStrict, read_strict_json
from kiprah.model.credential import StatusCopy

BITS = 131_072
"""Number of bits, the fewest the standard allows: so many credentials that no index tells which is whose."""
_LARGEST = 256 * 1024
CONTEXT = "https://www.w3.org/ns/credentials/v2"


class StatusIssuer(Struct, frozen=True, forbid_unknown_fields=True):
    """Issuer of a list of withdrawals."""

    id: Did


class StatusSubject(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"purpose": "statusPurpose", "bits": "encodedList"}
):
    """Subject of the list: its bits, one a credential."""

    id: Url
    type: Literal["BitstringStatusList"]
    purpose: Literal["revocation"]
    bits: Annotated[str, Meta(pattern=r"^u[A-Za-z0-9_-]{20,200000}\Z")]


class StatusProof(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "context": "@context",
        "method": "verificationMethod",
        "purpose": "proofPurpose",
        "value": "proofValue",
    },
):
    """Proof that a build checks."""

    context: tuple[Literal["https://www.w3.org/ns/credentials/v2"]]
    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-jcs-2022"]
    created: Timestamp
    method: str
    purpose: Literal["assertionMethod"]
    value: Signature


class StatusDocument(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"context": "@context", "valid_from": "validFrom", "subject": "credentialSubject"},
):
    """List of withdrawals, whole, as the organization signs it."""

    context: tuple[Literal["https://www.w3.org/ns/credentials/v2"]]
    id: Url
    type: tuple[Literal["VerifiableCredential"], Literal["BitstringStatusListCredential"]]
    issuer: StatusIssuer
    valid_from: Timestamp
    subject: StatusSubject
    proof: tuple[RdfProof, StatusProof]


def status_document(address: str, did: str, withdrawn: Iterable[int], key: SigningKey, created: str) -> dict[str, Any]:
    """Write and sign the list. It has no end, since nobody would renew it on a static host."""
    document: dict[str, Any] = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": did},
        "validFrom": created,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_bits(withdrawn),
        },
    }
    return signed(document, did, key, created)


def read_status_list(data: bytes, path: str = "") -> StatusCopy:
    """Read a list and check its signature. Raises ``NotStrict``."""
    raw = read_strict_json(data, _LARGEST)
    document = converted(raw, StatusDocument)
    did, _, key = document.proof[1].method.partition("#")
    if did != document.issuer.id or document.proof[0].method != document.proof[1].method:
        raise NotStrict("proof")
    if not is_signed(raw, "eddsa-jcs-2022"):
        raise NotStrict("proof")
    issued = day_in(document.valid_from)
    return StatusCopy(
        document.id, did, key, issued, decoded_bits(document.subject.bits), pretty_json(raw).decode(), path
    )


def encoded_bits(withdrawn: Iterable[int]) -> str:
    """Write the bits, the same bytes for the same indexes."""
    bits = bytearray(BITS // 8)
    for index in withdrawn:
        bits[index // 8] |= 0x80 >> index % 8
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0, compresslevel=9) as file:
        file.write(bits)
    return "u" + base64.urlsafe_b64encode(buffer.getvalue()).decode().rstrip("=")


def decoded_bits(text: str) -> frozenset[int]:
    """Read the indexes whose bit is set. Raises ``NotStrict``; never unpacks more than a list can hold."""
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, BITS // 8 + 1)
    except (ValueError, zlib.error):
        raise NotStrict("encodedList") from None
    if len(bits) != BITS // 8 or not unpacking.eof:
        raise NotStrict("encodedList")
    return frozenset(n * 8 + bit for n, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit)
