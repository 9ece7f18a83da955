"""Social media cards: renders a theme's layout, a card's view and its photo to a JPEG."""

from kiprah.cards.drawing import draw_card, missing_glyphs, placed_stacks, render_card
from kiprah.cards.layers import CardLayouts
from kiprah.cards.layout import photo_size
from kiprah.cards.loader import load_layouts
from kiprah.cards.logo import LogoUnread
from kiprah.cards.plugins import LayerFault, LayerUnloaded

__all__ = [
    "CardLayouts",
    "LayerFault",
    "LayerUnloaded",
    "LogoUnread",
    "draw_card",
    "load_layouts",
    "missing_glyphs",
    "photo_size",
    "placed_stacks",
    "render_card",
]
