"""Shared options of ``kiprah new``, and the site that a new entry is for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.templates import FRAMES
from kiprah.cli.language import speak
from kiprah.cli.new.output import Refused, accepted
from kiprah.cli.site import find_site

if TYPE_CHECKING:
    from pathlib import Path

    from kiprah.authoring.addresses import EntryKind, Title
    from kiprah.authoring.community import CommunityContext
    from kiprah.authoring.context import AuthoringContext
    from kiprah.content.folder import SiteFolder
    from kiprah.model.settings import Settings

SITE_OPTION = click.option("--site", "folder")
MEMBER_OPTION = click.option("--member", metavar="SLUG")
YES_OPTION = click.option("-y", "--yes", is_flag=True)
FRAME_OPTION = click.option("--frame", type=click.Choice(FRAMES), default="what", show_default=True)
LANGUAGE_OPTION = click.option("--language")

_BAD_SETTINGS = 2


def today_in(timezone: str) -> date:
    """Return the calendar day it is now in a timezone."""
    return datetime.now(ZoneInfo(timezone)).date()


def open_site(folder: str | None, member: str | None = None, option: str = "--member") -> AuthoringContext:
    """Find the site, speak its language from here on, and read what it holds; of a community, what a member holds.

    ``option`` is what the command calls the member by.
    """
    from kiprah.authoring.community import CommunityContext, existing_member
    from kiprah.authoring.context import context_of

    site, listed, settings = read_site_settings(folder)
    today = today_in(settings.timezone)
    if settings.kind != "community":
        if member is not None:
            raise Refused(Refusal("member-in-portfolio", {"path": str(site / "site.yml"), "option": option}, "members"))
        return context_of(site, listed, settings, today)
    if member is None:
        raise Refused(Refusal("member-needed", {"option": option}, "members"))
    slug = accepted(existing_member(member, CommunityContext(site, listed, settings, today)))
    return context_of(site, listed, settings, today, slug)


def open_community(folder: str | None) -> CommunityContext:
    """Find a community, speak its language from here on, and list what it holds."""
    from kiprah.authoring.community import CommunityContext

    site, listed, settings = read_site_settings(folder)
    if settings.kind != "community":
        raise Refused(Refusal("community-needed", {"path": str(site / "site.yml")}, "members"))
    return CommunityContext(site, listed, settings, today_in(settings.timezone))


def read_site_settings(folder: str | None) -> tuple[Path, SiteFolder, Settings]:
    """Find the site, list it, read its settings, and speak its language from here on."""
    from kiprah.cli.report import print_problems
    from kiprah.content.folder import list_folder
    from kiprah.content.settings import read_settings

    site = find_site(folder)
    try:
        listed, _ = list_folder(site)
    except OSError as error:
        raise Refused(
            Refusal("not-read", {"path": str(site), "reason": str(error.strerror)}, cause="machine")
        ) from None
    settings, problems = read_settings(listed)
    if settings is None:
        print_problems(problems, site)
        raise click.exceptions.Exit(_BAD_SETTINGS)
    speak(settings.language)
    return site, listed, settings


def language_option(language: str | None) -> str:
    """Read ``--language``; empty where the site's is meant."""
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import COMMON

    return accepted(text_answer(COMMON, "lang", language or ""))


def title_option(title: str | None, kind: EntryKind, context: AuthoringContext) -> Title | None:
    """Read the title that was given, with a slug that is free."""
    from kiprah.authoring.addresses import read_title

    return None if title is None else accepted(read_title(title, kind, context))


def day_option(text: str | None) -> date | None:
    """Read the day of a flag."""
    from kiprah.fields.decoding import Wrong
    from kiprah.fields.types import day_of

    if text is None:
        return None
    try:
        return day_of(text)
    except Wrong:
        raise Refused(Refusal("bad-day", {"value": text})) from None
