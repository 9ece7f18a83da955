"""The register of addresses: every page that was ever published, and which entry it was of."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

REGISTER = "addresses.yml"
REGISTERS = "addresses/"
"""Folder of a community's registers of its members, one file each."""


def register_path(slug: str) -> str:
    """Name the register of a community's member; of a portfolio, and of the community itself, where empty."""
    return f"{REGISTERS}{slug}.yml" if slug else REGISTER


class PublishedAddress(Struct, frozen=True, array_like=True):
    """Address of a page that was published once."""

    first: date
    """The day on which it was first published."""
    entry: str = ""
    """The main file of the entry it was of, from the site's folder; empty where it was of none."""
    mark: str = ""
    """A digest of the entry's kind, day and title, by which it is known again under another name of its file."""
    language: str = ""
    """Its language where it is not the site's first."""
    printed: bool = False
    """True where it stands on paper: on a CV, a card, or as a QR code."""


class AddressRegister(Struct, frozen=True):
    """Register of addresses: a portfolio's, a member's, or what a community has besides its members."""

    addresses: Mapping[str, PublishedAddress] = {}
    """Addresses by page, from the site's root: ``activities/reading-class/``; the home page's is empty."""
    waiting: Mapping[str, date] = {}
    """The day of the first build of each entry that is held back for some days since, by a digest of its file's name.

    A digest, so that the register tells nothing of an entry that is not published yet.
    """
    raw: bytes = b""
    """The file as it stands."""
    sound: bool = True
    """True where every line of the file was understood; else it is not written again."""
