"""Attachments that are no photos: what a film, a document or a sticker is called when it is left out."""

from __future__ import annotations

from kiprah.importers.records import SkippedItem

VIDEOS = (".mp4", ".mov", ".m4v", ".3gp", ".webm", ".avi")
_DOCUMENTS = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".csv", ".txt", ".zip")
_SOUNDS = (".opus", ".mp3", ".m4a", ".ogg", ".wav", ".aac", ".amr")


def attachment_left(name: str) -> SkippedItem:
    """Say why a file is not taken: its like is chosen by the person, who knows what else stands in it."""
    ending = name.casefold()
    kinds = (("video", VIDEOS), ("document", _DOCUMENTS), ("sound", _SOUNDS))
    kind = next((kind for kind, endings in kinds if ending.endswith(endings)), "kind")
    return SkippedItem(name, kind)


def is_sticker(name: str) -> bool:
    """Say whether a picture of a chat is a sticker, which somebody else drew."""
    return name.upper().startswith(("STK-", "STICKER")) or "-STICKER-" in name.upper()
