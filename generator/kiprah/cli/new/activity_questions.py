"""Questions of ``kiprah new activity``: what reviewers look for, each with what can be proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiprah.cli.language import interface_language
from kiprah.cli.new.activity_answers import ActivityAnswers, days_between
from kiprah.cli.new.photo_questions import ask_far_photos, ask_photos, photo_questions
from kiprah.cli.new.prompt import Back, ask, choose, print_note, written_day
from kiprah.cli.new.questions import Question

if TYPE_CHECKING:
    from kiprah.authoring.context import AuthoringContext
    from kiprah.authoring.refusal import Refusal

Answered = ActivityAnswers | Back | None

_SOURCES = {"source-self": "self", "source-organization": "organization", "source-measured": "measured"}
_EVIDENCE = {"evidence-certificate": "certificate", "evidence-letter": "letter", "evidence-other": "other"}


def activity_questions(
    flags: ActivityAnswers, context: AuthoringContext
) -> Callable[[ActivityAnswers], Sequence[Question[ActivityAnswers]]]:
    """Return the questions that the flags leave open, for whatever was answered so far."""
    from kiprah.authoring.existing_entries import organizations, places, roles

    entries = context.entries
    first: list[Question[ActivityAnswers]] = []
    if flags.title is None:
        first.append(lambda answers: _ask_title(answers, context))
    if not flags.photos:
        first.append(ask_photos)
    first.append(lambda answers: ask_far_photos(answers, context.today))
    if flags.day is None:
        first.append(lambda answers: _ask_day(answers, context.today))
    if flags.organization is None:
        first.append(lambda answers: _ask_text(answers, "organization", organizations(entries)))
    if flags.role is None:
        first.append(lambda answers: _ask_text(answers, "role", roles(entries, answers.organization or "")))
    if flags.hours is None:
        first.append(lambda answers: _ask_hours(answers, context))
    if flags.place is None:
        first.append(lambda answers: _ask_text(answers, "place", places(entries)))
    if flags.impact is None:
        first.append(_ask_impact)
    if flags.source is None:
        first.append(_ask_source)
    if flags.cause is None:
        first.append(lambda answers: _ask_cause(answers, context))
    if flags.evidence is None:
        first += [_ask_evidence, _ask_evidence_kind]
    return lambda answers: (*first, *photo_questions(flags, answers))


def _ask_title(answers: ActivityAnswers, context: AuthoringContext) -> Answered:
    from kiprah.authoring.addresses import read_title

    title = ask("title", lambda typed: read_title(typed, "activities", context), needed=True)
    return title if isinstance(title, Back) else replace(answers, title=title)


def _ask_hours(answers: ActivityAnswers, context: AuthoringContext) -> Answered:
    from kiprah.authoring.existing_entries import last_hours
    from kiprah.authoring.new.parse_answers import hours_answer

    days = days_between(answers.day, answers.end)
    last = last_hours(context.entries, answers.organization or "", answers.role or "")

    def parse(typed: str) -> str | Refusal:
        return hours_answer(last if typed == "=" and last else typed, days)

    hours = ask("hours-again" if last else "hours", parse, values={"hours": last})
    return hours if isinstance(hours, Back) else replace(answers, hours=hours)


def _ask_text(answers: ActivityAnswers, key: str, used: Sequence[str]) -> Answered:
    from kiprah.authoring.existing_entries import as_used, close_to
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.authoring.refusal import Refusal
    from kiprah.content.keys.entry_keys import ACTIVITY

    doubted: set[str] = set()

    def parse(typed: str) -> str | Refusal:
        answer = text_answer(ACTIVITY, key, typed)
        if isinstance(answer, str) and (near := close_to(answer, used)) and answer not in doubted:
            doubted.add(answer)
            return Refusal("close-to", {"value": answer, "near": near})
        return as_used(answer, used) if isinstance(answer, str) else answer

    text = ask(key, parse, used)
    return text if isinstance(text, Back) else replace(answers, **{key: text or ""})


def _ask_day(answers: ActivityAnswers, today: date) -> Answered:
    from kiprah.authoring.new.parse_answers import day_answer
    from kiprah.authoring.photos.capture_date import day_of_photos

    language = interface_language()
    as_typed: list[str] = []

    def parse(typed: str) -> date | Refusal:
        as_typed.append(typed)
        return day_answer(typed, today, language)

    of_photos = day_of_photos(answers.photos, today)
    proposed = of_photos or today
    day = ask("day-of-photos" if of_photos else "day", parse, values={"day": written_day(proposed)})
    if day is None:
        return replace(answers, day=proposed)
    if isinstance(day, Back):
        return day
    if as_typed[-1] != day.isoformat():
        print_note("day-read", day=written_day(day))
    if day > today:
        print_note("day-ahead")
    return replace(answers, day=day)


def _ask_impact(answers: ActivityAnswers) -> Answered:
    from kiprah.authoring.new.parse_answers import impact_answer, text_answer
    from kiprah.authoring.refusal import Refusal
    from kiprah.content.keys.entry_keys import IMPACT

    def parse(typed: str) -> tuple[int | float, str] | Refusal | None:
        impact = impact_answer(typed)
        if impact is None or isinstance(impact, Refusal):
            return impact
        what = text_answer(IMPACT.fields, "what", impact[1])
        return what if isinstance(what, Refusal) else (impact[0], what)

    impact = ask("impact", parse)
    return impact if isinstance(impact, Back) else replace(answers, impact=impact)


def _ask_source(answers: ActivityAnswers) -> Answered:
    if answers.impact is None:
        return None
    source = choose("source", _SOURCES)
    return source if isinstance(source, Back) else replace(answers, source=source)


def _ask_cause(answers: ActivityAnswers, context: AuthoringContext) -> Answered:
    from kiprah.authoring.causes import cause_label, proposed_causes, read_cause
    from kiprah.authoring.existing_entries import used_causes

    causes = proposed_causes(used_causes(context.entries))
    labels = tuple(cause_label(cause, interface_language()) for cause in causes)
    cause = ask("cause", read_cause, labels)
    return cause if isinstance(cause, Back) else replace(answers, cause=cause)


def _ask_evidence(answers: ActivityAnswers) -> Answered:
    from kiprah.authoring.photos.take_evidence import read_evidence

    evidence = ask("evidence", read_evidence)
    return evidence if isinstance(evidence, Back) else replace(answers, evidence=evidence)


def _ask_evidence_kind(answers: ActivityAnswers) -> Answered:
    if answers.evidence is None or answers.evidence.url:
        return None
    kind = choose("evidence-kind", _EVIDENCE)
    if isinstance(kind, Back):
        return kind
    return replace(answers, evidence=replace(answers.evidence, kind=kind or "other"))
