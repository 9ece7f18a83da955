"""Import of photo files: cleaned, with the moment they are from, or why they cannot be used."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.photos.capture_date import Moment, is_screenshot, moment_in_name
from kiprah.authoring.refusal import Refusal
from kiprah.imaging.decode import MAX_PHOTO_BYTES
from kiprah.imaging.decode_worker import DECODE_WORKER
from kiprah.imaging.photo_fault import PhotoFault, lost_photo
from kiprah.problem import with_subject
from kiprah.sanitize.photo import clean_photo
from kiprah.task_runner import LostTask

_SHOWN = 300
"""Letters of a path that a message shows."""

MOST_PHOTOS = 200
"""Maximum number of photos that an entry lists."""


class ImportedPhoto(Struct, frozen=True):
    """A photo without metadata, and what helps to put it in its place; only ``content`` is kept."""

    moment: Moment
    source: Path
    """The file it came from; only its name is shown."""
    content: bytes
    ending: str


def take_photo(path: Path) -> ImportedPhoto | Refusal:
    """Read a photo and take away what it tells besides the picture; the file itself stays as it is."""
    named = str(path)[:_SHOWN]
    try:
        if not path.is_file():
            # A folder, a device or nothing at all: reading it would fail late or never end.
            return Refusal("photo-none", {"path": named})
        with path.open("rb") as file:
            # One byte more than may be: enough to see that it is too large.
            data = file.read(MAX_PHOTO_BYTES + 1)
    except (OSError, ValueError) as error:
        return Refusal("photo-unreadable", {"path": named, "reason": getattr(error, "strerror", "") or str(error)})
    return import_photo(data, path)


def import_photo(data: bytes, source: Path) -> ImportedPhoto | Refusal:
    """Take away from a photo's bytes what they tell besides the picture; ``source`` is what the file was called."""
    cleaned = DECODE_WORKER.call(clean_photo, data)
    photo = lost_photo(cleaned) if isinstance(cleaned, LostTask) else cleaned
    if isinstance(photo, PhotoFault):
        named = str(source)[:_SHOWN]
        return Refusal(photo.code, with_subject(photo.code, photo.values, file=named), "problems", "content")
    if is_screenshot(source.name):
        # A screen's photo is from when somebody looked at it.
        moment = replace(moment_in_name(source.name), origin="screenshot")
    elif photo.capture_day:
        moment = Moment(photo.capture_day, photo.capture_time)
    else:
        moment = moment_in_name(source.name)
    return ImportedPhoto(moment, source, photo.content, photo.ending)
