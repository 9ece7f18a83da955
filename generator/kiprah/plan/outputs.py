"""Every kind of file kiprah publishes, as a value that holds all its bytes depend on, and says what is its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from kiprah.model.photo import PhotoSource
from kiprah.model.settings import Paper, PictureFormat
from kiprah.plan.any_output import ALIAS, OWN, STATIC, AnyOutput
from kiprah.plan.data.file_outputs import DataOutput
from kiprah.plan.export.cv import CvDocument
from kiprah.plan.views.card import CardView
from kiprah.plan.views.page import MemberView, PageView, SiteView, Subject

if TYPE_CHECKING:
    from kiprah.plan.output_owners import Owners

OutputT = TypeVar("OutputT", bound=AnyOutput)


class PictureOutput(AnyOutput, frozen=True):
    """One size of one photo in one format; ``width`` and ``height`` in pixels, never larger than the source."""

    source: PhotoSource
    width: int
    height: int
    format: PictureFormat
    chain: tuple[tuple[int, int], ...] = ()
    """All sizes of the photo, small to large: each is cut from the next, so that its pixels depend on them all."""

    fills_pages: ClassVar[bool] = True

    @property
    def photo_source(self) -> PhotoSource:
        """Return the photo it is a size of."""
        return self.source

    def owners(self, known: Owners) -> Collection[str]:
        """Name the entries that show the photo, or the film whose first picture it is."""
        return known.of_photo(self.source) | known.of_file(known.films.get(self.path, ""))


class CardOutput(AnyOutput, frozen=True):
    """One card; ``path`` ends in ``cards/<slug>/<format>.jpg``."""

    card: CardView
    theme: str
    """The digest of the theme's card layouts, so that another layout is another output."""
    of: tuple[str, ...] = ()
    """Path of the file of the entry that it is of, no part of its key; empty for a role's, a year's or a member's."""

    @property
    def photo_source(self) -> PhotoSource | None:
        """Return the photo it is drawn over."""
        return self.card.photo.source if self.card.photo is not None else None

    def owners(self, known: Owners) -> Collection[str]:
        """Name the entry it is of; it stands for itself where it is of none. Who shows its photo is not at fault."""
        return self.of or (self.path,)

    def parts(self, digest: Callable[[Any], bytes]) -> tuple[tuple[str, bytes], ...]:
        """Digest what is drawn, and with what: the same card of another file has the same bytes."""
        return ("card", digest(self.card)), ("theme", digest(self.theme))

    def explained(self) -> tuple[tuple[str, str], ...]:
        """Say what stands on it."""
        return (("title", self.card.title),)


class PageOutput(AnyOutput, frozen=True):
    """One HTML page: the template that draws it and all the template may see."""

    template: str
    """Name of the template, ``activity.html``, looked up along the theme's chain."""
    theme: str
    """The digest of the template with all it extends, includes and imports, and of the theme's assets."""
    site: SiteView
    member: MemberView | None
    """View of the member; None on a page that belongs to no member."""
    page: PageView
    """View of the page without its ``json_ld``: that is written when the page is drawn, like a CV's QR code."""
    subject: Subject
    described: bool = False
    """True where its head tells search engines what it is about."""

    @property
    def drawn_with(self) -> str:
        """Name its template."""
        return self.template

    @property
    def rank(self) -> int:
        """Say how well it keeps its address: a page that only leads on gives way."""
        return ALIAS if self.page.kind == "moved" else OWN

    def made_from(self, pages: Mapping[str, str]) -> str:
        """Name the file it is written in."""
        return pages.get(self.path) or self.path

    def owners(self, known: Owners) -> Collection[str]:
        """Name the entry whose page it is."""
        return known.of_page(self.path)

    def explained(self) -> tuple[tuple[str, str], ...]:
        """Name its template, and what it is called."""
        return ("template", self.template), ("title", self.page.title)


class FileOutput(AnyOutput, frozen=True):
    """A file of the member's: cleaned (a PDF, a video), a checked credential, or as it is (``static/``)."""

    source: Path
    """Absolute path from which it is read; no part of its key."""
    digest: str
    kind: Literal["pdf", "mp4", "credential", "static"]
    origin: str
    """Its path from the site's folder, for messages."""

    fills_pages: ClassVar[bool] = True

    @property
    def copied_from(self) -> str:
        """Name the file itself."""
        return self.origin

    @property
    def rank(self) -> int:
        """Say how well it keeps its address: what was put into ``static/`` gives way to what the site makes."""
        return STATIC if self.kind == "static" else OWN

    def made_from(self, pages: Mapping[str, str]) -> str:
        """Name the file itself."""
        return self.origin

    def owners(self, known: Owners) -> Collection[str]:
        """Name the entries that show it; it stands for itself where none does."""
        return known.of_file(self.origin) or (self.origin,)

    def explained(self) -> tuple[tuple[str, str], ...]:
        """Name the file itself."""
        return (("file", self.origin),)


class CvPdfOutput(AnyOutput, frozen=True):
    """A CV as a PDF: all that it may say, and what it is set with."""

    document: CvDocument
    pages: int
    paper: Paper
    brand: tuple[Path, ...] = ()
    """The brand's font; where it lies is no part of the key, its digest is one of the recipe."""
    fonts: tuple[Path, ...] = ()
    origin: str = ""
    """The file that its words come from, for messages."""

    def made_from(self, pages: Mapping[str, str]) -> str:
        """Name the file that its words come from."""
        return self.origin

    def owners(self, known: Owners) -> Collection[str]:
        """Name the selection it is of; nobody owns the CV of the whole person."""
        return (self.origin,) if self.origin in known.selections else ()


class AssetOutput(AnyOutput, frozen=True):
    """A file of the theme, or one that the settings make: its bytes are known already."""

    content: bytes


Output = PageOutput | PictureOutput | CardOutput | FileOutput | CvPdfOutput | AssetOutput | DataOutput
"""Output of any kind: everything kiprah publishes."""


def outputs_of(kind: type[OutputT], outputs: Iterable[AnyOutput]) -> list[OutputT]:
    """Choose the outputs of one kind: for who asks about that kind alone, never to treat kinds differently."""
    return [output for output in outputs if isinstance(output, kind)]
