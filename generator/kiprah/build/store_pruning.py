"""Pruning of the blob store after a build: which blobs it needs, and when the others go."""

from __future__ import annotations

from kiprah.build.member.result_cache import blobs_of_results, result_names
from kiprah.build.outcome import BuildOutcome
from kiprah.build.request import Request
from kiprah.cache.blobs import is_shared
from kiprah.cache.pruning import prune, prune_daily
from kiprah.cache.state import State


def prune_store(request: Request, state: State, outcome: BuildOutcome) -> None:
    """Delete blobs that are out of use, where it is time for that."""
    if not request.keep_unused:
        prune(request.blobs, needed_blobs(state, outcome), keep_seconds=0)
    elif outcome.hides_anew and not is_shared(request.blobs):
        # What was public and is hidden now is in no page any more, and not to be found in the store either.
        used = needed_blobs(state, outcome) | blobs_of_results(state, request.blobs)
        prune(request.blobs, used, keep_seconds=0)
    elif outcome.made:
        prune_daily(request.blobs, lambda: needed_blobs(state, outcome))


def needed_blobs(state: State, outcome: BuildOutcome) -> frozenset[str]:
    """Name the blobs that a build needs to keep: what it published, results of members, parts of the search index."""
    used = {blob for files in outcome.shards.values() for blob in files.values()}
    return frozenset(used | result_names(state) | outcome.kept)
