"""The life of a preview: listen, watch, build again, reload, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from kiprah.build.cache_keys import theme_folders
from kiprah.build.pipeline import build
from kiprah.build.request import Progress, Report, Request
from kiprah.serve.application import application
from kiprah.serve.debounce import changes
from kiprah.serve.edited_page import edited_page, title_of
from kiprah.serve.editor.editor_site import EditorSite
from kiprah.serve.preview_state import Edited, Notice, Preview
from kiprah.serve.snapshot import Snapshot, Watched, differing

_PORTS_TO_TRY = 20

_SERVING = 0.15
"""Seconds in which an open page and what it needs are loaded."""
_PATIENCE = 1.0
_LONGEST = 5.0
_MACHINE = 3

_BUG = -1

Heard = Callable[[Report | Exception], Notice | None]
"""Function called with what each build came to; says in words what is wrong with the pages, if anything is."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Open the port, or the next free one where it is taken; port 0 is any. Raises ``OSError`` where none can be."""
    for number in range(port, port + _PORTS_TO_TRY):
        try:
            return _bound(host, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or number in (65_535, port + _PORTS_TO_TRY - 1):
                raise
    raise AssertionError


def _bound(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of a host, of whatever family the machine has; raises ``OSError`` where none can be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    absent: OSError | None = None
    for family, _, _, _, address in sorted(set(found)):
        try:
            one = socket.create_server((str(address[0]), port), family=family, backlog=128)
        except OSError as error:
            if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):  # localhost's name for IPv6, without IPv6
                absent = error
                continue
            for other in opened:
                other.close()
            raise
        one.setblocking(False)
        opened.append(one)
        port = one.getsockname()[1]
    if absent is not None and not opened:
        raise absent
    return opened


def preview_request(request: Request) -> Request:
    """Turn a request into one for the preview, whose folder is part of the cache and never what is published."""
    return replace(request, output=request.cache / "preview", preview=True)


def watched_by(request: Request) -> Watched:
    """Return what a preview watches: the content and the themes, without what a build writes."""
    return Watched((request.site, *theme_folders(request.site)), (request.cache, request.output))


async def keep_alive(
    request: Request,
    preview: Preview,
    sockets: list[socket.socket],
    before: Snapshot,
    heard: Heard,
    stop: asyncio.Event,
    editor: EditorSite | None = None,
) -> None:
    """Serve and rebuild until ``stop`` is set.

    ``before`` is the state of the folders as the first build found them. A later build that fails leaves the last good
    pages standing.
    """
    server = application(preview, editor)
    server.add_sockets(sockets)
    try:
        await asyncio.to_thread(_warm_up)
        await _rebuild_on_change(request, preview, before, heard, stop)
    finally:
        server.stop()
        await server.close_all_connections()


def _warm_up() -> None:
    """Load what a build needs that makes something, where the first one found everything made."""
    import kiprah.content.markdown.renderer
    import kiprah.render.data
    import kiprah.render.page  # noqa: F401


async def _rebuild_on_change(
    request: Request, preview: Preview, before: Snapshot, heard: Heard, stop: asyncio.Event
) -> None:
    good = before
    loop = asyncio.get_running_loop()

    def published(stage: str, done: int, total: int) -> None:
        # The pages are in place; what the build notes for next time need not be waited for.
        if stage == "publish" and done == total:
            loop.call_soon_threadsafe(preview.call)
        if stage == "first" and done:
            loop.call_soon_threadsafe(preview.call_pages)
            # One interpreter serves and builds: who waits for the page is served before the rest goes on.
            time.sleep(_SERVING if preview.calls else 0)

    async for now in changes(watched_by(request), before, stop):
        moved = replace(request, first=_inside(request, differing(good, now)))
        outcome = await asyncio.to_thread(_outcome, moved, published)
        _tell(preview, request, outcome, heard, differing(good, now))
        pause = _PATIENCE
        # No edit mends a full disk, or another build that holds the cache: it is tried again.
        while _code(outcome) == _MACHINE and not await _stopped(stop, pause):
            pause = min(_LONGEST, 2 * pause)
            again = await asyncio.to_thread(_outcome, request, published)
            if again != outcome:
                outcome = again
                _tell(preview, request, outcome, heard, differing(good, now))
        if _code(outcome) == 0:
            good = now


def _outcome(request: Request, tell: Progress) -> Report | Exception:
    try:
        return build(request, tell)
    except Exception as error:  # noqa: BLE001  a bug of ours is shown, and does not take the preview away
        return error


def _code(outcome: Report | Exception) -> int:
    return outcome.exit_code if isinstance(outcome, Report) else _BUG


def _tell(preview: Preview, request: Request, outcome: Report | Exception, heard: Heard, moved: frozenset[str]) -> None:
    """Bring the preview to what a build came to, and call the open pages."""
    preview.notice = heard(outcome)
    if isinstance(outcome, Report) and outcome.settings is not None:
        preview.site_url = outcome.settings.url or ""
    if isinstance(outcome, Report) and outcome.exit_code == 0:
        preview.build += 1
        preview.edited = _edited(preview, request, outcome, moved)
    preview.call()


def _edited(preview: Preview, request: Request, report: Report, moved: frozenset[str]) -> Edited | None:
    files = _inside(request, moved)
    path = edited_page(report.texts, sorted(files)) if files else None
    if path is None:
        return None
    try:
        return Edited(preview.build, path, title_of(request.output / path))
    except FileNotFoundError:  # somebody else works in the folder
        return None


def _inside(request: Request, moved: frozenset[str]) -> frozenset[str]:
    """Name the files that lie in the site's folder, from there."""
    inside = (Path(path) for path in moved)
    return frozenset(path.relative_to(request.site).as_posix() for path in inside if path.is_relative_to(request.site))


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
