"""Outputs that are cut from one photo, which is open: its sizes, and the cards it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiprah.imaging.decode import scale_for
from kiprah.imaging.encode import encode, sizes_from
from kiprah.imaging.photo_reader import PhotoReader
from kiprah.plan.outputs import CardOutput, PictureOutput
from kiprah.problem import Problem
from kiprah.render.context import RenderContext, card_layouts, render_card_output
from kiprah.render.faults import Fault


def cut_pictures(
    pictures: Sequence[tuple[PictureOutput, str]], reader: PhotoReader, context: RenderContext
) -> Iterator[tuple[PictureOutput, str, bytes]]:
    """Cut each size from the next larger one."""
    for chain in sorted({picture.chain for picture, _ in pictures}):
        cut = sizes_from(reader.decoded(chain[-1]), chain)
        for picture, key in pictures:
            if picture.chain == chain:
                yield picture, key, encode(cut[picture.width, picture.height], picture.format)


def draw_cards(
    cards: Sequence[tuple[CardOutput, str]], reader: PhotoReader, context: RenderContext
) -> Iterator[tuple[CardOutput, str, bytes | Problem | Fault]]:
    """Draw cards over their photo."""
    for card, key in cards:
        yield card, key, render_card_output(card, context, reader.decoded(_cover(card, context)))


def _cover(output: CardOutput, context: RenderContext) -> tuple[int, int]:
    """Return what must be decoded for a card: what the pages show, which is mostly enough, or more.

    A standing photo is shown wider than half of it and decoded whole for that. Its cards are cut from a half of their
    own where that suffices: decoding it again costs less than cutting each of them from four times the pixels.
    """
    # Only now: pictures alone need nothing of what draws.
    from kiprah.cards import photo_size

    photo = output.card.photo
    assert photo is not None
    width, height = photo.source.width, photo.source.height
    needed = photo_size(output.card, card_layouts(context.theme, output.card.kind)) or (1, 1)
    cover = max(photo.cover[0], needed[0]), max(photo.cover[1], needed[1])
    if scale_for((width, height), needed) > 1:
        return min(cover[0], width // 2), min(cover[1], height // 2)
    return cover
