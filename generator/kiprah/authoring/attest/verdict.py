"""Verdict on signed files outside a build: what a signature says, and whose key it is as far as copies tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from kiprah.credentials.did import did_address, key_in
from kiprah.credentials.optional_libraries import is_installed
from kiprah.credentials.reading import CredentialFault, read_credential
from kiprah.model.credential import Attester, DidCopy, SignedCredential, StatusCopy

VerdictKind = Literal["broken", "shape", "foreign", "withdrawn", "fits", "fits-no-list", "unknown"]


class Verdict(Struct, frozen=True):
    """Verdict on one file: its kind, and the credential where it is one."""

    kind: VerdictKind
    credential: SignedCredential | None = None
    where: str = ""

    @property
    def is_good(self) -> bool:
        """Say whether nothing speaks against it."""
        return self.kind in ("fits", "fits-no-list", "unknown")


def verdict_on(data: bytes, attesters: Iterable[Attester], copies: Iterable[DidCopy | StatusCopy] = ()) -> Verdict:
    """Judge a credential by its proofs, both where the libraries are there, and by what is known of its key."""
    credential = read_credential(data, both=is_installed("issue"))
    if isinstance(credential, CredentialFault):
        return Verdict("shape" if credential.kind == "shape" else "broken", where=credential.where)
    keys: set[str] = set()
    lists: list[StatusCopy] = []
    for attester in attesters:
        if attester.named.did == credential.issuer:
            keys |= {*attester.keys}
            lists += attester.lists
    for copy in copies:
        if isinstance(copy, DidCopy) and copy.did == credential.issuer:
            keys |= {*copy.keys}
        elif isinstance(copy, StatusCopy) and copy.issuer == credential.issuer:
            lists.append(copy)
    if not keys and not key_in(credential.issuer) and did_address(credential.issuer):
        return Verdict("unknown", credential)
    if credential.key not in (keys or {key_in(credential.issuer)}):
        return Verdict("foreign", credential)
    if not credential.status_list:
        return Verdict("fits", credential)
    mine = [copy for copy in lists if copy.address == credential.status_list and copy.key in keys]
    if not mine:
        return Verdict("fits-no-list", credential)
    newest = max(mine, key=lambda copy: copy.issued)
    return Verdict("withdrawn" if credential.status_index in newest.withdrawn else "fits", credential)
