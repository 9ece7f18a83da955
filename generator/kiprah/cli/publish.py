"""``kiprah publish``: send a site that was built to a host, a bucket or another folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_words
from kiprah.cli.site import address_in, cache_of, find_site, output_of

if TYPE_CHECKING:
    from kiprah.deploy.built_site import BuiltSite
    from kiprah.problem import Problem


@click.command()
@click.argument("target", type=click.Choice(["netlify", "s3", "folder"]))
@click.argument("directory", required=False, default="public")
@click.option("--to")
@click.option("--site")
@click.option("--content")
@click.option("--cache")
@click.option("--dry-run", is_flag=True)
def publish(
    target: str, directory: str, to: str | None, site: str | None, content: str | None, cache: str | None, dry_run: bool
) -> int:
    """Send the site that a build left in DIRECTORY."""
    from kiprah.cli.progress import shown_progress
    from kiprah.deploy.bucket_or_folder import deploy_elsewhere
    from kiprah.deploy.built_site import BuiltSite, find_built_site

    words = interface_words("cli")
    address = address_in(to or "")
    bucket = address is not None and address.folder is None
    if (to is None) != (target == "netlify") or (target != "netlify" and bucket != (target == "s3")):
        raise click.UsageError(words.say("publish-to"))
    folder = find_site(content)
    output, kept = output_of(directory), cache_of(folder, cache)
    built = find_built_site(output, folder, kept)
    if not isinstance(built, BuiltSite):
        return _refused(built, 1)
    with shown_progress(sys.stderr) as progress:

        def done(count: int, total: int) -> None:
            progress("publish", count, total)

        if target == "netlify":
            return _to_netlify(built, site, folder.parent, done, dry_run=dry_run)
        place = address if bucket and address is not None else output_of(to or "")
        outcome = deploy_elsewhere(built, place, folder, kept, done, dry_run=dry_run)
    if isinstance(outcome, tuple):
        return _refused(outcome[1], outcome[0])
    counts = {"written": outcome.written, "unchanged": outcome.unchanged, "removed": outcome.removed}
    name = "publish-would" if dry_run else "published"
    click.echo(words.say(name, to=to or "", **{n: str(count) for n, count in counts.items()}))
    return 0


def _to_netlify(
    built: BuiltSite, site: str | None, project: Path, done: Callable[[int, int], None], *, dry_run: bool
) -> int:
    from kiprah.deploy.built_site import FolderTouched, touched_problem
    from kiprah.deploy.netlify import API, NetlifyAccount, NetlifyFailed, netlify_site, netlify_token

    words = interface_words("cli")
    try:
        number = netlify_site(site, os.environ, project)
        if dry_run:
            size = sum(file.size for file in built.files.values()) / 1e6
            click.echo(words.say("publish-would-netlify", files=str(len(built.files)), size=f"{size:.1f}"))
            return 0
        account = NetlifyAccount(number, netlify_token(os.environ), os.environ.get("NETLIFY_API_URL", API))
        deployed = account.deploy(built, done)
    except NetlifyFailed as failed:
        return _refused(failed.problem, 3)
    except FolderTouched as touched:
        return _refused(touched_problem(built.folder, touched.path), 1)
    counts = {"files": str(deployed.files), "sent": str(deployed.sent)}
    click.echo(words.say("published-netlify", url=deployed.url, **counts))
    return 0


def _refused(problem: Problem, code: int) -> int:
    from kiprah.build.request import Report
    from kiprah.cli.report import print_report

    print_report(Report(code, (problem,), (), None), Path().absolute())
    return code
