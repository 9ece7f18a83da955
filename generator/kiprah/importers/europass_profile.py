"""Background in a Europass CV: studies, jobs, certificates and languages, of today's shape and the one before."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from kiprah.importers.profile_facts import FactsCollector
from kiprah.importers.written_dates import iso_date
from kiprah.importers.xml_elements import XmlElement

_TAG = re.compile(r"<[^<>]{0,400}>")
_LEVEL = ("CEF-", "CEFR-")


def collect_europass(root: XmlElement, collector: FactsCollector) -> None:
    """Take what a profile can hold; the name is taken, birth date and address are not looked at."""
    _name(root, collector)
    for employer in root.all("EmployerHistory"):
        for job in employer.all("PositionHistory"):
            _job(employer, job, collector)
    for job in root.all("WorkExperience"):
        _job(job, job, collector)
    for study in root.all("EducationOrganizationAttendance", "Education"):
        given = {
            "institution": _first(study, "OrganizationName") or _in(study, "Organisation", "Name"),
            "area": _first(study, "ProgramName"),
            "studyType": _first(study, "DegreeName", "Title"),
            "startDate": period_date(study, "From", "StartDate"),
            "endDate": "" if _is_current(study) else period_date(study, "To", "EndDate"),
        }
        collector.item("education", given)
    for one in root.all("Certification"):
        given = {
            "name": _first(one, "CertificationName", "Title"),
            "issuer": _first(one, "IssuingAuthority", "OrganizationName"),
            "date": period_date(one, "FirstIssuedDate", "IssueDate", "StartDate"),
        }
        collector.item("certificates", given)
    _languages(root, collector)


def _name(root: XmlElement, collector: FactsCollector) -> None:
    person = next(root.all("CandidatePerson", "Identification"), None)
    if person is not None:
        given, family = _first(person, "GivenName", "FirstName"), _first(person, "FamilyName", "Surname")
        collector.word("name", f"{given} {family}".strip())


def _job(employer: XmlElement, job: XmlElement, collector: FactsCollector) -> None:
    given = {
        "name": _first(employer, "OrganizationName") or _in(employer, "Employer", "Name"),
        "position": _first(job, "PositionTitle") or _in(job, "Position", "Label"),
        "location": _first(job, "City", "CityName") or _in(employer, "Address", "Municipality"),
        "startDate": period_date(job, "From", "StartDate"),
        "endDate": "" if _is_current(job) else period_date(job, "To", "EndDate"),
        "summary": _plain(_first(job, "Description", "Activities")),
    }
    collector.item("work", given)


def _languages(root: XmlElement, collector: FactsCollector) -> None:
    for mother in root.all("PrimaryLanguageCode"):
        collector.item("languages", {"language": _language(mother.whole()), "fluency": ""})
    for mother in root.all("MotherTongue"):
        collector.item("languages", {"language": _first(mother, "Label") or _language(_first(mother, "Code"))})
    for one in root.all("PersonCompetency"):
        if _first(one, "TaxonomyID").casefold() != "language":
            continue
        levels = (
            _first(dimension, "ScoreText")
            for dimension in one.all("CompetencyDimension")
            if _first(dimension, "CompetencyDimensionTypeCode").startswith(_LEVEL)
        )
        given = {"language": _language(_first(one, "CompetencyID")), "fluency": _levels(levels)}
        collector.item("languages", given)
    for foreign in root.all("ForeignLanguage"):
        level = next(foreign.all("ProficiencyLevel"), None)
        level_texts = (part.whole() for part in level.children) if level is not None else ()
        label = _first(foreign, "Label") or _language(_first(foreign, "Code"))
        collector.item("languages", {"language": label, "fluency": _levels(level_texts)})


def _levels(levels: Iterable[str]) -> str:
    """Say one level where all parts have the same, else from the lowest to the highest."""
    known = sorted({level for level in levels if level})
    return known[0] if len(known) == 1 else f"{known[0]}\u2013{known[-1]}" if known else ""


def _language(code: str) -> str:
    """Write the name of a language in itself, as nobody said in which one else."""
    from kiprah.babel_locale import own_name

    return own_name(code)


def _first(element: XmlElement, *names: str) -> str:
    return html.unescape(element.said(*names))


def _in(element: XmlElement, around: str, name: str) -> str:
    inner = next(element.all(around), None)
    return _first(inner, name) if inner is not None else ""


def _plain(text: str) -> str:
    """Leave the tags out of a text that was written as HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _is_current(element: XmlElement) -> bool:
    return _first(element, "Current", "CurrentIndicator", "Ongoing").casefold() in ("true", "1")


def period_date(element: XmlElement, *names: str) -> str:
    """Return the date of the first element that is called so, as exact as it is; empty where there is none."""
    for one in element.all(*names):
        year, month, day = (one.attributes.get(part, "").strip("-") for part in ("year", "month", "day"))
        if year:
            return iso_date("-".join(part for part in (year, month, day if month else "") if part))
        return iso_date(one.whole())
    return ""
