"""List items drawn once: the HTML of a macro over an item, for every page that lists it.

An item is drawn without a page, so that nothing of a page can be in it; links, which are relative to their page, stay
open until the item is put into one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from jinja2 import Environment
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from markupsafe import Markup
from msgspec import msgpack

from kiprah.blake2 import blake2b
from kiprah.plan.views.text import Link

MACROS = "macros.html"
"""Template that holds a theme's macros, looked up along its chain."""

Pieces: TypeAlias = tuple[str | Link, ...]
_Draw: TypeAlias = Callable[..., Markup]
_How: TypeAlias = tuple[str, str]
"""The macro, and what it takes besides the item."""
_IDENTITIES = 20_000


class NoPage:
    """Placeholder where a template looks for its page while an item is drawn; gathers the links that are met."""

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
        first, *parts = text.split(self._mark)
        pieces: list[str | Link] = [first]
        for part in parts:
            number, _, rest = part.partition(";")
            pieces += (self._links[int(number)], rest)
        return tuple(pieces)


def drawer(environment: Environment, shared: Mapping[str, Any], values: tuple[Any, ...], address: _Draw) -> _Draw:
    """Return the function ``once`` of templates: a macro's name, the item, and what else the macro takes.

    ``shared`` is what templates see on all pages of one language, made from ``values``; ``address`` writes a link for
    the page that is drawn.
    """
    store = _store(environment, values)

    def once(macro: str, item: Any, *rest: Any, **named: Any) -> Markup:
        how = (macro, f"{rest!r} {named!r}")
        pieces = store.known(item, how)
        if pieces is None:
            # The text cannot hold the mark, since the mark is a digest of all that the text is made from.
            digest = blake2b(msgpack.encode((macro, item, rest, named)), key=store.digest, digest_size=16).hexdigest()
            if store.module is None:
                store.module = environment.get_template(MACROS).make_module({**shared, "page": store.page})
            store.page.begin(f"link-{digest}-")
            pieces = store.page.pieces(str(_macro(store.module, macro)(item, *rest, **named)))
            store.keep(item, how, pieces)
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

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.page = NoPage()
        self.module: TemplateModule | None = None
        self.digest = blake2b(msgpack.encode(values), digest_size=32).digest()
        """Digest of all that items share."""
        self._drawn: dict[tuple[Any, _How], Pieces] = {}
        self._same: dict[tuple[int, _How], tuple[Any, Pieces]] = {}
        """Pieces by identity of their item, as a deep value is slow to compare; no item kept can lend its identity."""

    def known(self, item: Any, how: _How) -> Pieces | None:
        """Return what was drawn of this item, or of an equal one."""
        same = self._same.get((id(item), how))
        if same is not None:
            return same[1]
        pieces = self._drawn.get((item, how))
        if pieces is not None:
            self._note(item, how, pieces)
        return pieces

    def keep(self, item: Any, how: _How, pieces: Pieces) -> None:
        """Keep what was drawn."""
        self._drawn[(item, how)] = pieces
        self._note(item, how, pieces)

    def _note(self, item: Any, how: _How, pieces: Pieces) -> None:
        if len(self._same) >= _IDENTITIES:
            self._same.clear()
        self._same[(id(item), how)] = (item, pieces)


@lru_cache(maxsize=8)
def _store(environment: Environment, values: tuple[Any, ...]) -> _Store:
    return _Store(values)
