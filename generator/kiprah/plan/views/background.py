"""Views of what the CV shows beside the log: education, work, awards, languages, certificates."""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.views.text import When


class EducationView(Struct, frozen=True):
    """A course of study."""

    institution: str
    """The school or university."""
    area: str
    """The subject; or empty."""
    study_type: str
    """The degree or kind of school; or empty."""
    when: When | None
    """Time of the study, as exact as it is known; its ``start`` may be a year or a month."""
    url: str
    """An http(s) address or empty."""
    score: str
    """A grade as the member writes it; or empty."""
    courses: tuple[str, ...]
    """Subjects worth naming."""

    @property
    def study(self) -> str:
        """Degree and subject, with a comma between where there are both; or empty."""
        return ", ".join(part for part in (self.study_type, self.area) if part)


class WorkView(Struct, frozen=True):
    """A paid job."""

    name: str
    """The employer."""
    position: str
    """Position that the member had; or empty."""
    when: When | None
    """Time of the job, as exact as it is known."""
    url: str
    """An http(s) address or empty."""
    location: str
    """A coarse place; or empty."""
    summary: str
    """A few sentences; or empty."""
    highlights: tuple[str, ...]
    """Results of the job, one line each."""


class AwardView(Struct, frozen=True):
    """An award."""

    title: str
    """Its name."""
    awarder: str
    """Person or organization that gave it; or empty."""
    when: When | None
    """Date of the award, as exact as it is known."""
    summary: str
    """Reason for the award; or empty."""


class CertificateView(Struct, frozen=True):
    """A certificate that belongs to no activity."""

    name: str
    """Name of the certificate: what it says that one can do."""
    issuer: str
    """Person or organization that gave it; or empty."""
    when: When | None
    """Date of the certificate, as exact as it is known."""
    url: str
    """Address at which it can be checked, or empty."""


class LanguageView(Struct, frozen=True):
    """A language the member speaks."""

    language: str
    """Its name as the member writes it."""
    fluency: str
    """Level at which the member speaks it; or empty."""


class BackgroundView(Struct, frozen=True):
    """Background of the member: all of the profile that belongs to no activity."""

    education: tuple[EducationView, ...] = ()
    """Courses of study, in the member's order, like the rest."""
    work: tuple[WorkView, ...] = ()
    """Paid jobs."""
    awards: tuple[AwardView, ...] = ()
    """Awards that were won."""
    certificates: tuple[CertificateView, ...] = ()
    """Certificates that belong to no activity."""
    languages: tuple[LanguageView, ...] = ()
    """Languages, each with its level where given."""
    skills: tuple[str, ...] = ()
    """Skills of the profile that no activity shows."""
    language: str = ""
    """The language of all these words where it is not the page's, else empty."""
