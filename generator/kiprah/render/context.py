"""Context of rendering: what every worker needs besides the outputs; and the drawing of one card in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cache.blobs import Blobs
from kiprah.plan.outputs import CardOutput
from kiprah.plan.privacy.leaks import LeakTrace
from kiprah.plan.views.card import CardKind
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem
from kiprah.render.faults import Fault
from kiprah.theme import Theme

if TYPE_CHECKING:
    from kiprah.cards import CardLayouts
    from kiprah.imaging.decoded_photo import DecodedPhoto


class RenderContext(Struct, frozen=True):
    """Context of rendering: all it needs besides the outputs."""

    blobs: Blobs
    site: str
    """The site's folder, to name files in problems as a person would."""
    theme: Theme
    assets: Mapping[str, Link]
    traces: tuple[LeakTrace, ...] = ()
    """Hidden words that no text may hold."""
    early: str = ""
    """The folder in which what is rendered waits to be published; empty: it is written when that begins."""
    boxes: bool = False
    """True where every card shows its layers and safe areas; such bytes go under keys of their own."""


def render_card_output(
    output: CardOutput, context: RenderContext, photo: DecodedPhoto | None
) -> bytes | Problem | Fault:
    """Draw one card, over a photo where it has one."""
    from kiprah.cards import LayerFault, LayerUnloaded, LogoUnread, render_card

    try:
        return render_card(output.card, card_layouts(context.theme, output.card.kind), photo, boxes=context.boxes)
    except LogoUnread as unread:
        name = output.card.logo.source.name if output.card.logo is not None else ""
        return Fault(output.path, Problem(unread.code, Place(f"static/{name}"), unread.values), of_site=True)
    except LayerFault as fault:
        return fault.problem(output.path)
    except LayerUnloaded as unloaded:
        return Fault(output.path, in_theme(unloaded.problem, context.theme), of_site=True)


def in_theme(problem: Problem, theme: Theme) -> Problem:
    """Place a problem of a card layout in the theme's folder: the layouts' reader knows their names alone."""
    return replace(problem, place=replace(problem.place, path=f"themes/{theme.name}/{problem.place.path}"))


@lru_cache(maxsize=64)
def card_layouts(theme: Theme, kind: CardKind) -> CardLayouts:
    """Read a theme's layouts of one kind of card; they were found to be sound when the site was planned."""
    from kiprah.cards import load_layouts

    layouts, problems = load_layouts(dict(theme.cards), (kind,), theme.lost_layers)
    assert layouts is not None, problems
    return layouts
