"""Every kind of file kiprah publishes, as a value that holds all its bytes depend on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kiprah.model.photo import PhotoSource
from kiprah.plan.data.output import DataOutput
from kiprah.plan.views.card import CardView
from kiprah.plan.views.page import MemberView, PageView, SiteView, Subject

PictureFormat = Literal["webp", "jpeg", "avif"]


@dataclass(frozen=True, slots=True)
class PictureOutput:
    """One size of one photo in one format; ``width`` and ``height`` in pixels, never larger than the source."""

    path: str
    source: PhotoSource
    width: int
    height: int
    format: PictureFormat
    chain: tuple[tuple[int, int], ...] = ()
    """All sizes of the photo, small to large: each is cut from the next, so that its pixels depend on them all."""


@dataclass(frozen=True, slots=True)
class CardOutput:
    """One card; ``path`` ends in ``cards/<slug>/<format>.jpg``."""

    path: str
    card: CardView
    theme: str
    """The digest of the theme's card layouts, so that another layout is another output."""


@dataclass(frozen=True, slots=True)
class PageOutput:
    """One HTML page: the template that draws it and all the template may see."""

    path: str
    template: str
    """``activity.html``, looked up along the theme's chain."""
    theme: str
    """The digest of the template with all it extends, includes and imports, and of the theme's assets."""
    site: SiteView
    member: MemberView
    page: PageView
    subject: Subject


@dataclass(frozen=True, slots=True)
class FileOutput:
    """A file of the member's that is published after cleaning (a PDF, a video), or as it is (``static/``)."""

    path: str
    source: str = field(repr=False)
    """Where it is read, absolute."""
    digest: str
    kind: Literal["pdf", "mp4", "static"]
    origin: str
    """Its path from the site's folder, for messages."""


@dataclass(frozen=True, slots=True)
class AssetOutput:
    """A file of the theme, or one that the settings make: its bytes are known already."""

    path: str
    content: bytes


Output = PageOutput | PictureOutput | CardOutput | FileOutput | AssetOutput | DataOutput
"""Everything kiprah publishes."""
