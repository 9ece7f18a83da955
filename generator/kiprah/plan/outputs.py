"""Every kind of file kiprah publishes, as a value that holds all its bytes depend on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiprah.model.photo import PhotoSource
from kiprah.model.settings import Paper, PictureFormat
from kiprah.plan.data.file_outputs import DataOutput
from kiprah.plan.views.card import CardView
from kiprah.plan.views.cv_document import CvDocument
from kiprah.plan.views.page import MemberView, PageView, SiteView, Subject


class PictureOutput(Struct, frozen=True):
    """One size of one photo in one format; ``width`` and ``height`` in pixels, never larger than the source."""

    path: str
    source: PhotoSource
    width: int
    height: int
    format: PictureFormat
    chain: tuple[tuple[int, int], ...] = ()
    """All sizes of the photo, small to large: each is cut from the next, so that its pixels depend on them all."""


class CardOutput(Struct, frozen=True):
    """One card; ``path`` ends in ``cards/<slug>/<format>.jpg``."""

    path: str
    card: CardView
    theme: str
    """The digest of the theme's card layouts, so that another layout is another output."""


class PageOutput(Struct, frozen=True):
    """One HTML page: the template that draws it and all the template may see."""

    path: str
    template: str
    """``activity.html``, looked up along the theme's chain."""
    theme: str
    """The digest of the template with all it extends, includes and imports, and of the theme's assets."""
    site: SiteView
    member: MemberView | None
    """None on a page that belongs to no member."""
    page: PageView
    """Without its ``json_ld``: that is written when the page is drawn, like a CV's QR code."""
    subject: Subject
    described: bool = False
    """Its head tells search engines what it is about."""


class FileOutput(Struct, frozen=True):
    """A file of the member's: cleaned (a PDF, a video), a checked credential, or as it is (``static/``)."""

    path: str
    source: Path
    """Where it is read, absolute; no part of its key."""
    digest: str
    kind: Literal["pdf", "mp4", "credential", "static"]
    origin: str
    """Its path from the site's folder, for messages."""


class CvPdfOutput(Struct, frozen=True):
    """A CV as a PDF: all that it may say, and what it is set with."""

    path: str
    document: CvDocument
    pages: int
    paper: Paper
    brand: tuple[Path, ...] = ()
    """The brand's font; where it lies is no part of the key, its digest is one of the recipe."""
    fonts: tuple[Path, ...] = ()
    origin: str = ""
    """The file that its words come from, for messages."""


class AssetOutput(Struct, frozen=True):
    """A file of the theme, or one that the settings make: its bytes are known already."""

    path: str
    content: bytes


Output = PageOutput | PictureOutput | CardOutput | FileOutput | CvPdfOutput | AssetOutput | DataOutput
"""Everything kiprah publishes."""


def origin_of(output: Output) -> str:
    """Name what an output is made from, for messages about its address: a file of the content, or the output itself."""
    return output.origin if isinstance(output, FileOutput | CvPdfOutput) else output.path
