"""Renderer of bodies: bounds, Markdown, sanitizing, and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiprah.content.markdown.addresses import judge
from kiprah.content.markdown.body_limits import too_heavy
from kiprah.content.markdown.extensions import converter_for
from kiprah.content.markdown.foreign_markup import foreign_markup
from kiprah.content.markdown.parts import split_parts, spot_of
from kiprah.content.markdown.sanitizer import dropped_tags, sanitize, written_addresses
from kiprah.content.private_marks import TASK_DONE, TASK_OPEN
from kiprah.fields.source import Source
from kiprah.model.entry import Body
from kiprah.problem import Problem

_MARK = re.compile(f"[{TASK_DONE}{TASK_OPEN}]")
_CHECKBOX = re.compile(r'<input type="checkbox" disabled( checked)?/> ')


def render_body(text: str, scope: str, source: Source, first_line: int) -> tuple[Body, list[Problem]]:
    """Render Markdown, sanitize the finished fragment from an allow-list, and split it into parts.

    ``scope`` goes before every id, so that two bodies on one page, or a body and its page, cannot collide.
    A body that is too much work, or nested too deeply for the parser, is a problem and comes back empty.
    """
    heavy = too_heavy(text)
    if heavy:
        return Body(), [source.problem("body-too-heavy", first_line, 1, {"value": heavy})]
    if not text.strip():
        return Body(), []
    try:
        rendered = to_html(text)
    except RecursionError:
        return Body(), [source.problem("body-too-heavy", first_line, 1, {"value": "> > >"})]
    safe = sanitize(rendered, scope)
    body, problems = split_parts(safe, source, first_line)
    problems.extend(_dropped(text, rendered, source, first_line))
    problems.extend(foreign_markup(text, safe, source, first_line))
    return body, problems


def to_html(text: str) -> str:
    """Render Markdown, as yet unsafe."""
    rendered = converter_for(text).reset().convert(_MARK.sub("", text))
    if "<input " in rendered:
        rendered = _CHECKBOX.sub(lambda match: f"{TASK_DONE if match[1] else TASK_OPEN} ", rendered)
    return rendered


def _dropped(text: str, rendered: str, source: Source, first_line: int) -> Iterator[Problem]:
    """Name every element and address that sanitizing drops."""
    if "<" in text:
        for tag in dropped_tags(rendered):
            place = spot_of(source, first_line, f"<{tag}", f"<{tag.upper()}", f"<{tag.capitalize()}")
            yield source.problem("html-dropped", place.line, place.column, {"tag": tag})
    if "href=" not in rendered and "src=" not in rendered:
        return
    for address in written_addresses(rendered):
        judgement = judge(address)
        if not judgement.fault:
            continue
        place = spot_of(source, first_line, address, address.replace("\\", "\\\\"), address.replace("%20", " "))
        values = {"target": address, "nearest": judgement.nearest}
        if judgement.fault == "link-scheme":
            values = {"target": address, "scheme": judgement.nearest}
        yield source.problem(judgement.fault, place.line, place.column, values)
