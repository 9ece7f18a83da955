"""Writer of a bucket: makes it equal to a site, what is shown before what shows it, and touches only what is ours.

What was published is an object itself, in which paths stand as digests: whoever may read it learns of no unlisted page.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b
from kiprah.bucket.objects import Objects
from kiprah.bucket.store import NewObject, StoredObject
from kiprah.publish.headers import Rule, headers_of, read_rules

RECORD = ".kiprah/published"
"""The object that says what an earlier build of this site wrote."""
_CHECKPOINT = 2000
"""Objects after which the record is written again: a publication that is ended goes on from there."""
_TRIES = 3
_LAST = (".xml", ".json", ".ics", ".txt")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".vcf": "text/vcard; charset=utf-8",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
}


class RecordedObject(Struct, frozen=True, array_like=True):
    """Record of an object that a build wrote: its source's digest, and what the bucket said; nothing while it waits."""

    source: bytes
    etag: str = ""
    size: int = -1


class BucketRecord(Struct, frozen=True, array_like=True):
    """Record of all that an earlier build of one site wrote, by digests of paths."""

    site: bytes
    objects: dict[bytes, RecordedObject]


class BucketOutcome(Struct, frozen=True):
    """Counts of a publishing into a bucket."""

    written: int
    unchanged: int
    removed: int


class BucketTaken(Exception):
    """Objects stand where the site publishes, and it did not write them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names[:1])
        self.names = tuple(names)


class BucketBusy(Exception):
    """Another build published there meanwhile."""


_ENCODER, _DECODER = Encoder(), Decoder(BucketRecord)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()


class BucketPlan(Struct, frozen=True):
    """Plan of a publishing; ``ours`` are the keys in the bucket that an earlier build of this site wrote."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    ours: tuple[str, ...]
    record: BucketRecord
    etag: str


def plan_bucket(objects: Objects, wanted: Mapping[str, str], site_url: str, *, force: bool = False) -> BucketPlan:
    """Compare what is wanted (path to the name of its bytes) with the bucket, by one listing and the record.

    Raises ``BucketTaken`` where something stands in a place this site needs that it did not put there, and
    ``BucketBusy`` where the record is another one by now.
    """
    listing = {one.name: one for one in objects.listing()}
    row = listing.get(RECORD)
    record = _record(objects, row) if row is not None else None
    site = _digest(site_url)
    if record is not None and record.site != site and not force:
        raise BucketTaken([RECORD])
    known = record.objects if record is not None else {}
    ours = {name: known[key] for name in listing if (key := _digest(name)) in known}
    strangers = sorted(name for name in wanted if name in listing and name not in ours)
    if strangers:
        raise BucketTaken(strangers)
    changed = [p for p, blob in wanted.items() if force or not _stands(listing.get(p), ours.get(p), blob)]
    return BucketPlan(
        changed=tuple(sorted(changed, key=_turn)),
        removed=tuple(sorted(set(ours) - set(wanted))),
        unchanged=len(wanted) - len(changed),
        ours=tuple(sorted(ours)),
        record=BucketRecord(site, {_digest(name): one for name, one in ours.items()}),
        etag=row.etag if row is not None else "",
    )


def _stands(stored: StoredObject | None, known: RecordedObject | None, blob: str) -> bool:
    return (
        stored is not None
        and known is not None
        and known.source == _digest(blob)
        and (known.etag, known.size) == (stored.etag, stored.size)
    )


def write_bucket(
    objects: Objects,
    plan: BucketPlan,
    wanted: Mapping[str, str],
    content_of: Callable[[str], bytes],
    headers: str,
    done: Callable[[int, int], None],
    *,
    conditions: bool = True,
) -> BucketOutcome:
    """Write what changed, then delete what vanished; the record says all along what is ours.

    ``headers`` is the text of the site's ``_headers``. Raises ``BucketBusy``.
    """
    if not plan.changed and not plan.removed:
        return BucketOutcome(0, plan.unchanged, 0)
    rules = read_rules(headers)
    records = _Recorder(objects, plan, conditions=conditions)
    waiting = {_digest(path): RecordedObject(_digest(wanted[path])) for path in plan.changed}
    records.write(waiting)
    finished: dict[bytes, RecordedObject] = {}
    sizes: dict[str, int] = {}

    def uploads(paths: Iterable[str]) -> Iterator[NewObject]:
        for path in paths:
            content = content_of(path)
            sizes[path] = len(content)
            yield NewObject(path, content, object_headers(path, rules))

    count = 0
    for turn in _in_turns(plan.changed):
        for path, etag in objects.put_many(uploads(turn)):
            finished[_digest(path)] = RecordedObject(_digest(wanted[path]), etag or "", sizes.pop(path))
            count += 1
            if count % _CHECKPOINT == 0:
                records.write({**waiting, **finished})
            done(count, len(plan.changed))
    records.write(finished)
    objects.delete(plan.removed)
    records.write(finished, without=plan.removed)
    return BucketOutcome(len(plan.changed), plan.unchanged, len(plan.removed))


