"""Paging of long lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiprah.plan.views.community import PagerView
from kiprah.plan.views.text import Link

T = TypeVar("T")


class ListPage(Struct, Generic[T], frozen=True):
    """One page of a list."""

    href: Link
    items: tuple[T, ...]
    pager: PagerView
    is_first: bool
    """True where it is the list's own address."""


def pages_from_oldest(items: Sequence[T], per_page: int, start: Link) -> Iterator[ListPage[T]]:
    """Page a list of entries, given oldest first: ``page/1/`` holds the oldest, the list's own address the newest.

    Full pages keep what they hold for ever: a new entry rewrites the first page alone. That one shows between
    ``per_page`` and twice as many, newest first.
    """
    full = max(0, len(items) // per_page - 1)
    addresses = [start, *(_numbered(start, number) for number in range(full, 0, -1))]
    for index in range(len(addresses)):
        first = full * per_page if index == 0 else (full - index) * per_page
        last = len(items) if index == 0 else first + per_page
        page = _page(tuple(reversed(items[first:last])), index, addresses)
        yield replace(page, pager=replace(page.pager, number=0, count=0))


def pages_in_order(items: Sequence[T], per_page: int, start: Link) -> Iterator[ListPage[T]]:
    """Page a list in its order: the list's own address is the first page, ``page/2/`` the second."""
    count = max(1, -(-len(items) // per_page))
    addresses = [start, *(_numbered(start, number) for number in range(2, count + 1))]
    for index in range(count):
        yield _page(tuple(items[index * per_page : (index + 1) * per_page]), index, addresses)


def _page(items: tuple[T, ...], index: int, addresses: Sequence[Link]) -> ListPage[T]:
    newer = addresses[index - 1] if index else None
    older = addresses[index + 1] if index + 1 < len(addresses) else None
    return ListPage(addresses[index], items, PagerView(index + 1, len(addresses), newer, older), index == 0)


def _numbered(start: Link, number: int) -> Link:
    return Link(f"{start.path}page/{number}/")
