"""Erasing of a person: their words, their name where it stands alone, and photos that are said to show them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from kiprah.authoring.erasing.address_lines import drop_addresses
from kiprah.authoring.erasing.body_photos import shown_photos
from kiprah.authoring.erasing.entry import drop_entry, entries_of
from kiprah.authoring.erasing.erasure import ERASING_DOMAIN, Erasure
from kiprah.authoring.erasing.keyed_text import file_in_item, path_beside, read_keyed
from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.authoring.erasing.naming_lines import named_lines, replace_names
from kiprah.authoring.erasing.photo import drop_photos
from kiprah.authoring.erasing.planned_edits import ErasingContext, PlannedEdits
from kiprah.authoring.refusal import Refusal
from kiprah.fields.yaml_spans import Plain
from kiprah.model.photo import PHOTO_ENDINGS

PhotoChoice = Literal["remove", "withhold", "keep"]
_LEAST = 2
"""Letters of a name that can be looked for."""


class NamedPhoto(Struct, frozen=True, order=True):
    """A photo that is said to show somebody: by its name, its description or its caption."""

    path: str
    text: str
    """The text that shows it."""
    words: str
    """Words that name them."""


def name_search(names: Sequence[str]) -> NameSearch | Refusal:
    """Accept the spellings of a name; one letter, or none, is in every text."""
    search = NameSearch(tuple(name.strip() for name in names if name.strip()))
    if any(sum(letter.isalnum() for letter in name) < _LEAST for name in names) or search.is_empty:
        return Refusal("name-short", {}, ERASING_DOMAIN)
    return search


def rewriting(words: str | None, search: NameSearch) -> str | Refusal | None:
    """Accept the words that stand instead of a name: some, on one line, and not the name again."""
    if words is None:
        return None
    text = words.strip()
    if not text or not text.isprintable():
        return Refusal("rewrite-empty", {}, ERASING_DOMAIN)
    return Refusal("rewrite-names", {}, ERASING_DOMAIN) if search.names_them(text) else text


def photos_naming(search: NameSearch, context: ErasingContext) -> tuple[NamedPhoto, ...]:
    """Find the photos that are said to show somebody. Raises ``OSError``."""
    edits = PlannedEdits(context)
    _drop_testimonials(search, edits)
    return tuple(sorted(_named_photos(search, edits)))


def erasure_of_person(search: NameSearch, photos: PhotoChoice, rewrite: str | None, context: ErasingContext) -> Erasure:
    """Find all that goes with a person, and change nothing. Raises ``OSError``."""
    edits = PlannedEdits(context)
    _drop_testimonials(search, edits)
    named = {one.path for one in _named_photos(search, edits)}
    if photos == "remove":
        drop_photos(sorted(named), edits)
    elif photos == "withhold":
        _withhold(named, edits)
    _drop_credentials(search, edits)
    for path, text in [*edits.texts()]:
        if search.names_them(text):
            edits.change(path, lambda values: _without_name(values, search), str)
    drop_addresses(edits, lambda page, path: path in edits.gone or (search.in_path(page) and not _stays(path, edits)))
    if rewrite is not None:
        replace_names(search, rewrite, edits)
    mentions, near = named_lines(search, edits)
    return Erasure(
        "person",
        search.names[0],
        files=tuple(sorted(edits.gone)),
        folders=tuple(edits.folders),
        rewritten=edits.rewritten(),
        mentions=mentions,
        near=near,
        by_hand=tuple(sorted(edits.by_hand)),
        unread=edits.unread(),
        kept_versions=edits.kept_versions(lambda path, data: _names_in(search, path, data)),
        photos=edits.photo_digests(),
        names=search,
    )


def members_named(search: NameSearch, context: ErasingContext) -> tuple[str, ...]:
    """Return the slugs of members who are called so."""
    found = []
    for path in context.holdings.files:
        parts = path.split("/")
        if len(parts) == 3 and parts[0] == "members" and parts[2] == "profile.md":
            keyed = read_keyed(path, context.holdings.read(path))
            name = keyed.values.get("name", "") if keyed is not None else ""
            if isinstance(name, str) and search.names_them(name):
                found.append(parts[1])
    return tuple(found)


def _stays(path: str, edits: PlannedEdits) -> bool:
    """Say whether the entry that a page was of is still there under a name that led to the page's address."""
    return path in edits.context.holdings.files and path not in edits.gone


def _names_in(search: NameSearch, path: str, data: bytes) -> bool:
    return search.in_path(path) or search.names_them(data.decode("utf-8", "replace"))


def _drop_testimonials(search: NameSearch, edits: PlannedEdits) -> None:
    """Plan that their testimonials go: those are their words."""
    for entry in entries_of(edits.context, ("testimonial",)):
        if search.names_them(entry.title):
            drop_entry(entry, edits)


def _named_photos(search: NameSearch, edits: PlannedEdits) -> Iterator[NamedPhoto]:
    files = edits.context.holdings.files
    for path, text in [*edits.texts()]:
        parts = read_keyed(path, text.encode()) if "\\" in text or search.names_them(text) else None
        if parts is None:
            continue
        folder = posixpath.dirname(path)
        for item in _photo_items(parts.values):
            file = path_beside(file_in_item(item), folder)
            words = [item.get(key, "") for key in ("alt", "caption")] if isinstance(item, dict) else []
            phrase = next((one for one in words if isinstance(one, str) and search.names_them(one)), "")
            if file in files and phrase:
                yield NamedPhoto(file, path, phrase)
        for photo in shown_photos(parts.body, folder):
            if photo.file in files and search.names_them(photo.alt):
                yield NamedPhoto(photo.file, path, photo.alt)
    for file in files:
        if (
            file.casefold().endswith(PHOTO_ENDINGS)
            and file not in edits.gone
            and search.in_path(posixpath.basename(file))
        ):
            yield NamedPhoto(file, "", posixpath.basename(file))


