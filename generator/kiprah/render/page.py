"""One HTML page: a theme's template over the views of its output."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from msgspec.structs import replace

from kiprah.cache.bytecode import compiled_templates
from kiprah.catalog import words
from kiprah.plan.addresses.routes import absolute, file_of
from kiprah.plan.data.json_ld import linked_data
from kiprah.plan.formatting import count_text
from kiprah.plan.outputs import PageOutput
from kiprah.plan.views.lists import CvView
from kiprah.plan.views.page import NotFoundView, Subject
from kiprah.plan.views.selection import SelectionView
from kiprah.plan.views.text import Link, QrCode
from kiprah.render.list_items import NoPage, drawer
from kiprah.render.page_environment import COMPILED, PageEnvironment
from kiprah.render.template_faults import Missing, NamedOnly, Unknown, missing_of
from kiprah.render.template_filters import FILTERS, TESTS
from kiprah.template_references import template_path
from kiprah.theme import Theme

_NO_EXTRA = "{}"
"""Extra data of most sites: to read it for every page takes as long as a page's links do."""


_MACRO = "template"
"""Name that Jinja gives a macro in a traceback; pages and blocks have other names there."""


class TemplateFault(Exception):
    """A template that could not be drawn: its file, the line, and what Jinja says of it, or what is not there."""

    def __init__(self, file: str, line: int, source: str, message: str, missing: Missing | None) -> None:
        super().__init__(message)
        self.file, self.line, self.source, self.message, self.missing = file, line, source, message, missing


_FAULTS = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    RecursionError,
    MemoryError,
)
"""Exceptions that a template's own mistakes raise."""


def render_page(output: PageOutput, theme: Theme, assets: Mapping[str, Link]) -> bytes:
    """Draw one page; raises ``TemplateFault`` naming the template's own file and line."""
    environment = _environment(theme)
    said = _said(output.page.language)
    options = NamedOnly(dict(output.site.options), 'option("{}")')
    shared: dict[str, Any] = {
        "site": output.site,
        "member": output.member,
        **said,
        "option": options.__getitem__,
        "asset": NamedOnly(assets, 'asset("{}")').__getitem__,
        "root": lambda path: Link(path),
        "absolute": lambda link: absolute(output.site.url, link),
        "safe": _safe,
        "extra": json.loads(output.site.extra) if output.site.extra != _NO_EXTRA else {},
    }
    own = isinstance(output.subject, SelectionView)
    address_shown = output.page.href if own else (output.member or output.site).home
    subject = _with_code(output.subject, absolute(output.site.url, address_shown))
    base = (subject.base or "/") if isinstance(subject, NotFoundView) else ""

    def address(link: Link) -> Markup:
        return escape(relative(output.page.path, link, base))

    values = (output.site, output.member, output.page.language, tuple(assets.items()))
    context = {
        **shared,
        "page": replace(output.page, json_ld=linked_data(output)) if output.described else output.page,
        output.page.kind.replace("-", "_"): subject,
        "once": drawer(environment, shared, values, address),
    }
    try:
        text = environment.get_template(output.template).render(context)
    except _FAULTS as error:
        file, line, source = _spot(error, theme, output.template)
        raise TemplateFault(file, line, source, _message_of(error), missing_of(error, context)) from error
    return text.encode("utf-8")


@lru_cache(maxsize=64)
def _said(language: str) -> Mapping[str, Callable[..., str]]:
    """Return the functions of templates that say kiprah's own words in a page's language."""
    catalogue = words(language, "site")
    with_language = partial(_with_language, catalogue.say("head.language"), language)
    known: dict[str, str] = {}

    def translate(key: str, /, **values: str) -> str:
        if values:
            return with_language(catalogue.say(key, **values))
        text = known.get(key)
        if text is None:
            text = known[key] = with_language(catalogue.say(key))
        return text

    return {
        "translate_plain": catalogue.say,
        "count": lambda key, number: count_text(catalogue, key, number, language),
        "translate": translate,
        "with_language": with_language,
    }


def _with_code(subject: Subject, address: str) -> Subject:
    """Draw a QR code; none without an address."""
    if not isinstance(subject, CvView | SelectionView) or subject.qr is not None or not subject.address:
        return subject
    import segno

    matrix = segno.make_qr(address, error="m").matrix
    return replace(subject, qr=QrCode(tuple("".join("1" if cell else "0" for cell in row) for row in matrix)))


