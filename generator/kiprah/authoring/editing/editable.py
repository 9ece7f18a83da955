"""Editable files of a site: what an editor may open, found in a listing and never by a path from outside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from kiprah.content.community import ABOUT
from kiprah.content.entries.entry_files import Collected, ReadContext, find_entries, no_photo_facts
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.content.keys.entry_keys import translation_of
from kiprah.content.member_record import RECORD_ENDING, RECORD_HINTS
from kiprah.content.settings import SETTINGS_HINTS
from kiprah.fields.values import Field
from kiprah.model.settings import SETTINGS_FILE, Settings

FOLDERS = {
    "activities": "activity",
    "reflections": "reflection",
    "testimonials": "testimonial",
    "pages": "page",
    "selections": "selection",
    "events": "event",
}
"""Folders of entries, and the kind of what lies in them."""
KEYS_ALONE: Mapping[str, Mapping[str, str]] = {"site": SETTINGS_HINTS, "member": RECORD_HINTS}
"""Kinds of file that are keys and have no body, with the keys that people write instead."""
NAMING_KEYS = {"testimonial": "from", "profile": "name"}
"""The key that a kind of file is called by, where it is not ``title``."""


class EditableFile(Struct, frozen=True):
    """A text file that may be edited."""

    path: str
    """Path relative to the site's folder; what it is asked for by."""
    kind: str
    language: str = ""
    """Language of a translation; empty in an original."""
    original: str = ""
    """The file that it translates."""
    folder: str = ""
    """Folder of its own photos; empty where it shares its folder with others."""
    name: str = ""
    """The name that may hold day and slug."""
    member: str = ""
    """The member whose it is, in a community; empty: the site's, or a portfolio's."""

    @property
    def beside(self) -> str:
        """Return the folder in which its photos lie, whether or not others share it."""
        return self.folder or self.path.rpartition("/")[0]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the keys that it may have."""
        declared = FILE_DECLARATIONS[self.kind].fields
        return translation_of(declared) if self.language else declared


def editable_files(site: SiteFolder, settings: Settings, member: str = "") -> Mapping[str, EditableFile]:
    """List what may be edited, by path; of a community what is the site's own, or one member's."""
    found = [EditableFile(SETTINGS_FILE, "site")] if SETTINGS_FILE in site.files and not member else []
    root, own = (f"{MEMBERS}/{member}/" if member else ""), settings.kind == "community" and not member
    found += _with_translations(site, settings, "profile", f"{root}profile.md", member)
    if own:
        found += _with_translations(site, settings, "page", ABOUT, member)
        records = [name for name in site.names_in(MEMBERS) if name.endswith(RECORD_ENDING)]
        found += [EditableFile(f"{MEMBERS}/{n}", "member", name=n.removesuffix(RECORD_ENDING)) for n in records]
    for folder, kind in FOLDERS.items():
        if own != (kind == "event") and not (own and kind == "page"):
            continue
        found += _entries(site, settings, root, folder, kind, member)
    return {file.path: file for file in found}


def _with_translations(site: SiteFolder, settings: Settings, kind: str, path: str, member: str) -> list[EditableFile]:
    """List a file that has no folder of its own, with its translations."""
    if path not in site.files:
        return []
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    found = [EditableFile(path, kind, folder=folder, name=name, member=member)]
    for language in settings.languages:
        other = f"{stem}.{language}.md"
        if other in site.files and language != settings.language:
            found.append(EditableFile(other, kind, language, path, folder, name, member))
    return found


def _entries(
    site: SiteFolder, settings: Settings, root: str, folder: str, kind: str, member: str
) -> list[EditableFile]:
    context = ReadContext(site, settings.language, settings.languages, no_photo_facts, Collected())
    found = []
    for paths in find_entries(folder, context, root):
        own = paths.folder if PurePosixPath(paths.folder).name == paths.name else ""
        found.append(EditableFile(paths.path, kind, "", "", own, paths.name, member))
        found += [
            EditableFile(path, kind, language, paths.path, own, paths.name, member)
            for language, path in paths.translations
        ]
    return found
