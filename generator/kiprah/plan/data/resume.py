"""``resume.json``: the member as JSON Resume 1.3.1 knows people; each role is one item of ``volunteer``."""

from __future__ import annotations

import re

from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.absolute_html import plain_text_of
from kiprah.plan.data.background_json import background_json, resume_section
from kiprah.plan.data.file_outputs import JsonOutput
from kiprah.plan.data.json_value import Fields, Json, fields, number_of
from kiprah.plan.data.portfolio import ActivityExport, Portfolio, RoleExport, TestimonialExport
from kiprah.plan.formatting import is_day
from kiprah.plan.views.entry import EvidenceView, ImpactView

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/master/schema.json"
_VERSION = "v1.0.0"
"""Version that JSON Resume calls its own in ``meta``; the package's version 1.3.1 describes the same shape."""

_PLACE = re.compile(r"^(?P<city>.*\S)\s*,\s*(?P<country>[A-Z]{2})$")


def resume_output(portfolio: Portfolio) -> JsonOutput:
    """Plan the resume in one language; hours, causes and who stands by them are extra keys, which the schema allows."""
    url = portfolio.site.url
    link = portfolio.routes.file("resume.json")
    days = [
        day for a in portfolio.activities for day in (a.view.item.when.start, a.view.updated and a.view.updated.start)
    ]
    # A month or a year is no moment, and no day of it is known.
    newest = max((day for day in days if day and is_day(day)), default="")
    background = background_json(portfolio.background)
    document = fields(
        ("$schema", SCHEMA),
        ("basics", _basics(portfolio)),
        ("work", resume_section(background.work)),
        ("volunteer", (*(_volunteer(role, portfolio) for role in portfolio.roles), *_others(portfolio))),
        ("education", resume_section(background.education)),
        ("awards", resume_section(background.awards)),
        ("certificates", (*resume_section(background.certificates), *_certificates(portfolio))),
        ("skills", tuple(fields(("name", name)) for name in _skills(portfolio))),
        ("languages", resume_section(background.languages)),
        ("interests", tuple(fields(("name", name)) for name in portfolio.member.interests)),
        ("references", tuple(_reference(export) for export in portfolio.testimonials)),
        (
            "meta",
            fields(
                ("canonical", absolute(url, link)),
                ("version", _VERSION),
                ("lastModified", f"{newest}T00:00:00Z" if newest else ""),
            ),
        ),
    )
    return JsonOutput(link.path, document)


def _basics(portfolio: Portfolio) -> Fields:
    member, url = portfolio.member, portfolio.site.url
    return fields(
        ("name", member.name),
        ("label", member.headline),
        ("image", absolute(url, member.picture.full) if member.picture else ""),
        ("email", member.email),
        ("url", absolute(url, member.home)),
        ("summary", plain_text_of(member.bio)),
        ("location", _location(member.place)),
        ("profiles", tuple(fields(("network", link.label), ("url", link.url)) for link in member.links)),
    )


def _location(place: str) -> Fields:
    match = _PLACE.match(place)
    if match is None:
        return fields(("region", place))
    return fields(("city", match["city"]), ("countryCode", match["country"]))


def _volunteer(export: RoleExport, portfolio: Portfolio) -> Fields:
    item = export.view.item
    return fields(
        ("organization", item.organization.name),
        ("position", item.title),
        ("url", item.organization.url),
        ("startDate", item.when.start),
        ("endDate", "" if item.ongoing else item.when.end),
        ("summary", item.summary),
        ("highlights", tuple(highlight(impact) for impact in item.impact)),
        ("hours", number_of(item.hours.value) if item.hours else None),
        ("hoursEstimated", True if item.hours and item.hours.estimated else None),
        ("attested", item.attested),
        ("causes", tuple(label.name for label in item.causes)),
        ("evidence", absolute(portfolio.site.url, item.href)),
    )


def _others(portfolio: Portfolio) -> list[Json]:
    """Describe the activities that name no organization one by one, so that the hours add up to the site's total."""
    shown = {slug for role in portfolio.roles for slug in role.activities}
    return [_single(activity, portfolio.site.url) for activity in portfolio.activities if activity.slug not in shown]


def _single(export: ActivityExport, url: str) -> Fields:
    item = export.view.item
    return fields(
        ("position", item.title),
        ("startDate", item.when.start),
        ("endDate", "" if item.ongoing else item.when.end),
        ("summary", item.summary),
        ("highlights", tuple(highlight(impact) for impact in export.view.impact)),
        ("hours", number_of(item.hours.value) if item.hours else None),
        ("hoursEstimated", True if item.hours and item.hours.estimated else None),
        ("attested", " ".join(e.attestation.text for e in export.view.evidence if e.attestation is not None)),
        ("causes", tuple(label.name for label in item.causes)),
        ("evidence", absolute(url, item.href)),
    )


def highlight(impact: ImpactView) -> str:
    """Write what changed in one line, with who counted where it was not the member."""
    text = f"{impact.value} {impact.what}"
    return text if impact.source == "self" else f"{text} ({impact.source_label})"


def _certificates(portfolio: Portfolio) -> list[Json]:
    return [
        _certificate(evidence, export, portfolio.site.url)
        for export in reversed(portfolio.activities)
        for evidence in export.view.evidence
        if evidence.kind == "certificate"
    ]


def _certificate(evidence: EvidenceView, export: ActivityExport, url: str) -> Fields:
    item = export.view.item
    return fields(
        ("name", evidence.label or item.title),
        ("date", item.when.end or item.when.start),
        ("url", evidence.url or (absolute(url, evidence.href) if evidence.href else "")),
        ("issuer", item.organization),
    )


def _skills(portfolio: Portfolio) -> tuple[str, ...]:
    named = [*portfolio.member.skills, *(s.name for export in portfolio.activities for s in export.view.skills)]
    first: dict[str, str] = {}
    for name in named:
        first.setdefault(name.casefold(), name)
    return tuple(first.values())


def _reference(export: TestimonialExport) -> Fields:
    view = export.view
    return fields(("name", view.name), ("reference", plain_text_of(view.text)), ("relation", view.relation))
