"""Tables of LinkedIn's archive that say what a profile says: studies, jobs, honors, certificates, languages, skills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from kiprah.importers.plain_text import plain_paragraphs
from kiprah.importers.profile_facts import FactsCollector

Row = Mapping[str, str]
"""One row of a table by its headings."""


def _profile(row: Row, collector: FactsCollector) -> None:
    # The same row holds address and birth date, which are not looked at.
    collector.word("name", f"{row.get('First Name', '')} {row.get('Last Name', '')}".strip())
    collector.word("headline", row.get("Headline"))
    collector.bio = collector.bio or plain_paragraphs(row.get("Summary", ""))


_LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Education.csv": (
        "education",
        {
            "institution": "School Name",
            "studyType": "Degree Name",
            "startDate": "Start Date",
            "endDate": "End Date",
            "notes": "Notes",
            "activities": "Activities",
        },
    ),
    "Positions.csv": (
        "work",
        {
            "name": "Company Name",
            "position": "Title",
            "location": "Location",
            "startDate": "Started On",
            "endDate": "Finished On",
            "summary": "Description",
        },
    ),
    "Honors.csv": ("awards", {"title": "Title", "date": "Issued On", "summary": "Description"}),
    "Certifications.csv": (
        "certificates",
        {"name": "Name", "date": "Started On", "url": "Url", "issuer": "Authority"},
    ),
    "Languages.csv": ("languages", {"language": "Name", "fluency": "Proficiency"}),
}
"""List of the profile that a file's rows belong to, and the heading of each key, by the name of the file."""


def _listed(section: str, headings: Mapping[str, str], row: Row, collector: FactsCollector) -> None:
    item = {key: row.get(heading) or "" for key, heading in headings.items()}
    # Some archives write "Present" where others leave the end open.
    if not any(sign.isdigit() for sign in item.get("endDate", "")):
        item.pop("endDate", None)
    collector.item(section, item)


def _skill(row: Row, collector: FactsCollector) -> None:
    collector.terms("skills", [row.get("Name")])


TABLES: Mapping[str, Callable[[Row, FactsCollector], None]] = {
    "Profile.csv": _profile,
    **{name: partial(_listed, section, headings) for name, (section, headings) in _LISTS.items()},
    "Skills.csv": _skill,
}
"""Functions that each take one row, by the name of the file."""
