"""``kiprah new activity``: flags, questions for what they leave open, and a draft with its photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.language import interface_words
from kiprah.cli.new.activity_answers import ActivityAnswers, days_between
from kiprah.cli.new.activity_questions import activity_questions
from kiprah.cli.new.context import (
    FRAME_OPTION,
    LANGUAGE_OPTION,
    MEMBER_OPTION,
    SITE_OPTION,
    YES_OPTION,
    day_option,
    language_option,
    open_site,
    title_option,
)
from kiprah.cli.new.output import Refused, accepted, print_imported_photos, print_line, print_risks, print_written
from kiprah.cli.new.photo_questions import import_photos, print_photo_notes
from kiprah.cli.new.prompt import may_ask, print_note
from kiprah.cli.new.questions import ask_in_turn
from kiprah.model.entry import ImpactSource
from kiprah.model.photo import People

if TYPE_CHECKING:
    from datetime import date

    from kiprah.authoring.new.write_entry import NewEntry

_SOURCES = get_args(ImpactSource)


class _PhotosCommand(click.Command):
    """Takes ``--photos a.jpg b.jpg`` as well as one ``--photos`` for each, since a shell writes ``*.jpg`` out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        in_photos = False
        for number, arg in enumerate(args):
            if arg == "--photos":
                in_photos = True
                following = args[number + 1] if number + 1 < len(args) else "-"
                if following.startswith("-"):
                    raise click.BadOptionUsage("photos", interface_words("new").say("photos-none"), ctx)
            elif in_photos and not arg.startswith("-"):
                spread += ["--photos", arg]
            else:
                in_photos = False
                spread.append(arg)
        return super().parse_args(ctx, spread)


@click.command(cls=_PhotosCommand)
@click.argument("title", nargs=-1, metavar="[TITLE] [FILE]...")
@click.option("--date", "day")
@click.option("--end")
@click.option("--organization")
@click.option("--role")
@click.option("--hours")
@click.option("--place")
@click.option("--impact", metavar="TEXT")
@click.option("--source", type=click.Choice(_SOURCES))
@click.option("--cause")
@click.option("--evidence", metavar="FILE|URL")
@click.option("--photos", multiple=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--alt", "alts", multiple=True, metavar="TEXT")
@click.option("--people", type=click.Choice(get_args(People)))
@click.option("--consent", type=click.Choice(["yes", "guardian", "pending", "no"]))
@FRAME_OPTION
@LANGUAGE_OPTION
@YES_OPTION
@MEMBER_OPTION
@SITE_OPTION
def activity(
    title: tuple[str, ...],
    day: str | None,
    end: str | None,
    organization: str | None,
    role: str | None,
    hours: str | None,
    place: str | None,
    impact: str | None,
    source: str | None,
    cause: str | None,
    evidence: str | None,
    photos: tuple[Path, ...],
    alts: tuple[str, ...],
    people: str | None,
    consent: str | None,
    frame: str,
    language: str | None,
    yes: bool,
    member: str | None,
    folder: str | None,
) -> int:
    """Begin an activity, with its photos, as a draft; on a terminal it asks for what you did not say."""
    from kiprah.authoring.causes import read_cause
    from kiprah.authoring.new.parse_answers import impact_answer
    from kiprah.authoring.new.write_entry import write_entry
    from kiprah.authoring.photos.photo_consent import consent_refusal
    from kiprah.authoring.photos.take_evidence import read_evidence

    context = open_site(folder, member)
    written_in = language_option(language)
    asking = may_ask(yes)
    name, dropped = _title_and_photos(title)
    if name is None and not asking:
        raise Refused(Refusal("title-needed"))
    # Flags are looked at before anything is asked: nobody should answer five questions for nothing.
    if refusal := consent_refusal(people or "", consent or ""):
        raise Refused(refusal)
    first, last = day_option(day), day_option(end)
    answers = ActivityAnswers(
        title=title_option(name, "activities", context),
        day=first,
        end=last,
        organization=_text_option("organization", organization),
        role=_text_option("role", role),
        place=_text_option("place", place),
        hours=_hours_option(hours, days_between(first, last)),
        impact=None if impact is None else accepted(impact_answer(impact)),
        source=source,
        cause=None if cause is None else accepted(read_cause(cause)),
        evidence=None if evidence is None else accepted(read_evidence(evidence)),
        photos=import_photos((*photos, *dropped), alts, people or "", consent or ""),
        people=people,
        consent=consent,
    )
    if asking:
        print_note("how-to-skip")
        answers = ask_in_turn(answers, activity_questions(answers, context))
        click.echo()
    else:
        print_photo_notes(answers, context.today)
    entry = write_entry(answers.request(frame, written_in), context)
    if isinstance(entry, tuple):
        raise Refused(*entry)
    _print_entry(entry, context.today)
    return 0


def _title_and_photos(words: Sequence[str]) -> tuple[str | None, tuple[Path, ...]]:
    """Tell the title from photos that were dropped behind the command."""
    from kiprah.model.photo import PHOTO_ENDINGS

    photos = [word for word in words if word.casefold().endswith(PHOTO_ENDINGS) and Path(word).is_file()]
    others = [word for word in words if word not in photos]
    if len(others) > 1:
        raise Refused(Refusal("one-title", {"titles": " ".join(others), "second": others[1]}))
    return (others[0] if others else None), tuple(Path(photo) for photo in photos)


def _text_option(key: str, text: str | None) -> str | None:
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import ACTIVITY

    return None if text is None else accepted(text_answer(ACTIVITY, key, text))


def _hours_option(text: str | None, days: int) -> str | None:
    from kiprah.authoring.new.parse_answers import hours_answer

    return None if text is None else accepted(hours_answer(text, days))


def _print_entry(entry: NewEntry, today: date) -> None:
    print_written(entry.path, ())
    print_imported_photos(entry.photos)
    print_risks(entry)
    if entry.day > today:
        print_line("date-ahead", date=entry.day.isoformat())
    print_line("next-photos" if entry.photos else "next-entry")
