"""``kiprah member``: who comes, moves and leaves, with all that it means named before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.language import interface_language, interface_words
from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import SITE_OPTION, YES_OPTION, open_community
from kiprah.cli.new.output import Refused, accepted, relative_path
from kiprah.cli.new.prompt import may_ask
from kiprah.cli.shell_quoting import expanded
from kiprah.cli.terminal_text import print_harmless

if TYPE_CHECKING:
    from kiprah.authoring.left_out import LeftOut
    from kiprah.authoring.review.findings import Review


@click.group()
def member() -> None:
    """Take in, move, pull or remove a member of a community."""


@member.command()
@click.argument("slug", type=NAME)
@click.argument("source", type=click.Path(path_type=Path))
@SITE_OPTION
def add(slug: str, source: Path, folder: str | None) -> int:
    """Take in what a member sent, as drafts: a zip, a folder, or what another kiprah published."""
    from kiprah.authoring.members.intake import add_member

    context = open_community(folder)
    added = accepted(add_member(expanded(source), slug, context))
    _print_left_out(added.left_out)
    counts = {"texts": str(added.texts), "photos": str(added.photos)}
    _say("added" if added.is_new else "added-more", path=relative_path(context.member_folder(slug)), **counts)
    _say("next-add", slug=slug)
    if added.paused:
        _say("next-paused", path=relative_path(context.record_file(slug)))
    return 0


@member.command()
@click.argument("slug", type=NAME)
@click.option("--to", "url", required=True, metavar="URL")
@click.option("-o", "--output", type=click.Path(path_type=Path))
@SITE_OPTION
def move(slug: str, url: str, output: Path | None, folder: str | None) -> int:
    """Export a member's portfolio, and let their old address lead to the new one."""
    from kiprah.authoring.installed_from import installed_from
    from kiprah.authoring.members.moving import move_member

    context = open_community(folder)
    target = expanded(output) if output is not None else Path(f"{slug}-portfolio").absolute()
    moved = accepted(move_member(slug, url, target, context, installed_from()))
    _print_left_out(moved.left_out)
    _say("moved", path=relative_path(moved.portfolio), slug=slug, url=moved.url)
    _say("next-move", path=relative_path(moved.portfolio), slug=slug)
    return 0


@member.command()
@click.argument("slug", type=NAME)
@YES_OPTION
@SITE_OPTION
def remove(slug: str, yes: bool, folder: str | None) -> int:
    """Remove a member: all that goes is shown first."""
    from kiprah.authoring.members.removal import plan_removal, remove_member

    context = open_community(folder)
    removal = accepted(plan_removal(slug, context))
    _say("remove-files", count=str(len(removal.files)))
    for path in removal.files:
        print_harmless(f"  {path}")
    for one in removal.rewritten:
        _say("remove-lines", path=one.path)
        for line in one.gone:
            print_harmless(f"  {line}")
    if not yes and not _confirmed("remove-ask", Refusal("remove-unasked", {"slug": slug}, "members"), slug=slug):
        _say("remove-kept")
        return 0
    refusal = remove_member(removal, context)
    if refusal is not None:
        raise Refused(refusal)
    _say("removed", slug=slug)
    for path in removal.by_hand:
        _say("remove-by-hand", path=path, slug=slug)
    _say("remove-not-reached")
    if removal.history:
        _say("remove-history")
        print_harmless(f"    {removal.history}")
    return 0


@member.command()
@click.argument("slug", required=False, type=NAME)
@click.option("--branch", metavar="NAME")
@YES_OPTION
@SITE_OPTION
def pull(slug: str | None, branch: str | None, yes: bool, folder: str | None) -> int:
    """Fetch a member's own repository, show what is new, and take it at that commit."""
    from kiprah.authoring.members.pulling import members_with_source, pull_member

    context = open_community(folder)
    slugs = (slug,) if slug else members_with_source(context)
    if not slugs:
        raise Refused(Refusal("pull-nobody", {}, "members"))
    code = 0
    for one in slugs:
        pulled = pull_member(one, _branch(branch), context, lambda review: _agrees(review, yes))
        if isinstance(pulled, Refusal):
            if len(slugs) == 1:
                raise Refused(pulled)
            # Somebody's host that does not answer keeps nobody else from being asked.
            error = Refused(pulled)
            error.show()
            code = max(code, error.exit_code)
            continue
        _say(f"pull-{pulled.outcome}", slug=one, commit=pulled.commit[:12], count=str(pulled.files))
    return code


def _branch(name: str | None) -> str:
    if name is not None and (name.startswith("-") or not name.isprintable() or set(name) & set(" :~^?*[\\")):
        raise Refused(Refusal("git-revision", {"revision": name}, "members"))
    return name or ""


def _agrees(review: Review, yes: bool) -> bool:
    from kiprah.authoring.review.formats import as_text

    click.echo(as_text(review, interface_language()))
    if yes:
        return True
    return _confirmed("pull-ask", Refusal("pull-unasked", {}, "members"))


def _confirmed(key: str, unasked: Refusal, **values: str) -> bool:
    """Ask; an answer may come through a pipe, and where nobody answers at all, that is said."""
    try:
        return click.confirm(interface_words("members").say(key, **values))
    except click.Abort:
        if may_ask(False):
            raise
        raise Refused(unasked) from None


def _print_left_out(left_out: Iterable[LeftOut]) -> None:
    from kiprah.authoring.review.document import left_out_words

    listed = tuple(left_out)
    if not listed:
        return
    _say("left-out", count=str(len(listed)))
    for one in listed:
        print_harmless(f"  {one.path}: {left_out_words(interface_words('members'), one.reason, one.detail)}")


def _say(key: str, **values: str) -> None:
    print_harmless(interface_words("members").say(key, **values))
