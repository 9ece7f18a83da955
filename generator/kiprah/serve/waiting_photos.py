"""Page of photos that wait for consent: for their author, on this machine, made in memory and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from http import HTTPStatus
from pathlib import Path

from kiprah.authoring.photos.small_picture import small_picture
from kiprah.imaging.decode import MAX_PHOTO_BYTES
from kiprah.model.member import Withheld
from kiprah.serve.handler import Guarded
from kiprah.serve.preview_state import WaitingPhoto

ADDRESS = "/.waiting/"
"""Address that begins with a dot, as no page of a site does."""

_WAITING = frozenset({"consent-pending", "people-not-said", "minors-without-guardian"})
"""Reasons that an answer would end; who said no, or took consent back, is not looked at again."""
_LARGEST = (960, 960)
_POLICY = "default-src 'none'; img-src 'self'"


def is_waiting(withheld: Withheld) -> bool:
    """Say whether something withheld is a photo that waits for an answer."""
    return withheld.reason in _WAITING


class WaitingHandler(Guarded):
    """Handler of the page of waiting photos, and by its number of each photo on it."""

    def get(self, number: str = "") -> None:
        """Answer one request."""
        photos = self.preview.waiting
        self.set_header("Content-Security-Policy", _POLICY)
        if not number:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(self._page(photos))
            return
        content = _small_jpeg(photos[int(number)].file) if int(number) < len(photos) else None
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.set_header("Content-Type", "image/jpeg")
        self.finish(content)

    head = get

    def _page(self, photos: Iterable[WaitingPhoto]) -> str:
        words = self.preview.words
        figures = "".join(
            f'<figure><img src="{ADDRESS}{number}" alt=""><figcaption><b>{escape(photo.name)}</b><br>'
            f"{escape(photo.reason)}</figcaption></figure>\n"
            for number, photo in enumerate(photos)
        )
        return (
            f'<!doctype html>\n<html lang="{escape(words["language"])}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
            f"<title>{escape(words['waiting'])}</title></head>\n<body><h1>{escape(words['waiting'])}</h1>\n"
            f"<p>{escape(words['waiting-how'])}</p>\n{figures}</body></html>\n"
        )


def _small_jpeg(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_PHOTO_BYTES + 1)
    except OSError:
        return None
    return small_picture(data, _LARGEST, "JPEG")
