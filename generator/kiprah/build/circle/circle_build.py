"""Build of a circle: the site as its circle may see it, sealed into parts that only a passphrase opens."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.circle.passphrase import CIRCLE_DOMAIN, passphrase_fault
from kiprah.authoring.refusal import Refusal
from kiprah.build.circle.ended_circles import note_circle
from kiprah.build.load import LoadedSite, NotLoaded, load_site, silent, with_sources
from kiprah.build.member.member_work import LibraryExchanged
from kiprah.build.pipeline import at_level, exit_code, guarded, outcome_of
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.blobs import BlobLost, blob_content
from kiprah.cache.probes import Probes
from kiprah.cache.state import State
from kiprah.problem import in_order
from kiprah.publish.circle.folder import in_the_way, lies_in_public
from kiprah.publish.circle.seal import CircleFacts, Sealing, seal_site
from kiprah.workers import WorkerPool


class CircleRequest(Struct, frozen=True):
    """Request for a circle: a build, and the passphrase that opens it."""

    build: Request
    passphrase: str
    until: date | None = None
    """The last day on which it opens."""
    reply_to: str = ""
    """Address for replies, ``mailto:`` or ``https://wa.me/``; empty: what the home page shows."""


class CircleReport(Struct, frozen=True):
    """Report of the building of a circle."""

    report: Report
    sealing: Sealing | None = None
    """Report of the sealing; None: nothing was sealed, and what stood there stands as it was."""


def circle_fault(request: Request, until: date | None, today: date) -> Refusal | None:
    """Say why no circle can be made here, before a passphrase is asked for."""
    if find_spec("cryptography") is None:
        return Refusal("no-library", {}, CIRCLE_DOMAIN)
    if until is not None and until < today:
        return Refusal("until-past", {"day": until.isoformat()}, CIRCLE_DOMAIN)
    return _folder_fault(request)


def build_circle(request: CircleRequest, progress: Progress | None = None) -> CircleReport | Refusal:
    """Seal the site into its folder, or leave the circle that stands there as it was."""
    ended: list[CircleReport | Refusal] = []

    def work(state: State, workers: WorkerPool) -> Report:
        refusal = _folder_fault(request.build)
        ended.append(refusal or _build(request, state, workers, progress or silent))
        return Report(0, (), (), None)

    report = guarded(request.build, work, progress)
    return ended[-1] if ended else CircleReport(report)


def _folder_fault(request: Request) -> Refusal | None:
    if lies_in_public(request.output, request.site.parent / "public"):
        return Refusal("in-public", {"path": str(request.output)}, CIRCLE_DOMAIN)
    if name := in_the_way(request.output):
        return Refusal("folder-taken", {"path": str(request.output), "name": name}, CIRCLE_DOMAIN)
    return None


def _build(request: CircleRequest, state: State, workers: WorkerPool, tell: Progress) -> CircleReport | Refusal:
    asked = request.build
    tell("read", 0, 1)
    site = load_site(asked, state)
    if isinstance(site, NotLoaded):
        return CircleReport(Report(2, at_level(in_order(site.problems), asked), (), site.settings))
    if site.community is not None:
        return Refusal("community", {}, CIRCLE_DOMAIN)
    refusal = passphrase_fault(request.passphrase, site.settings.title)
    if refusal is not None:
        return refusal
    try:
        outcome = outcome_of(asked, site, state, workers, tell, sound=True)
    except LibraryExchanged:
        Probes(state).forget()
        return _build(request, state, workers, tell)
    examples = site.examples
    found = with_sources((*site.problems, *outcome.problems, *examples), site.folder)
    problems = at_level(in_order(found), asked)
    code = exit_code(problems, found)
    report = Report(code, problems, outcome.held, site.settings, made=outcome.made)
    if not outcome.complete or code:
        return CircleReport(replace(report, exit_code=code or 1))
    blobs = {path: blob for files in outcome.shards.values() for path, blob in files.items()}
    sealing = _seal(request, site, blobs, tell)
    note_circle(asked.cache, asked.output, request.until)
    return CircleReport(report, sealing)


def _seal(request: CircleRequest, site: LoadedSite, blobs: Mapping[str, str], tell: Progress) -> Sealing:
    store = request.build.blobs

    def content_of(path: str) -> bytes:
        content = blob_content(store, blobs[path])
        if content is None:
            # Deleted, so that the next build makes it again.
            store.delete(blobs[path])
            raise BlobLost(errno.EIO, "the blob store lost a file", path)
        return content

    settings = site.settings
    until = request.until
    facts = CircleFacts(
        title=settings.title,
        language=settings.language,
        languages=settings.languages,
        url=settings.url,
        reply_to=request.reply_to,
        until=until.isoformat() if until else None,
        ends=_end_of(until, settings.timezone) if until else None,
    )
    folder = request.build.output
    return seal_site(
        folder, request.passphrase, blobs.keys(), content_of, facts, lambda done, total: tell("publish", done, total)
    )


def _end_of(until: date, timezone: str) -> int:
    """Return when a day ends where the person lives, in milliseconds since 1970."""
    return int(datetime.combine(until + timedelta(days=1), time(), ZoneInfo(timezone)).timestamp() * 1000)
