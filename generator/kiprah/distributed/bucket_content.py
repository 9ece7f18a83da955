"""Content in a bucket as workers read it: only the present member's files, each checked by its digest, and kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.client import BucketClient
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.content_mirror import mirrored_digests
from kiprah.cache.digests import digest_of
from kiprah.content.folder import ListedFile, SiteFolder
from kiprah.model.site import SiteContext

_TRIES = 3
_AT_ONCE = 8
"""Files held in memory together: photos are large."""


class ContentFile(Struct, frozen=True, array_like=True):
    """A file of a site's content as it must be found."""

    name: str
    """Path relative to the site's folder, as the bucket writes it."""
    digest: str


class BucketContent(Struct, frozen=True):
    """Address at which a site's content lies for all machines; it travels with each batch."""

    address: StoreAddress
    prefix: str
    """Prefix of the site's folder below the address."""


class MirroredContent:
    """A bucket's content on the machine that builds: what each file held when the build began."""

    def __init__(self, address: StoreAddress, site: Path) -> None:
        """Read what is known of the mirror that ``site`` lies in."""
        prefix, self._digests = mirrored_digests(site)
        self.place = BucketContent(address, prefix)
        self._site = site

    def files_of(self, folder: SiteFolder) -> tuple[ContentFile, ...]:
        """Return the files of one member, with their digests."""
        names = (_name_of(file) for file in folder.files.values())
        return tuple(ContentFile(name, self._digests.get(name) or digest_of(self.read(name))) for name in names)

    def read(self, name: str) -> bytes:
        """Read a file of the mirror. Raises ``OSError``."""
        return (self._site / name).read_bytes()

    def shared_files(self, context: SiteContext) -> dict[str, bytes]:
        """Read the few files that every member's run may need: logos and fonts."""
        paths = (*context.fonts.all, *(file.source for file in context.static))
        names = sorted({path.relative_to(self._site).as_posix() for path in paths})
        return {name: self.read(name) for name in names}


class NearContent:
    """Files of a bucket on a worker: a store by digest, and a folder where those of the present run lie by name.

    ``place`` is a folder of the worker's own, and goes with it.
    """

    def __init__(self, content: BucketContent, place: Path) -> None:
        """Fetch nothing yet."""
        self._content, self._client = content, BucketClient(content.address.url)
        self._store = place / "content"
        # Each process that runs members has one of its own: they run one member at a time.
        self.site = place / f"site-{os.getpid()}"

    def put(self, content: bytes) -> None:
        """Keep what came with a request, since the bucket holds something else by now."""
        write_atomically(self._path(digest_of(content)), content)

    def lay_out(self, files: Sequence[ContentFile]) -> tuple[str, ...]:
        """Put files where a run reads them; return those that are not, or no more, in the bucket with these bytes.

        What is kept here is read and compared before it is used. Raises ``BucketFailed`` and ``OSError``.
        """
        missing = [file for file in files if not self._has(file.digest)]
        for _ in range(_TRIES):
            if not missing:
                break
            # Whoever cuts a file short without a word is asked again, as is one that sends what is older.
            missing = self._fetch(missing)
        for file in files if not missing else ():
            self._link(file)
        return tuple(file.name for file in missing)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write what all runs share."""
        for name, content in files.items():
            write_atomically(self.site / name, content)

    def clear(self, root: str) -> None:
        """Take a member's files away from where a run reads them; they are kept by digest."""
        shutil.rmtree(self.site / root, ignore_errors=True)

    def _path(self, digest: str) -> Path:
        return self._store / digest[:2] / digest[2:]

    def _has(self, digest: str) -> bool:
        try:
            return digest_of(self._path(digest).read_bytes()) == digest
        except FileNotFoundError:
            return False

    def _fetch(self, files: Iterable[ContentFile]) -> list[ContentFile]:
        """Fetch files; return those that did not come as they must be."""
        wanted = {f"{self._content.prefix}{file.name}": file for file in files}
        other: list[ContentFile] = []
        for name, content in self._client.get_many([*wanted], at_once=_AT_ONCE):
            file = wanted[name]
            if content is not None and digest_of(content) == file.digest:
                write_atomically(self._path(file.digest), content)
            else:
                other.append(file)
        return other

    def _link(self, file: ContentFile) -> None:
        target, kept = self.site / file.name, self._path(file.digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            target.unlink()
        try:
            os.link(kept, target)
        except OSError:
            # Not every file system has links.
            shutil.copyfile(kept, target)


def context_in(context: SiteContext, site: Path) -> SiteContext:
    """Return what members share with its files in another folder of the site."""
    before = Path(context.folder)

    def moved(path: Path) -> Path:
        return site / path.relative_to(before)

    fonts = replace(context.fonts, own=tuple(map(moved, context.fonts.own)), more=tuple(map(moved, context.fonts.more)))
    static = tuple(replace(file, source=moved(file.source)) for file in context.static)
    return replace(context, folder=str(site), fonts=fonts, static=static)


def _name_of(file: ListedFile) -> str:
    return file.raw or file.path
