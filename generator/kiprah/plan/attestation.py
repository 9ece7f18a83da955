"""Attestations: what is said of each credential, by whose key signed it, what was withdrawn, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.credentials.did import did_address
from kiprah.credentials.entry_facts import facts_of_entry
from kiprah.model.credential import AttestedFacts, Attester, SignedCredential, StatusCopy
from kiprah.model.entry import Evidence
from kiprah.model.member import Member
from kiprah.problem import Problem

AttestationState = Literal["attested", "changed", "withdrawn", "unknown"]
"""State of an attestation: ``attested`` by an organization known here, ``changed``: the entry differs from what was
signed, ``withdrawn`` by the organization, ``unknown``: signed with a key that nobody here has named."""


class Attestation(Struct, frozen=True):
    """State of one credential, checked for the entry it stands beside."""

    state: AttestationState
    credential: SignedCredential
    attester: Attester | None = None
    """Organization that signed; None for one that is not known here."""
    status: StatusCopy | None = None
    """The list of withdrawals it was looked up in."""

    @property
    def counts(self) -> bool:
        """Say whether a known organization stands by it."""
        return self.state in ("attested", "changed")

    @property
    def by(self) -> str:
        """The organization, as the site names it; else as it calls itself."""
        return self.attester.named.name if self.attester is not None else self.credential.issuer_name


Attestations: TypeAlias = Mapping[tuple[str, str], Attestation]
"""Attestations by the entry's main file and the path of the credential: two entries may lie in one folder."""


def attestations_of(member: Member, attesters: Iterable[Attester]) -> tuple[Attestations, tuple[Problem, ...]]:
    """Judge every credential beside a member's entries; those of somebody else are not there."""
    known = {attester.named.did: attester for attester in attesters}
    credentials = dict(member.credentials)
    found: dict[tuple[str, str], Attestation] = {}
    problems: list[Problem] = []
    for activity in member.activities:
        for evidence in activity.evidence:
            path = f"{activity.folder}/{evidence.file}"
            credential = credentials.get(path) if evidence.kind == "credential" else None
            if credential is None:
                continue
            if credential.subject != member.profile.id:
                problems.append(Problem("credential-person", evidence.place, {"file": evidence.file}))
                continue
            now = facts_of_entry(activity)
            attestation = judged(credential, known.get(credential.issuer), same=now == credential.facts)
            if attestation is not None:
                found[activity.common.path, path] = attestation
            problems.extend(credential_problems(attestation, evidence, credential, _differences(credential.facts, now)))
    return found, tuple(problems)


def judged(credential: SignedCredential, attester: Attester | None, *, same: bool) -> Attestation | None:
    """Judge one credential; None where its organization can withdraw it and the site holds no list to look it up in.

    ``same`` says whether what was signed is what stands here now.
    """
    if attester is None or credential.key not in attester.keys:
        return Attestation("unknown", credential)
    status = None
    if credential.status_list:
        status = next((copy for copy in attester.lists if copy.address == credential.status_list), None)
        if status is None:
            return None
        if credential.status_index in status.withdrawn:
            return Attestation("withdrawn", credential, attester, status)
    return Attestation("attested" if same else "changed", credential, attester, status)


def credential_problems(
    attestation: Attestation | None, evidence: Evidence, credential: SignedCredential, changed: Iterable[str]
) -> Iterator[Problem]:
    """Say what is to be known of a credential as it was judged; ``changed`` names what differs from what was signed."""
    if attestation is None:
        values = {"file": evidence.file, "address": credential.status_list}
        yield Problem("credential-status", evidence.place, values)
    elif attestation.state == "unknown":
        values = {"file": evidence.file, "did": credential.issuer, "name": credential.issuer_name}
        yield Problem("credential-unknown", evidence.place, values)
    elif attestation.state == "withdrawn":
        yield Problem("credential-withdrawn", evidence.place, {"file": evidence.file, "name": attestation.by})
    elif attestation.state == "changed":
        yield Problem("credential-changed", evidence.place, {"file": evidence.file, "changed": ", ".join(changed)})


def _differences(signed: AttestedFacts, now: AttestedFacts | None) -> tuple[str, ...]:
    """Name the keys of the entry that differ from what was signed; the text where it is none of them."""
    if now is None:
        return ("hours",)
    pairs = (
        ("title", signed.title, now.title),
        ("role", signed.role, now.role),
        ("hours", signed.minutes, now.minutes),
        ("date", signed.first_day, now.first_day),
        ("end", signed.last_day, now.last_day),
    )
    return tuple(name for name, before, after in pairs if before != after) or ("text",)


def verification_addresses(attesters: Iterable[Attester]) -> tuple[str, ...]:
    """Name the files of organizations that a visitor may have their browser ask for: keys and withdrawals, no more."""
    addresses: set[str] = set()
    for attester in attesters:
        document = did_address(attester.named.did)
        if document:
            host = urlsplit(document).netloc
            addresses |= {document, *(c.address for c in attester.lists if urlsplit(c.address).netloc == host)}
    return tuple(sorted(addresses))
