"""Card formats of the networks: sizes, safe areas and weights, in one dated table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiprah.model.settings import CardFormat
from kiprah.plan.views.card import CARD_SIZES

CHECKED = "2026-11-22"
"""The day on which the networks' own pages and their maintainers' answers were last compared with this table."""


class CardFormatSpec(Struct, frozen=True):
    """Specification of a card format: pixels and bytes."""

    size: tuple[int, int]
    safe: tuple[int, int, int, int]
    """Edges (left, top, right, bottom) of what no network covers or cuts away; the last pixels still inside it."""
    aim: int
    """Bytes a card should not pass while its quality is still good."""
    limit: int
    """Bytes it must not pass."""


FORMATS: Mapping[CardFormat, CardFormatSpec] = {
    # Link previews: LinkedIn and chats cut the sides, X the top and bottom; WhatsApp gives up on slow or heavy
    # pictures, in the field from about 300 kB.
    "link": CardFormatSpec(CARD_SIZES["link"], (150, 80, 1050, 550), 180_000, 300_000),
    # Instagram's grid shows 3:4 of a square; LinkedIn and Facebook show all of it.
    "square": CardFormatSpec(CARD_SIZES["square"], (54, 54, 1026, 1026), 320_000, 1_000_000),
    # Instagram 4:5; older grids cut it to a square.
    "portrait": CardFormatSpec(CARD_SIZES["portrait"], (54, 135, 1026, 1215), 380_000, 1_000_000),
    # Stories, Reels, Status, TikTok: name above, answers below, TikTok's buttons on the right.
    "story": CardFormatSpec(CARD_SIZES["story"], (65, 270, 929, 1248), 480_000, 1_000_000),
}
