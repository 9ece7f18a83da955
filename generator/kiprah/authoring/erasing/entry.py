"""Erasing of an entry: its folder or files with what is theirs alone, and the lines of others that lead to it."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from kiprah.authoring.community import members_of
from kiprah.authoring.editing.editable import FOLDERS, EditableFile, editable_files
from kiprah.authoring.erasing.address_lines import drop_addresses, is_below
from kiprah.authoring.erasing.body_photos import linked_files, shown_photos
from kiprah.authoring.erasing.erasure import ERASING_DOMAIN, Erasure, Mention
from kiprah.authoring.erasing.keyed_text import files_named, read_keyed
from kiprah.authoring.erasing.name_search import NameSearch, lines_at
from kiprah.authoring.erasing.planned_edits import ErasingContext, PlannedEdits, backups_of
from kiprah.authoring.refusal import Refusal
from kiprah.fields.yaml_spans import Plain
from kiprah.model.slug import dated_name, same_name, slug_of

_TITLE = re.compile(r"^(?:title|from):[ \t]+([^\r\n|>&!*#][^\r\n#]*)$", re.MULTILINE)
"""A title as most write it: on one line, with nothing behind it."""
_LISTS = {"activity": "activities", "reflection": "reflections"}
"""Keys of a selection that list the entries it chose, by the entry's kind."""
_ADDRESSES = {
    "activity": "activities",
    "reflection": "reflections",
    "testimonial": "testimonials",
    "page": "",
    "selection": "for",
    "event": "events",
}


class FoundEntry(Struct, frozen=True):
    """An entry with its translations, and what it is called by."""

    file: EditableFile
    translations: tuple[EditableFile, ...]
    slug: str
    title: str

    @property
    def root(self) -> str:
        """Return the folder of whose it is, with a slash; empty: the site's."""
        return f"members/{self.file.member}/" if self.file.member else ""

    @property
    def is_bundle(self) -> bool:
        """Say whether it has a folder of its own."""
        return bool(self.file.folder)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return its texts."""
        return (self.file.path, *(one.path for one in self.translations))


def entries_of(context: ErasingContext, kinds: Container[str] = frozenset(FOLDERS.values())) -> Iterator[FoundEntry]:
    """Find every entry of these kinds, drafts and private ones too, of all members."""
    members = members_of(context.site) if context.settings.kind == "community" else ()
    for member in ("", *members):
        files = editable_files(context.site, context.settings, member)
        translations: dict[str, list[EditableFile]] = {}
        for file in files.values():
            if file.original:
                translations.setdefault(file.original, []).append(file)
        for file in files.values():
            if file.kind in kinds and not file.language:
                yield FoundEntry(file, tuple(translations.get(file.path, ())), *_called(file, context))


def erasure_of_entry(wanted: str, member: str, context: ErasingContext) -> Erasure | Refusal:
    """Find all that goes with an entry, and change nothing. Raises ``OSError``."""
    entry = _find(wanted, member, context)
    if isinstance(entry, Refusal):
        return entry
    edits = PlannedEdits(context)
    drop_entry(entry, edits)
    mentions = _drop_references(entry, edits)
    address = f"{entry.root}{_ADDRESSES[entry.file.kind]}".strip("/")
    own = f"{address}/{entry.slug}/".lstrip("/")
    addresses = (own, *(f"{entry.root}{folder}/{entry.slug}/" for folder in ("share", "cards")))
    drop_addresses(edits, lambda page, path: path in entry.paths or is_below(page, addresses))
    return Erasure(
        "entry",
        entry.file.folder or entry.file.path,
        files=tuple(sorted(edits.gone)),
        folders=tuple(edits.folders),
        rewritten=edits.rewritten(),
        mentions=tuple(sorted(mentions)),
        by_hand=tuple(sorted(edits.by_hand)),
        kept_versions=edits.kept_versions(),
        photos=edits.photo_digests(),
        names=NameSearch(tuple({entry.title, entry.slug} - {""})),
        addresses=addresses,
    )


def drop_entry(entry: FoundEntry, edits: PlannedEdits) -> None:
    """Plan that an entry goes: its folder with all in it, or its files with the photos that nobody else names."""
    holdings = edits.context.holdings
    if entry.is_bundle:
        edits.remove(holdings.below(entry.file.folder), holdings.folders_below(entry.file.folder))
        return
    texts = [path for path in entry.paths if path in holdings.files]
    edits.remove([*texts, *(backup for path in texts for backup in backups_of(path, holdings))])
    named = {path for text in texts for path in _files_of(text, edits)}
    beside = {path: text for path, text in edits.texts() if posixpath.dirname(path) == entry.file.beside}
    for path in sorted(named & holdings.files.keys()):
        name = posixpath.basename(path)
        inside = posixpath.dirname(path).startswith(entry.file.beside)
        if inside and not path.endswith((".md", ".yml")) and not any(name in text for text in beside.values()):
            edits.remove([path])


def _files_of(path: str, edits: PlannedEdits) -> set[str]:
    parts = read_keyed(path, edits.data(path))
    if parts is None:
        return set()
    folder = posixpath.dirname(path)
    return {*files_named(parts.values, folder), *(photo.file for photo in shown_photos(parts.body, folder))}


def _called(file: EditableFile, context: ErasingContext) -> tuple[str, str]:
    """Return an entry's slug and title; keys are taken apart only where they may say either of it in their own way."""
    data = context.holdings.read(file.path) if file.path in context.holdings.files else b""
    title = match[1].strip("\"'").strip() if (match := _TITLE.search(data.decode("utf-8", "replace"))) else ""
    values: Mapping[str, Plain] = {}
    if b"slug" in data or not title or "\\" in title:
        parts = read_keyed(file.path, data)
        values = parts.values if parts is not None else {}
    slug, named = values.get("slug", ""), values.get("title", values.get("from", title))
    rest = dated_name(file.name)[1]
    own = slug if isinstance(slug, str) and slug else slug_of(rest or file.name)
    return own, named if isinstance(named, str) else ""


