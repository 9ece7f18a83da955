"""Erasing of a photo: the file and its copies under other names, and every line that shows one of them."""

from __future__ import annotations

import html
import os
import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from kiprah.authoring.erasing.body_photos import shown_photos, without_photos
from kiprah.authoring.erasing.erasure import ERASING_DOMAIN, Erasure, Mention
from kiprah.authoring.erasing.keyed_text import read_keyed, without_files
from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.authoring.erasing.planned_edits import ErasingContext, PlannedEdits, backups_of, copies_of
from kiprah.authoring.refusal import Refusal
from kiprah.fields.yaml_spans import Plain


def erasure_of_photo(file: Path, context: ErasingContext) -> Erasure | Refusal:
    """Find all that goes with a photo, and change nothing. Raises ``OSError``."""
    path = path_in_site(file, context)
    if isinstance(path, Refusal):
        return path
    if path.endswith((".md", ".yml", ".yaml")):
        return Refusal("photo-is-text", {"path": str(file)}, ERASING_DOMAIN)
    edits = PlannedEdits(context)
    gone = drop_photos([path], edits)
    names = tuple(sorted({posixpath.splitext(posixpath.basename(one))[0] for one in gone}))
    return Erasure(
        "photo",
        path,
        files=tuple(sorted(edits.gone)),
        rewritten=edits.rewritten(),
        mentions=tuple(sorted(_named_still(gone, edits))),
        near=_alike(gone, edits),
        by_hand=tuple(sorted(edits.by_hand)),
        kept_versions=edits.kept_versions(lambda path, data: _names_any(path, data, gone)),
        photos=edits.photo_digests(),
        names=NameSearch(names),
    )


def path_in_site(file: Path, context: ErasingContext) -> str | Refusal:
    """Return the path from the site's folder of a file that somebody named; refuse links and what lies elsewhere."""
    # Links above the site's folder are the user's own; below it none is followed.
    tops = (context.folder, context.folder.resolve())
    inside = False
    for named in (Path.cwd() / file, context.folder / file):
        target = Path(os.path.normpath(named))
        for top in (top for top in tops if target.is_relative_to(top)):
            inside = True
            path = unicodedata.normalize("NFC", target.relative_to(top).as_posix())
            if path in context.holdings.files:
                return path
            parts = path.split("/")
            if any("/".join(parts[: i + 1]) in context.holdings.links for i in range(len(parts))):
                return Refusal("is-link", {"path": str(file)}, ERASING_DOMAIN)
    return Refusal("no-file" if inside else "outside", {"path": str(file)}, ERASING_DOMAIN)


def drop_photos(paths: Iterable[str], edits: PlannedEdits) -> frozenset[str]:
    """Plan that photos go, with all copies of them and what shows them; return the files."""
    holdings = edits.context.holdings
    gone = frozenset(copy for path in paths for copy in copies_of(path, holdings))
    edits.remove([*gone, *(backup for path in gone for backup in backups_of(path, holdings))])
    for path, text in [*edits.texts()]:
        if not any(_is_named(one, text) for one in gone):
            continue
        folder = posixpath.dirname(path)
        if read_keyed(path, edits.data(path)) is None:
            if path.endswith(".md") and any(photo.file in gone for photo in shown_photos(text, folder)):
                edits.by_hand.add(path)
            continue
        edits.change(path, _values_without(folder, gone), _body_without(folder, gone))
    return gone


def _values_without(folder: str, gone: frozenset[str]) -> Callable[[Mapping[str, Plain]], Mapping[str, Plain]]:
    def of_values(values: Mapping[str, Plain]) -> Mapping[str, Plain]:
        kept = without_files(dict(values), folder, gone.__contains__)
        return kept if isinstance(kept, dict) else {}

    return of_values


def _body_without(folder: str, gone: frozenset[str]) -> Callable[[str], str]:
    return lambda body: without_photos(body, folder, gone.__contains__)


def _is_named(path: str, text: str) -> bool:
    """Say whether a text may name a file, in any way an address is written."""
    name = posixpath.basename(path)
    return name in unicodedata.normalize("NFC", text) or name in unicodedata.normalize(
        "NFC", html.unescape(unquote(text)).replace("\\", "")
    )


def _named_still(gone: frozenset[str], edits: PlannedEdits) -> set[Mention]:
    """Find lines that name a file that goes: a link, a note, a comment."""
    found: set[Mention] = set()
    for path, text in edits.texts():
        for one in gone:
            folder, name = posixpath.split(one)
            if not _is_named(one, text):
                continue
            # Elsewhere a file of the same name may be another one.
            wanted = name if posixpath.dirname(path) == folder else f"{posixpath.basename(folder)}/{name}"
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            found.update(
                Mention(path, number, line.strip()) for number, line in enumerate(lines, 1) if _is_line(wanted, line)
            )
    return found


def _is_line(wanted: str, line: str) -> bool:
    return wanted in unicodedata.normalize("NFC", line) or wanted in unicodedata.normalize("NFC", unquote(line))


def _alike(gone: frozenset[str], edits: PlannedEdits) -> tuple[Mention, ...]:
    """Find files that may be an edited copy: beside it, with a name that begins alike."""
    found = set()
    for one in gone:
        name = posixpath.basename(one)
        stem = posixpath.splitext(name)[0].casefold()
        for path in edits.context.holdings.files:
            other = posixpath.basename(path).casefold()
            is_text = other.endswith((".md", ".yml", ".yaml"))
            if path not in edits.gone and not is_text and len(stem) > 3 and stem in other:
                found.add(Mention(path, 0, ""))
    return tuple(sorted(found))


def _names_any(path: str, data: bytes, gone: frozenset[str]) -> bool:
    folders = {posixpath.dirname(one) for one in gone}
    text = data.decode("utf-8", "replace")
    return posixpath.dirname(path) in folders and any(_is_named(one, text) for one in gone)
