"""Rules of *tanpa pencitraan*: the helped as props, words of pity, who else was there, faces as decoration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from msgspec.structs import replace

from kiprah.lint.coach.lexicon import Lexicon, word_spans
from kiprah.lint.coach.passages import PassageKind, sentences_of, state_of
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark, own_words
from kiprah.lint.coach.sentence_search import TellingSentence, telling_sentences, words_of
from kiprah.model.entry import Activity, ActivityText
from kiprah.model.photo import Photo

_ALL: tuple[PassageKind, ...] = get_args(PassageKind)
_MUCH = 6
"""Minimum count of the word *I* in one entry, with nobody else in it."""
_ENOUGH = 5
_I, _POSING, _UNSEEN = frozenset({"i"}), frozenset({"posing"}), frozenset({"unseen"})
_PEOPLE = frozenset({"adults", "minors"})


def pity(notes: CoachInput) -> Iterator[Remark]:
    """Quote sentences that ask for pity."""
    found = telling_sentences(notes, "pity", ("pity", "pity_beside_person"), _ALL, beside=("person",))
    words = words_of(one for one in found if _is_pity(one))
    if words:
        yield Remark("pity", {}, words)


def props(notes: CoachInput) -> Iterator[Remark]:
    """Quote sentences in which the helped are there so that somebody may be good."""
    words = words_of(telling_sentences(notes, "props", ("props",), _ALL))
    if words:
        yield Remark("props", {}, words)


def alone(notes: CoachInput) -> Iterator[Remark]:
    """Quote entries that say *I* many times, never *we*, and name nobody."""
    words = []
    bodies = [p for p in notes.passages if p.kind == "body" and not notes.is_quiet("alone", p)]
    named = frozenset(a.common.path for a in notes.activities if a.original.companions)
    own = frozenset(a.common.path for a in notes.activities)
    for passage in bodies:
        lexicon = notes.lexicon_of(passage.language)
        if lexicon is None or passage.owner in named or passage.owner not in own:
            continue
        if "i" not in passage.topics or "we" in passage.topics:
            continue
        if len(lexicon.matches(word_spans(passage.text), _I)) >= _MUCH:
            words.append(own_words(passage, next(sentences_of(passage.text))))
    if words:
        yield Remark("alone", {}, tuple(words))


def posing(notes: CoachInput) -> Iterator[Remark]:
    """Quote alt texts in which people pose and nobody works."""
    words = []
    for activity, text, photo in _photos(notes, "posing"):
        lexicon = notes.lexicon_of(text.language)
        if lexicon is not None and photo.people in _PEOPLE:
            words += [
                OwnWords(phrase, text.written_in, state_of(activity.common))
                for phrase in _descriptions_of(photo, text)
                if "posing" in lexicon.topics(phrase) and lexicon.matches(word_spans(phrase), _POSING)
            ]
    if words:
        yield Remark("posing", {}, tuple(dict.fromkeys(words)))


def child_covers(notes: CoachInput) -> Iterator[Remark]:
    """Quote covers that show a child's face where another photo of the same entry shows none."""
    words = []
    for activity, text, photo in _photos(notes, "child-cover"):
        if (
            photo.people != "minors"
            or photo.source.hide
            or photo is not _cover(activity)
            or text is not activity.original
        ):
            continue
        lexicon = notes.lexicon_of(text.language)
        others = any(other.people in ("none", "adults") for other in activity.photos)
        if others and lexicon is not None and not _is_unseen(photo, text, lexicon):
            words.append(
                OwnWords(next(_descriptions_of(photo, text), photo.file), text.written_in, state_of(activity.common))
            )
    if words:
        yield Remark("child-cover", {}, tuple(words))


def nothing_failed(notes: CoachInput) -> Iterator[Remark]:
    """Ask for something that did not work, where nothing in many entries tells of any."""
    described = [
        a for a in notes.activities if a.original.body.text and notes.lexicon_of(a.original.language) is not None
    ]
    if len(described) >= _ENOUGH and not any(True for _ in failures(notes)):
        yield Remark("nothing-failed", {})


def failures(notes: CoachInput) -> Iterator[TellingSentence]:
    """Yield sentences that say plainly what did not work; the newest entries first."""
    notes = replace(notes, passages=notes.passages[::-1])
    return telling_sentences(
        notes, "nothing-failed", ("failure",), ("description", "body", "reflection"), asserted=False
    )


def _is_pity(one: TellingSentence) -> bool:
    if any(match.topic == "pity" for match in one.matches):
        return True
    people = [match.first for match in one.matches if match.topic == "person"]
    pitied = [match.first for match in one.matches if match.topic == "pity_beside_person"]
    return any(0 < abs(place - person) <= _reach(one, place, person) for place in pitied for person in people)


def _reach(one: TellingSentence, place: int, person: int) -> int:
    """Allow for *yang* between a person and what is said of them."""
    between = one.spans[min(place, person) + 1 : max(place, person)]
    return 2 if [span.word for span in between] == ["yang"] else 1


def _photos(notes: CoachInput, rule: str) -> Iterator[tuple[Activity, ActivityText, Photo]]:
    for activity in notes.activities:
        if rule not in activity.common.coach.quiet:
            for text in activity.texts:
                for photo in activity.photos:
                    yield activity, text, photo


def _descriptions_of(photo: Photo, text: ActivityText) -> Iterator[str]:
    description = next((words for words in text.photo_words if words.of == photo.file), None)
    yield from (part for part in ((description.alt, description.caption) if description is not None else ()) if part)


def _cover(activity: Activity) -> Photo | None:
    named = next((photo for photo in activity.photos if photo.file == activity.cover), None)
    return named or next(iter(activity.photos), None)


def _is_unseen(photo: Photo, text: ActivityText, lexicon: Lexicon) -> bool:
    description = " ".join(_descriptions_of(photo, text))
    return bool(lexicon.matches(word_spans(description), _UNSEEN))
