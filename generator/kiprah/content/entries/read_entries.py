"""Reading the entries of a member, each once: what is remembered is recalled, the rest is shared among the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cache.digests import digest_of
from kiprah.content.entries.entry_files import KIND_FOLDERS, Collected, EntryPaths, ReadContext, find_entries
from kiprah.content.folder import ListedFile, SiteFolder, folder_of
from kiprah.content.read_cache import ReadCache, ReadEntry, entry_key
from kiprah.model.member import Withheld
from kiprah.model.photo import PHOTO_ENDINGS, PhotoFacts
from kiprah.task_runner import Finished, LostTask
from kiprah.workers import WorkerPool

TEXT_WORK, _PHOTO_WORK = 2, 35
"""Milliseconds that a text and a photo take, about."""
TOGETHER = 300
"""Minimum milliseconds of work for a second process: less is done before it has started."""
_BATCHES = 6
"""Number of batches for each worker, so that all end at about the same time."""

KindPaths = tuple[str, EntryPaths]
"""The folder of its kind (``activities``) and its files."""


class MissingEntry(Struct, frozen=True):
    """An entry that is to be read."""

    kind: str
    paths: EntryPaths
    beside: tuple[str, ...]
    """The names of the files beside it, where it has a folder of its own."""
    photos: tuple[tuple[str, PhotoFacts], ...]
    """Known facts of photos beside it that are as they were."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Name its main file and its translations."""
        return text_files(self.paths)


class EntryBatch(Struct, frozen=True):
    """Entries that one worker reads, and the files beside them."""

    entries: tuple[MissingEntry, ...]
    files: dict[str, ListedFile]
    photos: tuple[tuple[str, PhotoFacts], ...] = ()
    """Known facts of photos beside entries without a folder of their own."""

    @property
    def decodes(self) -> bool:
        """Say whether there are photos beside its entries of which nothing is known."""
        known = {path for path, _ in self.photos}.union(path for one in self.entries for path, _ in one.photos)
        return any(path.casefold().endswith(PHOTO_ENDINGS) and path not in known for path in self.files)


