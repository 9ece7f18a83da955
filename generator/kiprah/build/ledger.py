"""What the last whole plan came to, so that only what tells an edited body is planned again.

A body shows in few outputs: its own page, the feeds, ``portfolio.json``. All else known of a site is its *state*.
Where the state is the same as before, so is every output that tells no body that changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.build.cache_keys import LoadedTheme
from kiprah.cache.manifest import manifest_path
from kiprah.model.settings import Viewing
from kiprah.model.site import Site
from kiprah.plan.outputs import PortfolioPieces, nothing_of_places
from kiprah.plan.site import DrawnPages
from kiprah.problem import Problem

VERSION = 3
_CHECK = 16
_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class Ledger(Struct, frozen=True, array_like=True):
    """One whole plan that was published."""

    version: int
    state: str
    texts: dict[str, str]
    """The digest of each file whose body may change without the state."""
    keys: dict[str, str]
    """By output, its key."""
    photos: dict[str, str]
    """By output that is made from a photo, the photo's digest."""
    sources: dict[str, tuple[str, ...]]
    """By output, the files whose bodies it tells."""
    drawn: tuple[DrawnPages, ...]
    body_problems: tuple[Problem, ...]
    pieces: PortfolioPieces
    making: tuple[Problem, ...] = ()
    """What was found while outputs were made; it is said again for as long as they are not made anew."""
    parts: dict[str, bytes] = {}
    """By output, the digests of its recipe and of each of its fields, four bytes each, one after the other."""

    def changed(self, texts: Mapping[str, str]) -> frozenset[str]:
        """Name the files whose bodies are others than they were."""
        return frozenset(path for path, digest in texts.items() if self.texts.get(path) != digest)

    def telling(self, changed: frozenset[str]) -> frozenset[str]:
        """Name the outputs that tell one of these bodies."""
        return frozenset(path for path, sources in self.sources.items() if changed.intersection(sources))


def state_of(site: Site, viewing: Viewing, drawn: LoadedTheme, entries: Mapping[str, bytes]) -> str:
    """Return a digest of all that outputs depend on besides bodies; ``entries`` are the states of all entries."""
    digest = blake2b(digest_size=20)
    members = tuple((member.prefix, member.profile, member.files, member.held) for member in site.members)
    parts = (site.settings, viewing, members, site.static, drawn.value, sorted(entries.items()))
    for part in parts:
        encoded = _ENCODER.encode(part)
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def ledger_path(cache: Path, output: Path) -> Path:
    """Name the ledger of an output folder."""
    return manifest_path(cache, output).with_suffix(".ledger")


def read_ledger(path: Path) -> Ledger | None:
    """Read a ledger; None where there is none or it is damaged."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if blake2b(data[_CHECK:], digest_size=_CHECK).digest() != data[:_CHECK]:
        return None
    try:
        ledger = Decoder(Ledger).decode(memoryview(data)[_CHECK:])
    except DecodeError:
        return None
    return ledger if ledger.version == VERSION else None


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write a ledger whole, or leave the old one."""
    data = _ENCODER.encode(ledger)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".ledger-new")
    new.write_bytes(blake2b(data, digest_size=_CHECK).digest() + data)
    new.replace(path)
