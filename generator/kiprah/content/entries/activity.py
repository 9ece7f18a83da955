"""Activities: front matter and body to the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.entries.read_entry import (
    ParsedFile,
    common_of,
    day_of_entry,
    finish,
    finish_translation,
    need_title,
    open_entry,
    slug_of_entry,
    text_of,
    translations,
)
from kiprah.content.keys.entry_keys import ACTIVITY, EVENT, FILMS, IMPACTS, PHOTOS, PROOFS
from kiprah.content.photos import missing_file, photo_resolver, photos_of
from kiprah.content.translated_photos import name_film_facts
from kiprah.fields.types import less_than_a_day
from kiprah.fields.values import Field, Values
from kiprah.model.entry import (
    Activity,
    ActivityText,
    Event,
    Evidence,
    EvidenceText,
    Impact,
    ImpactText,
    Video,
    VideoText,
)
from kiprah.model.member import EntryFile
from kiprah.model.photo import Photo
from kiprah.problem import Place

DAY_MINUTES = 24 * 60
_MEMBERS = "members/"
VIDEO_ENDINGS = (".mp4", ".m4v")
CREDENTIAL_ENDINGS = (".json",)
EVIDENCE_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".webp")


NO_DAY = date.max
"""The day of an activity that takes it from its event, until the two are put together."""


def read_activity(paths: EntryPaths, context: ReadContext) -> tuple[Activity | None, tuple[EntryFile, ...]]:
    """Read one activity with its translations; None where its keys could not be read at all."""
    opened = open_entry(paths.path, ACTIVITY, context, own_reflection=True)
    if opened is None:
        return None, ()
    activity, files = read_opened(opened, paths, context, ACTIVITY)
    finish(opened, context)
    return activity, files


def read_event(paths: EntryPaths, context: ReadContext) -> tuple[Event | None, tuple[EntryFile, ...]]:
    """Read one event of a community: an activity, and who took part; None where its keys could not be read at all."""
    opened = open_entry(paths.path, EVENT, context, own_reflection=True)
    if opened is None:
        return None, ()
    activity, files = read_opened(opened, paths, context, EVENT)
    finish(opened, context)
    place = opened.place_of(Event.participants)
    return opened.values.make(Event, activity=activity, participants_place=place), files


def read_opened(
    opened: ParsedFile, paths: EntryPaths, context: ReadContext, keys: tuple[Field, ...]
) -> tuple[Activity, tuple[EntryFile, ...]]:
    """Read the activity that an opened file tells, with its translations; ``keys`` declares the file's keys."""
    values = opened.values
    # What belongs to an event takes title and day from it.
    joins = paths.path.startswith(_MEMBERS) and keys is ACTIVITY and bool(values.of(Activity.event))
    if not joins:
        need_title(opened)
    day = NO_DAY if joins and values.find(Activity.date) is None else day_of_entry(opened, paths, Activity.date)
    end = _end(opened, day) if day != NO_DAY else values.of(Activity.end)
    if not joins:
        _check_hours(opened, day, end)
    if keys is ACTIVITY and "event" in values.given and not joins:
        opened.reading.say("event-in-portfolio", values.nodes.get("event"), {"event": values.get("event")})
    slug = slug_of_entry(opened, paths)
    files = _Files(opened, paths, context)
    proofs = tuple(files.proofs())
    texts = [_text(opened, opened.language or context.language, None, proofs)]
    bodies = [*opened.bodies]
    for language, other in translations(paths, keys, context, own_reflection=True):
        _check_pairs(other, opened)
        name_film_facts(other.values, other.reading, values)
        texts.append(_text(other, language, opened, proofs))
        bodies.extend(other.bodies)
        finish_translation(other, opened, context)
    photos = photos_of(values.part(PHOTOS) or (), bodies, photo_resolver(context, paths.folder, slug), opened.reading)
    _check_cover(opened, photos)
    activity = values.make(
        Activity,
        date=day,
        end=end,
        known=less_than_a_day(values.node_of(Activity.date)),
        known_end=less_than_a_day(values.node_of(Activity.end)) if end is not None else "",
        impact=tuple(impact.make(Impact) for impact in _impacts(values)),
        photos=photos,
        videos=tuple(files.videos()),
        evidence=tuple(evidence for _, evidence in proofs),
        texts=tuple(texts),
        folder=paths.folder,
        event=values.of(Activity.event) if joins else "",
        event_place=opened.place_of(Activity.event) if joins else Place(""),
        common=common_of(opened, slug),
    )
    return activity, tuple(files.found.values())


def _end(opened: ParsedFile, day: date) -> date | None:
    """Return the last day; none where it cannot be."""
    values, reading = opened.values, opened.reading
    end, node = values.of(Activity.end), values.node_of(Activity.end)
    if end is not None and end < day and not reading.broken:
        reading.say("end-before-date", node, {"date": day.isoformat(), "end": end.isoformat()})
        end = None
    if end is not None and values.of(Activity.ongoing):
        reading.say("end-and-ongoing", node)
    return end


