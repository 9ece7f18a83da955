"""Background of a member as JSON, in the words of JSON Resume: for ``resume.json`` and ``portfolio.json`` alike."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, to_builtins

from kiprah.plan.data.json_value import Fields, Json, fields
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.text import When


class EducationJson(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A course of study."""

    institution: str = ""
    url: str = ""
    area: str = ""
    study_type: str = ""
    start_date: str = ""
    """ISO date: a year, a month or a day."""
    end_date: str = ""
    """ISO date: a year, a month or a day; not there while it runs."""
    score: str = ""
    courses: tuple[str, ...] = ()


class WorkJson(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A paid job."""

    name: str = ""
    position: str = ""
    url: str = ""
    location: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()


class AwardJson(Struct, frozen=True, omit_defaults=True):
    """An award."""

    title: str = ""
    date: str = ""
    awarder: str = ""
    summary: str = ""


class CertificateJson(Struct, frozen=True, omit_defaults=True):
    """A certificate that belongs to no activity."""

    name: str = ""
    date: str = ""
    url: str = ""
    issuer: str = ""


class LanguageJson(Struct, frozen=True, omit_defaults=True):
    """A language the member speaks."""

    language: str = ""
    fluency: str = ""


class BackgroundJson(Struct, frozen=True, omit_defaults=True):
    """Education, work, awards, certificates and languages of the profile, in JSON Resume's words."""

    education: tuple[EducationJson, ...] = ()
    work: tuple[WorkJson, ...] = ()
    awards: tuple[AwardJson, ...] = ()
    certificates: tuple[CertificateJson, ...] = ()
    languages: tuple[LanguageJson, ...] = ()


def background_json(view: BackgroundView) -> BackgroundJson:
    """Write the background in JSON Resume's words."""
    return BackgroundJson(
        education=tuple(
            EducationJson(e.institution, e.url, e.area, e.study_type, _start(e.when), _end(e.when), e.score, e.courses)
            for e in view.education
        ),
        work=tuple(
            WorkJson(w.name, w.position, w.url, w.location, _start(w.when), _end(w.when), w.summary, w.highlights)
            for w in view.work
        ),
        awards=tuple(AwardJson(a.title, _start(a.when), a.awarder, a.summary) for a in view.awards),
        certificates=tuple(CertificateJson(c.name, _start(c.when), c.url, c.issuer) for c in view.certificates),
        languages=tuple(LanguageJson(spoken.language, spoken.fluency) for spoken in view.languages),
    )


def resume_section(items: tuple[Struct, ...]) -> tuple[Fields, ...]:
    """Write items as objects of ``resume.json``."""
    return tuple(fields(*((name, _json(value)) for name, value in to_builtins(item).items())) for item in items)


def _json(value: Any) -> Json:
    return tuple(value) if isinstance(value, list) else value


def _start(when: When | None) -> str:
    return when.start if when is not None else ""


def _end(when: When | None) -> str:
    return when.end if when is not None else ""
