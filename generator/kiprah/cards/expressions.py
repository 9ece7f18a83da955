"""Expression language of layouts: Jinja over the card's view, strict and sandboxed. Texts are data, never templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kiprah.fields.decoding import Wrong
from kiprah.plan.views.card import CardKind, CardView

ExpressionValue = str | tuple[str, ...] | bool
_NAMES = (
    "kind",
    "format",
    "language",
    "eyebrow",
    "title",
    "text",
    "quote",
    "facts",
    "causes",
    "name",
    "address",
    "url",
    "color",
    "goals",
    "figures",
    "changes",
    "position",
    "photo",
    "logo",
)
_LISTS = ("facts", "causes", "goals", "figures", "changes")
_PRESENCE = ("photo", "logo")
"""Names that are exposed only as whether there is one."""
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined)


def expression_names(card: CardView) -> Mapping[str, Any]:
    """Return the names an expression sees: the view's fields, with ``photo`` and ``logo`` as whether there is one."""
    return {name: getattr(card, name) is not None if name in _PRESENCE else getattr(card, name) for name in _NAMES}


@lru_cache(maxsize=512)
def check_expression(text: str) -> str:
    """Validate an expression: it parses and names only what a card has; raise ``Wrong`` otherwise.

    It is tried on a full and on an empty card of every kind, so that nothing is left to fail while cards are drawn.
    """
    try:
        # Parsed as a whole template too: an expression may not close its braces and go on.
        _ENVIRONMENT.parse("{{ (" + text + ") }}")
        expression = _compiled(text)
        for sample in _samples():
            _plain(expression(**sample))
    except (TemplateSyntaxError, TemplateError) as error:
        raise Wrong("card-expression", {"value": text, "message": error.message or ""}) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise Wrong("card-expression", {"value": text, "message": str(error)}) from None
    return text


def evaluate(text: str, names: Mapping[str, Any]) -> ExpressionValue:
    """Evaluate a checked expression to a text, a list of texts, or true or false."""
    if text in names:
        # Most are a bare name; Jinja would take a while to find it.
        return _plain(names[text])
    return _plain(_compiled(text)(**names))


@lru_cache(maxsize=512)
def _compiled(text: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(text, undefined_to_none=False)


def _plain(value: object) -> ExpressionValue:
    if isinstance(value, bool | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    if isinstance(value, StrictUndefined):
        # Comparing or printing it raises what the reader of the layout needs to know.
        str(value)
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=1)
def _samples() -> tuple[Mapping[str, Any], ...]:
    samples = []
    for kind in get_args(CardKind):
        for filled in (True, False):
            text = "Aa" if filled else ""
            sample: dict[str, Any] = dict.fromkeys(_NAMES, text)
            sample |= dict.fromkeys(_LISTS, (text,) if filled else ()) | dict.fromkeys(_PRESENCE, filled)
            sample |= {"kind": kind, "format": "link", "language": "id", "title": "Aa", "name": "Aa"}
            samples.append(sample | {"color": "#0f766e"})
    return tuple(samples)
