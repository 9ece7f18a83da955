"""An organization's own folder: its identity, its encrypted key, and the ledger of what it signed."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.cache.atomic_write import write_atomically
from kiprah.credentials.did import did_address, did_of_site
from kiprah.credentials.did_document import did_document
from kiprah.credentials.issuing import IssuerIdentity
from kiprah.credentials.keys import SHORTEST_PASSPHRASE, SigningKey, new_key, write_key
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.status_list import BITS, status_document

IDENTITY = "organization.json"
KEY = "key"
LEDGER = "ledger.csv"
_COLUMNS = ("signed", "id", "person", "name", "title", "hours", "text", "index", "withdrawn", "key")
CREDENTIALS_DOMAIN = "credentials"


KeyLoss = Literal["lost", "stolen"]
"""Reason why a key was replaced: one that is only lost still vouches for what it signed."""


class FormerKey(Struct, frozen=True):
    """A key that signs no more."""

    key: str
    """The public key in multibase."""
    loss: KeyLoss
    replaced: str
    """ISO date."""


class OrganizationFolder(Struct, frozen=True):
    """Folder of an organization, as it is."""

    path: Path
    did: str
    name: str
    url: str
    key: str
    """The public key in multibase."""
    file: str = KEY
    """The name of the file that holds the key."""
    former: tuple[FormerKey, ...] = ()

    @property
    def key_path(self) -> Path:
        """Return the file that holds the key."""
        return self.path / self.file

    @property
    def stolen(self) -> frozenset[str]:
        """Return the keys that vouch for nothing any more."""
        return frozenset(one.key for one in self.former if one.loss == "stolen")

    @property
    def issuer(self) -> IssuerIdentity:
        """Return what its credentials say of it."""
        return IssuerIdentity(self.did, self.name, self.url, self.status_address)

    @property
    def status_address(self) -> str:
        """Return where it publishes withdrawals; empty where it has no site."""
        return f"{self.url}status.json" if self.url and did_address(self.did) else ""


class LedgerRow(Struct, frozen=True):
    """Row of the ledger: one signature."""

    signed: str
    id: str
    person: str
    name: str
    title: str
    hours: str
    text: str
    index: int
    withdrawn: str = ""
    """ISO date, or empty."""
    key: str = ""
    """The public key it was signed with; empty in the rows of the first one."""


class _Identity(Struct, frozen=True):
    did: str
    name: str
    url: str
    key: str
    file: str = KEY
    former: tuple[FormerKey, ...] = ()


def new_organization(folder: Path, name: str, url: str, passphrase: str) -> OrganizationFolder | Refusal:
    """Make the key and the folder. Raises ``OSError``."""
    refused = place_for_key(folder) or identity_fault(name, url) or _passphrase_fault(passphrase)
    if refused is not None:
        return refused
    key = new_key()
    address = url if not url or url.endswith("/") else f"{url}/"
    identity = _Identity(did_of_site(address) if address else f"did:key:{key.multibase}", name, address, key.multibase)
    write_key(folder / KEY, key, passphrase)
    _write_identity(folder, identity)
    return OrganizationFolder(folder, identity.did, name, address, key.multibase)


def replace_key(
    organization: OrganizationFolder, loss: KeyLoss, passphrase: str, day: date
) -> OrganizationFolder | Refusal:
    """Make the key that signs from now on; the next publish tells everybody. Raises ``OSError``.

    The former key's file stays where it is. What a stolen one signed counts no longer, and can be signed anew.
    """
    refused = replacement_fault(organization) or _passphrase_fault(passphrase)
    if refused is not None:
        return refused
    key, number = new_key(), 2
    while (organization.path / f"{KEY}-{number}").exists():
        number += 1
    write_key(organization.path / f"{KEY}-{number}", key, passphrase)
    former = (*organization.former, FormerKey(organization.key, loss, day.isoformat()))
    renewed = replace(organization, key=key.multibase, file=f"{KEY}-{number}", former=former)
    # The identity names the key that counts: killed before this, there is one more file and nothing else.
    _write_identity(
        organization.path, _Identity(renewed.did, renewed.name, renewed.url, renewed.key, renewed.file, former)
    )
    return renewed


def replacement_fault(organization: OrganizationFolder) -> Refusal | None:
    """Say why a key cannot be replaced: an organization without a site is called after its key."""
    if did_address(organization.did):
        return None
    return Refusal("key-is-the-name", {"did": organization.did}, CREDENTIALS_DOMAIN)


def _passphrase_fault(passphrase: str) -> Refusal | None:
    if len(passphrase) >= SHORTEST_PASSPHRASE:
        return None
    return Refusal("short-passphrase", {"least": str(SHORTEST_PASSPHRASE)}, CREDENTIALS_DOMAIN)


def _write_identity(folder: Path, identity: _Identity) -> None:
    write_atomically(folder / IDENTITY, pretty_json(msgspec.to_builtins(identity)))


def identity_fault(name: str, url: str) -> Refusal | None:
    """Say what is wrong with a name or an address, before a passphrase is asked for."""
    if not name.strip() or len(name) > 160 or "@" in name:
        return Refusal("bad-name", {"name": name[:160]}, CREDENTIALS_DOMAIN)
    if url and not did_of_site(url):
        return Refusal("bad-address", {"address": url}, CREDENTIALS_DOMAIN)
    return None


def place_for_key(folder: Path) -> Refusal | None:
    """Say why a key may not be made here: one is there, or the folder belongs to a site, which is published."""
    if (folder / KEY).exists() or (folder / IDENTITY).exists():
        return Refusal("key-there", {"path": str(folder)}, CREDENTIALS_DOMAIN)
    above = folder.absolute()
    for place in (above, *above.parents):
        if (place / "site.yml").is_file() or (place / "content" / "site.yml").is_file():
            return Refusal("key-in-site", {"path": str(folder)}, CREDENTIALS_DOMAIN)
    return None


def open_organization(folder: Path) -> OrganizationFolder | Refusal:
    """Read the folder. Raises ``OSError``."""
    path = folder / IDENTITY
    if not path.is_file():
        return Refusal("no-organization", {"path": str(folder)}, CREDENTIALS_DOMAIN)
    try:
        identity = msgspec.json.decode(path.read_bytes(), type=_Identity)
    except msgspec.DecodeError:
        return Refusal("bad-organization", {"path": str(path)}, CREDENTIALS_DOMAIN, "content")
    if Path(identity.file).name != identity.file:
        return Refusal("bad-organization", {"path": str(path)}, CREDENTIALS_DOMAIN, "content")
    opened = OrganizationFolder(
        folder, identity.did, identity.name, identity.url, identity.key, identity.file, identity.former
    )
    return (
        opened if opened.key_path.is_file() else Refusal("no-organization", {"path": str(folder)}, CREDENTIALS_DOMAIN)
    )


def read_ledger(organization: OrganizationFolder) -> tuple[LedgerRow, ...] | Refusal:
    """Read what was signed so far. Raises ``OSError``."""
    path = organization.path / LEDGER
    if not path.exists():
        return ()
    try:
        rows = [*csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))]
        return tuple(msgspec.convert({**_texts(row), "index": int(row["index"])}, LedgerRow) for row in rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Refusal("bad-ledger", {"path": str(path)}, CREDENTIALS_DOMAIN, "content")


def write_ledger(organization: OrganizationFolder, rows: tuple[LedgerRow, ...]) -> None:
    """Write the ledger whole. Raises ``OSError``."""
    target = io.StringIO()
    table = csv.writer(target, lineterminator="\n")
    table.writerow(_COLUMNS)
    for row in rows:
        table.writerow([_cell(str(getattr(row, name))) for name in _COLUMNS])
    write_atomically(organization.path / LEDGER, target.getvalue().encode())


def free_index(rows: tuple[LedgerRow, ...]) -> int:
    """Draw a place in the list of withdrawals by chance, so that it tells nothing; none is used twice."""
    taken = {row.index for row in rows}
    while True:
        index = secrets.randbelow(BITS)
        if index not in taken:
            return index


def withdrawn_on(rows: tuple[LedgerRow, ...], named: str, day: date) -> tuple[LedgerRow, ...] | Refusal:
    """Note a withdrawal in the ledger."""
    if not any(row.id == named for row in rows):
        return Refusal("not-signed-here", {"id": named}, CREDENTIALS_DOMAIN)
    return tuple(replace(row, withdrawn=row.withdrawn or day.isoformat()) if row.id == named else row for row in rows)


def published_files(
    organization: OrganizationFolder, rows: tuple[LedgerRow, ...], key: SigningKey, created: str
) -> Mapping[str, bytes]:
    """Make what the organization publishes, by path below its site's address: its keys, and what it withdrew."""
    did = organization.did
    place = did_address(did).removeprefix(organization.url)
    withdrawn = [row.index for row in rows if row.withdrawn]
    status = status_document(organization.status_address, did, withdrawn, key, created)
    keys = (organization.key, *(one.key for one in organization.former if one.loss == "lost"))
    gone = tuple(one.key for one in organization.former if one.loss == "stolen")
    return {place: pretty_json(did_document(did, keys, gone)), "status.json": pretty_json(status)}


def _texts(row: Mapping[str, str]) -> dict[str, str]:
    # A ledger from before keys could be replaced has no column for them.
    return {name: (row.get(name) or "" if name == "key" else row[name]).removeprefix("'") for name in _COLUMNS}


def _cell(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "'")) else text
