"""``kiprah new reflection`` and ``kiprah new testimonial``: the member's words, and somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from kiprah.cli.new.context import (
    FRAME,
    LANGUAGE,
    SITE,
    YES,
    Begun,
    Kind,
    begin,
    settled_day,
    settled_title,
    title_answer,
)
from kiprah.cli.new.output import Stop, accepted, written
from kiprah.cli.new.prompt import MOST_CHOICES, ask, choose, may_ask, told

if TYPE_CHECKING:
    from kiprah.authoring.existing import ExistingEntry
    from kiprah.authoring.refusal import Refusal

_AGREED = {"agreed-yes": "yes", "agreed-pending": "pending", "agreed-no": "no"}


@click.command()
@click.argument("title", required=False)
@click.option("--date", "on")
@FRAME
@click.option("--activity", "of", metavar="SLUG")
@LANGUAGE
@YES
@SITE
def reflection(
    title: str | None, on: str | None, frame: str, of: str | None, language: str | None, yes: bool, folder: str | None
) -> int:
    """Begin a reflection, with the questions of a frame, as a draft."""
    from kiprah.authoring.entry_text import reflection_text

    begun = begin(folder, language)
    asking = may_ask(yes)
    (name, slug), day, slug_of_activity = _common(title, "reflections", on, of, asking, begun)
    if asking:
        click.echo()
    text = reflection_text(name, day, frame, slug_of_activity, begun.language, begun.site_language)
    path = begun.site / "reflections" / f"{day.isoformat()}-{slug}.md"
    return written([(path, text.encode())], path, "next-entry")


@click.command()
@click.argument("name", required=False)
@click.option("--date", "on")
@click.option("--relation")
@click.option("--activity", "of", metavar="SLUG")
@click.option("--consent", type=click.Choice(["yes", "pending", "no"]))
@LANGUAGE
@YES
@SITE
def testimonial(
    name: str | None,
    on: str | None,
    relation: str | None,
    of: str | None,
    consent: str | None,
    language: str | None,
    yes: bool,
    folder: str | None,
) -> int:
    """Begin the words of somebody else; they are published once they agreed."""
    from kiprah.authoring.entry_text import spoken_text
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.content.keys import TESTIMONIAL

    begun = begin(folder, language)
    asking = may_ask(yes)
    known = accepted(text_answer(TESTIMONIAL, "relation", relation or ""))
    (who, slug), day, activity = _common(name, "testimonials", on, of, asking, begun)
    if asking and relation is None:
        known = ask("relation", lambda typed: text_answer(TESTIMONIAL, "relation", typed), values={"name": who}) or ""
    if asking and consent is None:
        consent = choose("consent-words", _AGREED, name=who)
        told({"yes": "said-yes-words", "no": "said-no"}.get(consent or "", "said-pending-words"))
    if asking:
        click.echo()
    text = spoken_text(who, day, known, activity, consent or "", begun.language, begun.site_language)
    path = begun.site / "testimonials" / f"{slug}.md"
    return written([(path, text.encode())], path, "next-agreed" if consent == "yes" else "next-testimonial")


def _common(
    title: str | None, kind: Kind, on: str | None, of: str | None, asking: bool, begun: Begun
) -> tuple[tuple[str, str], date, str]:
    """Settle title, day and activity: what was given first, then what is asked."""
    from kiprah.authoring.existing import newest_activities

    named = kind == "testimonials"
    if title is None and not asking:
        raise Stop("name-needed" if named else "title-needed-reflection")
    settled = settled_title(title, kind, begun) if title is not None else None
    day = settled_day(on) or begun.today
    activity = accepted(_activity(of, begun)) if of else ""
    if asking:
        told("how-to-skip")
        key = "name" if named else "title-reflection"
        settled = settled or ask(key, lambda typed: title_answer(typed, kind, begun), needed=True)
        newest = {_named(one): one.slug for one in newest_activities(begun.used)[:MOST_CHOICES]}
        if of is None and newest:
            activity = _asked_activity(newest, begun)
    assert settled is not None
    return settled, day, activity


def _asked_activity(newest: Mapping[str, str], begun: Begun) -> str:
    from kiprah.authoring.existing import activity_with
    from kiprah.authoring.refusal import Refusal

    def read(typed: str) -> str | Refusal:
        if typed in newest:
            return newest[typed]
        slug = _activity(typed, begun)
        if isinstance(slug, Refusal) and (only := activity_with(typed, begun.used)):
            told("activity-meant", activity=_named(only))
            return only.slug
        return slug

    return ask("activity", read, tuple(newest)) or ""


def _named(activity: ExistingEntry) -> str:
    return f"{activity.title or activity.slug} ({activity.day or activity.path})"


def _activity(wanted: str, begun: Begun) -> str | Refusal:
    """Return the slug of the activity that is meant; one that does not exist is refused with those most like it."""
    from kiprah.authoring.existing import activities_like, activity_named
    from kiprah.authoring.refusal import Refusal

    found = activity_named(wanted, begun.used)
    if found is not None:
        return found.slug
    like = activities_like(wanted, begun.used)
    return Refusal("no-activity" if like else "no-activity-at-all", {"slug": wanted, "near": ", ".join(like)})
