"""Taking photos in for a new activity: finding them, their order, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiprah.cli.new.output import CONTENT, USAGE, Stop, accepted, say_refusal
from kiprah.cli.new.prompt import ask, choose, told

if TYPE_CHECKING:
    from kiprah.authoring.entry_text import NewPhoto
    from kiprah.authoring.refusal import Refusal
    from kiprah.authoring.take_photo import ImportedPhoto

_PEOPLE = {"people-none": "none", "people-adults": "adults", "people-minors": "minors"}
_CONSENT = {"consent-yes": "yes", "consent-pending": "pending", "consent-no": "no"}


def given_photos(paths: Sequence[Path], alts: Sequence[str]) -> tuple[ImportedPhoto, ...]:
    """Take in the photos of the command line; the first that cannot be used stops everything.

    Each of ``alts`` says what one photo shows, in the order in which they were given.
    """
    if not paths and not alts:
        return ()
    from msgspec.structs import replace

    from kiprah.authoring.capture_date import in_order
    from kiprah.authoring.dropped_paths import photo_files

    try:
        files = photo_files(paths)
    except OSError as error:
        raise Stop("photo-unreadable", USAGE, path=str(error.filename), reason=str(error.strerror)) from None
    if paths and not files:
        raise Stop("photos-none-there", USAGE, path=str(paths[0]))
    taken = _taken(files, ())
    refused_file = not isinstance(taken, tuple) and taken.domain == "problems"
    photos = accepted(taken, CONTENT if refused_file else USAGE)
    if len(alts) > len(photos):
        raise Stop("alts-too-many", USAGE, alts=str(len(alts)), photos=str(len(photos)))
    read = [accepted(_read_alt(alt)) for alt in alts]
    described = (replace(photo, alt=alt) for photo, alt in zip(photos, read, strict=False))
    return in_order((*described, *photos[len(alts) :]))


def asked_photos() -> tuple[ImportedPhoto, ...]:
    """Ask for photos until no more come; terminals write a file that is dropped onto them as its path."""
    from kiprah.authoring.capture_date import in_order
    from kiprah.authoring.dropped_paths import line_of_photos
    from kiprah.authoring.refusal import Refusal

    photos: tuple[ImportedPhoto, ...] = ()

    def read(typed: str) -> tuple[ImportedPhoto, ...] | Refusal:
        try:
            files = line_of_photos(typed)
        except OSError as error:
            return Refusal("photo-unreadable", {"path": str(error.filename), "reason": str(error.strerror)})
        return _taken_as_far(files, photos) if files else Refusal("photos-none-there", {"path": typed})

    key = "photos"
    while more := ask(key, read):
        photos = more
        told("photos-so-far", number=str(len(photos)))
        key = "photos-more"
    return in_order(photos)


def _taken_as_far(files: Sequence[Path], before: tuple[ImportedPhoto, ...]) -> tuple[ImportedPhoto, ...] | Refusal:
    """Take in what can be, and explain the rest: nobody should gather a dozen photos again for the video among them."""
    from kiprah.authoring.refusal import Refusal

    photos, refused = before, []
    for path in files:
        more = _taken((path,), photos)
        if isinstance(more, Refusal):
            refused.append(more)
            if more.key == "photos-too-many":
                break
        else:
            photos = more
    if refused and photos == before:
        return refused[0]
    for refusal in refused:
        say_refusal(refusal)
    return photos


def _taken(files: Iterable[Path], before: tuple[ImportedPhoto, ...]) -> tuple[ImportedPhoto, ...] | Refusal:
    """Take files in behind those that are there; the same file is taken once."""
    from kiprah.authoring.refusal import Refusal
    from kiprah.authoring.take_photo import MOST, take_photo

    photos = {photo.source.absolute(): photo for photo in before}
    for path in files:
        photo = photos.get(path.absolute()) or take_photo(path)
        if isinstance(photo, Refusal):
            return photo
        photos[path.absolute()] = photo
        if len(photos) > MOST:
            return Refusal("photos-too-many", {"most": str(MOST)})
    return tuple(photos.values())


def file_names(photos: Sequence[ImportedPhoto]) -> tuple[str, ...]:
    """Name the files beside the entry: a camera's name tells a day, and a person's own more."""
    return tuple(f"photo-{number}.{photo.ending}" for number, photo in enumerate(photos, 1))


def said_photos(names: Iterable[str], people: str, consent: str) -> tuple[NewPhoto, ...]:
    """Say the same of every photo, as flags do."""
    from kiprah.authoring.entry_text import NewPhoto

    if consent and not people:
        raise Stop("consent-without-people")
    if people == "minors" and consent == "yes":
        raise Stop("consent-of-minors")
    return tuple(NewPhoto(name, people, consent) for name in names)


def asked_people(names: Sequence[str], photos: Sequence[ImportedPhoto], people: str | None) -> tuple[NewPhoto, ...]:
    """Ask who can be recognised, once for all photos or for each, and whether they agreed.

    Where ``people`` was said already, only the agreement is asked.
    """
    if people is None and len(names) == 1:
        people = choose("people", _PEOPLE) or ""
    elif people is None:
        people = choose("people-all", _PEOPLE | {"people-each": "each"}, number=str(len(names))) or ""
    if people != "each":
        from kiprah.authoring.entry_text import NewPhoto

        first = _asked_of(names[0], people)
        return tuple(NewPhoto(name, first.people, first.consent) for name in names)
    return tuple(
        _asked_of(name, choose("people-one", _PEOPLE, name=name, source=photo.source.name) or "")
        for name, photo in zip(names, photos, strict=True)
    )


def asked_alts(photos: Sequence[ImportedPhoto]) -> tuple[ImportedPhoto, ...]:
    """Ask what each photo shows that was not described yet; what is skipped is left to be written."""
    from msgspec.structs import replace

    found = []
    for number, photo in enumerate(photos, 1):
        values = {"source": photo.source.name, "number": str(number), "count": str(len(photos))}
        key = "alt" if len(photos) == 1 else "alt-one"
        found.append(photo if photo.alt else replace(photo, alt=ask(key, _read_alt, values=values) or ""))
    return tuple(found)


def described(photos: Iterable[NewPhoto], taken: Iterable[ImportedPhoto]) -> tuple[NewPhoto, ...]:
    """Give each photo the words that were said of it."""
    from msgspec.structs import replace

    return tuple(replace(photo, alt=source.alt) for photo, source in zip(photos, taken, strict=True))


def _read_alt(typed: str) -> str | Refusal:
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.content.keys import PHOTO

    return text_answer(PHOTO.fields, "alt", typed)


def _asked_of(name: str, people: str) -> NewPhoto:
    from kiprah.authoring.entry_text import NewPhoto

    if people == "none":
        return NewPhoto(name, people)
    if not people:
        told("kept-people")
        return NewPhoto(name)
    agreed = choose("consent-minors" if people == "minors" else "consent-adults", _CONSENT)
    if agreed == "yes" and people == "minors":
        agreed = "guardian"
    told({"yes": "said-yes", "guardian": "said-yes", "no": "said-no"}.get(agreed or "", "said-pending"))
    return NewPhoto(name, people, agreed or "pending")
