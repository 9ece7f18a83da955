"""Background of a member as the CV shows it: what the profile tells beside the log."""

from __future__ import annotations

from datetime import date

from kiprah.catalog import words
from kiprah.plan.date_patterns import day_text
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.translations import profile_text
from kiprah.plan.views.background import (
    AwardView,
    BackgroundView,
    CertificateView,
    EducationView,
    LanguageView,
    WorkView,
)
from kiprah.plan.views.text import When


def background_of(localized: LocalizedMember) -> BackgroundView:
    """Show education, work, awards, languages and certificates in one language."""
    profile = localized.visible.member.profile
    text = profile_text(profile, localized.language)
    language = localized.language
    shown = {s.casefold() for a in localized.visible.activities for t in a.texts for s in t.skills}
    return BackgroundView(
        education=tuple(
            EducationView(
                wording.institution,
                wording.area,
                wording.study_type,
                span_as_known(fact.start, fact.end, language),
                fact.url,
                fact.score,
                wording.courses,
            )
            for fact, wording in zip(profile.education, text.education_words, strict=True)
        ),
        work=tuple(
            WorkView(
                wording.name,
                wording.position,
                span_as_known(fact.start, fact.end, language),
                fact.url,
                wording.location,
                wording.summary,
                wording.highlights,
            )
            for fact, wording in zip(profile.work, text.work_words, strict=True)
        ),
        awards=tuple(
            AwardView(wording.title, wording.awarder, point_as_known(fact.date, language), wording.summary)
            for fact, wording in zip(profile.awards, text.award_words, strict=True)
        ),
        certificates=tuple(
            CertificateView(wording.name, wording.issuer, point_as_known(fact.date, language), fact.url)
            for fact, wording in zip(profile.certificates, text.certificate_words, strict=True)
        ),
        languages=tuple(LanguageView(spoken.language, spoken.fluency) for spoken in text.languages),
        skills=tuple(skill for skill in text.skills if skill.casefold() not in shown),
        language="" if text.language == language else text.language,
    )


def span_as_known(start: str, end: str, language: str) -> When | None:
    """Write a span whose ends are known to the year, the month or the day; without an end it still runs."""
    first, last = as_known(start, language), as_known(end, language)
    if not first:
        return _when(end, end, last) if last else None
    if not last:
        return _when(start, "", words(language, "plan").say("when.short_since", date=first))
    return _when(start, end, first if first == last else f"{first} \u2013 {last}")


def point_as_known(day: str, language: str) -> When | None:
    """Write a day, a month or a year; None where none is given."""
    return _when(day, day, as_known(day, language)) if day else None


def as_known(text: str, language: str) -> str:
    """Write ``2024``, ``2024-08`` or ``2024-08-19`` as people do, and no more exact than it is."""
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3] if text else (0, 1, 1)
    if not text or len(text) == 4:
        return text
    return day_text(date(year, month, day), "yMMM" if len(text) == 7 else "yMMMd", language)


def _when(start: str, end: str, text: str) -> When:
    return When(start, end, text, text, text, text)
