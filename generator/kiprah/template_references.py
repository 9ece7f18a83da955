"""References between templates: what each extends, includes and imports, and what is wrong in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from kiprah.cache.probes import Probes, installed
from kiprah.fields.source import Source
from kiprah.problem import Place, Problem

_UNSOUND = "unsound"
_REFERENCE = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\s+\"([^\"]+)\"")


def known_references(
    templates: Mapping[str, str], known: Probes | None, *, trusted: bool = False
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], list[Problem]]:
    """Parse every template, unless it is known that they are sound and what they refer to.

    Templates that came with kiprah are ``trusted``: tests see to it that they are sound and name what they refer to.
    """
    if trusted:
        return tuple((name, plain_references(text)) for name, text in sorted(templates.items())), []
    if known is None:
        return _parsed(templates)
    found: list[Problem] = []

    def ask() -> str:
        references, problems = _parsed(templates)
        found.extend(problems)
        return json.dumps(_UNSOUND if problems else references)

    answer = json.loads(known.answer("templates", f"{installed('jinja2')} {sorted(templates.items())!r}", ask))
    if answer == _UNSOUND:
        return (), found or _parsed(templates)[1]
    return tuple((name, tuple(names)) for name, names in answer), []


def _parsed(templates: Mapping[str, str]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], list[Problem]]:
    """Parse every template once: what it refers to, and what is wrong in it."""
    references: list[tuple[str, tuple[str, ...]]] = []
    problems = []
    for name, text in sorted(templates.items()):
        parsed = _references_of(name, text)
        if isinstance(parsed, Problem):
            problems.append(parsed)
        else:
            references.append((name, parsed))
    return tuple(references), problems


@lru_cache(256)
def _references_of(name: str, text: str) -> tuple[str, ...] | Problem:
    """Parse one template; a preview in which one is edited parses that one again."""
    from jinja2 import Environment, TemplateSyntaxError, meta, nodes
    from jinja2.compiler import generate

    environment = Environment(autoescape=True)
    try:
        tree = environment.parse(text)
        # Some mistakes are met only when a template is made code; filters are looked at where pages are drawn.
        environment.filters.update({node.name: str for node in tree.find_all(nodes.Filter)})
        environment.tests.update({node.name: _any_test for node in tree.find_all(nodes.Test)})
        generate(tree, environment, name, name)
    except TemplateSyntaxError as error:
        place = Place(template_path(name), error.lineno, 1)
        line = Source(place.path, text).line(error.lineno)
        return Problem("template-syntax", place, {"message": error.message or ""}, source=line)
    return tuple(sorted({n for n in meta.find_referenced_templates(tree) if n}))


def _any_test(value: object) -> bool:
    return value is not None


def plain_references(text: str) -> tuple[str, ...]:
    """Find what a template refers to by name, without parsing it."""
    return tuple(sorted(set(_REFERENCE.findall(text))))


def template_path(full_name: str) -> str:
    """Name the file of a template as a person finds it: ``themes/pelita/templates/page.html``."""
    theme, _, inner = full_name.partition(":")
    return f"themes/{theme}/templates/{inner}"
