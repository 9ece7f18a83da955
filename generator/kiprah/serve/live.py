"""The life of a preview: listen, watch, build again, reload, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable

from msgspec.structs import replace

from kiprah.build import build
from kiprah.look import theme_folders
from kiprah.request import Report, Request
from kiprah.serve.pace import changes
from kiprah.serve.watch import Snapshot, Watched
from kiprah.serve.web import Preview, application

_PORTS_TO_TRY = 20

Heard = Callable[[Report], None]


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
    return replace(request, output=request.cache / "preview")


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
) -> None:
    """Serve and rebuild until ``stop`` is set.

    ``before`` is the state of the folders as the first build found them. ``heard`` is called with the report of each
    later build; one that fails leaves the last good pages standing.
    """
    server = application(preview)
    server.add_sockets(sockets)
    try:
        await _rebuild_on_change(request, preview, before, heard, stop)
    finally:
        server.stop()
        await server.close_all_connections()


async def _rebuild_on_change(
    request: Request, preview: Preview, before: Snapshot, heard: Heard, stop: asyncio.Event
) -> None:
    async for _ in changes(watched_by(request), before, stop):
        report = await asyncio.to_thread(build, request)
        if report.settings is not None:
            preview.site_url = report.settings.url or ""
        heard(report)
        if report.exit_code == 0:
            preview.reload()