class _Recorder:
    """Writes the record over the one this build knows, and over no other."""

    def __init__(self, objects: Objects, plan: BucketPlan, *, conditions: bool) -> None:
        self._objects, self._plan, self._conditions = objects, plan, conditions
        self._etag = plan.etag

    def write(self, more: Mapping[bytes, RecordedObject], without: Iterable[str] = ()) -> None:
        """Write what stood before with what is new. Raises ``BucketBusy``."""
        gone = {_digest(path) for path in without}
        kept = {key: one for key, one in {**self._plan.record.objects, **more}.items() if key not in gone}
        one = _record_object(BucketRecord(self._plan.record.site, dict(sorted(kept.items()))))
        first = self._conditions and not self._etag
        etag = self._objects.put(one, create=first, etag=self._etag if self._conditions else "")
        if etag is None:
            # A write whose answer was lost is tried again, and meets itself.
            if self._objects.get(RECORD) != one.payload:
                raise BucketBusy
            etag = self._objects.heads([RECORD])[RECORD].etag
        self._etag = etag


def _record(objects: Objects, row: StoredObject) -> BucketRecord | None:
    """Read the record that was listed, whole: a part of one would make strangers of all that is ours."""
    for _ in range(_TRIES):
        data = objects.get(RECORD)
        if data is not None and len(data) == row.size:
            try:
                return _DECODER.decode(data)
            except DecodeError:
                return None
    raise BucketBusy


def _record_object(record: BucketRecord) -> NewObject:
    headers = {"Content-Type": "application/octet-stream", "Cache-Control": "no-store"}
    return NewObject(RECORD, _ENCODER.encode(record), headers)


def recorded(listing: Iterable[StoredObject], wanted: Mapping[str, str], site_url: str) -> NewObject:
    """Make the record of a bucket in which all that is listed was published from what is wanted."""
    known = {_digest(one.name): RecordedObject(_digest(wanted[one.name]), one.etag, one.size) for one in listing}
    return _record_object(BucketRecord(_digest(site_url), dict(sorted(known.items()))))


def _turn(path: str) -> tuple[int, int, str]:
    """Order by what names what: files that pages show, pages from the deepest, data, and the first page last."""
    depth = path.count("/")
    if path.endswith(".html"):
        return (3 if path == "index.html" else 1), -depth, path
    names_pages = path.endswith(_LAST) or path in ("_headers", "_redirects")
    return (2 if names_pages and "assets/" not in path else 0), 0, path


def _in_turns(paths: Sequence[str]) -> Iterator[list[str]]:
    """Group paths that may be written at once."""
    turn: list[str] = []
    last: tuple[int, int] | None = None
    for path in paths:
        here = _turn(path)[:2]
        if last is not None and here != last:
            yield turn
            turn = []
        turn.append(path)
        last = here
    if turn:
        yield turn


def object_headers(path: str, rules: tuple[Rule, ...]) -> dict[str, str]:
    """Return the headers an object is served with: its type, and how long the site's ``_headers`` lets it be kept."""
    ending = f".{path.rpartition('.')[2]}" if "." in path else ""
    kind = _TYPES.get(ending) or mimetypes.types_map.get(ending) or "application/octet-stream"
    if path in ("_headers", "_redirects"):
        kind = "text/plain; charset=utf-8"
    address = f"/{path.removesuffix('index.html')}"
    found = headers_of(rules, address)
    return {"Content-Type": kind, "Cache-Control": found.get("Cache-Control", "public, max-age=0, must-revalidate")}
