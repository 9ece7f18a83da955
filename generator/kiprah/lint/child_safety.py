"""The triangle of risk: a child who can be recognized, a full name and an exact place must never come together.

The rule is that of Save the Children for pictures of children. Each of the three may stand alone; all of them in one
entry lead a stranger to a child. Names and places are found by their look; whoever knows better says so in one line
(``risk_accepted``). What leads to a person by itself (``private_facts``) is asked about, and refused beside a child.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from kiprah.lint.person_names import full_names
from kiprah.lint.private_facts import FactKind, PrivateFact, holds_any, may_have_facts, private_address, private_facts
from kiprah.model.entry import Activity, Body, BodyLink, Reflection
from kiprah.model.photo import Photo
from kiprah.plan.privacy.told_words import told_words
from kiprah.plan.privacy.visibility import Visible
from kiprah.problem import Place, Problem

# Most are texts, made into patterns when they are first tried: few entries show a child, or tell of a school.
_SPOT = (
    r"\b(?:Jl|Jln|Jalan|Gg|Gang)\.?\s+[A-Z][\w.]*(?:\s+[A-Z]\w*)*(?:\s+(?:No\.?\s*)?\d+\w*)?"
    r"|\bR[TW]\.?\s*\d+(?:\s*/\s*(?:RW\.?\s*)?\d+)?"
    r"|\b(?:Desa|Dusun|Kelurahan|Kampung|Dukuh|Padukuhan|Banjar|Nagari|Blok|Perumahan)\s+[A-Z]\w*(?:\s+[A-Z]\w*)*"
    r"|\b(?:SD|SMP|SMA|SMK|MI|MTs|MA|TK|RA|PAUD|SLB)(?:N|IT|K|LB)?(?:\s+Negeri)?\s+(?:\d+|[A-Z]\w+)(?:\s+(?:\d+|[A-Z]\w*))*"
    r"|\b(?:Panti|LKSA|Pesantren)\s+(?:[Aa]suhan\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)*"
    r"|\b\d+\s+[A-Z]\w+(?:\s+[A-Z]\w+)*\s+(?:Street|Road|Lane|Avenue|Drive|St|Rd|Ave)\b"
    r"|\b(?:[A-Z]\w{1,30}\s+){1,5}(?:(?:Primary|Elementary|Middle|High|Secondary)\s+School|Orphanage|Kindergarten|Village)\b"
    r"|-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}|\bhttps?://(?:maps\.|goo\.gl/maps|www\.google\.[a-z.]+/maps)\S*"
)
_EXACT = re.compile(
    r"\b(?:Jl|Jln|Jalan|Gg|Gang)\.?\s+[A-Z]|\bR[TW]\.?\s*\d|\b\d+\s+[A-Z]\w+\s+(?:Street|Road|Lane|Avenue)\b"
)
_SCHOOL = (
    r"\b(?:SD|SMP|SMA|SMK|MI|MTs|MA|TK|RA|PAUD|SLB)(?:N|IT|K|LB)?(?:\s+Negeri)?\s+(?:\d+|[A-Z]\w+)(?:\s+(?:\d+|[A-Z]\w*))*"
    r"|\b(?:[A-Z]\w{1,30}\s+){1,5}(?:(?:Primary|Elementary|Middle|High|Secondary)\s+School|Kindergarten)\b"
)
_SCHOOL_SIGNS = ("SD", "SMP", "SMA", "SMK", "MI", "MTs", "MA", "TK", "RA", "PAUD", "SLB", "School", "Kindergarten")
"""Signs of a school: without one of these nothing is one."""
_PUPIL = (
    r"(?i)\b(?:siswa|siswi|murid|anak|adik|kelas|umur|usia|berusia|pupil|student|child|kid|boy|girl|aged?|grade|class)\b"
    r"|\b\d{1,2}[- ]years?[- ]old\b"
)
_GROWN_UP = (
    r"(?i)\b(?:guru|kepala sekolah|wali kelas|pengajar|dosen|orang tua|teacher|principal|head(?:master|mistress)"
    r"|tutor)\b"
)
_SENTENCE_END = r"(?<=[.!?])\s+(?=[A-Z])|\n+"
_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')

_APART = frozenset({"body", "reflection", "bio", "url"})
"""Fields of texts that are looked at by themselves: bodies with the addresses in them, and other addresses."""
_APART_WITH_PLACE = _APART | {"place"}
_NAMES = frozenset({"url", "companions", "causes", "skills"})
"""Fields of texts that tell nobody's story: who else did the work may be named, and a skill is no person."""
_ASKED: dict[FactKind, str] = {
    "identity": "private-identity",
    "phone": "private-phone",
    "coordinates": "private-coordinates",
    "map": "private-map",
    "address": "private-address",
}
_REFUSED: dict[FactKind, str] = {
    "identity": "child-identity",
    "phone": "child-phone",
    "coordinates": "child-coordinates",
    "map": "child-map",
    "address": "child-address",
}
"""The same where a child is shown."""
RISK_CODES = frozenset({*_ASKED.values(), *_REFUSED.values(), "risk-triangle", "pupil-named"})
"""Problems that are about somebody's safety."""


