"""Credentials that were read, and the organizations whose keys a site knows."""

from datetime import date

from msgspec import Struct

from kiprah.problem import Place


class AttestedFacts(Struct, frozen=True):
    """Facts that an organization vouches for: hours, role, title and days; the text is bound by its digest alone."""

    title: str
    role: str
    minutes: int
    first_day: date
    last_day: date | None
    """Last day; None while it ran."""
    text: str
    """Digest of the text: ``sha256:`` and 64 hexadecimal digits."""


class SignedCredential(Struct, frozen=True):
    """A credential whose signature agrees with the key it names itself; whose key that is, is asked elsewhere."""

    id: str
    subject: str
    """The opaque id of the person."""
    issuer: str
    """Its DID."""
    issuer_name: str
    """Name that the issuer gives itself."""
    key: str
    """The key in multibase, ``z6Mk…``."""
    issued: date
    awarded: date
    """The day of the first signature, where it was signed again since."""
    facts: AttestedFacts
    status_list: str = ""
    """Address of the list of withdrawals; empty where the issuer can withdraw nothing."""
    status_index: int = 0
    document: str = ""
    """The credential as JSON text on one line."""


class NamedAttester(Struct, frozen=True):
    """An organization that ``site.yml`` names, and who looked at whether its key is its own."""

    did: str
    name: str
    checked_by: str = ""
    checked_how: str = ""
    checked: date | None = None
    place: Place = Place("site.yml")


class StatusCopy(Struct, frozen=True):
    """A copy of an organization's list of withdrawals, which it signed."""

    address: str
    """Address at which the organization publishes it."""
    issuer: str
    key: str
    issued: date
    withdrawn: frozenset[int]
    text: str
    """The list as JSON text."""
    path: str = ""


class DidCopy(Struct, frozen=True):
    """A copy of an organization's DID document."""

    did: str
    keys: tuple[str, ...]
    """Keys it vouches with, in multibase."""
    text: str
    """The document as JSON text."""
    path: str = ""


class Attester(Struct, frozen=True):
    """An organization known here: who named it, its keys, and what it has withdrawn."""

    named: NamedAttester
    keys: tuple[str, ...] = ()
    document: DidCopy | None = None
    """Copy of its DID document; None for a ``did:key``, which is its own document."""
    lists: tuple[StatusCopy, ...] = ()


class TrustFiles(Struct, frozen=True):
    """The copies in a site's folder ``attesters/``."""

    documents: tuple[DidCopy, ...] = ()
    lists: tuple[StatusCopy, ...] = ()
