"""The photos of an entry: what its keys say and its body shows, matched with the files beside it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from kiprah.content.folder import SiteFolder
from kiprah.fields.types import DecodeContext, Values
from kiprah.fields.yaml_tree import Items, Node
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import Body, BodyPhoto, PhotoText
from kiprah.model.photo import Box, Photo, PhotoFacts, PhotoSource
from kiprah.problem import Place, Problem

PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".gif", ".heic", ".heif")

MISSPELT = frozenset({"file-case", "file-missing-near"})
"""Problems that propose the file that was probably meant."""

FactsOf = Callable[[str], PhotoFacts | PhotoFault]
"""From a photo's path in the site's folder to what the file says; may remember by content."""


class PhotoResolver(Struct, frozen=True):
    """What photos of one entry are made from."""

    folder: str
    site: SiteFolder
    facts_of: FactsOf
    name: str
    """The published name's stem."""


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
    listed: Iterable[Values | str],
    nodes: Node | None,
    bodies: Iterable[Body],
    book: PhotoResolver,
    reading: DecodeContext,
) -> tuple[Photo, ...]:
    """Match listed and shown photos with their files; a file named twice keeps the stricter word on each question."""
    photos: dict[str, Photo] = {}
    items = nodes.items if isinstance(nodes, Items) else (nodes,) if nodes is not None else ()
    for index, values in enumerate(listed):
        node = items[index] if index < len(items) else None
        named = values.nodes.get("file", node) if isinstance(values, Values) else node
        place = reading.source.place(named.line, named.column) if named else reading.source.place()
        said = values if isinstance(values, Values) else Values({"file": values}, {}, None)
        photo = _photo(said, place, book, reading, listed=True)
        if photo is None:
            continue
        if photo.file in photos:
            reading.say("photo-twice", node, {"file": photo.file})
        else:
            photos[photo.file] = photo
    for body in bodies:
        for part in body.parts:
            if isinstance(part, BodyPhoto) and part.file not in photos:
                said = Values({"file": part.file, "alt": part.alt, "caption": part.caption}, {}, None)
                photo = _photo(said, part.place, book, reading, listed=False)
                if photo is not None:
                    photos[photo.file] = photo
    return tuple(replace(photo, name=f"{book.name}-{number}") for number, photo in enumerate(photos.values(), 1))


def _photo(said: Values, place: Place, book: PhotoResolver, reading: DecodeContext, *, listed: bool) -> Photo | None:
    file = said.get("file", "")
    if not file:
        return None
    path = f"{book.folder}/{file}" if book.folder else file
    line = reading.source.line(place.line)
    if ".." in file.split("/") or file.startswith("/") or path not in book.site.files:
        reading.problems.append(missing_file(book.site, book.folder, file, place, line))
        return None
    facts = book.facts_of(path)
    if isinstance(facts, PhotoFault):
        reading.problems.append(Problem(facts.code, place, {"file": file, **facts.values}, source=line))
        return None
    hide = tuple(Box(x, y, min(width, 1 - x), min(height, 1 - y)) for x, y, width, height in said.get("hide", ()))
    guards = ("people", "consent", "consent_until", "hide")
    focus = said.get("focus")
    return Photo(
        source=PhotoSource(book.site.absolute(path), facts.digest, facts.width, facts.height, hide),
        name=book.name,
        file=file,
        alt=said.get("alt", ""),
        caption=said.get("caption", ""),
        credit=said.get("credit", ""),
        focus=(focus[0], focus[1]) if focus else (0.5, 0.4),
        people=said.get("people"),
        consent=said.get("consent"),
        color=facts.color,
        consent_until=said.get("consent_until"),
        listed=listed,
        place=place,
        broken=any(guard in said.unreadable for guard in guards),
    )


def photo_texts(listed: Iterable[Values | str]) -> tuple[PhotoText, ...]:
    """Return what one language says of each listed photo."""
    return tuple(
        PhotoText(values.get("file"), values.get("alt", ""), values.get("caption", ""))
        for values in listed
        if isinstance(values, Values) and values.get("file")
    )
