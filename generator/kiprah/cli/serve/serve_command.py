"""``kiprah serve``: a preview on this machine that rebuilds while one writes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kiprah.build.request import Report
    from kiprah.serve.preview_state import Notice

from kiprah.cli.language import interface_words
from kiprah.cli.name_type import NAME
from kiprah.cli.site import cache_of, find_site
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling

_NO_PLACE = "output-"
"""Beginning of the codes of problems that leave a preview no folder to build in."""


@click.command()
@click.argument("site", required=False)
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--open", "open_browser", is_flag=True)
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--edit", is_flag=True)
@click.option("--member", type=NAME)
@click.option("--cache")
@click.option("--today", hidden=True)
def serve(
    site: str | None,
    port: int,
    host: str,
    open_browser: bool,
    drafts: bool,
    future: bool,
    edit: bool,
    member: str | None,
    cache: str | None,
    today: str | None,
) -> int:
    """Show SITE (default: content/, then this folder) on this machine, and again after every change."""
    from msgspec.structs import replace

    from kiprah.build.pipeline import build
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.progress import shown_progress
    from kiprah.cli.report import print_report, say_bug
    from kiprah.cli.serve.serve_address import print_reachable
    from kiprah.cli.serve.serve_editor import built_of, is_member_of, open_editor, print_editor
    from kiprah.cli.serve.serve_notice import notice_of, notice_of_bug, page_words, waiting_photos
    from kiprah.serve.origin_check import is_loopback
    from kiprah.serve.preview_state import COACH_ADDRESS, CoachAccess, Preview
    from kiprah.serve.server_loop import listen, preview_request, watched_by
    from kiprah.serve.snapshot import snapshot
    from kiprah.serve.waiting_photos import ADDRESS

    folder = find_site(site)
    cache_folder = cache_of(folder, cache)
    if edit and member and not is_member_of(folder, member):
        click.echo(interface_words("serve").say("no-member", member=member), err=True)
        return 2
    # Who writes sees what is written, whenever it is to appear.
    drafts, future = drafts or edit, future or edit
    options = Request(folder, Path(), cache_folder, drafts=drafts, future=future, today=day(today))
    request = preview_request(options)
    try:
        sockets = listen(host, port)
    except OSError as error:
        click.echo(
            interface_words("serve").say("no-port", address=f"{host}:{port}", reason=str(error.strerror)), err=True
        )
        return 3
    if not is_loopback(host) and not edit:
        click.echo(interface_words("serve").say("open-to-others", host=host), err=True)
    # As in a build: looking for dead values among a site's is an eighth of the wait for each page.
    gc.set_threshold(100_000, 50, 50)
    before = snapshot(watched_by(request))
    # Later builds meet another one too, and try again by themselves.
    with shown_progress(sys.stderr) as progress:
        report = build(replace(request, patience=LOCK_PATIENCE), telling(progress))
    print_report(report, folder)
    if report.exit_code == 3 or any(p.is_error and p.code.startswith(_NO_PLACE) for p in report.problems):
        for one in sockets:
            one.close()
        return report.exit_code
    words = interface_words("serve")
    url = report.settings.url or "" if report.settings else ""
    preview = Preview(request.output, host, sockets[0].getsockname()[1], url, page_words())
    preview.notice = notice_of(report, folder)
    # For the author alone: never where others can look, and only where drafts are looked at.
    shows_waiting = drafts and is_loopback(host)
    preview.waiting = waiting_photos(report, folder) if shows_waiting else ()
    # Others reach it with the editor's token alone.
    preview.coach = CoachAccess(options, member or "") if is_loopback(host) or edit else None
    editor = open_editor(preview, folder, cache_folder, member, options.today, report) if edit else None
    click.echo(words.say("ready", address=preview.address))
    opened = preview.address + (print_editor(preview, host) if editor is not None else "")
    if not is_loopback(host) and editor is None:
        print_reachable(host, sockets[0].getsockname()[1])
    if preview.coach is not None and is_loopback(host):
        click.echo(words.say("coach", address=preview.address.rstrip("/") + COACH_ADDRESS))
    if preview.waiting:
        click.echo(words.say("waiting", address=preview.address.rstrip("/") + ADDRESS))

    def heard(outcome: Report | Exception) -> Notice | None:
        preview.words = page_words()
        if isinstance(outcome, Exception):
            say_bug(outcome)
            return notice_of_bug(outcome)
        print_report(outcome, folder)
        if editor is not None:
            editor.built = built_of(outcome, editor.built)
        preview.waiting = waiting_photos(outcome, folder) if shows_waiting else ()
        outcome_key = "rebuilt" if outcome.exit_code == 0 else "kept"
        click.echo(words.say(outcome_key, written=str(outcome.written), removed=str(outcome.removed)))
        return notice_of(outcome, folder)

    async def live() -> None:
        from kiprah.serve.server_loop import keep_alive

        stop = asyncio.Event()
        _stop_on_signals(stop)
        _hold_signals(signal.SIG_UNBLOCK)
        await keep_alive(request, preview, sockets, before, heard, stop, editor)

    # Where a loop takes no signals (Windows), Ctrl-C arrives here; it is how a preview ends.
    with contextlib.suppress(KeyboardInterrupt):
        if open_browser:
            # Beside the server: what $BROWSER names may load the page before it returns.
            Thread(target=_show, args=(opened,), daemon=True).start()
        # While a loop is made it cannot be ended in order: who interrupts just then is heard a moment later.
        _hold_signals(signal.SIG_BLOCK)
        asyncio.run(live())
    click.echo(words.say("ended"))
    return 0


def _show(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        click.echo(interface_words("serve").say("no-browser", address=address), err=True)


def _hold_signals(how: int) -> None:
    """Block the signals that end a preview, or let them through; what came meanwhile comes then. Windows cannot."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(how, {signal.SIGINT, signal.SIGTERM})


def _stop_on_signals(stop: asyncio.Event) -> None:
    """End in order at the first signal; a second one interrupts whatever still runs."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:
            return
