"""Asking many hosts: several at once, each of them one thing at a time and with patience."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urlsplit

from msgspec import Struct

from kiprah.linkcheck.request import Answer, visit
from kiprah.problem import Level, Place, Problem

CODES: Mapping[str, tuple[str, Level]] = {
    "gone": ("link-gone", "warning"),
    "troubled": ("link-troubled", "warning"),
    "unreachable": ("link-unreachable", "warning"),
    "unreadable": ("link-unreadable", "warning"),
    "private": ("link-private", "warning"),
    # Hosts that keep machines out say nothing of the page: never more than a note.
    "guarded": ("link-guarded", "note"),
}


class Manners(Struct, frozen=True):
    """How hosts are asked."""

    timeout: float = 10.0
    """Seconds without an answer."""
    pause: float = 1.0
    """Seconds between two questions to one host."""
    longest_wait: float = 10.0
    """A host that wants more patience than this is asked another day."""
    hosts_at_once: int = 8
    allowed: frozenset[str] = frozenset()
    """Hosts that may be asked although they are this machine's or its network's own."""


def ask(
    links: Iterable[tuple[str, Place]], manners: Manners, tell: Callable[[int, int], None] | None = None
) -> tuple[Problem, ...]:
    """Ask whether each address still leads somewhere; the same address is asked once."""
    named: dict[str, tuple[str, Place]] = {}
    for address, place in links:
        named.setdefault(urldefrag(address).url, (address, place))
    by_host: dict[str, list[str]] = {}
    for address in named:
        by_host.setdefault(urlsplit(address).netloc.casefold(), []).append(address)
    done = 0
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(max_workers=max(1, min(manners.hosts_at_once, len(by_host)))) as pool:
        for found in pool.map(lambda addresses: _one_host(addresses, manners), by_host.values()):
            answers.update(found)
            done += len(found)
            if tell is not None:
                tell(done, len(named))
    if len(by_host) > 1 and all(answer.kind == "unreachable" and answer.detail == "DNS" for answer in answers.values()):
        # One cause, said once: not a single name could be looked up.
        return (Problem("no-network", Place("site.yml"), {"count": str(len(named))}, "warning"),)
    return tuple(
        problem for address, (written, place) in named.items() for problem in _said(written, place, answers[address])
    )


def _one_host(addresses: Sequence[str], manners: Manners) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for number, address in enumerate(addresses):
        if number:
            time.sleep(manners.pause)
        answer = visit(address, timeout=manners.timeout, allowed=manners.allowed)
        if 0 < answer.wait <= manners.longest_wait:
            time.sleep(answer.wait)
            answer = visit(address, timeout=manners.timeout, allowed=manners.allowed)
        answers[address] = answer
    return answers


def _said(address: str, place: Place, answer: Answer) -> Iterable[Problem]:
    if answer.kind == "ok":
        if answer.moved:
            yield Problem("link-moved", place, {"address": address, "nearest": answer.moved}, "note")
        return
    code, level = CODES[answer.kind]
    yield Problem(code, place, {"address": address, "detail": answer.detail}, level)
