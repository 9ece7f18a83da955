"""The editor of ``kiprah serve --edit``: opened beside the preview, with this run's token in its address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kiprah.build.request import Report
from kiprah.cli.language import interface_language, interface_words
from kiprah.cli.serve.serve_address import print_reachable
from kiprah.serve.access import Access
from kiprah.serve.editor.editor_site import Built, EditorSite
from kiprah.serve.editor.routes import EDITOR_ROOT
from kiprah.serve.origin_check import is_loopback
from kiprah.serve.preview_state import Preview


def open_editor(
    preview: Preview, folder: Path, cache: Path, member: str | None, today: date | None, report: Report
) -> EditorSite:
    """Open the editor to whoever holds a token made for this run."""
    preview.access = Access(preview.port, guards_preview=not is_loopback(preview.host))
    editor = EditorSite(folder, cache, member or "", today, interface_language())
    editor.built = built_of(report, Built())
    return editor


def print_editor(preview: Preview, host: str) -> str:
    """Print where the editor is, for a phone too where others are listened to; return its path with the token."""
    assert preview.access is not None
    path = f"{EDITOR_ROOT.removeprefix('/')}?token={preview.access.token}"
    words = interface_words("serve")
    click.echo(words.say("ready-to-edit", address=preview.address + path))
    if not is_loopback(host):
        click.echo(words.say("open-to-token"), err=True)
        print_reachable(host, preview.port, path)
    return path


def built_of(report: Report, before: Built) -> Built:
    """Return what a build found, for the forms; pages that stand on after a failed build are still named."""
    pages = dict(report.texts) or before.pages
    return Built(before.number + 1, report.problems, report.held, pages)


def is_member_of(folder: Path, slug: str) -> bool:
    """Say whether a community has this member: a name in its folder, never a path."""
    return slug in {path.parent.name for path in (folder / "members").glob("*/profile.md")}
