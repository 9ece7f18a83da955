"""Exports of whole pages: a site in a zip, and one page with everything in it."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from kiprah.build.export.export_source import ExportSource
from kiprah.build.outcome import render_missing
from kiprah.build.planned_site import keyed
from kiprah.cache.blobs import Blobs, FolderBlobs, blob_content
from kiprah.model.site import Site, SiteContext
from kiprah.plan.outputs import Output, PictureOutput
from kiprah.plan.pages.list_pages import other_activities
from kiprah.plan.site import plan_site
from kiprah.plan.views.text import Picture
from kiprah.problem import Problem
from kiprah.render.context import RenderContext
from kiprah.render.export.single_page import single_page_bytes
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED = (".html", ".css", ".js", ".json", ".xml", ".ics", ".svg", ".txt", ".webmanifest")
_OF_HOSTS = ("_headers", "_redirects", ".nojekyll", "robots.txt", "sitemap.xml", "404.html")
"""Paths of files that a folder without a server has no use for."""
_WIDTH = 960
"""Pixels of photos on the single page."""


class SiteUnsound(Exception):
    """Pages that cannot be made, or must not be shown."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


def zip_bytes(source: ExportSource) -> bytes:
    """Pack the site of what was chosen; it opens without a server. Raises ``SiteUnsound``."""
    site = source.site
    plan = plan_site(Site(_light(site.context), (source.member,)), site.viewing, site.theme.digests, site.theme.assets)
    errors = tuple(p for p in plan.problems if p.is_error and not (source.is_part and p.code.startswith("dead-link")))
    if errors:
        raise SiteUnsound(errors)
    outputs = [output for output in plan.outputs if output.path not in _OF_HOSTS]
    buffer = io.BytesIO()
    with _rendered(source, outputs) as (blobs, names), zipfile.ZipFile(buffer, "w") as archive:
        for output in outputs:
            entry = zipfile.ZipInfo(f"{source.stem}/{output.path}", _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if output.path.endswith(_PACKED) else zipfile.ZIP_STORED
            archive.writestr(entry, blob_content(blobs, names[output.path]) or b"")
    return buffer.getvalue()


def single_file_bytes(source: ExportSource) -> bytes:
    """Write one page with everything in it. Raises ``SiteUnsound``."""
    page_plan, planner = source.page_plan, source.planner
    portfolio = planner.portfolio(page_plan)
    outputs = _picture_outputs(source)
    wanted: dict[str, PictureOutput] = {}

    def note(picture: Picture) -> str:
        output = _middle(picture, outputs)
        wanted[output.path] = output
        return ""

    def page(photo: object) -> bytes:
        return single_page_bytes(
            portfolio,
            photo,  # type: ignore[arg-type]
            site.settings.brand.color,
            _fonts(site.theme.assets),
            other_activities(page_plan.localized, page_plan.localized.visible.activities),
            source.request.choice.slugs,
        )

    site = source.site
    # Drawn once to learn which photos it shows, so that no others need be made.
    page(note)
    with _rendered(source, list(wanted.values())) as (blobs, names):
        return page(lambda picture: _data(blob_content(blobs, names[_middle(picture, outputs).path]) or b""))


def _light(context: SiteContext) -> SiteContext:
    """Leave out what a folder on a stick does not need: cards, and photos in more than one format."""
    settings = context.settings
    photos = replace(settings.photos, formats=("jpeg",))
    return replace(context, settings=replace(settings, photos=photos, cards=replace(settings.cards, formats=())))


def booklet_bytes(source: ExportSource) -> bytes:
    """Set chosen activities with their photos. Raises ``SiteUnsound``, ``NoTypst``, ``MissingLetters``."""
    from kiprah.render.pdf.booklet import booklet_pdf

    outputs = _picture_outputs(source)
    wanted: dict[str, PictureOutput] = {}
    context, request = source.site.context, source.request

    def booklet(photo: Callable[[Picture], bytes]) -> bytes:
        portfolio = source.planner.portfolio(source.page_plan)
        color = context.settings.brand.color
        fonts = context.fonts
        return booklet_pdf(portfolio, photo, request.paper, color, request.choice.slugs, fonts.own, fonts.more)

    for picture in _pictures_of(source):
        output = _middle(picture, outputs)
        wanted[output.path] = output
    with _rendered(source, list(wanted.values())) as (blobs, names):
        return booklet(lambda picture: blob_content(blobs, names[_middle(picture, outputs).path]) or b"")


def _pictures_of(source: ExportSource) -> Iterator[Picture]:
    """Yield every picture that a booklet may show."""
    portfolio = source.planner.portfolio(source.page_plan)
    if portfolio.member.picture is not None:
        yield portfolio.member.picture
    for export in portfolio.activities:
        view = export.view
        yield from (p for p in (view.cover, view.item.picture, *view.photos) if p is not None)


def _picture_outputs(source: ExportSource) -> dict[str, PictureOutput]:
    planner = source.planner
    photos = list(planner.photos.values())
    portrait = planner.visible.member.profile.photo
    if portrait is not None:
        photos.append(portrait)
    return {output.path: output for photo in photos for output in planner.names.outputs(photo)}


@contextmanager
def _rendered(
    source: ExportSource, outputs: list[Output] | list[PictureOutput]
) -> Iterator[tuple[Blobs, Mapping[str, str]]]:
    """Render outputs: into the cache, or where hidden things are among them, into a folder that is gone afterwards."""
    site, request = source.site, source.request
    with TemporaryDirectory(prefix="kiprah-") as folder:
        blobs: Blobs = FolderBlobs(Path(folder) if request.choice.shows_hidden else request.cache)
        context = RenderContext(blobs, site.context.folder, site.theme.theme, site.theme.asset_links, source.traces)
        pairs = keyed(outputs, site.theme)
        with WorkerPool(None) as workers:
            faults = render_missing(pairs, context, workers).faults
        errors = tuple(fault.problem for fault in faults if fault.problem.is_error)
        if errors:
            raise SiteUnsound(errors)
        yield blobs, {output.path: blob_of(output, key) for output, key in pairs}


def _middle(picture: Picture, outputs: Mapping[str, PictureOutput]) -> PictureOutput:
    """Choose the size of a picture that a page of text needs, in the format that every reader knows."""
    sizes = [outputs[link.path] for link, _ in picture.sources[-1].files]
    return next((size for size in sizes if size.width >= _WIDTH), sizes[-1])


def _data(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"


def _fonts(assets: Iterable[tuple[str, bytes]]) -> str:
    """Write the theme's own fonts into the page, so that it looks like the site."""
    rules = []
    for path, content in assets:
        name = path.rpartition("/")[2]
        family = next((f for f in ("Fraunces", "Figtree") if name.startswith(f.lower())), "")
        if family and name.endswith(".woff2") and "more" not in name:
            data = base64.b64encode(content).decode()
            rules.append(
                f'@font-face{{font-family:{family};src:url("data:font/woff2;base64,{data}") format("woff2");'
                "font-weight:400 700}\n"
            )
    return "".join(rules)
