"""Names of what a site holds, as a command is given them."""

from __future__ import annotations

import unicodedata

import click
from click.types import StringParamType


class NameType(StringParamType):
    """A slug, an entry or a page: a Mac may complete it from a file's name in pieces (NFD), and it is compared in NFC.

    Never for folders and files of the machine, which are opened by the bytes they were given.
    """

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name in NFC."""
        return unicodedata.normalize("NFC", super().convert(value, param, ctx))


NAME = NameType()