def risks(visible: Visible) -> Iterable[Problem]:
    """Find what could lead a stranger to somebody: private facts in texts, and the triangle around a child.

    With a child in its photos it is an error; else it is asked about, and not where ``risk_accepted`` says why.
    """
    return (problem for _, problem in entry_risks(visible))


def log_risks(visible: Visible, only: Collection[str]) -> Iterator[tuple[str, Problem]]:
    """Find the risks of those activities and reflections whose main files are named, as ``entry_risks`` does."""
    activities = [activity for activity in visible.all_activities if activity.common.path in only]
    reflections = [reflection for reflection in visible.all_reflections if reflection.common.path in only]
    yield from _log_risks(visible, activities, reflections)


def _log_risks(
    visible: Visible, activities: Iterable[Activity], reflections: Iterable[Reflection]
) -> Iterator[tuple[str, Problem]]:
    for activity in activities:
        if not activity.common.risk_accepted and not activity.is_event_alone:
            yield from ((activity.common.path, problem) for problem in _activity_risks(activity, visible))
    minors, adults = _minors(visible), _own_names(visible)
    for reflection in reflections:
        if not reflection.common.risk_accepted:
            file = _child_file(reflection.photos) or minors.get(reflection.activity, "")
            for text in reflection.texts:
                if text.hidden:
                    continue
                words = told_words(text, _APART)
                yield from _owned(
                    reflection.common.path, text_risks(text.written_in, words, (text.body,), file, adults)
                )


def _minors(visible: Visible) -> dict[str, str]:
    """Name a photo with a child of each activity that has one, by slug."""
    return {a.common.slug: child.file for a in visible.all_activities if (child := _child_of(a.photos)) is not None}


def _own_names(visible: Visible) -> frozenset[str]:
    return frozenset(text.name.casefold() for text in visible.member.profile.texts if text.name)


def entry_risks(visible: Visible) -> Iterator[tuple[str, Problem]]:
    """Find the risks, each after the main file of the entry that is held back for it."""
    yield from _log_risks(visible, visible.all_activities, visible.all_reflections)
    minors, adults = _minors(visible), _own_names(visible)
    for page in visible.all_pages:
        if not page.common.risk_accepted:
            for page_text in page.texts:
                if not page_text.hidden:
                    words = told_words(page_text, _APART)
                    risky = text_risks(page_text.written_in, words, (page_text.body,), _child_file(page.photos), adults)
                    yield from _owned(page.common.path, risky)
    for selection in visible.selections:
        if not selection.common.risk_accepted:
            for chosen in selection.texts:
                if not chosen.hidden:
                    words = told_words(chosen, _APART)
                    risky = text_risks(chosen.written_in, words, (chosen.body,), _child_file(selection.photos), adults)
                    yield from _owned(selection.common.path, risky)
    for testimonial in visible.testimonials:
        if not testimonial.common.risk_accepted:
            for testimonial_text in testimonial.texts:
                file = minors.get(testimonial.activity, "")
                speaker = adults | {testimonial_text.name.casefold()}
                risky = text_risks(
                    testimonial_text.written_in,
                    told_words(testimonial_text, _APART),
                    (testimonial_text.body,),
                    file,
                    speaker,
                )
                yield from _owned(testimonial.common.path, risky)
    profile = visible.member.profile
    if not profile.risk_accepted:
        portrait = (profile.photo,) if profile.photo is not None else ()
        urls = tuple(link.url for link in profile.links)
        for words_of in profile.texts:
            words = told_words(words_of, _APART)
            file = _child_file((*portrait, *profile.photos))
            yield from _owned(profile.path, text_risks(words_of.written_in, words, (words_of.bio,), file, adults, urls))


