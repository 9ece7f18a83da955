"""Texts of strangers as drafts: nothing is published of them, and no photo, before somebody looked and asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from msgspec import Struct

from kiprah.authoring.editing.document import read_document, with_changes
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY, PAGE, PROFILE, REFLECTION, SELECTION, TESTIMONIAL, translation_of
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import read_source
from kiprah.fields.values import Field
from kiprah.fields.yaml_spans import Plain
from kiprah.problem import Problem

FIELDS_BY_FOLDER: Mapping[str, tuple[Field, ...]] = {
    "profile": PROFILE,
    "activities": ACTIVITY,
    "reflections": REFLECTION,
    "testimonials": TESTIMONIAL,
    "pages": PAGE,
    "selections": SELECTION,
}
"""Keys of each kind of text that a member may bring."""
_DRAFTS = ("activities", "reflections", "pages", "selections")
_NAMING = ("cover", "evidence", "videos")
"""Keys besides those of photos that name files."""
_STANDS = ("no", "withdrawn")
"""Answers that hold a photo back more firmly than a question does."""


class StrangersText(Struct, frozen=True):
    """A text as it was sent, and what became of the files beside it."""

    path: str
    kind: str
    data: bytes
    photos: tuple[str, ...] = ()
    """Names of the photos beside it, as they were sent."""
    renamed: Mapping[str, str] = {}
    """Files that have another name now, since they are of another kind."""
    is_translation: bool = False
    as_it_is: bool = False
    """True where it is the member's own word, which a commit fixes: only names of files change."""


def as_draft(text: StrangersText) -> bytes | Problem:
    """Write a text as a draft whose photos wait for consent; one that cannot be read so is refused with its problem."""
    source, problems = read_source(text.path, text.data)
    if source is None:
        return problems[0]
    if text.as_it_is and not text.renamed:
        return text.data
    reading = DecodeContext(source)
    front = read_front_matter(source, _fields_of(text), reading, FOREIGN)
    if front is None:
        return next(problem for problem in reading.problems if problem.is_error)
    try:
        parts = read_document(source.text.encode())
        body = parts.body
        for old, new in text.renamed.items():
            body = body.replace(f"({old})", f"({new})").replace(f"(./{old})", f"(./{new})")
        whole = with_changes(parts, _changed(parts.values, text, front.body), (), body).text
    except CannotEdit:
        return source.problem("front-matter-not-keys", 1, 1)
    return (None if text.as_it_is else _leak_problem(whole, text)) or whole.encode()


def _fields_of(text: StrangersText) -> tuple[Field, ...]:
    return translation_of(FIELDS_BY_FOLDER[text.kind]) if text.is_translation else FIELDS_BY_FOLDER[text.kind]


def _changed(given: Mapping[str, Plain], text: StrangersText, body: str) -> dict[str, Plain | None]:
    changed: dict[str, Plain | None] = {}
    if text.as_it_is:
        names = (*_NAMING, "photos", "photo") if text.renamed else ()
        return {name: _renamed(given[name], text) for name in names if name in given}
    if text.kind in _DRAFTS:
        changed["draft"] = "true"
    if text.is_translation:
        return changed
    if text.kind == "testimonials":
        return changed if given.get("consent") in _STANDS else {**changed, "consent": "pending"}
    # Wherever the body names it: in a link, by its number further down, or with its spaces written as %20.
    shown = [text.renamed.get(name, name) for name in text.photos if name in body or quote(name) in body]
    photos = _waiting(given.get("photos", ""), shown, text)
    if photos:
        changed["photos"] = photos
    if text.kind == "profile" and (portrait := given.get("photo")) is not None:
        changed["photo"] = _waiting_photo(portrait, text)
    for name in _NAMING:
        if text.renamed and name in given:
            changed[name] = _renamed(given[name], text)
    return changed


def _waiting(value: Plain, shown: Iterable[str], text: StrangersText) -> list[Plain]:
    """Return the list of photos with every one of them waiting for consent, those that only the body shows as well."""
    if value and not isinstance(value, list):
        # No list at all is an error, and of an error nothing is published.
        return []
    listed = [_waiting_photo(item, text) for item in value or ()]
    names = [item.get("file") for item in listed if isinstance(item, dict)]
    more: list[Plain] = [{"file": name, "consent": "pending"} for name in dict.fromkeys(shown) if name not in names]
    return [*listed, *more]


def _waiting_photo(value: Plain, text: StrangersText) -> Plain:
    photo: dict[str, Plain] = {"file": value} if isinstance(value, str) else {}
    photo |= value if isinstance(value, dict) else {}
    if isinstance(file := photo.get("file"), str):
        photo["file"] = text.renamed.get(unicodedata.normalize("NFC", file), file)
    if photo.get("consent") not in _STANDS:
        photo["consent"] = "pending"
    return photo


def _renamed(value: Plain, text: StrangersText) -> Plain:
    if isinstance(value, str):
        return text.renamed.get(value, value)
    if isinstance(value, list):
        return [_renamed(one, text) for one in value]
    return {key: _renamed(one, text) for key, one in value.items()}


def _leak_problem(written: str, text: StrangersText) -> Problem | None:
    """Read back what was written: where it would not hold the text back, it is refused."""
    source, problems = read_source(text.path, written.encode())
    if source is None:
        return problems[0]
    reading = DecodeContext(source)
    front = read_front_matter(source, _fields_of(text), reading, FOREIGN)
    if front is None:
        return next(problem for problem in reading.problems if problem.is_error)
    if reading.broken:
        return None
    if text.kind in _DRAFTS and front.values.get("draft") is not True:
        return source.problem("front-matter-not-keys", 1, 1)
    if text.kind == "testimonials" and front.values.get("consent") is True and not text.is_translation:
        return source.problem("front-matter-not-keys", 1, 1)
    if text.is_translation:
        return None
    photos = [*(front.values.get("photos") or ()), *([p] if (p := front.values.get("photo")) is not None else [])]
    if any(photo.get("consent") in ("yes", "guardian", None) for photo in photos):
        return source.problem("front-matter-not-keys", 1, 1)
    return None
