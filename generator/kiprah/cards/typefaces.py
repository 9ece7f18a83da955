"""Font stack of a card: the brand's first, then those that kiprah ships, then what else the site brings along."""

from __future__ import annotations

from pathlib import Path

from kiprah.cards.layers import TypefaceRole
from kiprah.plan.views.card import CardView
from kiprah.typeset import FontFile, Style, font_file

_FOLDER = Path(__file__).parents[1] / "fonts"
_DISPLAY = str(_FOLDER / "fraunces" / "Fraunces.ttf")
_TEXT = str(_FOLDER / "figtree" / "Figtree.ttf")


def fonts_for(role: TypefaceRole, own: tuple[Path, ...], more: tuple[Path, ...] = ()) -> tuple[FontFile, ...]:
    """Return font files in the order in which they are asked for a character. Raises ``OSError``."""
    shipped = (_DISPLAY, _TEXT) if role == "display" else (_TEXT, _DISPLAY)
    # The shipped ones do not change while we run.
    return (
        *(font_file(str(path)) for path in own),
        *(FontFile(path) for path in shipped),
        *(font_file(str(path)) for path in more),
    )


def style_for(card: CardView, role: TypefaceRole, weight: int, tracking: float = 0.0) -> Style:
    """Return how a card sets a text of this role."""
    return Style(fonts_for(role, card.fonts, card.more_fonts), weight, card.language, tracking)
