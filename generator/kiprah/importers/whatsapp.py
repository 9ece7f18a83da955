"""Reader of an exported WhatsApp chat: the person's own messages with pictures, of the days that were picked.

What others wrote is parsed to know where a message ends, and is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath

from msgspec import Struct

from kiprah.authoring.refusal import Refusal
from kiprah.catalog import words
from kiprah.importers.attachments import attachment_left, is_sticker
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_paragraphs, decoded_text, first_words
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    RecordPhoto,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.written_dates import date_order_of, iso_date

_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
_LINE = re.compile(
    r"\[?(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),? (?:pukul )?"
    r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \u202f\u00a0]?[AaPp]\.?[Mm]\.?)?"
    r"(?:\] | - )(?P<rest>.*)"
)
_SAID = re.compile(r"(?P<name>[^:]{1,80}): (?P<text>.*)", re.DOTALL)
_ATTACHED = (
    re.compile(r"(?P<file>[\w .()-]+\.\w{3,4}) \((?:file attached|file terlampir)\)"),
    re.compile(r"<(?:attached|terlampir): (?P<file>[^<>/\\]+\.\w{3,4})>"),
)
_PICTURE = (".jpg", ".jpeg", ".png", ".webp", ".heic")


class ChatMessage(Struct, frozen=True):
    """One message; of others' nothing is kept but who sent it."""

    date: str
    name: str
    text: str


def read_whatsapp(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read one activity a day that was picked, of the pictures the person sent."""
    chats = [path for path in files.ending(".txt") if _looks_like_chat(path)] or list(files.ending(".txt"))
    if not chats:
        return Refusal("nothing-of-source", {"wanted": "_chat.txt"}, IMPORTING_DOMAIN, "content")
    by_day: dict[str, list[ChatMessage]] = {}
    senders: dict[str, None] = {}
    for path in chats:
        data = files.read_text_bytes(path)
        if isinstance(data, Refusal):
            return data
        for message in chat_messages(decoded_text(data), options.date_order):
            senders.setdefault(message.name)
            if message.name == options.me and _attached(message.text):
                by_day.setdefault(message.date, []).append(message)
    if options.me not in senders:
        names = ", ".join(name for name in senders if not re.search(r"\d{5}|\+\d", name))[:400]
        return Refusal("whatsapp-me" if senders else "whatsapp-none", {"names": names}, IMPORTING_DOMAIN)
    skipped: list[SkippedItem] = []
    records = []
    # Pictures of others and of days that were not picked are nobody's business.
    files.seen.update(path for path in files.paths if path not in chats)
    for day, messages in by_day.items():
        if not any(_files_in(message.text) for message in messages) and not _is_picked(day, options):
            continue
        if not _is_picked(day, options):
            skipped.append(SkippedItem(day, "not-picked", str(sum(len(_files_in(m.text)) for m in messages))))
        elif record := _record(day, messages, files, options, skipped):
            records.append(record)
    return SourceReading(tuple(records), tuple(skipped))


def chat_messages(text: str, order: str = "") -> Iterable[ChatMessage]:
    """Read a chat of any dialect; lines of the system, which nobody said, are left out."""
    lines = [_UNSEEN.sub("", line) for line in text.splitlines()]
    heads = [_LINE.match(line) for line in lines]
    order = order or date_order_of(head["date"] for head in heads if head) or "dmy"
    dated_lines: list[tuple[str, list[str]]] = []
    for line, head in zip(lines, heads, strict=True):
        if head is not None:
            dated_lines.append((iso_date(head["date"], order), [head["rest"]]))
        elif dated_lines:
            dated_lines[-1][1].append(line)
    for date, parts in dated_lines:
        match = _SAID.fullmatch("\n".join(parts))
        if match is not None and date:
            yield ChatMessage(date, match["name"].strip(), match["text"])


def _looks_like_chat(path: str) -> bool:
    return "chat" in PurePosixPath(path).name.casefold()


def _is_picked(day: str, options: ImportOptions) -> bool:
    return day in options.picked or "all" in options.picked


def _attached(text: str) -> list[str]:
    return [match["file"].strip() for pattern in _ATTACHED for match in pattern.finditer(text)]


def _files_in(text: str) -> list[str]:
    return [name for name in _attached(text) if name.casefold().endswith(_PICTURE) and not is_sticker(name)]


def _record(
    day: str, messages: list[ChatMessage], files: ImportFiles, options: ImportOptions, skipped: list[SkippedItem]
) -> ImportRecord | None:
    photos: dict[str, RecordPhoto] = {}
    captions: list[str] = []
    for message in messages:
        pictures = _files_in(message.text)
        skipped += [attachment_left(name) for name in _attached(message.text) if name not in pictures]
        for name in pictures:
            path = files.named(name)
            if path is None:
                skipped.append(SkippedItem(name, "not-in-archive"))
            else:
                photos.setdefault(name, RecordPhoto(name, partial(files.read, path)))
        caption = message.text
        for pattern in _ATTACHED:
            caption = pattern.sub("", caption)
        if caption.strip():
            captions.append(caption.strip())
    if not photos:
        return None
    body = "\n\n".join(clean_paragraphs(caption) for caption in captions)
    title = first_words(captions[0]) if captions else ""
    title = title or words(options.language, "importing").say("title.photos", date=day)
    return ImportRecord(day, title, day, {}, body, tuple(photos.values()))
