"""Credential document: the closed schema of what is shown. A key more or less, another type or order, is refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from kiprah.credentials.hours_text import minutes_in
from kiprah.credentials.strict_json import NotStrict

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
Contexts = tuple[
    Literal["https://www.w3.org/ns/credentials/v2"],
    Literal["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
]
HOURS_NAME = "Jam relawan / Volunteer hours"

Uuid = Annotated[str, Meta(pattern=r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
Timestamp = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
Did = Annotated[str, Meta(pattern=r"^did:(?:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}|web:[A-Za-z0-9.%:_-]{1,200})\Z")]
Method = Annotated[str, Meta(pattern=r"^did:[A-Za-z0-9.%:_-]{1,260}#z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]
Signature = Annotated[str, Meta(pattern=r"^z[1-9A-HJ-NP-Za-km-z]{80,90}\Z")]
Url = Annotated[str, Meta(pattern=r"^https://[^\s<>\"'`\\{}|^]{1,400}\Z")]
Index = Annotated[str, Meta(pattern=r"^(?:0|[1-9][0-9]{0,6})\Z")]
Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]
TextLine = Annotated[str, Meta(min_length=1, max_length=300)]
Short = Annotated[str, Meta(min_length=1, max_length=160)]
LanguageTag = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")]

_PERSONAL = re.compile(r"@|(?<!\d)(?:\d[ .-]?){15}\d(?!\d)|(?<!\d)(?:\+62|62|0)[ .-]?8\d(?:[ .-]?\d){7,11}(?!\d)")
"""E-mail addresses and handles, identity numbers, telephone numbers."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]")

T = TypeVar("T")


class CredentialIssuer(Struct, frozen=True, forbid_unknown_fields=True):
    """Issuer of the credential: the organization."""

    id: Did
    type: tuple[Literal["Profile"]]
    name: Short
    url: Url | msgspec.UnsetType = msgspec.UNSET


class HoursDescription(Struct, frozen=True, forbid_unknown_fields=True, rename={"result_type": "resultType"}):
    """Description of the result: it counts hours."""

    id: Uuid
    type: tuple[Literal["ResultDescription"]]
    name: Literal["Jam relawan / Volunteer hours"]
    result_type: Literal["RawScore"]


class Criteria(Struct, frozen=True, forbid_unknown_fields=True):
    """Criteria of the achievement: how the organization knows."""

    narrative: TextLine


class Achievement(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "achievement_type": "achievementType",
        "in_language": "inLanguage",
        "result_description": "resultDescription",
    },
):
    """Achievement: the work that was done."""

    id: Uuid
    type: tuple[Literal["Achievement"]]
    achievement_type: Literal["CommunityService"]
    name: TextLine
    description: TextLine
    criteria: Criteria
    in_language: LanguageTag
    result_description: tuple[HoursDescription]


class HoursResult(Struct, frozen=True, forbid_unknown_fields=True, rename={"result_description": "resultDescription"}):
    """Result of the work: its hours, as text."""

    type: tuple[Literal["Result"]]
    result_description: Uuid
    value: Annotated[str, Meta(max_length=8)]


class HoursSubject(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"first": "activityStartDate", "last": "activityEndDate"},
):
    """Subject of the credential: whose hours these are, by an opaque id."""

    id: Uuid
    type: tuple[Literal["AchievementSubject"]]
    first: Timestamp
    achievement: Achievement
    result: tuple[HoursResult]
    role: Short | msgspec.UnsetType = msgspec.UNSET
    last: Timestamp | msgspec.UnsetType = msgspec.UNSET


class EntryEvidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence of the work: the entry that tells of it, by its title and the digest of its text."""

    type: tuple[Literal["Evidence"]]
    name: TextLine
    description: Digest
    id: Url | msgspec.UnsetType = msgspec.UNSET


class StatusEntry(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"purpose": "statusPurpose", "index": "statusListIndex", "list": "statusListCredential"},
):
    """Entry in the list of withdrawals where this credential would stand."""

    id: Url
    type: Literal["BitstringStatusListEntry"]
    purpose: Literal["revocation"]
    index: Index
    list: Url


class RdfProof(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"method": "verificationMethod", "purpose": "proofPurpose", "value": "proofValue"},
):
    """Proof for the world's verifiers, over the meaning."""

    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Timestamp
    method: Method
    purpose: Literal["assertionMethod"]
    value: Signature


class JsonProof(
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
    """Proof that a build and a browser check, over every letter."""

    context: Contexts
    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-jcs-2022"]
    created: Timestamp
    method: Method
    purpose: Literal["assertionMethod"]
    value: Signature


class CredentialDocument(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "context": "@context",
        "valid_from": "validFrom",
        "awarded": "awardedDate",
        "subject": "credentialSubject",
        "status": "credentialStatus",
    },
):
    """An Open Badges 3.0 credential of hours, whole."""

    context: Contexts
    id: Uuid
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]]
    name: TextLine
    issuer: CredentialIssuer
    valid_from: Timestamp
    awarded: Timestamp
    subject: HoursSubject
    evidence: tuple[EntryEvidence]
    proof: tuple[RdfProof, JsonProof]
    status: StatusEntry | msgspec.UnsetType = msgspec.UNSET


def document_of(document: dict[str, Any]) -> CredentialDocument:
    """Fit a document into the closed schema. Raises ``NotStrict`` with the key that does not fit."""
    found = converted(document, CredentialDocument)
    without_personal_data(document)
    subject, proofs = found.subject, found.proof
    if any(proof.method.partition("#")[0] != found.issuer.id or proof.created != proofs[0].created for proof in proofs):
        raise NotStrict("proof")
    if proofs[0].method != proofs[1].method:
        raise NotStrict("proof")
    if subject.result[0].result_description != subject.achievement.result_description[0].id:
        raise NotStrict("result")
    if minutes_in(subject.result[0].value) is None:
        raise NotStrict("result")
    first, last = day_in(subject.first), day_in(subject.last) if subject.last else None
    if last is not None and last < first:
        raise NotStrict("activityEndDate")
    if day_in(found.valid_from) < day_in(found.awarded) or day_in(found.awarded) < first:
        raise NotStrict("awardedDate")
    if found.status and found.status.id != f"{found.status.list}#{found.status.index}":
        raise NotStrict("credentialStatus")
    day_in(proofs[0].created)
    return found


def converted(document: dict[str, Any], struct: type[T]) -> T:
    """Fit an object into a struct, strictly. Raises ``NotStrict``."""
    try:
        return msgspec.convert(document, struct, strict=True)
    except msgspec.ValidationError as error:
        where = re.search(r"`\$\.?([^`]*)`|unknown field `([^`]*)`", str(error))
        raise NotStrict((where[1] or where[2] or "") if where else "") from None


def day_in(moment: str) -> date:
    """Return the day of a moment. Raises ``NotStrict`` for one that no calendar has."""
    try:
        return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S%z").date()
    except ValueError:
        raise NotStrict(moment) from None


def without_personal_data(document: Any, where: str = "") -> None:
    """Refuse texts with an e-mail address, a telephone or identity number, or letters nobody sees."""
    if isinstance(document, dict):
        for name, value in document.items():
            without_personal_data(value, name)
    elif isinstance(document, list):
        for value in document:
            without_personal_data(value, where)
    elif isinstance(document, str):
        is_free = where in ("name", "narrative", "description", "role", "url", "id")
        if _CONTROL.search(document) or (
            is_free and not document.startswith(("urn:uuid:", "sha256:")) and _PERSONAL.search(document)
        ):
            raise NotStrict(where)


def is_web_address(text: str) -> bool:
    """Say whether a text is an https address without user or fragment."""
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and not parts.fragment
    except ValueError:
        return False
