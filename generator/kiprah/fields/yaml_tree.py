"""YAML as a tree of texts with their places."""

from __future__ import annotations

from msgspec import Struct


class Scalar(Struct, frozen=True):
    """A value as its text; ``quoted`` tells ``"yes"`` from ``yes``."""

    text: str
    line: int
    column: int
    quoted: bool


class Items(Struct, frozen=True):
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


class Keys(Struct, frozen=True):
    """Keys and their values, in the order written."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Items | Keys
