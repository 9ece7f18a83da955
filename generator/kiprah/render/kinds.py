"""Table of output kinds: how each is rendered, which recipe shapes it, and how its work is shared out.

What an output says of itself before it is rendered stands with its struct (``plan/any_output.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from kiprah.cache.digests import digest_of
from kiprah.plan.data.file_outputs import (
    CalendarOutput,
    EncodedOutput,
    FeedOutput,
    IconOutput,
    JsonOutput,
    PortfolioOutput,
    SitemapIndexOutput,
    SitemapOutput,
    TextOutput,
)
from kiprah.plan.data.json_value import json_text
from kiprah.plan.outputs import AssetOutput, CardOutput, CvPdfOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.problem import Place, Problem, unreadable_file, with_subject
from kiprah.render.context import RenderContext, render_card_output
from kiprah.render.faults import Fault

if TYPE_CHECKING:
    from kiprah.imaging.photo_reader import PhotoReader
    from kiprah.render.page import TemplateFault

Recipe = Literal["page", "data", "picture", "card", "file", "asset", "pdf"]
"""Name of the code and libraries that shape the bytes; ``build/cache_keys.py`` digests them."""


Cut = Iterator[tuple[Any, str, bytes | Problem | Fault]]
"""Outputs with their keys, and what became of each."""


def _nothing(output: Output) -> Problem | None:
    return None


def _no_words(output: Output) -> bytes:
    return b""


def _never(output: Output) -> bool:
    return False


def _always(output: Output) -> bool:
    return True


def _is_taken_apart(output: FileOutput) -> bool:
    return output.kind in ("pdf", "mp4")


def _no_photo(outputs: Sequence[tuple[Any, str]], reader: PhotoReader, context: RenderContext) -> Cut:
    raise TypeError("what is cut from a photo has a kind that says how")


class OutputKind(Struct, frozen=True):
    """One kind of output. A new kind is a new row of ``KINDS``."""

    recipe: Recipe
    render: Callable[[Any, RenderContext], bytes | Problem | Fault]
    """Function from the output to its bytes; a person's mistake comes back as a problem, the site's as a fault."""
    weight: int
    """Milliseconds that one takes, about."""
    batch: int
    """Number of outputs that make one job."""
    loading: int = 0
    """Milliseconds that loading what renders it takes, about: who has loaded it goes first."""
    cut: Callable[[Sequence[tuple[Any, str]], PhotoReader, RenderContext], Cut] = _no_photo
    """Function from all outputs of one photo, which is open, to the bytes of each; for those with ``photo_source``."""
    remark: Callable[[Any], Problem | None] = _nothing
    """Problem to report of an output besides its bytes; None where there is none."""
    words: Callable[[Any], bytes] = _no_words
    """Function to the words of what no longer has them as words once it is made; to nothing for all else."""
    uses_codecs: bool = False
    """True where it is made with the code of others, which is asked for its versions itself."""
    may_end_process: Callable[[Any], bool] = _never
    """Test whether making one takes apart what strangers made, with the code of others, which may end its process."""
    made_at_once: bool = False
    """True where all of one photo are cut from the same pixels, and lost together."""
    of_theme: bool = False
    """True where it must keep the promise of its pages."""
    of_ours: bool = False
    """True where it is a PDF that says what it is, as readers for the blind need it to."""


def kind_of(output: Output) -> OutputKind:
    """Look up an output's kind."""
    return KINDS[type(output)]