def text_risks(
    path: str,
    words: Iterable[str],
    bodies: Iterable[Body],
    minor: str,
    adults: frozenset[str] = frozenset(),
    urls: Iterable[str] = (),
) -> Iterator[Problem]:
    """Look at what one file says; ``minor`` names a photo with a child that stands with it, or is empty."""
    texts = [*words]
    facts: dict[PrivateFact, None] = {}
    addresses = list(urls)
    for body in bodies:
        texts += (body.text, body.notes)
        addresses += _addresses_in(body)
    if may_have_facts("\n".join(texts)):
        for text in texts:
            facts |= dict.fromkeys(private_facts(text))
    facts |= dict.fromkeys(fact for url in addresses if (fact := private_address(url)) is not None)
    for fact in facts:
        if minor:
            yield Problem(_REFUSED[fact.kind], Place(path), {"file": minor, "spot": fact.shown})
        else:
            yield Problem(_ASKED[fact.kind], Place(path), {"spot": fact.shown})
    if not minor:
        for school, name in _pupils(texts, adults):
            yield Problem("pupil-named", Place(path), {"name": name, "spot": school})


def _owned(owner: str, problems: Iterable[Problem]) -> Iterator[tuple[str, Problem]]:
    return ((owner, problem) for problem in problems)


def _activity_risks(activity: Activity, visible: Visible) -> Iterator[Problem]:
    file = _child_file(activity.photos)
    adults = _adults(activity, visible)
    urls = [piece.url for piece in activity.evidence if piece.url]
    urls += [activity.original.organization.url] if activity.original.organization is not None else []
    for text in activity.texts:
        if text.hidden:
            continue
        if _EXACT.search(text.place):
            if file:
                yield Problem("child-address", Place(text.written_in), {"file": file, "spot": text.place})
            else:
                yield Problem("place-exact", Place(text.written_in), {"value": text.place})
        words = told_words(text, _APART_WITH_PLACE)
        bodies = (text.body, *((text.reflection,) if text.reflection is not None else ()))
        yield from text_risks(text.written_in, words, bodies, file, adults, urls)
        urls = []
    children = [photo for photo in activity.photos if _recognizable(photo)]
    if not children:
        return
    texts = tuple(_texts(activity, visible))
    spots = [match[0].strip() for text in texts for match in re.finditer(_SPOT, text)]
    names = [name for text in texts for name in full_names(re.sub(_SPOT, " . ", text), adults)]
    if spots and names:
        yield Problem(
            "risk-triangle", children[0].place, {"file": children[0].file, "name": names[0], "spot": spots[0]}
        )


def _pupils(texts: Iterable[str], adults: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Find a school and a full name in one sentence that tells of no grown-up."""
    # A school of a sentence is one of the text: most texts have none, and are not cut into sentences.
    if not holds_any("\n".join(texts), _SCHOOL_SIGNS):
        return
    for text in texts:
        if not holds_any(text, _SCHOOL_SIGNS) or not re.search(_SCHOOL, text):
            continue
        for sentence in re.split(_SENTENCE_END, text):
            school = re.search(_SCHOOL, sentence)
            if school is None or re.search(_GROWN_UP, sentence) or not re.search(_PUPIL, sentence):
                continue
            name = next(iter(full_names(re.sub(_SPOT, " . ", sentence), adults)), "")
            if name:
                yield school[0].strip(), name


def _addresses_in(body: Body) -> Iterator[str]:
    for part in body.parts:
        if isinstance(part, str):
            for address in _HREF.findall(part):
                # Only now: most texts lead nowhere.
                from html import unescape

                yield unescape(address)
        elif isinstance(part, BodyLink):
            yield part.target


def _child_of(photos: Iterable[Photo]) -> Photo | None:
    return next((photo for photo in photos if photo.people == "minors"), None)


def _child_file(photos: Iterable[Photo]) -> str:
    child = _child_of(photos)
    return child.file if child is not None else ""


def _recognizable(photo: Photo) -> bool:
    return photo.people == "minors" and not photo.source.hide


def _texts(activity: Activity, visible: Visible) -> Iterator[str]:
    """Yield all that page, cards, alt texts and data say of an activity: its own words and those that point at it."""
    for text in activity.texts:
        if text.hidden:
            continue
        yield from told_words(text, _NAMES)
    for reflection in visible.all_reflections:
        if reflection.activity == activity.common.slug:
            for reflection_text in reflection.texts:
                yield from told_words(reflection_text, _NAMES)
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
