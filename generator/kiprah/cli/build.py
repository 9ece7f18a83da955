"""``kiprah build``: publish the site."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kiprah.build.edit_helper import begin_helper, is_for_edits
from kiprah.cli.circle import build_the_circle, circle_options, last_day, say_ended
from kiprah.cli.language import interface_words, speak
from kiprah.cli.site import bucket_of, cache_at, cache_of, content_at, find_site, mirrored_site, output_of
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling
from kiprah.fields.day import plain_day
from kiprah.workers import processors

if TYPE_CHECKING:
    from kiprah.build.up_to_date import LastResult


@click.command()
@click.argument("site", required=False)
@click.option("-o", "--output", default="public", show_default=True)
@click.option("--url")
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--today")
@click.option("--strict", is_flag=True)
@click.option("--keep-going", is_flag=True)
@click.option("-j", "--jobs", type=click.IntRange(1, 256))
@click.option("--force", is_flag=True)
@click.option("--no-wait", is_flag=True)
@click.option("--report")
@click.option("--allow-removals", is_flag=True)
@click.option("--executor")
@click.option("--cache")
@click.option("--circle", is_flag=True)
@click.option("--until")
@click.option("--reply-to")
def build(
    site: str | None,
    output: str,
    url: str | None,
    drafts: bool,
    future: bool,
    today: str | None,
    strict: bool,
    keep_going: bool,
    jobs: int | None,
    force: bool,
    no_wait: bool,
    report: str | None,
    allow_removals: bool,
    executor: str | None,
    cache: str | None,
    circle: bool,
    until: str | None,
    reply_to: str | None,
) -> int:
    """Publish SITE (default: content/, then this folder) into the output folder."""
    content = content_at(site)
    if content is None:
        folder = find_site(site)
    else:
        try:
            folder, cache = mirrored_site(content, cache)
        except OSError as error:
            return _say_unread(error)
    circle_options(circle, until, reply_to)
    if circle:
        if click.get_current_context().get_parameter_source("output") is ParameterSource.DEFAULT:
            output = "circle"
    elif (drafts or future) and os.environ.get("CONTEXT") == "production" and os.environ.get("NETLIFY"):
        raise click.UsageError(interface_words("cli").say("preview-in-production"))
    site_url, today_day = address(url), day(today)
    scheduler = scheduler_of(executor)
    bucket = bucket_of(output)
    if circle and bucket is not None:
        raise click.UsageError(interface_words("cli").say("circle-bucket"))
    last, seen, helper = None, None, None
    workers = jobs or processors()
    if not (force or circle) and is_for_edits(folder):
        # First of all: it goes on beside everything that follows, and all that is loaded from here on.
        helper = begin_helper(cache_of(folder, cache), workers)
    from kiprah.build.up_to_date import asked, last_result

    options = asked(site_url, drafts, future, today_day, strict, keep_going)
    if not (force or report or circle or bucket):
        asked_for = (folder, output_of(output), cache_of(folder, cache), options, helper)
        last, seen = last_result(*asked_for, beside=workers > 1)
    if last is not None:
        if helper is not None:
            helper.stop()
        code = _say_last(last, folder, output)
        say_ended(cache_of(folder, cache), datetime.now().astimezone().date())
        if helper is not None:
            helper.end()
        return code
    if not (force or circle or is_for_edits(folder)):
        helper = begin_helper(cache_of(folder, cache), workers)
    from kiprah.build.request import Request

    request = Request(
        site=folder,
        content_at=content if content is not None and content.folder is None else None,
        output=output_of(output),
        output_at=bucket,
        cache=cache_of(folder, cache),
        cache_at=cache_at(cache),
        url=site_url,
        drafts=drafts,
        future=future,
        today=today_day,
        strict=strict,
        keep_going=keep_going,
        jobs=jobs,
        force=force,
        patience=0 if no_wait else LOCK_PATIENCE,
        report=Path(report).expanduser().absolute() if report else None,
        allow_removals=allow_removals,
        executor=scheduler,
        seen=seen,
        helper=helper,
        circle=circle,
    )
    # A site is a large number of values that live until the end: looking for dead ones among them takes a tenth.
    gc.set_threshold(300_000, 50, 50)
    if circle:
        return build_the_circle(request, last_day(until), reply_to, telling)
    # Only now: what makes a site takes a while to load, and a wrong option should be answered at once.
    if content is None and not force and helper is None:
        # Where there is a helper something is known.
        from msgspec.structs import replace

        from kiprah.build.first_reading import begin_reading

        request = replace(request, ahead=begin_reading(folder, request.cache, workers))
    from kiprah.build.pipeline import build as publish
    from kiprah.cli.progress import shown_progress
    from kiprah.cli.report import print_report

    with shown_progress(sys.stderr) as progress:
        outcome = publish(request, telling(progress))
    if content is not None and not outcome.exit_code and not (drafts or future):
        from kiprah.build.shared_places import registers_returned

        outcome = registers_returned(outcome, content, folder)
    print_report(outcome, folder)
    words = interface_words("cli")
    if scheduler and outcome.settings is not None and outcome.settings.kind == "portfolio":
        click.echo(words.say("no-cluster-needed"), err=True)
    if outcome.outputs and outcome.exit_code != 2 and (outcome.exit_code == 0 or keep_going):
        click.echo(
            words.say(
                "built",
                output=output,
                outputs=str(outcome.outputs),
                written=str(outcome.written),
                removed=str(outcome.removed),
                made=str(outcome.made),
            )
        )
    elif outcome.exit_code:
        click.echo(words.say("nothing-published"), err=True)
    say_ended(request.cache, request.today or datetime.now().astimezone().date())
    return outcome.exit_code


def _say_unread(error: OSError) -> int:
    """Say why content could not be brought here."""
    from kiprah.build.shared_places import unread_content
    from kiprah.cli.report import print_report

    print_report(unread_content(error), Path.cwd())
    return 3


def _say_last(last: LastResult, folder: Path, output: str) -> int:
    """Say of a build with nothing to do what the build before it said."""
    speak(last.language)
    if last.problems or last.held:
        from kiprah.cli.report import print_last

        print_last(last, folder)
    number = str(last.outputs)
    click.echo(interface_words("cli").say("built", output=output, outputs=number, written="0", removed="0", made="0"))
    return 0


def address(url: str | None) -> str | None:
    """Read ``--url``; a usage error where it is no address."""
    if url is None:
        return None
    from kiprah.content.keys.settings_keys import site_address
    from kiprah.fields.decoding import Wrong

    try:
        return site_address(url)
    except Wrong:
        raise click.BadParameter(interface_words("cli").say("bad-url", value=url), param_hint="--url") from None


def scheduler_of(executor: str | None) -> str:
    """Read ``--executor``; a usage error where it names no scheduler, or where nothing could ask one."""
    if executor is None:
        return ""
    from kiprah.distributed.address import is_installed_for_clusters, scheduler_address

    words = interface_words("cli")
    found = scheduler_address(executor)
    if found is None:
        raise click.BadParameter(words.say("bad-executor", value=executor), param_hint="--executor")
    if not is_installed_for_clusters():
        raise click.UsageError(words.say("no-cluster-extra"))
    return found


def day(text: str | None, option: str = "--today") -> date | None:
    """Read ``--today`` or another option's day; a usage error where it is none."""
    if text is None:
        return None
    found = plain_day(text)
    if found is None:
        raise click.BadParameter(interface_words("cli").say("bad-day", value=text), param_hint=option)
    return found
