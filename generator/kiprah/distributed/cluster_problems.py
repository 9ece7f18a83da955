"""Problems of a cluster, each in one line: what stands in the way, and on which worker."""

from __future__ import annotations

from kiprah.problem import Place, Problem

_NAMES = {"pillow": "Pillow", "python": "Python"}


def unreachable(address: str, reason: str) -> Problem:
    """Say that nobody answers at the scheduler's address."""
    return Problem("cluster-unreachable", Place(address), {"address": address, "reason": reason})


def scheduler_lost(address: str) -> Problem:
    """Say that the scheduler went in the middle of a build."""
    return Problem("cluster-lost", Place(address), {"address": address})


def no_workers(address: str, seconds: float) -> Problem:
    """Say that a scheduler has had no worker for so long."""
    return Problem("cluster-empty", Place(address), {"address": address, "seconds": str(round(seconds))})


def worker_differs(worker: str, what: str, here: str, there: str, *, last: bool = False) -> Problem:
    """Say which library of a worker is another; with ``last`` no worker is left."""
    values = {"worker": worker, "what": _NAMES.get(what, what), "here": here, "there": there}
    return Problem("cluster-all-differ" if last else "cluster-worker-differs", Place(worker), values)


def worker_blind(worker: str, path: str, *, last: bool = False) -> Problem:
    """Say what a worker does not see as it is; with ``last`` no worker is left."""
    values = {"worker": worker, "path": path}
    return Problem("cluster-all-blind" if last else "cluster-worker-blind", Place(worker), values)


def worker_broken(worker: str, reason: str, *, last: bool = False) -> Problem:
    """Say that kiprah does not begin on a worker; with ``last`` no worker is left."""
    values = {"worker": worker, "reason": reason}
    return Problem("cluster-all-broken" if last else "cluster-worker-broken", Place(worker), values)


def result_missing(slug: str, worker: str) -> Problem:
    """Say that what a worker left in the store of blobs cannot be read here."""
    return Problem("cluster-result", Place(worker), {"worker": worker, "member": slug})
