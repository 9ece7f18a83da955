"""Cards for social media: a theme's layouts, one card's view, and the photo behind it become a JPEG."""

from kiprah.render.card.drawing import draw_card, missing_glyphs, placed_stacks, render_card
from kiprah.render.card.layers import CardLayouts
from kiprah.render.card.logo import LogoBroken
from kiprah.render.card.placing import photo_size
from kiprah.render.card.reading import load_layouts

__all__ = [
    "CardLayouts",
    "LogoBroken",
    "draw_card",
    "load_layouts",
    "missing_glyphs",
    "photo_size",
    "placed_stacks",
    "render_card",
]