def _photo_items(values: Mapping[str, Plain]) -> Iterator[Plain]:
    photos = values.get("photos", [])
    yield from photos if isinstance(photos, list) else [photos]
    if "photo" in values:
        yield values["photo"]


def _withhold(named: set[str], edits: PlannedEdits) -> None:
    """Plan that photos are published no more: their consent is withdrawn wherever they are shown."""
    for path, text in [*edits.texts()]:
        folder = posixpath.dirname(path)
        if _is_translation(path, edits) or not any(posixpath.dirname(one).startswith(folder) for one in named):
            continue
        parts = read_keyed(path, text.encode())
        if parts is None:
            continue
        listed = {path_beside(file_in_item(item), folder) for item in _photo_items(parts.values)}
        texts = [path, *(one for one in edits.context.holdings.files if _translates(one, path))]
        bodies = (read_keyed(one, edits.data(one)) for one in texts)
        shown = {photo.file for one in bodies if one is not None for photo in shown_photos(one.body, folder)}
        here = named & (listed | shown)
        if here:
            edits.change(path, _withdrawn(folder, here, sorted(here - listed)), str)


def _is_translation(path: str, edits: PlannedEdits) -> bool:
    stem, _, language = path.removesuffix(".md").rpartition(".")
    return language in edits.context.settings.languages and language != edits.context.settings.language and bool(stem)


def _translates(path: str, original: str) -> bool:
    stem = original.removesuffix(".md")
    return path.startswith(f"{stem}.") and path.endswith(".md") and path != original


def _withdrawn(
    folder: str, named: set[str], added: Sequence[str]
) -> Callable[[Mapping[str, Plain]], Mapping[str, Plain]]:
    def one(item: Plain) -> Plain:
        if path_beside(file_in_item(item), folder) not in named:
            return item
        known = item if isinstance(item, dict) else {"file": file_in_item(item)}
        return {**known, "consent": "withdrawn"}

    def of_values(values: Mapping[str, Plain]) -> Mapping[str, Plain]:
        photos = values.get("photos", [])
        items = [one(item) for item in (photos if isinstance(photos, list) else [photos])]
        items += [{"file": posixpath.relpath(path, folder or "."), "consent": "withdrawn"} for path in added]
        changed: dict[str, Plain] = {**values, **({"photos": items} if items else {})}
        if "photo" in values:
            changed["photo"] = one(values["photo"])
        return changed

    return of_values


def _drop_credentials(search: NameSearch, edits: PlannedEdits) -> None:
    """Plan that signed files which name them go: no word of those can be changed without breaking the signature."""
    for path, text in [*edits.texts()]:
        parts = read_keyed(path, text.encode()) if "credential" in text else None
        evidence = parts.values.get("evidence") if parts is not None else None
        items = evidence if isinstance(evidence, list) else []
        folder = posixpath.dirname(path)
        gone = [item for item in items if _is_credential_naming(search, item, folder, edits)]
        if gone:
            edits.remove(path_beside(file_in_item(item), folder) for item in gone)
            kept = [item for item in items if item not in gone]
            edits.change(path, lambda values, kept=kept: {**values, "evidence": kept} if kept else _less(values), str)  # type: ignore[misc]


def _less(values: Mapping[str, Plain]) -> Mapping[str, Plain]:
    return {key: one for key, one in values.items() if key != "evidence"}


def _is_credential_naming(search: NameSearch, item: Plain, folder: str, edits: PlannedEdits) -> bool:
    if not (isinstance(item, dict) and item.get("kind") == "credential"):
        return False
    path = path_beside(file_in_item(item), folder)
    text = edits.context.holdings.text(path) if path in edits.context.holdings.files else None
    return text is not None and (search.names_them(text) or search.names_them(_unescaped(text)))


def _unescaped(text: str) -> str:
    """Read JSON's own way of writing letters."""
    import json

    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _without_name(values: Mapping[str, Plain], search: NameSearch) -> Mapping[str, Plain]:
    """Leave out the name where it stands alone: among who did the work too, and as who took a photo."""
    kept: dict[str, Plain] = {**values}
    companions = kept.get("with")
    if isinstance(companions, str) and search.is_name(companions):
        del kept["with"]
    elif isinstance(companions, list):
        others = [item for item in companions if not (isinstance(item, str) and search.is_name(item))]
        kept["with"] = others
        if not others:
            del kept["with"]
    photos = kept.get("photos")
    if isinstance(photos, list):
        kept["photos"] = [_without_credit(item, search) for item in photos]
    if "photo" in kept:
        kept["photo"] = _without_credit(kept["photo"], search)
    return kept


def _without_credit(item: Plain, search: NameSearch) -> Plain:
    if isinstance(item, dict) and isinstance(credit := item.get("credit"), str) and search.is_name(credit):
        return {key: one for key, one in item.items() if key != "credit"}
    return item
