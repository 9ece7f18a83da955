"""QR code of a page, for paper: as SVG for print, and as PNG for what takes no SVG."""

from __future__ import annotations

import difflib
import io
from pathlib import Path

import segno
from msgspec import Struct

from kiprah.authoring.address_register import mark_printed
from kiprah.authoring.refusal import Refusal
from kiprah.build.load import silent
from kiprah.build.planned_site import PlannedSite, read_and_plan
from kiprah.build.request import Request
from kiprah.cache.atomic_write import write_atomically
from kiprah.model.settings import Settings
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.outputs import PageOutput, outputs_of
from kiprah.plan.views.text import Link
from kiprah.problem import Problem, in_order

_SCALE = 20
"""Pixels a module of the PNG: sharp on a poster."""
_KINDS = (".svg", ".png")


class QrFiles(Struct, frozen=True):
    """Report on the files of a QR code: those that were written, or why none was."""

    exit_code: int
    files: tuple[Path, ...] = ()
    address: str = ""
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None
    settings: Settings | None = None


def write_qr(request: Request, page: str, output: Path | None) -> QrFiles:
    """Write the code of a published page; ``page`` is its path, its whole address, or empty for the home page."""
    site = read_and_plan(request, silent)
    if site.plan is None or site.settings is None:
        return QrFiles(2 if site.bad_settings else 1, problems=in_order(site.problems), settings=site.settings)
    settings = site.settings
    if not settings.url:
        return QrFiles(2, refusal=Refusal("qr.no-address", {}, domain="export"), settings=settings)
    if output is not None and output.is_relative_to(request.site):
        return QrFiles(2, refusal=Refusal("inside-site", {"path": str(output)}, domain="export"), settings=settings)
    pages = {o.page.href.path: o.page.href for o in outputs_of(PageOutput, site.plan.outputs)}
    wanted = page.removeprefix(settings.url).strip("/").removesuffix("index.html").strip("/")
    link = next((pages[path] for path in (f"{wanted}/" if wanted else "", wanted) if path in pages), None)
    if link is None:
        near = difflib.get_close_matches(f"{wanted}/", sorted(pages), 1, 0.4)
        key = "qr.unknown-near" if near else "qr.unknown"
        values = {"page": page, "nearest": near[0] if near else ""}
        return QrFiles(2, refusal=Refusal(key, values, domain="export"), settings=settings)
    address = absolute(settings.url, link)
    files = tuple(_targets(output, link))
    for path in files:
        write_atomically(path, qr_bytes(address, path.suffix))
    _note_printed(request, site, link)
    return QrFiles(0, files, address, settings=settings)


def _note_printed(request: Request, site: PlannedSite, link: Link) -> None:
    """Remember that this address is on paper now, in the register of whom it belongs to."""
    if site.loaded is None or site.viewing is None or site.settings is None:
        return
    parts = link.path.split("/")
    if parts[0] in site.settings.languages[1:]:
        parts = parts[1:]
    members = {m.slug for m in site.loaded.community.members} if site.loaded.community is not None else set()
    slug = parts[1] if parts[0] == "members" and parts[1] in members else ""
    mark_printed(request.site, link.path, slug, site.viewing.today)


def qr_bytes(address: str, kind: str) -> bytes:
    """Draw a code dark on light, with the quiet zone that the standard asks for."""
    buffer = io.BytesIO()
    segno.make_qr(address, error="m").save(buffer, kind=kind[1:], border=4, scale=_SCALE if kind == ".png" else 4)
    return buffer.getvalue()


def _targets(output: Path | None, link: Link) -> list[Path]:
    """Name the files: the one asked for, or both kinds beside each other."""
    name = "qr-" + (link.path.strip("/").replace("/", "-") or "home")
    if output is not None and output.suffix.lower() in _KINDS and not output.is_dir():
        return [output]
    folder = output or Path("export").absolute()
    return [folder / f"{name}{kind}" for kind in _KINDS]