class EntryResult(Struct, frozen=True):
    """Result of reading one entry, with the facts of its photos."""

    path: str
    entry: ReadEntry | None
    facts: tuple[tuple[str, PhotoFacts], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    """Path and digest of each text, of the very bytes that were read; empty where one could not be."""
    encoded: bytes = b""
    """The entry as the cache keeps it, where it may be kept: it travels and is decoded more quickly than pickled."""


def all_entries(context: ReadContext, root: str) -> list[KindPaths]:
    """Find the entries of every kind below a member's folder, with the problems of their names."""
    return [(kind, paths) for kind in KIND_FOLDERS for paths in find_entries(kind, context, root)]


def read_entries(
    found: Sequence[KindPaths], context: ReadContext, cache: ReadCache, workers: WorkerPool
) -> list[ReadEntry]:
    """Read all these entries, in their order; texts are recalled while others read what is missing."""
    read: dict[str, ReadEntry] = {}
    cache.decoders = workers
    missing: list[MissingEntry] = []
    texts: list[tuple[str, EntryPaths, str]] = []
    for kind, paths in found:
        try:
            wanted = _recalled(kind, paths, context, cache)
        except OSError:
            # Reading it says which file, and why.
            read[paths.path] = _read(kind, paths, context)
            continue
        if isinstance(wanted, ReadEntry):
            read[paths.path] = wanted
        elif isinstance(wanted, MissingEntry):
            missing.append(wanted)
        else:
            texts.append((kind, paths, wanted))
    fresh = {one.paths.path: one for one in missing}

    def recall_texts() -> None:
        for kind, paths, key in texts:
            known = cache.get_entry(paths.path, key)
            if known is not None:
                read[paths.path] = known
            else:
                missing.append(_missing(kind, paths, _beside(paths, context.site), cache))

    def take(result: EntryResult) -> None:
        entry = result.entry or cache.decoded(result.encoded)
        if any(problem.is_error for problem in entry.problems):
            cache.add_photos(result.facts)
            # What to propose instead of a file that is not there follows from all files of the site.
            return
        read[result.path] = entry
        _keep(result, fresh[result.path], context, cache)

    ahead = cache.ahead.results(context) if cache.ahead is not None and missing else {}
    for path, result in ahead.items():
        if path in fresh:
            take(result)
    behind = [one for one in missing if one.paths.path not in ahead]
    batches = tuple(batches_of(behind, context.site, workers.workers, cache))
    work = sum(work_of(one, context.site) for one in behind)
    if work >= TOGETHER:
        # Each worker would load it.
        import_module("kiprah.content.entries.entry_readers")
    given = (context.site.root, context.language, context.languages)
    asked = workers.map(read_batch, batches, *given, parallel=work >= TOGETHER, isolate=lambda batch: batch.decodes)
    recall_texts()
    for path, results in _done(asked, given, workers):
        if isinstance(results, LostTask):
            read[path] = ReadEntry(problems=(results.problem(path, reading=True),), held=(Withheld(path, "broken"),))
            continue
        for result in results:
            take(result)
    for one in missing:
        path = one.paths.path
        if path not in read:
            result = _result(one, context, cache)
            read[path] = result.entry or cache.decoded(result.encoded)
            _keep(result, one, context, cache)
    return [read[paths.path] for _, paths in found]


def _done(
    asked: Iterable[Finished[EntryBatch, tuple[EntryResult, ...]]], given: tuple[object, ...], workers: WorkerPool
) -> Iterator[tuple[str, tuple[EntryResult, ...] | LostTask]]:
    """Take what was read; of a batch that is lost read each entry by itself: only the one at fault is missing."""
    again: list[EntryBatch] = []
    for finished in asked:
        if isinstance(finished.result, LostTask):
            again.extend(replace(finished.task, entries=(one,)) for one in finished.task.entries)
        else:
            yield "", finished.result
    for finished in workers.map(read_batch, again, *given, parallel=False, isolate=lambda batch: True):
        yield finished.task.entries[0].paths.path, finished.result


def read_batch(batch: EntryBatch, root: Path, language: str, languages: tuple[str, ...]) -> tuple[EntryResult, ...]:
    """Read some entries, anywhere: all it needs is given, or lies in the site's folder."""
    results: list[EntryResult] = []
    site = folder_of(root, batch.files)
    for one in batch.entries:
        cache = ReadCache(site)
        cache.add_photos(one.photos)
        cache.recognize(batch.photos)
        result = _result(one, ReadContext(site, language, languages, cache.facts, Collected()), cache)
        results.append(replace(result, facts=cache.read_photos()))
    return tuple(results)


def _result(one: MissingEntry, context: ReadContext, cache: ReadCache) -> EntryResult:
    """Read an entry, and say of which bytes."""
    try:
        texts = {path: context.site.read(path) for path in one.texts}
    except OSError:
        # Reading it says which file, and why.
        return EntryResult(one.paths.path, _read(one.kind, one.paths, context))
    held = replace(context, site=replace(context.site, contents=texts))
    digests = tuple((path, digest_of(text)) for path, text in texts.items())
    entry = _read(one.kind, one.paths, held)
    if entry.held or entry.secrets or any(problem.is_error for problem in entry.problems):
        return EntryResult(one.paths.path, entry, (), digests)
    return EntryResult(one.paths.path, None, (), digests, cache.encoded(entry))


def missing_entry(kind: str, paths: EntryPaths, site: SiteFolder) -> MissingEntry:
    """Describe an entry of which nothing is known."""
    return MissingEntry(kind, paths, _beside(paths, site), ())


def _beside(paths: EntryPaths, site: SiteFolder) -> tuple[str, ...]:
    return site.names_in(paths.folder) if paths.is_bundle else ()


def _recalled(kind: str, paths: EntryPaths, context: ReadContext, cache: ReadCache) -> ReadEntry | MissingEntry | str:
    """Recall an entry whose texts, photos and neighbours are what they were; else say what is to be read.

    Of one without photos the key is returned: that it can be recalled is known.
    """
    beside = _beside(paths, context.site)
    if cache.has_entry(paths.path):
        digests = tuple(cache.digest(path) for path in text_files(paths))
        key = _key(kind, paths, beside, digests, context)
        if cache.has_text(paths.path, key):
            return key
        known = cache.get_entry(paths.path, key)
        if known is not None:
            return known
    return _missing(kind, paths, beside, cache)


def _missing(kind: str, paths: EntryPaths, beside: tuple[str, ...], cache: ReadCache) -> MissingEntry:
    return MissingEntry(kind, paths, beside, cache.known_photos(f"{paths.folder}/{name}" for name in beside))


def _key(kind: str, paths: EntryPaths, beside: tuple[str, ...], digests: tuple[str, ...], context: ReadContext) -> str:
    return entry_key(kind, (digests, paths, beside, context.language, context.languages))


def text_files(paths: EntryPaths) -> tuple[str, ...]:
    """Name an entry's main file and its translations."""
    return (paths.path, *(path for _, path in paths.translations))


def _keep(result: EntryResult, one: MissingEntry, context: ReadContext, cache: ReadCache) -> None:
    """Keep what was read under the key of the very bytes it was read from, whatever happened to the files since."""
    cache.add_photos(result.facts)
    cache.add_texts(result.digests)
    if result.encoded:
        digests = tuple(digest for _, digest in result.digests)
        cache.put_entry(result.path, _key(one.kind, one.paths, one.beside, digests, context), result.encoded)


def batches_of(
    missing: Sequence[MissingEntry], site: SiteFolder, workers: int, cache: ReadCache | None = None
) -> Iterable[EntryBatch]:
    """Cut the work into pieces of about the same length."""
    share = sum(work_of(one, site) for one in missing) / (workers * _BATCHES)
    entries: list[MissingEntry] = []
    files: dict[str, ListedFile] = {}
    work = 0
    loose: dict[str, dict[str, ListedFile]] = {}
    known: dict[str, tuple[tuple[str, PhotoFacts], ...]] = {}
    photos: dict[str, PhotoFacts] = {}
    for one in missing:
        entries.append(one)
        folder = one.paths.folder
        if one.paths.is_bundle:
            files.update(_within(folder, site.names_in(folder), site))
        else:
            # Hundreds of entries may lie in one folder: what lies beside them is gathered once.
            if folder not in loose:
                loose[folder] = _within(folder, (n for n in site.names_in(folder) if not n.endswith(".md")), site)
                known[folder] = cache.known_photos(loose[folder]) if cache is not None else ()
            files.update(loose[folder])
            photos.update(known[folder])
        files.update({path: site.files[path] for path in one.texts if path in site.files})
        work += work_of(one, site)
        if work >= share:
            yield EntryBatch(tuple(entries), files, tuple(photos.items()))
            entries, files, photos, work = [], {}, {}, 0
    if entries:
        yield EntryBatch(tuple(entries), files, tuple(photos.items()))


def _within(folder: str, names: Iterable[str], site: SiteFolder) -> dict[str, ListedFile]:
    paths = (f"{folder}/{name}" if folder else name for name in names)
    return {path: site.files[path] for path in paths}


def work_of(one: MissingEntry, site: SiteFolder) -> int:
    """Guess how long reading an entry takes, in milliseconds."""
    if not one.paths.is_bundle:
        return TEXT_WORK
    photos = sum(name.casefold().endswith(PHOTO_ENDINGS) for name in site.names_in(one.paths.folder))
    return TEXT_WORK + _PHOTO_WORK * (photos - len(one.photos))


def _read(kind: str, paths: EntryPaths, context: ReadContext) -> ReadEntry:
    # Only now: most entries are recalled, or read in another process.
    from kiprah.content.entries.entry_readers import read_entry

    return read_entry(kind, paths, context)
