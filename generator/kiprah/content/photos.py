"""The photos of an entry: what its keys say and its body shows, matched with the files beside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.content.entries.entry_files import FactsOf, ReadContext
from kiprah.content.folder import SiteFolder
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.values import SplitField, Values
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import Body, BodyPhoto
from kiprah.model.photo import PHOTO_ENDINGS, Photo, PhotoFacts, PhotoSource, PhotoText
from kiprah.model.slug import same_name
from kiprah.problem import Place, Problem, with_subject


class PhotoResolver(Struct, frozen=True):
    """Resolver of one entry's photos: matches names with files of the site."""

    folder: str
    site: SiteFolder
    facts_of: FactsOf
    name: str
    """The published name's stem."""


def photo_resolver(context: ReadContext, folder: str, name: str) -> PhotoResolver:
    """Return what the photos of one entry are made from."""
    return PhotoResolver(folder, context.site, context.facts_of, name)


def nearest_file(site: SiteFolder, folder: str, wanted: str) -> tuple[str, bool]:
    """Name the file most like the wanted one, and whether only case differs; empty where none is like it."""
    prefix = f"{folder}/" if folder else ""
    names = [p[len(prefix) :] for p in site.files if p.startswith(prefix)]
    for name in names:
        if name.casefold() == wanted.casefold():
            return name, True
    near = difflib.get_close_matches(wanted, names, 1, 0.6)
    return (near[0] if near else ""), False


def missing_file(site: SiteFolder, folder: str, wanted: str, place: Place, source: str) -> Problem:
    """Say that a file is not there, with the one that was probably meant."""
    near, case_only = nearest_file(site, folder, wanted)
    code = "file-case" if case_only else "file-missing-near" if near else "file-missing"
    return Problem(code, place, {"file": wanted, "nearest": near}, source=source)


def photos_of(
    listed: Iterable[Values], bodies: Iterable[Body], resolver: PhotoResolver, reading: DecodeContext
) -> tuple[Photo, ...]:
    """Match listed and shown photos with their files; a file named twice keeps the stricter word on each question."""
    photos: dict[str, Photo] = {}
    listed = tuple(listed)
    elsewhere = {
        file
        for one in listed
        if (file := one.find(Photo.file)) and is_elsewhere(file, one, resolver.site, resolver.folder)
    }
    for values in listed:
        photo = _listed_photo(values, resolver, reading)
        if photo is None:
            continue
        if photo.file in photos:
            reading.say("photo-twice", values.node, {"file": photo.file})
        else:
            photos[photo.file] = photo
    for body in bodies:
        for part in body.parts:
            if isinstance(part, BodyPhoto) and part.file not in photos and part.file not in elsewhere:
                facts = _facts(part.file, part.place, resolver, reading)
                if facts is not None:
                    source = PhotoSource(_absolute(part.file, resolver), facts.digest, facts.width, facts.height)
                    photos[part.file] = Photo(
                        source, resolver.name, part.file, color=facts.color, listed=False, place=part.place
                    )
    return tuple(replace(photo, name=f"{resolver.name}-{number}") for number, photo in enumerate(photos.values(), 1))


def _listed_photo(values: Values, resolver: PhotoResolver, reading: DecodeContext) -> Photo | None:
    file = values.find(Photo.file)
    if not file:
        return None
    node = values.node_of(Photo.file)
    place = reading.source.place(node.line, node.column) if node else reading.source.place()
    if is_elsewhere(file, values, resolver.site, resolver.folder):
        reading.say("photo-elsewhere", node, {"file": file})
        return None
    facts = _facts(file, place, resolver, reading)
    if facts is None:
        return None
    source = values.make(
        PhotoSource, path=_absolute(file, resolver), digest=facts.digest, width=facts.width, height=facts.height
    )
    return values.make(
        Photo,
        source=source,
        name=resolver.name,
        color=facts.color,
        place=place,
        broken=any(declared.guards and declared.name in values.unreadable for declared in values.fields),
    )


def is_elsewhere(file: str, values: Values, site: SiteFolder, folder: str) -> bool:
    """Say whether a photo that would be shown nowhere is not here: those who wait are kept out of repositories."""
    consent, people = values.find(Photo.consent), values.find(Photo.people)
    waits = consent in ("pending", "no", "withdrawn") or (people == "minors" and consent != "guardian")
    plain = "/" not in file and file.casefold().endswith(PHOTO_ENDINGS)
    return waits and plain and same_name(file) not in {same_name(name) for name in site.names_in(folder)}


def _facts(file: str, place: Place, resolver: PhotoResolver, reading: DecodeContext) -> PhotoFacts | None:
    """Return what a photo's file says; None, with a problem noted, where it is not there or is no photo."""
    path = f"{resolver.folder}/{file}" if resolver.folder else file
    line = reading.source.line(place.line)
    if ".." in file.split("/") or file.startswith("/") or path not in resolver.site.files:
        reading.problems.append(missing_file(resolver.site, resolver.folder, file, place, line))
        return None
    facts = resolver.facts_of(path)
    if isinstance(facts, PhotoFault):
        reading.problems.append(Problem(facts.code, place, with_subject(facts.code, facts.values, file=file), line))
        return None
    if facts.is_animated:
        reading.problems.append(Problem("photo-animated", place, {"file": file}, line))
    return facts


def _absolute(file: str, resolver: PhotoResolver) -> Path:
    return resolver.site.absolute(f"{resolver.folder}/{file}" if resolver.folder else file)


def photo_texts(
    declared: SplitField[tuple[Values, ...]], values: Values, bodies: Iterable[Body], original: Values | None = None
) -> tuple[PhotoText, ...]:
    """Return what one file says of photos: of those it lists, and of those it shows and no list names."""
    said: dict[str, PhotoText] = {}
    for photo in values.part(declared) or ():
        if file := photo.find(Photo.file):
            said.setdefault(file, photo.make(PhotoText, of=file))
    listed = {photo.find(Photo.file) for photo in (original.part(declared) or ())} if original is not None else ()
    for body in bodies:
        for part in body.parts:
            if isinstance(part, BodyPhoto) and part.file not in listed:
                said.setdefault(part.file, PhotoText(part.file, part.alt, part.caption))
    return tuple(said.values())
