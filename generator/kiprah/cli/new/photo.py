"""``kiprah new photo``: photos for an entry that is there, cleaned, with who is in them and what they show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.name_type import NAME
from kiprah.cli.new.activity_answers import ActivityAnswers
from kiprah.cli.new.context import MEMBER_OPTION, SITE_OPTION, YES_OPTION, open_site, read_site_settings
from kiprah.cli.new.output import Refused, accepted, print_imported_photos, print_line, relative_path
from kiprah.cli.new.photo_questions import ask_photos, import_photos, photo_questions
from kiprah.cli.new.prompt import MOST_CHOICES, Back, ask, may_ask
from kiprah.cli.new.questions import ask_in_turn
from kiprah.cli.site import cache_of
from kiprah.model.photo import People

if TYPE_CHECKING:
    from kiprah.authoring.editing.editable import EditableFile


@click.command()
@click.argument("photos", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--entry", metavar="SLUG", type=NAME)
@click.option("--alt", "alts", multiple=True, metavar="TEXT")
@click.option("--people", type=click.Choice(get_args(People)))
@click.option("--consent", type=click.Choice(["yes", "guardian", "pending", "no"]))
@YES_OPTION
@MEMBER_OPTION
@SITE_OPTION
@click.option("--cache")
def photo(
    photos: tuple[Path, ...],
    entry: str | None,
    alts: tuple[str, ...],
    people: str | None,
    consent: str | None,
    yes: bool,
    member: str | None,
    folder: str | None,
    cache: str | None,
) -> int:
    """Take photos into an entry that is there, without place, time and camera."""
    from kiprah.authoring.editing.add_photos import add_photos, named_entry, photo_entries
    from kiprah.authoring.photos.photo_consent import consent_refusal

    open_site(folder, member)
    site, listed, settings = read_site_settings(folder)
    asking = may_ask(yes)
    if refusal := consent_refusal(people or "", consent or ""):
        raise Refused(refusal)
    entries = photo_entries(listed, settings, member or "")
    if entry is None and not asking:
        raise Refused(Refusal("photo-entry"))
    chosen = accepted(named_entry(entry, entries)) if entry is not None else None
    flags = ActivityAnswers(
        photos=import_photos(photos, alts, people or "", consent or ""), people=people, consent=consent
    )
    if not flags.photos and not asking:
        raise Refused(Refusal("photo-file"))
    if chosen is None:
        chosen = _ask_entry(entries)
    answers = flags
    if asking:
        if not flags.photos:
            given = ask_photos(flags)
            answers = given if isinstance(given, ActivityAnswers) else flags
        answers = ask_in_turn(answers, lambda known: photo_questions(flags, known))
        click.echo()
    if not answers.photos:
        raise Refused(Refusal("photo-file"))
    added = add_photos(site, chosen, answers.photos, cache_of(site, cache))
    print_imported_photos(added.names)
    if added.refusal is not None:
        raise Refused(added.refusal)
    print_line("photos-added", path=relative_path(site / added.path))
    return 0


def _ask_entry(entries: dict[str, EditableFile]) -> EditableFile:
    """Ask which entry the photos belong to; the newest are proposed."""
    if not entries:
        raise Refused(Refusal("photo-no-entries"))
    from kiprah.authoring.editing.add_photos import named_entry

    newest = tuple(sorted(entries, key=lambda slug: entries[slug].name, reverse=True))[:MOST_CHOICES]
    chosen: EditableFile | Back | None = None
    while not chosen or isinstance(chosen, Back):
        chosen = ask("photo-entry", lambda typed: named_entry(typed, entries), newest, needed=True)
    return chosen
