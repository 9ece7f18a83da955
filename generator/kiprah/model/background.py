"""Background of a member beside the log: education, work, awards, languages, certificates, as JSON Resume names them.

What one language says of an item stands in a struct of its own, like an activity's words; dates and addresses stand
once.
"""

from msgspec import Struct


class Education(Struct, frozen=True):
    """Facts of a course of study."""

    url: str = ""
    start: str = ""
    """Date of the start, as exact as it is known: ``2024``, ``2024-08`` or ``2024-08-19``."""
    end: str = ""
    """Date of the end; empty while it runs."""
    score: str = ""


class EducationText(Struct, frozen=True):
    """Words of a course of study in one language."""

    institution: str = ""
    area: str = ""
    study_type: str = ""
    courses: tuple[str, ...] = ()


class Work(Struct, frozen=True):
    """Facts of a paid job."""

    url: str = ""
    start: str = ""
    end: str = ""
    """Date of the end; empty while it runs."""


class WorkText(Struct, frozen=True):
    """Words of a paid job in one language."""

    name: str = ""
    """The employer."""
    position: str = ""
    location: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()


class Award(Struct, frozen=True):
    """Facts of an award."""

    date: str = ""


class AwardText(Struct, frozen=True):
    """Words of an award in one language."""

    title: str = ""
    awarder: str = ""
    summary: str = ""


class Certificate(Struct, frozen=True):
    """Facts of a certificate that belongs to no activity."""

    date: str = ""
    url: str = ""


class CertificateText(Struct, frozen=True):
    """Words of a certificate in one language."""

    name: str = ""
    issuer: str = ""


class SpokenLanguage(Struct, frozen=True):
    """A language the member speaks, and how well."""

    language: str = ""
    fluency: str = ""

    @property
    def text(self) -> str:
        """Both as one text: ``Inggris (B2)``."""
        return f"{self.language} ({self.fluency})" if self.fluency else self.language