def _check_hours(opened: ParsedFile, day: date, end: date | None) -> None:
    minutes = opened.values.of(Activity.minutes)
    if minutes is None or opened.values.of(Activity.ongoing):
        return
    days = ((end or day) - day).days + 1
    if minutes > days * DAY_MINUTES:
        node = opened.values.node_of(Activity.minutes)
        opened.reading.say("hours-too-many", node, {"days": str(days)})


def _check_cover(opened: ParsedFile, photos: Sequence[Photo]) -> None:
    cover = opened.values.of(Activity.cover)
    named = {photo.file for photo in photos}
    named |= {values.of(Photo.file) for values in opened.values.part(PHOTOS) or () if values.is_whole}
    if cover and cover not in named:
        opened.reading.say("cover-not-listed", opened.values.node_of(Activity.cover), {"file": cover})


def _check_pairs(other: ParsedFile, original: ParsedFile) -> None:
    """Note lists of a translation that are longer or shorter than the original's: those are not shown."""
    for declared in ACTIVITY:
        key = declared.name
        theirs, ours = other.values.get(key), original.values.get(key, ())
        if not declared.paired or theirs is None or key in original.values.unreadable:
            continue
        if len(theirs) != len(ours):
            node = other.values.nodes.get(key)
            count, expected = str(len(theirs)), str(len(ours))
            other.reading.say("translation-length", node, {"key": key, "count": count, "expected": expected})


def _impacts(values: Values) -> tuple[Values, ...]:
    """Return the numbers that changed, as far as they can be read whole."""
    impacts = values.part(IMPACTS) or ()
    return tuple(impact for impact in impacts if impact.is_whole and impact.of(ImpactText.what) != "")


def _text(
    opened: ParsedFile, language: str, original: ParsedFile | None, proofs: Sequence[tuple[int, Evidence]]
) -> ActivityText:
    impacts, labels = _impacts(opened.values), opened.values.part(PROOFS) or ()
    if original is not None:
        ours, defaults = _impacts(original.values), original.values.part(PROOFS) or ()
        impacts, labels = (
            impacts if len(impacts) == len(ours) else ours,
            labels if len(labels) == len(defaults) else defaults,
        )
    return text_of(
        ActivityText,
        opened,
        language,
        original,
        impact_words=tuple(impact.make(ImpactText) for impact in impacts),
        evidence_words=tuple(labels[index].make(EvidenceText) for index, _ in proofs),
        video_words=tuple(
            video.make(VideoText, of=video.of(Video.file))
            for video in opened.values.part(FILMS) or ()
            if video.is_whole
        ),
        reflection=opened.reflection,
    )


def _place(opened: ParsedFile, item: Values) -> Place:
    """Return where an item of a list stands."""
    source = opened.reading.source
    return source.place(item.node.line, item.node.column) if item.node else source.place(1, 1)


class _Files:
    """Files beside an activity that it names."""

    def __init__(self, opened: ParsedFile, paths: EntryPaths, context: ReadContext) -> None:
        self.found: dict[str, EntryFile] = {}
        self._opened, self._folder, self._site = opened, paths.folder, context.site

    def videos(self) -> Iterator[Video]:
        """Return the videos that are there."""
        for item in self._opened.values.part(FILMS) or ():
            if item.is_whole:
                video = item.make(Video, place=_place(self._opened, item))
                if self._is_there(video.file, video.place, VIDEO_ENDINGS):
                    yield video

    def proofs(self) -> Iterator[tuple[int, Evidence]]:
        """Return the evidence that is there, with its position in the list."""
        for index, item in enumerate(self._opened.values.part(PROOFS) or ()):
            place = _place(self._opened, item)
            evidence = item.make(Evidence, place=place)
            if evidence.kind == "credential":
                if evidence.url or not evidence.file:
                    self._opened.reading.say("credential-file", item.node)
                elif self._is_there(evidence.file, place, CREDENTIAL_ENDINGS):
                    yield index, evidence
            elif bool(evidence.file) == bool(evidence.url):
                self._opened.reading.say("evidence-one", item.node)
            elif evidence.url or self._is_there(evidence.file, place, EVIDENCE_ENDINGS):
                yield index, evidence

    def _is_there(self, name: str, place: Place, endings: Sequence[str]) -> bool:
        reading = self._opened.reading
        path = f"{self._folder}/{name}"
        if path not in self._site.files:
            line = reading.source.line(place.line)
            reading.problems.append(missing_file(self._site, self._folder, name, place, line))
            return False
        if not name.casefold().endswith(tuple(endings)):
            values = {"file": name, "kinds": ", ".join(endings)}
            reading.problems.append(reading.source.problem("file-kind", place.line, place.column, values))
            return False
        self.found.setdefault(path, EntryFile(path, self._site.absolute(path), "", place))
        return True