def _find(wanted: str, member: str, context: ErasingContext) -> FoundEntry | Refusal:
    name = same_name(wanted.strip().rstrip("/"))
    if ".." in Path(wanted).parts:
        return Refusal("outside", {"path": wanted}, ERASING_DOMAIN)
    known = [one for one in entries_of(context) if not member or one.file.member == member]
    prefix = same_name(f"{context.folder.name}/")
    found = [
        one
        for one in known
        if name.removeprefix(prefix) in _spellings(one)
        or name in (same_name(str(context.folder / p)) for p in _places(one))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        return Refusal(
            "entry-several", {"name": wanted, "paths": ", ".join(one.file.path for one in found)}, ERASING_DOMAIN
        )
    if any(name.removeprefix(prefix) == same_name(link) for link in context.holdings.links):
        return Refusal("is-link", {"path": wanted}, ERASING_DOMAIN)
    from difflib import get_close_matches

    near = get_close_matches(name, [same_name(one.slug) for one in known], 1, 0.6)
    return Refusal(
        "no-entry-near" if near else "no-entry", {"name": wanted, "near": near[0] if near else ""}, ERASING_DOMAIN
    )


def _places(entry: FoundEntry) -> tuple[str, ...]:
    return (*entry.paths, *((entry.file.folder,) if entry.file.folder else ()))


def _spellings(entry: FoundEntry) -> set[str]:
    folder = posixpath.dirname(entry.file.folder or entry.file.path)
    called = (entry.slug, entry.file.name, f"{folder}/{entry.slug}", f"{folder}/{entry.file.name}")
    return {same_name(one) for one in (*called, *_places(entry))}


def _drop_references(entry: FoundEntry, edits: PlannedEdits) -> set[Mention]:
    """Take the entry's slug out of others' keys, and name the lines of bodies that lead to it."""
    mentions: set[Mention] = set()
    for path in [path for path, _ in edits.texts()]:
        if not path.startswith(entry.root) and not (entry.file.kind == "event" or path == "site.yml"):
            continue
        if not _may_lead_to(entry, path, edits):
            continue
        parts = read_keyed(path, edits.data(path))
        if parts is None:
            continue
        edits.change(path, lambda values, path=path: _values_without(values, path, entry), str)  # type: ignore[misc]
        text = edits.data(path).decode()
        if entry.file.kind == "event" and parts.values.get("event") == entry.slug:
            mentions.update(Mention(path, *line) for line in lines_at(text, [text.find("event:")]))
        mentions.update(Mention(path, *line) for line in lines_at(text, _links(entry, path, text)))
    return mentions


def _may_lead_to(entry: FoundEntry, path: str, edits: PlannedEdits) -> bool:
    """Say quickly whether a text may name an entry, in any way an address is written."""
    text = unicodedata.normalize("NFC", unquote(html.unescape(edits.data(path).decode("utf-8", "replace"))))
    return entry.slug in text or entry.file.name in text


def _values_without(values: Mapping[str, Plain], path: str, entry: FoundEntry) -> Mapping[str, Plain]:
    kind, slug = entry.file.kind, entry.slug
    kept = {**values}
    if kind == "activity" and kept.get("activity") == slug:
        del kept["activity"]
    if path.startswith(f"{entry.root}selections/") and kind in _LISTS:
        _leave_out(kept, _LISTS[kind], {slug})
    if path == "site.yml" and entry.file.member:
        _leave_out(kept, "featured", {f"{entry.file.member}/{slug}"})
    return kept


def _leave_out(values: dict[str, Plain], key: str, gone: Iterable[str]) -> None:
    value = values.get(key)
    items = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    kept = [item for item in items if not (isinstance(item, str) and item in gone)]
    if len(kept) != len(items):
        values[key] = kept
        if not kept:
            del values[key]


def _links(entry: FoundEntry, path: str, text: str) -> Iterator[int]:
    """Find where a text links to the entry: by its file, or by its page's address."""
    places = {*_places(entry), entry.file.folder or posixpath.splitext(entry.file.path)[0]}
    address = f"{_ADDRESSES[entry.file.kind]}/{entry.slug}".lstrip("/")
    for start, target in linked_files(text, posixpath.dirname(path)):
        if target in places or target == address or target.endswith(f"/{address}"):
            yield start