def relative(page: str, link: Link, base: str = "") -> str:
    """Write a link as seen from a page: always to a file, so that it works from a disk and under any path.

    With ``base`` (a path with slashes at both ends) the address is absolute on the host, for the page that answers
    everywhere.
    """
    anchor = f"#{quote(link.anchor)}" if link.anchor else ""
    if base:
        return f"{base}{quote(link.path)}{anchor}"
    target, parts, tails = _target(link.path)
    if anchor and target == page:
        return anchor
    here, ups = _folders(page)
    common = 0
    # Both paths are clean: this is all ``posixpath.relpath`` would do.
    for folder, part in zip(here, parts):  # noqa: B905  they need not be as long as each other
        if folder != part:
            break
        common += 1
    return f"{ups[common]}{tails[common]}{anchor}"


@lru_cache(maxsize=50_000)
def _target(path: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the file a link leads to, the folders it lies in, and its path as seen from the root and from each."""
    file = file_of(Link(path))
    *folders, _ = parts = quote(file).split("/")
    return file, tuple(folders), tuple("/".join(parts[depth:]) for depth in range(len(parts)))


@lru_cache(maxsize=8)
def _folders(page: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folders a page lies in, written in the same way, and the ways out of all of them but so many."""
    folders = tuple(quote(page).split("/")[:-1])
    return folders, tuple("../" * (len(folders) - common) for common in range(len(folders) + 1))


def warm(theme: Theme) -> None:
    """Load a theme's templates, so that what is forked from this process finds them loaded."""
    environment = _environment(theme)
    for full, _ in theme.templates:
        name = full.partition(":")[2]
        if theme.find(name) == full:
            environment.get_template(name)


@lru_cache(maxsize=4)
def _environment(theme: Theme) -> Environment:
    # The theme is a value, so an environment made for it never goes stale.
    def source(name: str) -> tuple[str, str, Any] | None:
        full = theme.find(name)
        return (theme.text(full), template_path(full), lambda: True) if full is not None else None

    # A theme may be a stranger's: its templates see values, and nothing of Python behind them. Ours need no guard,
    # which costs half as much time again.
    kind = PageEnvironment if theme.trusted else ImmutableSandboxedEnvironment
    environment = kind(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        finalize=_finalize,
        bytecode_cache=compiled_templates(COMPILED if theme.trusted else "sandbox"),
    )
    if isinstance(environment, PageEnvironment):
        environment.write_link = _link_text
    environment.filters.update(FILTERS)
    environment.tests.update(TESTS)
    return environment


@pass_context
def _finalize(context: Context, value: Any) -> Any:
    return Markup(_link_text(context, value)) if isinstance(value, Link) else value  # noqa: S704  it is safe


def _link_text(context: Context, link: Link) -> str:
    parent = context.parent
    page = parent["page"] if "page" in parent else context["page"]
    if isinstance(page, NoPage):
        return page.hold(link)
    if page.kind == "not-found":
        subject = context["not_found"]
        return escape(relative(page.path, link, subject.base if isinstance(subject, NotFoundView) else "/"))
    # What is quoted for an address has no sign that HTML gives a meaning.
    return relative(page.path, link)


def _with_language(spoken: str, language: str, text: str) -> str:
    """Mark the interface's own words with their language where the page is in another, for which it has none."""
    if spoken == language.partition("-")[0]:
        return text
    return Markup('<bdi lang="{}">{}</bdi>').format(spoken, text)


def _safe(part: str) -> Markup:
    """Mark text that was sanitized or written by kiprah itself as HTML; never a member's own text."""
    return Markup(part)  # noqa: S704  its callers are theme templates, over sanitized parts


def _message_of(error: Exception) -> str:
    """Say what Jinja says; what Python says needs the name of the error to be understood."""
    return str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"


def _spot(error: Exception, theme: Theme, template: str) -> tuple[str, int, str]:
    """Find where an error is to be mended: a template's file, the line, and what stands there.

    That is the innermost place; where another theme's macro failed, the place that called it.
    """
    paths = {template_path(name): text for name, text in theme.templates}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in paths]
    own = template_path(f"{theme.name}:")
    calling = [frame for frame in frames if frame.name != _MACRO or frame.filename.startswith(own)]
    if frames:
        frame = (calling or frames)[-1]
        path, line = frame.filename, frame.lineno or 0
    else:
        full = theme.find(getattr(error, "name", None) or template) or f"{theme.name}:{template}"
        path, line = template_path(full), getattr(error, "lineno", 0) or 0
    lines = paths.get(path, "").splitlines()
    return path, line, lines[line - 1] if 0 < line <= len(lines) else ""
