"""``kiprah new reflection`` and ``kiprah new testimonial``: the member's words, and somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.cli.name_type import NAME
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
from kiprah.cli.new.output import Refused, accepted, print_risks, print_written
from kiprah.cli.new.prompt import MOST_CHOICES, Back, ask, choose, may_ask, print_note
from kiprah.cli.new.questions import Question, ask_in_turn

if TYPE_CHECKING:
    from kiprah.authoring.addresses import EntryKind, Title
    from kiprah.authoring.context import AuthoringContext
    from kiprah.authoring.existing_entries import ExistingEntry
    from kiprah.authoring.new.entry_request import EntryRequest

_AGREED = {"agreed-yes": "yes", "agreed-pending": "pending", "agreed-no": "no"}


class WordsAnswers(Struct, frozen=True):
    """Answers for a new reflection or testimonial so far; None where no flag gave one, which is then asked."""

    title: Title | None
    """The name of who speaks, in a testimonial."""
    activity: str | None
    """The slug of the activity it is about."""
    relation: str | None = None
    consent: str | None = None


@click.command()
@click.argument("title", required=False)
@click.option("--date", "day")
@FRAME_OPTION
@click.option("--activity", metavar="SLUG", type=NAME)
@LANGUAGE_OPTION
@YES_OPTION
@MEMBER_OPTION
@SITE_OPTION
def reflection(
    title: str | None,
    day: str | None,
    frame: str,
    activity: str | None,
    language: str | None,
    yes: bool,
    member: str | None,
    folder: str | None,
) -> int:
    """Begin a reflection, with the questions of a frame, as a draft."""
    from kiprah.authoring.new.entry_request import EntryRequest

    context = open_site(folder, member)
    written_in = language_option(language)
    asking = may_ask(yes)
    answers, on = _flags(title, "reflections", day, activity, asking, context)
    if asking:
        answers = _ask(answers, _title_and_activity(answers, "reflections", context))
    assert answers.title is not None
    request = EntryRequest(
        "reflections",
        answers.title.text,
        on,
        {"activity": answers.activity},
        frame=frame,
        language=written_in,
    )
    return _write(request, "next-entry", context)


@click.command()
@click.argument("name", required=False)
@click.option("--date", "day")
@click.option("--relation")
@click.option("--activity", metavar="SLUG", type=NAME)
@click.option("--consent", type=click.Choice(["yes", "pending", "no"]))
@LANGUAGE_OPTION
@YES_OPTION
@MEMBER_OPTION
@SITE_OPTION
def testimonial(
    name: str | None,
    day: str | None,
    relation: str | None,
    activity: str | None,
    consent: str | None,
    language: str | None,
    yes: bool,
    member: str | None,
    folder: str | None,
) -> int:
    """Begin the words of somebody else; they are published once they agreed."""
    from kiprah.authoring.new.entry_request import EntryRequest
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import TESTIMONIAL

    context = open_site(folder, member)
    written_in = language_option(language)
    asking = may_ask(yes)
    known_as = None if relation is None else accepted(text_answer(TESTIMONIAL, "relation", relation))
    answers, on = _flags(name, "testimonials", day, activity, asking, context)
    answers = replace(answers, relation=known_as, consent=consent)
    if asking:
        questions = _title_and_activity(answers, "testimonials", context)
        questions += [] if known_as is not None else [_ask_relation]
        questions += [] if consent is not None else [_ask_consent]
        answers = _ask(answers, questions)
    assert answers.title is not None
    request = EntryRequest(
        "testimonials",
        answers.title.text,
        on,
        {"relation": answers.relation, "activity": answers.activity, "consent": answers.consent},
        language=written_in,
    )
    return _write(request, "next-agreed" if answers.consent == "yes" else "next-testimonial", context)


def _flags(
    title: str | None, kind: EntryKind, day: str | None, activity: str | None, asking: bool, context: AuthoringContext
) -> tuple[WordsAnswers, date]:
    """Read title, day and activity of the command line."""
    if title is None and not asking:
        raise Refused(Refusal("name-needed" if kind == "testimonials" else "title-needed-reflection"))
    settled = title_option(title, kind, context)
    on = day_option(day) or context.today
    slug = accepted(_slug_of_activity(activity, context)) if activity else None
    return WordsAnswers(settled, slug), on


def _ask(answers: WordsAnswers, questions: Sequence[Question[WordsAnswers]]) -> WordsAnswers:
    print_note("how-to-skip")
    answers = ask_in_turn(answers, lambda _: questions)
    click.echo()
    return answers


def _write(request: EntryRequest, next_step: str, context: AuthoringContext) -> int:
    from kiprah.authoring.new.write_entry import write_entry

    entry = write_entry(request, context)
    if isinstance(entry, tuple):
        raise Refused(*entry)
    print_written(entry.path, (next_step,))
    print_risks(entry)
    return 0


def _title_and_activity(
    flags: WordsAnswers, kind: EntryKind, context: AuthoringContext
) -> list[Question[WordsAnswers]]:
    from kiprah.authoring.addresses import read_title
    from kiprah.authoring.existing_entries import newest_activities

    def ask_title(answers: WordsAnswers) -> WordsAnswers | Back | None:
        key = "name" if kind == "testimonials" else "title-reflection"
        title = ask(key, lambda typed: read_title(typed, kind, context), needed=True)
        return title if isinstance(title, Back) else replace(answers, title=title)

    newest = {_label(one): one.slug for one in newest_activities(context.entries)[:MOST_CHOICES]}

    def ask_activity(answers: WordsAnswers) -> WordsAnswers | Back | None:
        slug = ask("activity", lambda typed: _parse_activity(typed, newest, context), tuple(newest))
        return slug if isinstance(slug, Back) else replace(answers, activity=slug)

    questions: list[Question[WordsAnswers]] = [] if flags.title is not None else [ask_title]
    return questions if flags.activity is not None or not newest else [*questions, ask_activity]


def _ask_relation(answers: WordsAnswers) -> WordsAnswers | Back | None:
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import TESTIMONIAL

    assert answers.title is not None
    values = {"name": answers.title.text}
    relation = ask("relation", lambda typed: text_answer(TESTIMONIAL, "relation", typed), values=values)
    return relation if isinstance(relation, Back) else replace(answers, relation=relation)


def _ask_consent(answers: WordsAnswers) -> WordsAnswers | Back | None:
    assert answers.title is not None
    consent = choose("consent-words", _AGREED, name=answers.title.text)
    if isinstance(consent, Back):
        return consent
    print_note({"yes": "said-yes-words", "no": "said-no"}.get(consent or "", "said-pending-words"))
    return replace(answers, consent=consent)


def _parse_activity(typed: str, newest: dict[str, str], context: AuthoringContext) -> str | Refusal:
    from kiprah.authoring.existing_entries import activity_with

    if typed in newest:
        return newest[typed]
    slug = _slug_of_activity(typed, context)
    if isinstance(slug, Refusal) and (only := activity_with(typed, context.entries)):
        print_note("activity-meant", activity=_label(only))
        return only.slug
    return slug


def _label(activity: ExistingEntry) -> str:
    return f"{activity.title or activity.slug} ({activity.day or activity.path})"


def _slug_of_activity(wanted: str, context: AuthoringContext) -> str | Refusal:
    """Return the slug of the activity that is meant; one that does not exist is refused with those most like it."""
    from kiprah.authoring.existing_entries import activities_like, activity_named

    activity = activity_named(wanted, context.entries)
    if activity is not None:
        return activity.slug
    like = activities_like(wanted, context.entries)
    return Refusal("no-activity" if like else "no-activity-at-all", {"slug": wanted, "near": ", ".join(like)})
