"""Strengths: what is good and true, said first, from the person's own files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kiprah.lint.coach.dignity import failures
from kiprah.lint.coach.passages import sentences_of, state_of, with_headings_apart
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark, first_sentence, own_words, shortened
from kiprah.model.entry import Activity

_HALF_A_YEAR = timedelta(days=183)
_FEW = 3
"""Entries of a beginning."""
_SHOWN = 3


def strengths(notes: CoachInput) -> Iterator[Remark]:
    """Yield what can be said with pleasure; each is a fact of the files."""
    for find in (
        _written,
        _attested,
        _counted_by_others,
        _plain,
        _reflects,
        _named_others,
        _spoken_for,
        _stayed,
        _grew,
        _kept_back,
    ):
        yield from find(notes)


def _written(notes: CoachInput) -> Iterator[Remark]:
    """Of a beginning: that it was written down at all."""
    if 0 < len(notes.activities) <= _FEW:
        words = tuple(
            OwnWords(
                first_sentence(with_headings_apart(a.original.body)) or a.original.title,
                a.original.written_in,
                state_of(a.common),
            )
            for a in notes.activities
        )
        yield Remark("good.written", {"count": len(notes.activities)}, words)


def _attested(notes: CoachInput) -> Iterator[Remark]:
    by: dict[str, int] = {}
    for attestation in notes.attestations.values():
        if attestation.counts:
            by[attestation.by] = by.get(attestation.by, 0) + attestation.credential.facts.minutes
    for name, minutes in by.items():
        yield Remark("good.attested", {"organization": name, "hours": minutes // 60})


def _counted_by_others(notes: CoachInput) -> Iterator[Remark]:
    counted = [
        (activity, f"{fact.value} {written.what}", written.what)
        for activity in reversed(notes.activities)
        for fact, written in zip(activity.impact, activity.original.impact_words, strict=True)
        if fact.source != "self"
    ]
    if counted:
        entries = len({activity.common.path for activity, _, _ in counted})
        words = tuple(
            OwnWords(text, a.original.written_in, state_of(a.common), sought=what) for a, text, what in counted[:_SHOWN]
        )
        yield Remark("good.counted", {"count": entries}, words)


def _plain(notes: CoachInput) -> Iterator[Remark]:
    by_entry: dict[str, OwnWords] = {}
    for one in failures(notes):
        passage = one.passage
        if passage.path == passage.owner:
            by_entry.setdefault(passage.path, own_words(passage, one.sentence, one.matches[0].start))
        if len(by_entry) == _SHOWN:
            break
    if by_entry:
        yield Remark("good.plain", {}, tuple(by_entry.values()))


def _reflects(notes: CoachInput) -> Iterator[Remark]:
    own = [
        (
            reflection.date,
            reflection.original.body,
            reflection.original.quote,
            reflection.original.written_in,
            reflection.common,
        )
        for reflection in notes.member.reflections
    ]
    own += [
        (activity.last_day, body, "", activity.original.written_in, activity.common)
        for activity in notes.activities
        if (body := activity.original.reflection) is not None
    ]
    written = [one for one in own if one[1].text.strip()]
    if written:
        _, body, quote, path, common = max(written, key=lambda one: (one[0], one[3]))
        # How it ends says more than how it begins, which is often the day's course.
        last = quote or shortened([*sentences_of(with_headings_apart(body))][-1].text)
        yield Remark("good.reflects", {}, (OwnWords(last, path, state_of(common)),))


def _named_others(notes: CoachInput) -> Iterator[Remark]:
    naming = [a for a in notes.activities if a.original.companions]
    if naming:
        newest = naming[-1]
        words = (OwnWords(", ".join(newest.original.companions), newest.original.written_in, state_of(newest.common)),)
        yield Remark("good.others", {"count": len(naming)}, words)


def _spoken_for(notes: CoachInput) -> Iterator[Remark]:
    voices = [t for t in notes.member.testimonials if t.consent and t.original.body.text]
    if voices:
        quotes = [(v.original, first_sentence(with_headings_apart(v.original.body))) for v in voices[:_SHOWN]]
        words = tuple(OwnWords(f"{text.name}: {first}", text.written_in, sought=first) for text, first in quotes)
        yield Remark("good.voices", {"count": len(voices)}, words)


def _stayed(notes: CoachInput) -> Iterator[Remark]:
    days: dict[str, list[Activity]] = {}
    for activity in notes.activities:
        if activity.original.organization is not None:
            days.setdefault(activity.original.organization.name, []).append(activity)
    ties = {
        name: (notes.today if any(a.ongoing for a in own) else max(a.last_day for a in own)) - own[0].date
        for name, own in days.items()
    }
    longest = max(ties, key=lambda name: ties[name], default="")
    if longest and ties[longest] > _HALF_A_YEAR and len(days[longest]) > 1:
        yield Remark("good.stayed", {"organization": longest, "since": days[longest][0].date})


def _grew(notes: CoachInput) -> Iterator[Remark]:
    by_name: dict[str, list[str]] = {}
    for activity in notes.activities:
        organization, role = activity.original.organization, activity.original.role
        if organization is not None and role:
            roles = by_name.setdefault(organization.name, [])
            if role not in roles:
                roles.append(role)
    for name, roles in sorted(by_name.items(), key=lambda one: -len(one[1]))[:_SHOWN]:
        if len(roles) > 1:
            yield Remark("good.grew", {"organization": name, "roles": " → ".join(roles[:4])})


def _kept_back(notes: CoachInput) -> Iterator[Remark]:
    commons = [activity.common for activity in notes.activities]
    commons += (reflection.common for reflection in notes.member.reflections)
    kept = sum(common.visibility == "private" for common in commons) + len(notes.member.secrets)
    kept += sum(p.consent in ("pending", "no", "withdrawn") for a in notes.activities for p in a.photos)
    if kept:
        yield Remark("good.kept", {"count": kept})
