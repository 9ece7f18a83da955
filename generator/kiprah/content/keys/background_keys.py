"""Keys of the profile's background (education, work, awards, certificates), called as JSON Resume calls them."""

from __future__ import annotations

import re

from kiprah.content.keys.key_types import PLACE, TERM, URL
from kiprah.fields.binding import key, split_key
from kiprah.fields.groups import Group, ListOf, Record
from kiprah.fields.types import Checked, Text, day_of
from kiprah.model.background import (
    Award,
    AwardText,
    Certificate,
    CertificateText,
    Education,
    EducationText,
    SpokenLanguage,
    Work,
    WorkText,
)


def _exact_as_known(text: str) -> str:
    """Accept a year, a month or a day."""
    if re.fullmatch(r"\d{4}", text):
        day_of(f"{text}-01-01")
    elif re.fullmatch(r"\d{4}-\d{2}", text):
        day_of(f"{text}-01")
    else:
        day_of(text)
    return text


EXACT_AS_KNOWN = Checked(_exact_as_known, {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, 20)

_NAME = Text(160)
_WHEN_HINTS = {"start": "startDate", "from": "startDate", "end": "endDate", "until": "endDate", "to": "endDate"}

EDUCATION = split_key(
    "education",
    ListOf(
        Group(
            (
                key(EducationText.institution).of(_NAME, required=True, inherited=True),
                key(Education.url).of(URL),
                key(EducationText.area).of(_NAME, inherited=True),
                key(EducationText.study_type, "studyType").of(_NAME, inherited=True),
                key(Education.start, "startDate").of(EXACT_AS_KNOWN),
                key(Education.end, "endDate").of(EXACT_AS_KNOWN),
                key(Education.score).of(Text(40)),
                key(EducationText.courses).of(ListOf(Text(160), 40, one=True), inherited=True),
            ),
            hints=_WHEN_HINTS,
        ),
        20,
    ),
    translated=True,
    paired=True,
)
WORK = split_key(
    "work",
    ListOf(
        Group(
            (
                key(WorkText.name).of(_NAME, required=True, inherited=True),
                key(WorkText.position).of(_NAME, inherited=True),
                key(Work.url).of(URL),
                key(WorkText.location).of(PLACE, inherited=True),
                key(Work.start, "startDate").of(EXACT_AS_KNOWN),
                key(Work.end, "endDate").of(EXACT_AS_KNOWN),
                key(WorkText.summary).of(Text(600), inherited=True),
                key(WorkText.highlights).of(ListOf(Text(240), 10, one=True), inherited=True),
            ),
            hints=_WHEN_HINTS,
        ),
        30,
    ),
    translated=True,
    paired=True,
)
AWARDS = split_key(
    "awards",
    ListOf(
        Group(
            (
                key(AwardText.title).of(_NAME, required=True, inherited=True),
                key(Award.date).of(EXACT_AS_KNOWN),
                key(AwardText.awarder).of(_NAME, inherited=True),
                key(AwardText.summary).of(Text(600), inherited=True),
            )
        ),
        30,
    ),
    translated=True,
    paired=True,
)
CERTIFICATES = split_key(
    "certificates",
    ListOf(
        Group(
            (
                key(CertificateText.name).of(_NAME, required=True, inherited=True),
                key(Certificate.date).of(EXACT_AS_KNOWN),
                key(Certificate.url).of(URL),
                key(CertificateText.issuer).of(_NAME, inherited=True),
            )
        ),
        40,
    ),
    translated=True,
    paired=True,
)
SPOKEN_LANGUAGE = Record(
    SpokenLanguage,
    Group(
        (
            key(SpokenLanguage.language).of(TERM, required=True),
            key(SpokenLanguage.fluency).of(TERM),
        ),
        short="language",
    ),
)
