"""List items drawn once: the HTML of a macro over an item, for every page that lists it.

An item is drawn without a page, so that nothing of a page can be in it; links, which are relative to their page, stay
open until the item is put into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from jinja2 import Environment
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from markupsafe import Markup
from msgspec import msgpack

from kiprah.plan.views.text import Link

MACROS = "macros.html"
"""Where a theme's macros are, looked up along its chain."""

Pieces: TypeAlias = tuple[str | Link, ...]
Draw: TypeAlias = Callable[..., Markup]


class NoPage:
    """Stands where a template looks for its page while an item is drawn; gathers the links that are met."""

    def __init__(self) -> None:
        self._mark = ""
        self._links: list[Link] = []

    def begin(self, mark: str) -> None:
        """Begin another item, whose text cannot hold this mark."""
        self._mark, self._links = mark, []

    def hold(self, link: Link) -> Markup:
        """Leave a link open."""
        self._links.append(link)
        return Markup(f"{self._mark}{len(self._links) - 1};")  # noqa: S704  letters, digits and a semicolon

    def pieces(self, text: str) -> Pieces:
        """Cut a finished text at its open links."""
        parts = re.split(f"{self._mark}(\\d+);", text)
        return tuple(self._links[int(part)] if at % 2 else part for at, part in enumerate(parts))


def drawer(environment: Environment, shared: Mapping[str, Any], values: tuple[Any, ...], address: Draw) -> Draw:
    """Return the function ``once`` of templates: a macro's name, the item, and what else the macro takes.

    ``shared`` is what templates see on all pages of one language, made from ``values``; ``address`` writes a link for
    the page that is drawn.
    """
    store = _store(environment, values)
    drawn = store.drawn

    def once(macro: str, item: Any, *rest: Any, **named: Any) -> Markup:
        key = (macro, item, f"{rest!r} {named!r}")
        pieces = drawn.get(key)
        if pieces is None:
            # The text cannot hold the mark, since the mark is a digest of all that the text is made from.
            digest = blake2b(msgpack.encode((macro, item, rest, named, values)), digest_size=16).hexdigest()
            if store.module is None:
                store.module = environment.get_template(MACROS).make_module({**shared, "page": store.page})
            store.page.begin(f"link-{digest}-")
            pieces = drawn[key] = store.page.pieces(str(_macro(store.module, macro)(item, *rest, **named)))
        return Markup("".join([address(piece) if isinstance(piece, Link) else piece for piece in pieces]))  # noqa: S704

    return once


def _macro(module: TemplateModule, name: str) -> Macro:
    """Find a macro and nothing else of a module: a stranger's theme may ask for any name."""
    found = vars(module).get(name)
    if not isinstance(found, Macro):
        raise LookupError(f"{MACROS} has no macro {name}")
    return found


class _Store:
    """Keeps what was drawn for one theme, site, member and language, within one process."""

    def __init__(self) -> None:
        self.page = NoPage()
        self.module: TemplateModule | None = None
        self.drawn: dict[Any, Pieces] = {}


@lru_cache(maxsize=8)
def _store(environment: Environment, values: tuple[Any, ...]) -> _Store:
    return _Store()
