"""Identity of a published site: what it says of itself, by which it is known again where its manifest was lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

_FILES = ("portfolio.json", "community.json")


class SiteIdentity(NamedTuple):
    """Identity of a site: its address, and its title, which has to do where there is no address."""

    url: str
    title: str

    def is_same(self, other: SiteIdentity | None) -> bool:
        """Say whether both are one site; two without an address and without a title are nobody's."""
        if other is None or self.url != other.url:
            return False
        return bool(self.url) or (self.title == other.title != "")


def published_identity(read: Callable[[str], bytes | None]) -> SiteIdentity | None:
    """Read what a published site says of itself; None where it says nothing, or kiprah did not make it.

    ``read`` returns the bytes of a file by its path, None or an ``OSError`` where there is none.
    """
    for name in _FILES:
        try:
            content = json.loads(read(name) or b"")
            if content["generator"]["name"] == "kiprah":
                return SiteIdentity(str(content["site"].get("url", "")), str(content["site"].get("title", "")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return None
