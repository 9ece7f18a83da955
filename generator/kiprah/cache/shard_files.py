"""Files of a shard, path to blob: counted and digested, and unpacked only for who asks for one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b


def files_digest(files: Mapping[str, str]) -> bytes:
    """Digest paths and the blob of each; of files that know their digest nothing is unpacked."""
    if isinstance(files, ShardFiles):
        return files.digest
    text = "\0".join(part for path in sorted(files) for part in (path, files[path]))
    return blake2b(text.encode(), digest_size=16).digest()


class ShardFiles(Mapping[str, str]):
    """Path and blob of each file of one shard; of the thousands that stand as they are wanted none is unpacked."""

    __slots__ = ("_count", "_files", "_unpack", "digest")

    def __init__(self, count: int, digest: bytes, unpack: Callable[[], Mapping[str, str]]) -> None:
        """Take how many there are, their ``files_digest``, and how to unpack them."""
        self._count, self.digest, self._unpack = count, digest, unpack
        self._files: Mapping[str, str] | None = None

    def _all(self) -> Mapping[str, str]:
        if self._files is None:
            self._files = self._unpack()
        return self._files

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[str]:
        """Go through the paths."""
        return iter(self._all())

    def __getitem__(self, path: str) -> str:
        """Return a file's blob."""
        return self._all()[path]


class PackedFiles(Struct, frozen=True, array_like=True):
    """A shard's files as they are kept: what every build asks of them, and the rest as MessagePack."""

    count: int
    digest: bytes
    """Their ``files_digest``."""
    packed: bytes

    @property
    def files(self) -> ShardFiles:
        """Return path and blob of each, unpacked when one is asked for."""
        return ShardFiles(self.count, self.digest, lambda: _DECODER.decode(self.packed))


_ENCODER, _DECODER = Encoder(order="deterministic"), Decoder(dict[str, str])


def packed_files(files: Mapping[str, str]) -> PackedFiles:
    """Pack path and blob of each file of a shard."""
    return PackedFiles(len(files), files_digest(files), _ENCODER.encode(dict(files)))
