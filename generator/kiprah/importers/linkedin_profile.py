"""Tables of LinkedIn's archive that say what a profile says: studies, jobs, honors, certificates, languages, skills."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiprah.importers.plain_text import plain_paragraphs
from kiprah.importers.profile_facts import FactsCollector

Row = Mapping[str, str]
"""One row of a table by its headings."""


def _profile(row: Row, collector: FactsCollector) -> None:
    # The same row holds address and birth date, which are not looked at.
    collector.word("name", f"{row.get('First Name', '')} {row.get('Last Name', '')}".strip())
    collector.word("headline", row.get("Headline"))
    collector.bio = collector.bio or plain_paragraphs(row.get("Summary", ""))


def _education(row: Row, collector: FactsCollector) -> None:
    study = {
        "institution": row.get("School Name"),
        "studyType": row.get("Degree Name"),
        "startDate": row.get("Start Date"),
        "endDate": row.get("End Date"),
        "notes": row.get("Notes"),
        "activities": row.get("Activities"),
    }
    collector.item("education", study)


def _position(row: Row, collector: FactsCollector) -> None:
    job = {
        "name": row.get("Company Name"),
        "position": row.get("Title"),
        "location": row.get("Location"),
        "startDate": row.get("Started On"),
        # Some archives write "Present" where others leave it open.
        "endDate": row["Finished On"] if any(sign.isdigit() for sign in row.get("Finished On", "")) else "",
        "summary": row.get("Description"),
    }
    collector.item("work", job)


def _honor(row: Row, collector: FactsCollector) -> None:
    award = {"title": row.get("Title"), "date": row.get("Issued On"), "summary": row.get("Description")}
    collector.item("awards", award)


def _certificate(row: Row, collector: FactsCollector) -> None:
    certificate = {
        "name": row.get("Name"),
        "date": row.get("Started On"),
        "url": row.get("Url"),
        "issuer": row.get("Authority"),
    }
    collector.item("certificates", certificate)


def _language(row: Row, collector: FactsCollector) -> None:
    collector.item("languages", {"language": row.get("Name"), "fluency": row.get("Proficiency")})


def _skill(row: Row, collector: FactsCollector) -> None:
    collector.terms("skills", [row.get("Name")])


TABLES: Mapping[str, Callable[[Row, FactsCollector], None]] = {
    "Profile.csv": _profile,
    "Education.csv": _education,
    "Positions.csv": _position,
    "Honors.csv": _honor,
    "Certifications.csv": _certificate,
    "Languages.csv": _language,
    "Skills.csv": _skill,
}
"""By the name of the file, what takes one of its rows."""
