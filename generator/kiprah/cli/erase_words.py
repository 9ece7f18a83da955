"""Words of ``kiprah erase``: what goes, what still names it, how it ended, and what nobody here can reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiprah.cli.language import interface_words
from kiprah.cli.new.output import relative_path
from kiprah.cli.terminal_text import print_harmless

if TYPE_CHECKING:
    from kiprah.authoring.erasing.erasure import Erasure, Mention
    from kiprah.authoring.erasing.journal import Journal
    from kiprah.authoring.erasing.person import NamedPhoto
    from kiprah.build.erasing.erase import Erasing
    from kiprah.build.erasing.erase_outputs import PublishedTraces

_MOST = 40
"""Lines of a list that are made by builds; what people wrote is always shown whole."""
_LONGEST = 160
_UNREACHED = ("publish", "deploys", "search", "networks", "archives", "backups", "people")


def say(key: str, **values: str) -> None:
    """Print one sentence of the catalogue."""
    print_harmless(interface_words("erasing").say(key, **values))


def print_photos(photos: Sequence[NamedPhoto], folder: Path) -> None:
    """List the photos that are said to show somebody."""
    say("photos", count=str(len({one.path for one in photos})))
    for one in photos:
        print_harmless(f"  {relative_path(folder / one.path)}: {_short(one.words)}")


def print_erasure(erasure: Erasure, traces: PublishedTraces, folder: Path) -> None:
    """Show all that goes and changes, and what will still name it."""
    if erasure.files:
        say("files", count=str(len(erasure.files)))
        _print_list(relative_path(folder / path) for path in erasure.files)
    for one in erasure.rewritten:
        say("lines", path=relative_path(folder / one.path))
        _print_list(f"- {line.strip()}" for line in one.gone)
        _print_list(f"+ {line.strip()}" for line in one.added)
    if erasure.kept_versions:
        say("versions", count=str(len(erasure.kept_versions)))
    if traces.blobs or traces.preview or erasure.files or erasure.rewritten:
        say("store", blobs=str(traces.blobs), preview=str(traces.preview))
    published = (*traces.pages, *traces.pictures)
    if published:
        say("published", count=str(len(published)))
        _print_list(published, _MOST)
    for other in traces.folders:
        say("other-folder", path=relative_path(other))
    _print_mentions("mentions", erasure.mentions, folder)
    _print_mentions("near", erasure.near, folder)
    for path in erasure.by_hand:
        say("by-hand", path=relative_path(folder / path))
    if erasure.unread:
        say("unread", count=str(len(erasure.unread)))
        _print_list((relative_path(folder / path) for path in erasure.unread), _MOST)


def print_ending(journal: Journal, erasing: Erasing, folder: Path) -> int:
    """Say how it ended; return the exit code."""
    from kiprah.cli.report import print_problems

    undone, outputs = erasing.undone, erasing.outputs
    say("erased", path=relative_path(folder / erasing.record))
    for path in undone.changed:
        say("changed-meanwhile", path=relative_path(folder / path))
    for path in undone.folders:
        say("folder-not-empty", path=relative_path(folder / path))
    report = outputs.report
    if report is not None and report.exit_code:
        print_problems([problem for problem in report.problems if problem.is_error], folder)
        say("built-in-part" if report.outputs else "not-built")
    elif report is not None:
        say("built", count=str(report.outputs), removed=str(report.removed))
    for emptied in outputs.emptied:
        say("emptied", path=relative_path(emptied))
    if outputs.unknown_output is not None:
        say("unknown-output", path=relative_path(outputs.unknown_output))
    if outputs.left_over:
        say("left-over", count=str(len(outputs.left_over)))
        _print_list(outputs.left_over, _MOST)
    if outputs.unknown_folders:
        say("unknown-folders", count=str(outputs.unknown_folders))
    return 1 if undone.changed or outputs.left_over or (report is not None and report.exit_code) else 0


def print_unreached(history: Sequence[str], exports: Sequence[str]) -> None:
    """Say what this machine cannot reach, and the next step for each."""
    say("unreached")
    if history:
        say("unreached.history")
        for line in history:
            print_harmless(f"        {line}")
        say("unreached.clones")
    for name in _UNREACHED:
        say(f"unreached.{name}")
    say("unreached.exports")
    _print_list((f"      {relative_path(Path(path))}" for path in exports), _MOST)


def _print_mentions(key: str, mentions: Iterable[Mention], folder: Path) -> None:
    listed = tuple(mentions)
    if not listed:
        return
    say(key, count=str(len(listed)))
    for one in listed:
        place = relative_path(folder / one.path)
        print_harmless(f"  {place}:{one.line}: {_short(one.text)}" if one.line else f"  {place}")


def _print_list(lines: Iterable[str], most: int | None = None) -> None:
    listed = tuple(lines)
    for line in listed[:most]:
        print_harmless(f"  {_short(line)}")
    if most is not None and len(listed) > most:
        say("more", count=str(len(listed) - most))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
