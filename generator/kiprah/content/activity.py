"""Activities: front matter and body to the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiprah.content.entry import (
    EntryPaths,
    ParsedFile,
    ReadContext,
    common_of,
    day_of_entry,
    finish,
    is_hidden,
    need_title,
    open_entry,
    translations,
)
from kiprah.content.keys import ACTIVITY, ACTIVITY_TRANSLATION
from kiprah.content.photos import missing_file, photo_texts, photos_of
from kiprah.fields.types import Values
from kiprah.fields.yaml_tree import Items, Node
from kiprah.model.entry import Activity, ActivityText, Evidence, Impact, Organization, Video
from kiprah.model.member import EntryFile, Withheld
from kiprah.problem import Place

DAY_MINUTES = 24 * 60


def read_activity(paths: EntryPaths, desk: ReadContext) -> tuple[Activity | None, tuple[EntryFile, ...]]:
    """Read one activity with its translations; None where its keys could not be read at all."""
    opened = open_entry(paths.path, ACTIVITY, desk, own_reflection=True)
    if opened is None:
        return None, ()
    values, reading = opened.values, opened.reading
    need_title(opened)
    day = day_of_entry(opened, paths)
    end = values.get("end")
    if end is not None and end < day and not reading.broken:
        reading.say("end-before-date", values.nodes.get("end"), {"date": day.isoformat(), "end": end.isoformat()})
        end = None
    if end is not None and values.get("ongoing"):
        reading.say("end-and-ongoing", values.nodes.get("end"))
    minutes = values.get("hours")
    if minutes is not None and not values.get("ongoing"):
        days = ((end or day) - day).days + 1
        if minutes > days * DAY_MINUTES:
            reading.say("hours-too-many", values.nodes.get("hours"), {"days": str(days)}, "warning")
    if "event" in values.given:
        reading.say("event-in-portfolio", values.nodes.get("event"), {"event": values.get("event")}, "warning")
    slug_paths = paths
    common = common_of(opened, slug_paths, desk)
    texts, other_bodies = [_text(opened, common.language, None)], []
    for language, other in translations(paths, ACTIVITY_TRANSLATION, desk, own_reflection=True):
        _same_length(other, opened)
        texts.append(_text(other, language, opened))
        other_bodies.extend([other.body, *([other.reflection] if other.reflection else [])])
        finish(other, desk)
        if texts[-1].hidden:
            desk.gathered.held.append(Withheld(other.path, "translation-hidden"))
            desk.gathered.secrets.append((other.path, _whole(other)))
    bodies = [opened.body, *([opened.reflection] if opened.reflection else []), *other_bodies]
    photos = photos_of(
        values.get("photos", ()), values.nodes.get("photos"), bodies, desk.book(paths.folder, common.slug), reading
    )
    cover = values.get("cover", "")
    named = {photo.file for photo in photos} | {_file_of(photo) for photo in values.get("photos", ())}
    if cover and cover not in named:
        place = values.nodes["cover"]
        reading.say("cover-not-listed", place, {"file": cover})
    videos, evidence, files = _files(opened, paths, desk)
    common = common_of(opened, slug_paths, desk) if opened.broken != common.broken else common
    finish(opened, desk)
    return (
        Activity(
            common=common,
            date=day,
            end=end,
            ongoing=values.get("ongoing", False),
            organization=_organization(values),
            role=values.get("role", ""),
            minutes=minutes,
            estimated=values.get("hours_are") == "estimated",
            causes=values.get("causes", ()),
            skills=values.get("skills", ()),
            goals=tuple(dict.fromkeys(values.get("sdgs", ()))),
            impact=tuple(
                Impact(i.get("value", ""), i.get("what", ""), i.get("source", "self"))
                for i in values.get("impact", ())
                if i.get("value") is not None and i.get("what")
            ),
            photos=photos,
            cover=cover,
            videos=videos,
            evidence=evidence,
            texts=tuple(texts),
            folder=paths.folder,
        ),
        files,
    )


def _file_of(photo: Values | str) -> str:
    return str(photo.get("file", "")) if isinstance(photo, Values) else photo


def _whole(opened: ParsedFile) -> str:
    return f"{opened.values.get('title', '')}\n{opened.sections.main}\n{opened.sections.reflection or ''}"


def _organization(values: Values) -> Organization | None:
    given = values.get("organization")
    if isinstance(given, Values):
        return Organization(given.get("name", ""), given.get("url", ""), given.get("about", ""))
    return None


def _text(opened: ParsedFile, language: str, original: ParsedFile | None) -> ActivityText:
    values = opened.values
    base: Values = original.values if original else values

    def told(key: str, empty: Any) -> Any:
        return values.get(key) or base.get(key, empty)

    organization, named = _organization(values), _organization(base)
    if organization is not None and named is not None:
        organization = Organization(
            organization.name or named.name, organization.url or named.url, organization.about or named.about
        )
    impact = values.get("impact") or base.get("impact", ())
    evidence = values.get("evidence") or base.get("evidence", ())
    return ActivityText(
        language=language,
        path=opened.path,
        title=told("title", ""),
        description=values.get("description", ""),
        quote=values.get("quote", ""),
        role=told("role", ""),
        organization=organization or named,
        place=told("place", ""),
        companions=told("with", ()),
        skills=told("skills", ()),
        causes=told("causes", ()),
        impact=tuple(i.get("what", "") for i in impact if i.get("value") is not None and i.get("what")),
        photos=photo_texts(values.get("photos", ())),
        evidence=tuple(e.get("label", "") for e in evidence),
        body=opened.body,
        reflection=opened.reflection,
        hidden=original is not None and is_hidden(opened),
    )


def _same_length(other: ParsedFile, original: ParsedFile) -> None:
    # A translation names the same things in the same order; otherwise a label would stand at the wrong one.
    for key in ("skills", "causes", "impact", "evidence"):
        theirs, ours = other.values.get(key), original.values.get(key, ())
        if theirs is not None and len(theirs) != len(ours):
            node = other.values.nodes.get(key)
            other.reading.say(
                "translation-length", node, {"key": key, "count": str(len(theirs)), "expected": str(len(ours))}
            )


def _files(
    opened: ParsedFile, paths: EntryPaths, desk: ReadContext
) -> tuple[tuple[Video, ...], tuple[Evidence, ...], tuple[EntryFile, ...]]:
    files: dict[str, EntryFile] = {}
    videos: list[Video] = []
    evidence: list[Evidence] = []
    values = opened.values

    def take(name: str, place: Place, endings: Sequence[str]) -> bool:
        path = f"{paths.folder}/{name}"
        line = opened.reading.source.line(place.line)
        if path not in desk.site.files:
            opened.reading.problems.append(missing_file(desk.site, paths.folder, name, place, line))
            return False
        if not name.casefold().endswith(tuple(endings)):
            problem = opened.reading.source.problem(
                "file-kind", place.line, place.column, {"file": name, "kinds": ", ".join(endings)}
            )
            opened.reading.problems.append(problem)
            return False
        files.setdefault(path, EntryFile(path, desk.site.absolute(path), "", place))
        return True

    for video, place in _with_places(values.get("videos", ()), values.nodes.get("videos"), opened):
        name = video if isinstance(video, str) else video.get("file", "")
        said = video if isinstance(video, Values) else Values({}, {}, None)
        if name and take(name, place, (".mp4", ".m4v")):
            videos.append(Video(name, said.get("alt", ""), said.get("poster", ""), place))
    for item, place in _with_places(values.get("evidence", ()), values.nodes.get("evidence"), opened):
        file, url = item.get("file", ""), item.get("url", "")
        if bool(file) == bool(url):
            opened.reading.problems.append(opened.reading.source.problem("evidence-one", place.line, place.column))
        elif url or take(file, place, (".pdf", ".jpg", ".jpeg", ".png", ".webp")):
            evidence.append(Evidence(item.get("kind", "other"), item.get("label", ""), file, url, place))
    return tuple(videos), tuple(evidence), tuple(files.values())


def _with_places(items: Sequence[Any], node: Node | None, opened: ParsedFile) -> list[tuple[Any, Place]]:
    nodes = node.items if isinstance(node, Items) else ()
    source = opened.reading.source
    return [
        (item, source.place(nodes[i].line, nodes[i].column) if i < len(nodes) else source.place(1, 1))
        for i, item in enumerate(items)
    ]
