"""Table of output kinds: how each is rendered, which recipe shapes it, and how its work is shared out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from kiprah.cache.digests import digest_of
from kiprah.plan.data.file_outputs import EncodedOutput
from kiprah.plan.outputs import AssetOutput, CardOutput, CvPdfOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.problem import Place, Problem, unreadable_file, with_subject
from kiprah.render.context import RenderContext, render_card_output

if TYPE_CHECKING:
    from kiprah.render.page import TemplateFault

Recipe = Literal["page", "data", "picture", "card", "file", "asset", "pdf"]
"""Which code and libraries shape the bytes; ``build/cache_keys.py`` digests them."""


class OutputKind(Struct, frozen=True):
    """One kind of output. A new kind is a new row of ``KINDS``."""

    recipe: Recipe
    render: Callable[[Any, RenderContext], bytes | Problem]
    """From the output to its bytes; a person's mistake comes back as a problem."""
    weight: int
    """About how long one takes, in milliseconds."""
    batch: int
    """So many make one job."""
    loading: int = 0
    """About how long it takes to load what renders it, in milliseconds: who has loaded it goes first."""


def kind_of(output: Output) -> OutputKind:
    """Look up an output's kind; all data files are one."""
    return KINDS.get(type(output), DATA)


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


def _card(output: CardOutput, context: RenderContext) -> bytes | Problem:
    return render_card_output(output, context, None)


def _asset(output: AssetOutput, context: RenderContext) -> bytes | Problem:
    return output.content


def _encoded(output: EncodedOutput, context: RenderContext) -> bytes | Problem:
    return output.content


def _data(output: Output, context: RenderContext) -> bytes | Problem:
    from kiprah.render.data.file import render_data

    return render_data(output)  # type: ignore[arg-type]  # what is none of the other kinds is a data file


def _cv(output: CvPdfOutput, context: RenderContext) -> bytes | Problem:
    """Set a CV; its words are scanned here, where they still are words."""
    from msgspec import json

    from kiprah.publish.output_scan import scan_text
    from kiprah.render.pdf.compile import MissingLetters, NoTypst
    from kiprah.render.pdf.cv import cv_pdf

    leak = scan_text(f"{output.path}.txt", json.encode(output.document), context.traces)
    if leak is not None:
        return leak
    try:
        return cv_pdf(output.document, output.pages, output.paper, output.brand, output.fonts)
    except MissingLetters as missing:
        values = {"clusters": " ".join(missing.letters[:12]), "page": output.path}
        return Problem("pdf-letters", Place(output.origin), values)
    except NoTypst:
        return Problem("pdf-extra", Place("site.yml"))


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


KINDS: Mapping[type, OutputKind] = {
    PageOutput: OutputKind("page", _page, 1, 24, 60),
    PictureOutput: OutputKind("picture", _picture, 30, 1),
    CardOutput: OutputKind("card", _card, 30, 6),
    FileOutput: OutputKind("file", _file, 50, 1),
    CvPdfOutput: OutputKind("pdf", _cv, 300, 4),
    AssetOutput: OutputKind("asset", _asset, 1, 24),
    EncodedOutput: OutputKind("data", _encoded, 1, 24),
}
DATA = OutputKind("data", _data, 1, 24)
