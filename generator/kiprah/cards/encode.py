"""JPEG encoder of cards: nothing but pixels, and no heavier than the network takes."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from kiprah.cards.formats import CardFormatSpec

_STEPS = (
    (88, "4:4:4"),
    (82, "4:4:4"),
    (78, "4:2:0"),
    (70, "4:2:0"),
    (60, "4:2:0"),
    (48, "4:2:0"),
    (36, "4:2:0"),
    (20, "4:2:0"),
)
"""Quality and chroma: text in colour wants whole chroma, so it is given up only after some quality."""
_GOOD = 78
"""Quality below which a card is lighter only because it must be."""


def encode_card(image: Image.Image, card_format: CardFormatSpec) -> bytes:
    """Encode an ``RGB`` picture as a baseline JPEG, JFIF and nothing else, in the best quality that fits."""
    # Rebuilt from its pixels where something was attached to it: Pillow would write some of that.
    bare = Image.frombytes("RGB", image.size, image.tobytes()) if image.info else image
    data = b""
    for quality, chroma in _STEPS:
        target = BytesIO()
        bare.save(target, "JPEG", quality=quality, subsampling=chroma, progressive=False, optimize=False)
        data = target.getvalue()
        if len(data) <= (card_format.aim if quality > _GOOD else card_format.limit):
            return data
    return data
