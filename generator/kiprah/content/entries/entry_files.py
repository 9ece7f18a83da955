"""Entry files: where the files of entries lie, and what reading them needs; nothing of them is read here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from msgspec import Struct

from kiprah.content.folder import SiteFolder
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.member import Withheld
from kiprah.model.photo import PhotoFacts
from kiprah.model.slug import dated_name
from kiprah.problem import Place, Problem

_OTHER_TEXT = re.compile(r"^(.+?)(?:\.md)?\.(?:txt|text|markdown|mdown|mkd|mdx|docx?|odt|rtf)$", re.IGNORECASE)
_LANGUAGE_SUFFIX = re.compile(r"^(.+)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)$")

KIND_FOLDERS = ("activities", "reflections", "testimonials", "pages", "selections")
"""Folders of entries, in the order in which they are read."""

FactsOf = Callable[[str], PhotoFacts | PhotoFault]
"""Function from a photo's path in the site's folder to what the file says; may remember by content."""


class EntryPaths(Struct, frozen=True):
    """One entry's files."""

    path: str
    """The file in the default language."""
    folder: str
    """Folder in which its photos lie."""
    name: str
    """The folder's or the file's name, without ending: ``2026-03-14-reading-class``."""
    translations: tuple[tuple[str, str], ...]
    """Language and file of each translation."""

    @property
    def is_bundle(self) -> bool:
        """Say whether it has a folder of its own."""
        return self.path.rpartition("/")[2].startswith("index.")


class Collected(Struct):
    """Collector of all that reading one member brings besides entries."""

    problems: list[Problem] = []
    held: list[Withheld] = []
    secrets: list[tuple[str, str]] = []


class ReadContext(Struct, frozen=True):
    """Context that every reader of entries is given."""

    site: SiteFolder
    language: str
    languages: tuple[str, ...]
    facts_of: FactsOf
    gathered: Collected


def no_photo_facts(path: str) -> NoReturn:
    """Refuse to look at photos, for who reads keys alone and never asks."""
    raise LookupError(path)


def find_profile(root: str, context: ReadContext) -> EntryPaths | None:
    """Name ``profile.md`` below a member's folder, with its translations; a missing one is an error."""
    path = f"{root}profile.md"
    if path not in context.site.files:
        context.gathered.problems.append(Problem("profile-missing", Place(path)))
        return None
    others = tuple(
        (language, f"{root}profile.{language}.md")
        for language in sorted(context.languages)
        if language != context.language and f"{root}profile.{language}.md" in context.site.files
    )
    return EntryPaths(path, root.rstrip("/"), "profile", others)


def find_entries(kind: str, context: ReadContext, root: str) -> tuple[EntryPaths, ...]:
    """Find the entries of one kind: bundles (``x/index.md``) and flat files (``x.md``), sorted by name."""
    folder = f"{root}{kind}"
    flat: dict[str, str] = {}
    translated: dict[str, list[tuple[str, str]]] = {}
    found: list[EntryPaths] = []
    for name in context.site.names_in(folder):
        if not name.casefold().endswith(".md"):
            context.gathered.problems.extend(_other_text(folder, name))
            continue
        stem, language = split_language(name[:-3], context.languages)
        if language and language != context.language:
            translated.setdefault(stem, []).append((language, f"{folder}/{name}"))
        else:
            flat[stem] = f"{folder}/{name}"
    for stem, path in sorted(flat.items()):
        found.append(EntryPaths(path, folder, stem, tuple(sorted(translated.pop(stem, [])))))
    for name in context.site.folders_in(folder):
        inner = f"{folder}/{name}"
        names = context.site.names_in(inner)
        main = next((n for n in (f"index.{context.language}.md", "index.md") if n in names), "")
        if not main:
            context.gathered.problems.append(_no_index(inner, names, context.site))
            continue
        others = tuple(
            (language, f"{inner}/index.{language}.md")
            for language in sorted(context.languages)
            if language != context.language and f"index.{language}.md" in names
        )
        found.append(EntryPaths(f"{inner}/{main}", inner, name, others))
    for stem, files in sorted(translated.items()):
        context.gathered.problems.extend(
            Problem("translation-alone", Place(path), {"file": f"{stem}.md"}) for _, path in files
        )
    return tuple(sorted(found, key=lambda e: e.path))


def _other_text(folder: str, name: str) -> list[Problem]:
    """Ask about a text that is not read for its ending: Windows hides the second one of ``index.md.txt``."""
    match = _OTHER_TEXT.match(name)
    if match is None:
        return []
    return [Problem("entry-ending", Place(f"{folder}/{name}"), {"file": name, "nearest": f"{match[1]}.md"})]


def _no_index(folder: str, names: tuple[str, ...], site: SiteFolder) -> Problem:
    """Say what is missing; of a folder that only sorts entries, by year or by theme, that they belong further up."""
    markdown = [n for n in names if n.casefold().endswith(".md")] or [n for n in names if _OTHER_TEXT.match(n)]
    dated = [name for name in markdown if dated_name(name)[0]]
    within = [name for name in site.folders_in(folder) if _holds_entry(f"{folder}/{name}", site)]
    if within or (dated and not dated_name(folder.rpartition("/")[2])[0]):
        entry = within[0] if within else dated[0]
        up = folder.rpartition("/")[0]
        return Problem("entry-too-deep", Place(f"{folder}/"), {"file": entry, "nearest": f"{up}/{entry}"})
    return Problem("bundle-without-index", Place(f"{folder}/"), {"file": markdown[0] if markdown else "index.md"})


def _holds_entry(folder: str, site: SiteFolder) -> bool:
    if any(name.casefold().endswith(".md") for name in site.names_in(folder)):
        return True
    return any(_holds_entry(f"{folder}/{name}", site) for name in site.folders_in(folder))


def split_language(stem: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Split ``index.en`` into ``index`` and ``en`` where ``en`` is one of the languages; else stem and nothing."""
    match = _LANGUAGE_SUFFIX.match(stem)
    if match and match[2] in languages:
        return match[1], match[2]
    return stem, ""
