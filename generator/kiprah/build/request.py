"""Build request and report: what a build is asked to do, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kiprah.bucket.address import StoreAddress
from kiprah.build.up_to_date import FirstLook, Options, asked
from kiprah.cache.blobs import Blobs, FolderBlobs
from kiprah.model.member import Withheld
from kiprah.model.settings import Settings
from kiprah.problem import Problem

if TYPE_CHECKING:
    from kiprah.background_worker import BackgroundWorker
    from kiprah.content.read_ahead import ReadAhead


class Request(Struct, frozen=True):
    """Request for one build; every path absolute."""

    site: Path
    """The folder with ``site.yml``."""
    output: Path
    cache: Path
    url: str | None = None
    """Address that takes the place of the settings' ``url``."""
    content_at: StoreAddress | None = None
    """The bucket whose content ``site`` mirrors; workers of a cluster read it there. None: a folder."""
    cache_at: StoreAddress | None = None
    """Address where blobs are shared with other machines; None: they lie in the cache alone."""
    output_at: StoreAddress | None = None
    """The bucket that is published into; None: the folder ``output``, which names it in the state otherwise."""
    conditions: bool = True
    """True where the store behind that address honours conditions of writes."""
    drafts: bool = False
    future: bool = False
    today: date | None = None
    """Day of the build; None: today in the site's timezone."""
    strict: bool = False
    keep_going: bool = False
    jobs: int | None = None
    """Number of processes; None: as many as the machine has processors; 1: in this process."""
    force: bool = False
    """True where every byte is made again."""
    circle: bool = False
    """True where it is for people with the passphrase; sealed instead of published."""
    preview: bool = False
    """True where it is for this machine alone: what is still the example's may show."""
    report: Path | None = None
    """Path of a community's report; None: it goes into the cache."""
    executor: str = ""
    """Address of a cluster's scheduler, on which a community's members are run; empty: on this machine."""
    allow_removals: bool = False
    """True where more members may vanish at once than a slip of the hand would take away."""
    keep_unused: bool = True
    """True where blobs that this build does not use may stay in the store for a while."""
    patience: float = 0
    """Seconds for which another build is waited for."""
    first: frozenset[str] = frozenset()
    """Files whose pages a preview puts in place before all else is made, since somebody waits for them."""
    seen: FirstLook | None = None
    """Snapshot from a moment before; None where nobody looked."""
    helper: BackgroundWorker | None = None
    """A process that was begun early for what an edit asks of libraries; it ends with the build."""
    ahead: ReadAhead | None = None
    """Entries that children began to read a moment before."""

    store: Blobs | None = None
    """Store of finished bytes; None: in the cache, or at ``cache_at``."""

    @property
    def blobs(self) -> Blobs:
        """Return where finished bytes lie."""
        if self.store is not None:
            return self.store
        if self.cache_at is not None:
            from kiprah.cache.shared_blobs import SharedBlobs

            return SharedBlobs(self.cache, self.cache_at, self.conditions)
        return FolderBlobs(self.cache)

    @property
    def options(self) -> Options:
        """Options that the outcome depends on: everything besides folders and content."""
        return asked(self.url, self.drafts, self.future, self.today, self.strict, self.keep_going)


class Report(Struct, frozen=True):
    """Report of a build; only the command prints it."""

    exit_code: int
    """Exit code: 0 published; 1 the content has errors; 2 settings or folders that make no sense; 3 the machine."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    """Items that are not published, each with its reason."""
    settings: Settings | None
    outputs: int = 0
    """Files the site consists of."""
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    made: int = 0
    """Outputs rendered in this run; the others came from the store."""
    texts: Mapping[str, tuple[str, ...]] = {}
    """Files whose bodies each page shows, by page."""
    freed: int = 0
    """Bytes that the cache held, where it was emptied."""


Progress = Callable[[str, int, int], None]
"""Function of the stage (``read``, ``render``, ``first``, ``publish``), how much is done and how much there is.

``first`` is when the pages of the request's ``first`` files are in place, and the rest is not yet.
"""
