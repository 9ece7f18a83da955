"""Decoding of rows: one that another version wrote, or a disk damaged, counts as not there."""

from __future__ import annotations

from typing import TypeVar

from msgspec import DecodeError
from msgspec.msgpack import Decoder

T = TypeVar("T")


def decoded_row(decoder: Decoder[T], row: bytes | None) -> T | None:
    """Decode a row; None where there is none or it has another shape."""
    if row is None:
        return None
    try:
        return decoder.decode(row)
    except DecodeError:
        return None
