"""HTML of a sheet: whole in itself, with counters and buttons that copy; it prints where there is no PDF."""

from __future__ import annotations

from importlib import resources

from jinja2 import Environment, StrictUndefined

from kiprah.catalog import words
from kiprah.plan.export.sheet import ExportSheet


def html_bytes(sheet: ExportSheet) -> bytes:
    """Write a sheet as one page for its maker's eyes."""
    return page_from("sheet.html", sheet.language, sheet=sheet).encode()


def page_from(name: str, language: str, **values: object) -> str:
    """Draw one of this room's own pages."""
    text = (resources.files("kiprah.render.export") / name).read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(say=words(language, "export").say, **values)