def _page(output: PageOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.page import TemplateFault, render_page

    try:
        return render_page(output, context.theme, context.assets)
    except TemplateFault as fault:
        return _of_template(fault, output, context)


def _of_template(fault: TemplateFault, output: PageOutput, context: RenderContext) -> Problem:
    """Say what is wrong in a template: by name where something is not there, else in the words of Jinja."""
    from kiprah.render.template_fields import template_problems

    if fault.missing is not None:
        return fault.missing.problem(fault.file, fault.line, fault.source)
    # What can be told without drawing a page is told better.
    for problem in template_problems(context.theme):
        if (problem.place.path, problem.place.line) == (fault.file, fault.line):
            return problem
    values = {"message": fault.message, "page": output.path}
    return Problem("template-fault", Place(fault.file, fault.line), values, source=fault.source)


def _picture(output: PictureOutput, context: RenderContext) -> bytes | Problem:
    raise TypeError("a picture is made with all that shares its photo")


def _card(output: CardOutput, context: RenderContext) -> bytes | Problem | Fault:
    return render_card_output(output, context, None)


def _pictures(pictures: Sequence[tuple[PictureOutput, str]], reader: PhotoReader, context: RenderContext) -> Cut:
    from kiprah.render.photo_outputs import cut_pictures

    return cut_pictures(pictures, reader, context)


def _cards(cards: Sequence[tuple[CardOutput, str]], reader: PhotoReader, context: RenderContext) -> Cut:
    from kiprah.render.photo_outputs import draw_cards

    return draw_cards(cards, reader, context)


def _glyphs(output: CardOutput) -> Problem | None:
    """Name the letters of a card that no font has; the card leaves them out."""
    if output.card.format != "link":
        return None
    from kiprah.cards import missing_glyphs

    letters, emoji = missing_glyphs(output.card)
    if not letters and not emoji:
        return None
    values = {"clusters": " ".join((letters or emoji)[:12]), "title": output.card.title}
    # A title without its emoji says the same; without its letters it does not.
    if letters:
        return Problem("card-glyphs", Place(output.path), values)
    return Problem("card-emoji", Place(output.path), values)


def _asset(output: AssetOutput, context: RenderContext) -> bytes | Problem:
    return output.content


def _encoded(output: EncodedOutput, context: RenderContext) -> bytes | Problem:
    return output.content


def _words_of_cv(output: CvPdfOutput) -> bytes:
    from msgspec import json

    return json.encode(output.document)


def _cv(output: CvPdfOutput, context: RenderContext) -> bytes | Problem:
    """Set a CV; its words are scanned here, where they still are words."""
    from kiprah.publish.output_scan import scan_text
    from kiprah.render.pdf.compile import MissingLetters, NoTypst
    from kiprah.render.pdf.cv import cv_pdf
    from kiprah.render.pdf.typesetter import SettingFailed

    leak = scan_text(f"{output.path}.txt", _words_of_cv(output), context.traces)
    if leak is not None:
        return leak
    try:
        return cv_pdf(output.document, output.pages, output.paper, output.brand, output.fonts)
    except MissingLetters as missing:
        values = {"clusters": " ".join(missing.letters[:12]), "page": output.path}
        return Problem("pdf-letters", Place(output.origin), values)
    except NoTypst:
        return Problem("pdf-extra", Place("site.yml"))
    except SettingFailed as failed:
        return failed.problem(output.path, output.origin)


def _file(output: FileOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.credentials.reading import published_bytes
    from kiprah.credentials.strict_json import NotStrict
    from kiprah.sanitize.mp4 import VideoRefused, clean_video
    from kiprah.sanitize.pdf import DocumentRefused, clean_pdf

    place = Place(output.origin)
    name = Path(output.source).name
    try:
        data = Path(output.source).read_bytes()
    except OSError as error:
        return unreadable_file(place, error)
    if digest_of(data) != output.digest:
        return Problem("photo-changed", place, {"file": name})
    try:
        if output.kind == "pdf":
            return clean_pdf(data)
        if output.kind == "mp4":
            return clean_video(data)
        if output.kind == "credential":
            return published_bytes(data)
    except (DocumentRefused, VideoRefused) as refused:
        return Problem(refused.code, place, with_subject(refused.code, refused.values, file=name))
    except NotStrict as fault:
        return Problem("credential-shape", place, {"file": name, "where": fault.where or "-"})
    return data


def _feed(output: FeedOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.feed import atom_text, json_feed_text

    return (atom_text(output) if output.format == "atom" else json_feed_text(output)).encode()


def _calendar(output: CalendarOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.calendar import calendar_text

    return calendar_text(output).encode()


def _sitemap(output: SitemapOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.sitemap import sitemap_text

    return sitemap_text(output).encode()


def _sitemap_index(output: SitemapIndexOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.sitemap import sitemap_index_text

    return sitemap_index_text(output).encode()


def _json(output: JsonOutput, context: RenderContext) -> bytes | Problem:
    return json_text(output.document).encode()


def _portfolio(output: PortfolioOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.portfolio import portfolio_text

    return portfolio_text(output)


def _icon(output: IconOutput, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.icon import icon_text

    return icon_text(output).encode()


def _text(output: TextOutput, context: RenderContext) -> bytes | Problem:
    return output.text.encode()


KINDS: Mapping[type, OutputKind] = {
    PageOutput: OutputKind("page", _page, 1, 24, 60, of_theme=True),
    PictureOutput: OutputKind(
        "picture", _picture, 30, 1, cut=_pictures, uses_codecs=True, may_end_process=_always, made_at_once=True
    ),
    CardOutput: OutputKind("card", _card, 30, 6, cut=_cards, remark=_glyphs, uses_codecs=True, may_end_process=_always),
    FileOutput: OutputKind("file", _file, 50, 1, may_end_process=_is_taken_apart),
    CvPdfOutput: OutputKind("pdf", _cv, 300, 4, words=_words_of_cv, of_ours=True),
    AssetOutput: OutputKind("asset", _asset, 1, 24, of_theme=True),
    FeedOutput: OutputKind("data", _feed, 1, 24),
    CalendarOutput: OutputKind("data", _calendar, 1, 24),
    SitemapOutput: OutputKind("data", _sitemap, 1, 24),
    SitemapIndexOutput: OutputKind("data", _sitemap_index, 1, 24),
    JsonOutput: OutputKind("data", _json, 1, 24),
    PortfolioOutput: OutputKind("data", _portfolio, 1, 24),
    EncodedOutput: OutputKind("data", _encoded, 1, 24),
    IconOutput: OutputKind("data", _icon, 1, 24),
    TextOutput: OutputKind("data", _text, 1, 24),
}
