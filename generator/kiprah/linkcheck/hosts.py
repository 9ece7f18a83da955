"""Checks external links: hosts in parallel, the links of one host one after another with pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urlsplit

from msgspec import Struct

from kiprah.linkcheck.request import LinkStatus, check_link
from kiprah.problem import Place, Problem

CODES: Mapping[str, str] = {
    "gone": "link-gone",
    "troubled": "link-troubled",
    "unreachable": "link-unreachable",
    "unreadable": "link-unreadable",
    "private": "link-private",
    "guarded": "link-guarded",
}
"""The problem behind each kind of status."""


class RequestPolicy(Struct, frozen=True):
    """Timeouts, delays and concurrency of requests."""

    timeout: float = 10.0
    """Seconds without an answer."""
    pause: float = 1.0
    """Seconds between two questions to one host."""
    longest_wait: float = 10.0
    """Maximum seconds that a host may want; one that wants more patience than this is asked another day."""
    hosts_at_once: int = 8
    allowed: frozenset[str] = frozenset()
    """Hosts that may be asked although they are this machine's or its network's own."""


def check_links(
    links: Iterable[tuple[str, Place]], policy: RequestPolicy, on_progress: Callable[[int, int], None] | None = None
) -> tuple[Problem, ...]:
    """Check each distinct address once and return a problem for every link that is dead or has moved."""
    named: dict[str, tuple[str, Place]] = {}
    for address, place in links:
        named.setdefault(urldefrag(address).url, (address, place))
    by_host: dict[str, list[str]] = {}
    for address in named:
        by_host.setdefault(urlsplit(address).netloc.casefold(), []).append(address)
    done = 0
    statuses: dict[str, LinkStatus] = {}
    with ThreadPoolExecutor(max_workers=max(1, min(policy.hosts_at_once, len(by_host)))) as pool:
        for host_statuses in pool.map(lambda addresses: _check_host(addresses, policy), by_host.values()):
            statuses.update(host_statuses)
            done += len(host_statuses)
            if on_progress is not None:
                on_progress(done, len(named))
    if len(by_host) > 1 and all(
        status.kind == "unreachable" and status.detail == "DNS" for status in statuses.values()
    ):
        # One cause, said once: not a single name could be looked up.
        return (Problem("no-network", Place("site.yml"), {"count": str(len(named))}),)
    return tuple(
        problem
        for address, (written, place) in named.items()
        for problem in problems_of(written, place, statuses[address])
    )


def _check_host(addresses: Sequence[str], policy: RequestPolicy) -> dict[str, LinkStatus]:
    statuses: dict[str, LinkStatus] = {}
    for number, address in enumerate(addresses):
        if number:
            time.sleep(policy.pause)
        status = check_link(address, timeout=policy.timeout, allowed=policy.allowed)
        if 0 < status.wait <= policy.longest_wait:
            time.sleep(status.wait)
            status = check_link(address, timeout=policy.timeout, allowed=policy.allowed)
        statuses[address] = status
    return statuses


def problems_of(address: str, place: Place, status: LinkStatus) -> Iterable[Problem]:
    """Yield what a link's status means for its author."""
    if status.kind == "ok":
        if status.redirected_to:
            yield Problem("link-moved", place, {"address": address, "nearest": status.redirected_to})
        return
    yield Problem(CODES[status.kind], place, {"address": address, "detail": status.detail})
