"""Readers of Markdown folders: Hugo, Jekyll, Obsidian and Notion; a note with a day is an activity."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import yaml
from msgspec import Struct

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.attachments import attachment_left
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.markdown_dialects import NoteText, hugo_body, jekyll_body, notion_note, obsidian_body
from kiprah.importers.phone_photos import PHONE_PHOTO_ENDINGS
from kiprah.importers.plain_text import clean_line, decoded_text, without_private
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    RecordPhoto,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.written_dates import iso_date

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(<?(?P<file>[^)>\s]+(?: [^)>\"]+)?)>?(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]]*)\]\(<?(?P<file>[^)>\s]+(?: [^)>\"]+)?)>?(?:\s+\"[^\"]*\")?\)")
_DAY_IN_NAME = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})(?:-|_|\s|/|\.|$)")
_MOST_HEAD = 100_000


class _Dialect(Struct, frozen=True):
    body: Callable[[NoteText], NoteText]
    is_note: Callable[[str], bool]
    has_properties: bool = False


def _is_jekyll_note(path: str) -> bool:
    return re.search(r"(?:^|/)_(?:posts|drafts)/", path) is not None or not path.startswith("_")


def _is_hugo_note(path: str) -> bool:
    return PurePosixPath(path).name != "_index.md" and not re.search(r"(?:^|/)(?:themes|layouts|archetypes)/", path)


def _any_note(path: str) -> bool:
    return True


_HUGO = _Dialect(hugo_body, _is_hugo_note)
_JEKYLL = _Dialect(jekyll_body, _is_jekyll_note)
_OBSIDIAN = _Dialect(obsidian_body, _any_note)
_NOTION = _Dialect(notion_note, _any_note, has_properties=True)


def read_hugo(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read the content folder of a Hugo site."""
    return _read(files, _HUGO, options)


def read_jekyll(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read the posts of a Jekyll site."""
    return _read(files, _JEKYLL, options)


def read_obsidian(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read the notes of an Obsidian vault; what stands between %% and %% stays there."""
    return _read(files, _OBSIDIAN, options)


def read_notion(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read the pages of a Notion export; its tables say the same once more."""
    return _read(files, _NOTION, options)


def _read(files: ImportFiles, dialect: _Dialect, options: ImportOptions) -> SourceReading | Refusal:
    records: list[ImportRecord] = []
    skipped = [SkippedItem(path, "unknown-part", "CSV") for path in files.ending(".csv") if dialect.has_properties]
    paths = files.ending(".md", ".markdown")
    if not paths:
        return Refusal("nothing-of-source", {"wanted": ".md"}, IMPORTING_DOMAIN, "content")
    for path in paths:
        data = files.read_text_bytes(path)
        if isinstance(data, Refusal):
            return data
        if not dialect.is_note(path):
            continue
        head, body = _split(decoded_text(data).replace("\r\n", "\n"))
        if head is None:
            skipped.append(SkippedItem(path, "unusable", "front matter"))
            continue
        note = dialect.body(NoteText(path, head, body))
        if _is_held_back(note.head) or "/_drafts/" in f"/{path}":
            skipped.append(SkippedItem(path, "private"))
            continue
        records.append(_record(note, files, options, skipped))
    return SourceReading(tuple(records), tuple(skipped))


def _split(text: str) -> tuple[Mapping[str, Any] | None, str]:
    """Part front matter, YAML or TOML, from the body; None for front matter that cannot be read."""
    for sign in ("---", "+++"):
        if text.startswith(f"{sign}\n"):
            head, found, body = text[4:].partition(f"\n{sign}")
            if not found or len(head) > _MOST_HEAD:
                return None, text
            try:
                values = tomllib.loads(head) if sign == "+++" else _yaml(head)
            except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
                return None, text
            return (values if isinstance(values, Mapping) else {}), body.partition("\n")[2]
    return {}, text


def _yaml(text: str) -> Any:
    # Anchors would let a few lines stand for millions.
    if any(isinstance(token, yaml.AnchorToken | yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
        raise ValueError("an anchor")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  it makes texts, lists and mappings alone


def _is_held_back(head: Mapping[str, Any]) -> bool:
    flags = {key: str(head.get(key, "")).casefold() for key in ("draft", "published", "private", "publish")}
    return flags["draft"] == "true" or flags["private"] == "true" or "false" in (flags["published"], flags["publish"])


def _record(note: NoteText, files: ImportFiles, options: ImportOptions, skipped: list[SkippedItem]) -> ImportRecord:
    head, path = note.head, note.path
    name = PurePosixPath(path).stem if PurePosixPath(path).stem != "index" else PurePosixPath(path).parent.name
    title = clean_line(str(head.get("title") or "")) or clean_line(re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ]?", "", name))
    day = iso_date(str(head.get("date") or head.get("Date") or head.get("Tanggal") or head.get("tanggal") or "")[:40])
    if not day and (found := _DAY_IN_NAME.search(path.removesuffix(".md"))):
        day = iso_date(found[1])
    values: dict[str, Value] = {}
    for key in ("organization", "role", "place"):
        if isinstance(head.get(key), str) and (text := clean_line(head[key], 120)):
            values[key] = text
    tags = head.get("tags")
    listed = re.split(r"[,\s]+", tags) if isinstance(tags, str) else tags if isinstance(tags, list) else []
    if kept := [clean_line(str(tag).strip("# "), 60) for tag in listed if str(tag).strip("# ")]:
        values["tags"] = list(dict.fromkeys(kept))[:20]
    photos: dict[str, RecordPhoto] = {}
    body = _PICTURE.sub(lambda match: _picture(match, path, files, photos, skipped), note.body)
    body = _LINK.sub(lambda match: _file_link(match, path, files, skipped), body)
    return ImportRecord(path, title, day, values, _harmless(body), tuple(photos.values()))


def _picture(
    match: re.Match[str], path: str, files: ImportFiles, photos: dict[str, RecordPhoto], skipped: list[SkippedItem]
) -> str:
    """Take a picture out of a body and put it among the photos, where it waits for consent; its place is lost."""
    name = unquote(match["file"])
    if re.match(r"[a-z]+:|//", name, re.IGNORECASE):
        skipped.append(SkippedItem(name[:200], "outside-photo"))
        return match["alt"]
    last = PurePosixPath(name).name
    beside = str(PurePosixPath(path).parent / name).removeprefix("./")
    same = [one for one in files.paths if one == beside or one == name.lstrip("/")]
    found = same or [one for one in files.paths if PurePosixPath(one).name == last]
    if len(found) != 1:
        skipped.append(SkippedItem(name[:200], "several" if found else "not-in-archive"))
    elif found[0].casefold().endswith(PHONE_PHOTO_ENDINGS):
        photos.setdefault(found[0], RecordPhoto(last, partial(files.read, found[0])))
    else:
        skipped.append(attachment_left(found[0]))
    return ""


def _file_link(match: re.Match[str], path: str, files: ImportFiles, skipped: list[SkippedItem]) -> str:
    """Keep the words of a link that led to a file beside the note: the file does not come along."""
    name = unquote(match["file"].partition("#")[0])
    if not name or re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE):
        return match[0]
    last = PurePosixPath(name).name
    found = next((one for one in files.paths if PurePosixPath(one).name == last), "")
    if found and not found.casefold().endswith((".md", ".markdown", ".html")):
        skipped.append(attachment_left(found))
    return match["label"]


def _harmless(body: str) -> str:
    """Take what must not come in out of a body, and marks that would hide or show parts of it here."""
    text = re.sub(r"\{(?=\s*visibility)", "(", without_private(body))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
