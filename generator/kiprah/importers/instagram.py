"""Reader of Instagram's archive (JSON): the person's own posts with their photos, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from kiprah.authoring.refusal import Refusal
from kiprah.importers.attachments import VIDEOS
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.json_resume import json_of
from kiprah.importers.json_values import objects_of, text_in_json
from kiprah.importers.plain_text import clean_paragraphs, first_words, mended_text
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    RecordPhoto,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.written_dates import day_in_timezone

_POSTS = re.compile(r"(?:^|/)(?:posts_\d+|media)\.json$", re.IGNORECASE)


def read_instagram(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read ``posts_1.json`` and its like; a post is one activity, its caption the text."""
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    tables = [path for path in files.paths if _POSTS.search(path)]
    if not tables:
        html = any(PurePosixPath(path).name.startswith("posts_") for path in files.ending(".html"))
        return Refusal(
            "instagram-html" if html else "nothing-of-source", {"wanted": "posts_1.json"}, IMPORTING_DOMAIN, "content"
        )
    for path in tables:
        posts = json_of(files, path)
        if isinstance(posts, Refusal):
            return posts
        if isinstance(posts, Mapping):
            # The oldest archives: {"photos": [{caption, taken_at, path}]}.
            posts = [
                {"media": [{"uri": one.get("path"), "title": one.get("caption"), "taken_at": one.get("taken_at")}]}
                for one in objects_of(posts.get("photos"))
            ]
        for post in objects_of(posts):
            _add(path, post, files, options, records, skipped)
    return SourceReading(tuple(records), tuple(skipped))


def _add(
    path: str,
    post: Mapping[str, Any],
    files: ImportFiles,
    options: ImportOptions,
    records: list[ImportRecord],
    skipped: list[SkippedItem],
) -> None:
    media = [one for one in objects_of(post.get("media")) if text_in_json(one.get("uri"))]
    if not media:
        skipped.append(SkippedItem(path, "no-photo"))
        return
    caption = mended_text(text_in_json(post.get("title")) or text_in_json(media[0].get("title")))
    photos: list[RecordPhoto] = []
    for one in media:
        uri = text_in_json(one.get("uri"))
        name = PurePosixPath(uri).name
        if name.casefold().endswith(VIDEOS):
            skipped.append(SkippedItem(name, "video"))
            continue
        found = next((p for p in files.paths if p == uri or p.endswith(f"/{uri}")), None)
        if found is None:
            skipped.append(SkippedItem(name, "not-in-archive"))
        else:
            photos.append(RecordPhoto(name, partial(files.read, found)))
    key = PurePosixPath(text_in_json(media[0].get("uri"))).name
    day = _day(post, media[0], options)
    if not photos:
        return
    title = first_words(caption) or f"Instagram {day}"
    records.append(ImportRecord(key, title, day, {}, clean_paragraphs(caption), tuple(photos)))


def _day(post: Mapping[str, Any], first: Mapping[str, Any], options: ImportOptions) -> str:
    for seconds in (post.get("creation_timestamp"), first.get("creation_timestamp")):
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
            return day_in_timezone(seconds, options.timezone)
    return text_in_json(first.get("taken_at"))[:10]
