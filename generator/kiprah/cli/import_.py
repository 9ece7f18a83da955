"""``kiprah import``: what people have elsewhere, as drafts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from kiprah.cli.language import interface_words
from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import SITE_OPTION, day_option, today_in
from kiprah.cli.shell_quoting import expanded

if TYPE_CHECKING:
    from kiprah.importers.import_plan import ImportPlan

SOURCE_NAMES = (
    "photos", "whatsapp", "csv", "xlsx", "linkedin", "instagram", "resume", "hugo", "jekyll", "obsidian", "notion",
    "takeout", "europass", "kiprah",
)  # fmt: skip
"""Sources by how many people have them; a test holds them to the readers."""


@click.command("import")
@click.argument("source", type=click.Choice(SOURCE_NAMES))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True)
@click.option("--since")
@click.option("--as", "member", type=NAME)
@click.option("--me", default="")
@click.option("--pick", default="")
@click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@SITE_OPTION
def import_(
    source: str,
    files: tuple[Path, ...],
    dry_run: bool,
    since: str | None,
    member: str | None,
    me: str,
    pick: str,
    date_order: str | None,
    form: str,
    folder: str | None,
) -> int:
    """Bring in what you have elsewhere, as drafts; nothing that is there is changed."""
    from kiprah.authoring.refusal import Refusal
    from kiprah.cli.new.context import open_site, read_site_settings
    from kiprah.cli.new.output import Refused, accepted, relative_path
    from kiprah.importers.import_request import ImportRequest, ImportSite, run_import
    from kiprah.importers.records import ImportOptions

    site, listed, settings = read_site_settings(folder)
    context = open_site(folder, member, "--as")
    options = ImportOptions(
        language=settings.language,
        timezone=settings.timezone,
        date_order=date_order or "",
        me=me,
        picked=tuple(day.strip() for day in pick.split(",") if day.strip()),
    )
    request = ImportRequest(source, tuple(expanded(path) for path in files), options, day_option(since), dry_run)
    place = ImportSite(site, listed, settings, context, member or "", today_in(settings.timezone))
    outcome = accepted(run_import(request, place))
    if isinstance(outcome.written, Refusal):
        raise Refused(outcome.written)
    if form == "json":
        click.echo(json.dumps(_as_json(outcome.plan), ensure_ascii=False, indent=2))
        return 0
    _print_plan(outcome.plan)
    words = interface_words("importing")
    if outcome.written is None:
        click.echo(words.say("dry-run"))
        return 0
    for one in outcome.written.skipped:
        _print_row("skipped", one.what, "", one.reason, one.detail)
    for path in outcome.written.paths:
        click.echo(words.say("written-profile" if path.name == "profile.md" else "written", path=relative_path(path)))
    if outcome.written.paths:
        click.echo(words.say("next"))
    return 0


def _as_json(plan: ImportPlan) -> dict[str, object]:
    rows = [
        {
            "state": row.state,
            "what": row.what,
            "date": row.date,
            "reason": row.reason,
            "detail": row.detail,
            "photos": row.photos,
            "path": row.path,
        }
        for row in plan.rows
    ]
    return {"format": 1, "source": plan.source, "rows": rows}


def _print_plan(plan: ImportPlan) -> None:
    from kiprah.importers.records import PlanState

    for row in plan.rows:
        _print_row(row.state, row.what, row.date, row.reason, row.path or row.detail)
    counts = Counter(row.state for row in plan.rows)
    numbers = {state: str(counts[state]) for state in get_args(PlanState)}
    click.echo(interface_words("importing").say("counts", **numbers))


def _print_row(state: str, what: str, date: str, reason: str, detail: str) -> None:
    from kiprah.cli.terminal_text import harmless

    words = interface_words("importing")
    catalogue = interface_words("members") if reason.startswith("left.") else words
    line = f"{words.say(f'state.{state}')}  {date}  {what}" if date else f"{words.say(f'state.{state}')}  {what}"
    why = (
        f" \u2014 {catalogue.say(reason if catalogue is not words else f'skip.{reason}', detail=detail)}"
        if reason
        else ""
    )
    click.echo(harmless(f"{line}{why}"))
