"""Responsive images: the files a photo becomes, and their names."""

from __future__ import annotations

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.model.photo import Photo
from kiprah.model.settings import PhotoSettings, PictureFormat
from kiprah.plan.outputs import PictureOutput
from kiprah.plan.quotation import with_marks
from kiprah.plan.views.text import Link, Picture, SourceSet

MIMES: dict[PictureFormat, str] = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
"""MIME types by format, the best first, as a browser should try them."""

_FALLBACK_WIDTH = 960


def widths_of(width: int, settings: PhotoSettings) -> tuple[int, ...]:
    """Return the widths a photo is cut to: never upscaled, and its own width where the largest is too wide."""
    fitting = tuple(w for w in settings.widths if w <= width)
    if len(fitting) < len(settings.widths) and width not in fitting:
        return (*fitting, width)
    return fitting


def height_for(width: int, photo: Photo) -> int:
    """Return the height of a size, in pixels, rounded as the eye would."""
    return max(1, (photo.source.height * width + photo.source.width // 2) // photo.source.width)


class PictureNames(Struct, frozen=True):
    """Names of published pictures: from the entry and a digest of all that shapes the bytes."""

    settings: PhotoSettings
    recipe: str
    """Recipe of the bytes: all of the code and its libraries that shapes them."""
    prefix: str = ""
    """Root of the member's pages: a community's members have their pictures below their own address."""

    def formats(self) -> tuple[PictureFormat, ...]:
        """Return the formats, best first; JPEG is always there, since every browser reads it."""
        return tuple(f for f in MIMES if f in self.settings.formats or f == "jpeg")

    def path(self, photo: Photo, width: int, picture_format: PictureFormat) -> str:
        """Name one file; tells nothing of the source file's name."""
        shaped = repr((photo.source.digest, photo.source.hide, self.chain(photo), self.recipe))
        digest = blake2b(shaped.encode(), digest_size=5).hexdigest()
        return f"{self.prefix}media/{photo.name}-{digest}-{width}.{picture_format}"

    def chain(self, photo: Photo) -> tuple[tuple[int, int], ...]:
        """List all sizes of a photo, small to large, in pixels."""
        return tuple((width, height_for(width, photo)) for width in widths_of(photo.source.width, self.settings))

    def outputs(self, photo: Photo) -> tuple[PictureOutput, ...]:
        """List every file a photo becomes."""
        return tuple(
            PictureOutput(self.path(photo, width, kind), photo.source, width, height, kind, self.chain(photo))
            for kind in self.formats()
            for width, height in self.chain(photo)
        )

    def picture(self, photo: Photo, alt: str, caption: str, language: str, told_in: str = "") -> Picture:
        """Describe a photo in all its sizes for a page; ``told_in`` is the caption's language, whatever the page's."""
        shown = with_marks(caption, told_in, within=False)
        widths = widths_of(photo.source.width, self.settings)
        sources = tuple(
            SourceSet(MIMES[kind], tuple((Link(self.path(photo, width, kind)), width) for width in widths))
            for kind in self.formats()
        )
        middle = max((w for w in widths if w <= _FALLBACK_WIDTH), default=widths[0])
        return Picture(
            sources=sources,
            fallback=Link(self.path(photo, middle, "jpeg")),
            full=Link(self.path(photo, widths[-1], "jpeg")),
            width=widths[-1],
            height=height_for(widths[-1], photo),
            alt=alt,
            caption=shown,
            credit=photo.credit,
            tone=tone_of(photo.color),
            focus=photo.focus,
            language=language,
            written_caption="" if shown == caption else caption,
        )


def tone_of(color: str) -> int:
    """Return the nearest of 64 placeholder tones: red, green and blue in four steps each."""
    steps = [min(3, int(color[i : i + 2], 16) // 64) for i in (1, 3, 5)]
    return steps[0] * 16 + steps[1] * 4 + steps[2]
