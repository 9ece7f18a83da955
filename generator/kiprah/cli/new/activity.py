"""``kiprah new activity``: what was said, what is asked, the photos taken in, and a file with more to think about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_words
from kiprah.cli.new.context import FRAME, LANGUAGE, SITE, YES, Begun, begin, settled_day, settled_title
from kiprah.cli.new.interview import Proposals, days_between, interview
from kiprah.cli.new.output import USAGE, Stop, accepted, say, shown, write
from kiprah.cli.new.photos import described, given_photos, said_photos
from kiprah.cli.new.prompt import may_ask

if TYPE_CHECKING:
    from kiprah.authoring.entry_text import NewActivity


class _WithPhotos(click.Command):
    """Takes ``--photos a.jpg b.jpg`` as well as one ``--photos`` for each, since a shell writes ``*.jpg`` out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        taking = False
        for number, arg in enumerate(args):
            if arg == "--photos":
                taking = True
                following = args[number + 1] if number + 1 < len(args) else "-"
                if following.startswith("-"):
                    raise click.BadOptionUsage("photos", interface_words("new").say("photos-none"), ctx)
            elif taking and not arg.startswith("-"):
                spread += ["--photos", arg]
            else:
                taking = False
                spread.append(arg)
        return super().parse_args(ctx, spread)


@click.command(cls=_WithPhotos)
@click.argument("title", nargs=-1, metavar="[TITLE] [FILE]...")
@click.option("--date", "on")
@click.option("--end")
@click.option("--organization")
@click.option("--role")
@click.option("--hours")
@click.option("--place")
@click.option("--photos", multiple=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--alt", "alts", multiple=True, metavar="TEXT")
@click.option("--people", type=click.Choice(["none", "adults", "minors"]))
@click.option("--consent", type=click.Choice(["yes", "guardian", "pending", "no"]))
@FRAME
@LANGUAGE
@YES
@SITE
def activity(
    title: tuple[str, ...],
    on: str | None,
    end: str | None,
    organization: str | None,
    role: str | None,
    hours: str | None,
    place: str | None,
    photos: tuple[Path, ...],
    alts: tuple[str, ...],
    people: str | None,
    consent: str | None,
    frame: str,
    language: str | None,
    yes: bool,
    folder: str | None,
) -> int:
    """Begin an activity, with its photos, as a draft; on a terminal it asks for what you did not say."""
    begun = begin(folder, language)
    asking = may_ask(yes)
    name, dropped = _apart(title)
    if name is None and not asking:
        raise Stop("title-needed")
    # What was said is looked at before anything is asked: nobody should answer five questions for nothing.
    said_photos((), people or "", consent or "")
    day, last = settled_day(on), settled_day(end)
    known = Proposals(
        title=settled_title(name, "activities", begun) if name is not None else None,
        day=day,
        end=last,
        organization=_text("organization", organization),
        role=_text("role", role),
        place=_text("place", place),
        hours=_hours(hours, days_between(day, last)),
        taken=given_photos((*photos, *dropped), alts),
        people=people,
        consent=consent,
    )
    if asking:
        known = interview(known, begun)
        click.echo()
    return _write(known, frame, begun)


def _apart(words: Sequence[str]) -> tuple[str | None, tuple[Path, ...]]:
    """Tell the title from photos that were dropped behind the command."""
    from kiprah.content.photos import PHOTO_ENDINGS

    photos = [word for word in words if word.casefold().endswith(PHOTO_ENDINGS) and Path(word).is_file()]
    others = [word for word in words if word not in photos]
    if len(others) > 1:
        raise Stop("one-title", USAGE, titles=" ".join(others), second=others[1])
    return (others[0] if others else None), tuple(Path(photo) for photo in photos)


def _text(key: str, said: str | None) -> str | None:
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.content.keys import ACTIVITY

    return None if said is None else accepted(text_answer(ACTIVITY, key, said))


def _hours(said: str | None, days: int) -> str | None:
    from kiprah.authoring.parse_answers import hours_answer

    return None if said is None else accepted(hours_answer(said, days))


def _write(known: Proposals, frame: str, begun: Begun) -> int:
    from kiprah.authoring.capture_date import day_of_photos
    from kiprah.authoring.entry_text import NewActivity, activity_text

    assert known.title is not None
    title, slug = known.title
    day = known.day or day_of_photos(known.taken, begun.today) or begun.today
    if known.end is not None and known.end < day:
        raise Stop("end-before-date", USAGE, "problems", end=known.end.isoformat(), date=day.isoformat())
    photos = described(known.photos or said_photos(known.names, known.people or "", known.consent or ""), known.taken)
    new = NewActivity(
        title=title,
        day=day,
        end=known.end,
        organization=known.organization or "",
        role=known.role or "",
        hours=known.hours or "",
        place=known.place or "",
        photos=photos,
        frame=frame,
        language=begun.language,
    )
    bundle = begun.site / "activities" / f"{day.isoformat()}-{slug}"
    made = bundle / "index.md"
    files = [(bundle / name, photo.content) for name, photo in zip(known.names, known.taken, strict=True)]
    write([*files, (made, activity_text(new, begun.site_language).encode())], made)
    _say_written(made, new, known, begun.today)
    return 0


def _say_written(made: Path, new: NewActivity, known: Proposals, today: date) -> None:
    say("made", path=shown(made))
    for name, photo in zip(known.names, known.taken, strict=True):
        say("photo-made", name=name, source=photo.source.name)
    if known.taken:
        say("photos-clean")
    for consent, key in (("pending", "photos-wait"), ("no", "photos-kept")):
        if any(photo.settled_consent == consent for photo in new.photos):
            say(key)
    if new.day > today:
        say("date-ahead", date=new.day.isoformat())
    say("next-photos" if known.taken else "next-entry", path=shown(made))
