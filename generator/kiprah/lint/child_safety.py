"""The triangle of risk: a child who can be recognized, a full name and an exact place must never come together.

The rule is that of Save the Children for pictures of children. Each of the three may stand alone; all of them in one
entry lead a stranger to a child. Names and places are found by their look, so this asks and never refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiprah.lint.person_names import full_names
from kiprah.model.entry import Activity
from kiprah.model.photo import Photo
from kiprah.plan.visibility import Visible
from kiprah.problem import Place, Problem

_SPOT = re.compile(
    r"\b(?:Jl|Jln|Jalan|Gg|Gang)\.?\s+[A-Z][\w.]*(?:\s+[A-Z]\w*)*(?:\s+(?:No\.?\s*)?\d+\w*)?"
    r"|\bR[TW]\.?\s*\d+(?:\s*/\s*(?:RW\.?\s*)?\d+)?"
    r"|\b(?:Desa|Dusun|Kelurahan|Kampung|Dukuh|Padukuhan|Banjar|Nagari|Blok|Perumahan)\s+[A-Z]\w*(?:\s+[A-Z]\w*)*"
    r"|\b(?:SD|SMP|SMA|SMK|MI|MTs|MA|TK|RA|PAUD|SLB)(?:N|IT|K|LB)?(?:\s+Negeri)?\s+(?:\d+|[A-Z]\w+)(?:\s+(?:\d+|[A-Z]\w*))*"
    r"|\b(?:Panti|LKSA|Pesantren)\s+(?:[Aa]suhan\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)*"
    r"|\b\d+\s+[A-Z]\w+(?:\s+[A-Z]\w+)*\s+(?:Street|Road|Lane|Avenue|Drive|St|Rd|Ave)\b"
    r"|\b(?:[A-Z]\w+\s+)+(?:(?:Primary|Elementary|Middle|High|Secondary)\s+School|Orphanage|Kindergarten|Village)\b"
    r"|-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}|\bhttps?://(?:maps\.|goo\.gl/maps|www\.google\.[a-z.]+/maps)\S*"
)
_EXACT = re.compile(
    r"\b(?:Jl|Jln|Jalan|Gg|Gang)\.?\s+[A-Z]|\bR[TW]\.?\s*\d|\b\d+\s+[A-Z]\w+\s+(?:Street|Road|Lane|Avenue)\b"
)


def risks(visible: Visible) -> Iterable[Problem]:
    """Find entries that could lead a stranger to a child, and places that are told too exactly."""
    for activity in visible.all_activities:
        for text in activity.texts:
            if not text.hidden and _EXACT.search(text.place):
                yield Problem("place-exact", Place(text.path), {"value": text.place})
        children = [photo for photo in activity.photos if _recognizable(photo)]
        if not children:
            continue
        told = tuple(_told(activity, visible))
        spots = [match[0].strip() for text in told for match in _SPOT.finditer(text)]
        names = [name for text in told for name in full_names(_SPOT.sub(" . ", text), _adults(activity, visible))]
        if spots and names:
            values = {"file": children[0].file, "name": names[0], "spot": spots[0]}
            yield Problem("risk-triangle", children[0].place, values)


def _recognizable(photo: Photo) -> bool:
    return photo.people == "minors" and not photo.source.hide


def _told(activity: Activity, visible: Visible) -> Iterator[str]:
    """Yield all that page, cards, alt texts and data say of an activity: its own words and those that point at it."""
    yield from activity.common.tags
    for photo in activity.photos:
        yield from (photo.alt, photo.caption)
    yield from (video.alt for video in activity.videos)
    for text in activity.texts:
        if text.hidden:
            continue
        yield from (text.title, text.description, text.quote, text.role, text.place, text.body.text, text.body.notes)
        if text.reflection:
            yield from (text.reflection.text, text.reflection.notes)
        yield from (impact.what for impact in text.impact)
        yield from (evidence.label for evidence in text.evidence)
        if text.organization is not None:
            yield from (text.organization.name, text.organization.about)
        for words in text.photos:
            yield from (words.alt, words.caption)
    for reflection in visible.all_reflections:
        if reflection.activity == activity.common.slug:
            for told in reflection.texts:
                yield from (told.title, told.description, told.quote, told.body.text, told.body.notes)
    for testimonial in visible.testimonials:
        if testimonial.activity == activity.common.slug:
            yield from (words for text in testimonial.texts for words in (text.body.text, text.body.notes))


def _adults(activity: Activity, visible: Visible) -> frozenset[str]:
    """Name those who may be named: the member, who else did the work, who took the photos, who speaks, and whom for."""
    known = [text.name for text in visible.member.profile.texts]
    known += [name for text in activity.texts for name in text.companions]
    known += [photo.credit for photo in activity.photos]
    known += [text.name for testimonial in visible.testimonials for text in testimonial.texts]
    known += [text.organization.name for text in activity.texts if text.organization]
    return frozenset(name.casefold() for name in known if name)
