"""What every new entry begins with: its site, the language it is written in, its day and an address that is free."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct

from kiprah.authoring.templates import FRAMES
from kiprah.cli.language import speak
from kiprah.cli.new.output import CONTENT, MACHINE, USAGE, Stop, accepted, shown
from kiprah.cli.site import find_site

if TYPE_CHECKING:
    from kiprah.authoring.existing import ExistingEntry
    from kiprah.authoring.refusal import Refusal
    from kiprah.content.folder import SiteFolder
    from kiprah.model.settings import Settings

Kind = Literal["activities", "reflections", "testimonials"]

SITE = click.option("--site", "folder")
YES = click.option("-y", "--yes", is_flag=True)
FRAME = click.option("--frame", type=click.Choice(FRAMES), default="what", show_default=True)
LANGUAGE = click.option("--language")


class Begun(Struct, frozen=True):
    """A site that an entry is begun in, with what it holds already."""

    site: Path
    site_language: str
    language: str
    """The one the entry is written in."""
    today: date
    used: tuple[ExistingEntry, ...]


def begin(folder: str | None, language: str | None) -> Begun:
    """Find the site, speak its language from here on, and see what it holds."""
    from kiprah.authoring.existing import existing_entries
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.cli.new.day import today_in
    from kiprah.content.folder import list_folder
    from kiprah.content.keys import COMMON

    site = find_site(folder)
    try:
        listed, _ = list_folder(site)
    except OSError as error:
        raise Stop("not-read", MACHINE, path=shown(site), reason=str(error.strerror)) from None
    settings = _settings(site, listed)
    written_in = accepted(text_answer(COMMON, "lang", language or "")) or settings.language
    used = existing_entries(listed, settings)
    return Begun(site, settings.language, written_in, today_in(settings.timezone), used)


def _settings(site: Path, listed: SiteFolder) -> Settings:
    from kiprah.cli.report import print_problems
    from kiprah.content.settings import read_settings

    settings, problems = read_settings(listed)
    if settings is None:
        print_problems(problems, site)
        raise click.exceptions.Exit(USAGE)
    speak(settings.language)
    if settings.kind == "community":
        raise Stop("community-later")
    return settings


def address_of(title: str, kind: Kind, begun: Begun) -> str | Refusal:
    """Make the address of a new entry; one that is taken, or that no address can be, is refused."""
    from kiprah.authoring.existing import taken_by
    from kiprah.authoring.refusal import Refusal
    from kiprah.model.slug import is_reserved, slug_of

    slug = slug_of(title)
    if not slug or is_reserved(slug) or slug == "profile" or (len(slug) == 4 and slug.isdigit()):
        return Refusal("no-address", {"title": title})
    there = taken_by(slug, kind, begun.used)
    if there is None:
        return slug
    tried = (f"{title[:100]} {number}" for number in range(2, len(begun.used) + 3))
    free = next(like for like in tried if taken_by(slug_of(like), kind, begun.used) is None)
    return Refusal("taken", {"title": title, "path": shown(begun.site / there), "like": free})


def settled_title(title: str, kind: Kind, begun: Begun) -> tuple[str, str]:
    """Return a title and the address it makes; stop the command where there can be none."""
    answer = title_answer(title, kind, begun)
    taken = not isinstance(answer, tuple) and answer.key == "taken"
    return accepted(answer, CONTENT if taken else USAGE)


def title_answer(typed: str, kind: Kind, begun: Begun) -> tuple[str, str] | Refusal:
    """Read a title, or the name of who speaks, with the address it makes."""
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.content.keys import ACTIVITY, TESTIMONIAL

    named = kind == "testimonials"
    title = text_answer(TESTIMONIAL if named else ACTIVITY, "from" if named else "title", typed)
    if not isinstance(title, str):
        return title
    slug = address_of(title, kind, begun)
    return (title, slug) if isinstance(slug, str) else slug


def settled_day(given: str | None) -> date | None:
    """Read the day of a flag; stop the command where it is none."""
    from kiprah.fields.decoding import Wrong
    from kiprah.fields.types import day_of

    if given is None:
        return None
    try:
        return day_of(given)
    except Wrong:
        raise Stop("bad-day", USAGE, value=given) from None
