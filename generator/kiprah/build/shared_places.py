"""Places of a build that other machines see: the shared cache is opened, and what stands in the way is a problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.errors import BucketFailed
from kiprah.build.request import Report, Request
from kiprah.cache.state import State
from kiprah.model.addresses import REGISTERS, register_path
from kiprah.problem import Place, Problem, machine_problem
from kiprah.problem_types import PROBLEM_TYPES


def bucket_problem(error: BucketFailed) -> Problem:
    """Say what stood in the way at a bucket."""
    values = {"bucket": error.bucket, "operation": error.operation, "reason": error.reason or "-"}
    named = PROBLEM_TYPES[error.code].values
    return Problem(error.code, Place(error.bucket), {name: text for name, text in values.items() if name in named})


def with_shared_cache(request: Request, state: State) -> tuple[Request, tuple[Problem, ...]]:
    """Open the cache that other machines share, where there is one. Raises ``BucketFailed``.

    What this machine shared with a cache that was emptied since, others would miss: it forgets it, and shares it again.
    """
    if request.cache_at is None:
        return request, ()
    from kiprah.cache.shared_blobs import is_another_cache, open_blobs

    blobs = open_blobs(request.cache_at, request.cache)
    if is_another_cache(blobs, state):
        state.update("member", {}, state.names("member"))
    problems = () if blobs.conditions else (unconditional(request.cache_at.url),)
    return replace(request, conditions=blobs.conditions), problems


def unread_content(error: OSError) -> Report:
    """Say why a site's content could not be brought to this machine."""
    problem = bucket_problem(error) if isinstance(error, BucketFailed) else machine_problem(error)
    return Report(3, (problem,), (), None)


def registers_returned(report: Report, address: StoreAddress, site: Path) -> Report:
    """Put the files of addresses that a build wrote back to where its content lies; the report says what failed."""
    from kiprah.cache.content_mirror import return_files

    try:
        return_files(address, site, registers_in(site))
    except OSError as error:
        problem = bucket_problem(error) if isinstance(error, BucketFailed) else machine_problem(error)
        return replace(report, exit_code=3, problems=(*report.problems, problem))
    return report


def registers_in(site: Path) -> tuple[str, ...]:
    """Name the files of addresses that lie in a site's folder."""
    own = [register_path("")] if (site / register_path("")).is_file() else []
    return (*own, *sorted(f"{REGISTERS}{path.name}" for path in (site / REGISTERS).glob("*.yml")))


def unconditional(url: str) -> Problem:
    """Say of a bucket that it ignores conditions of writes."""
    return Problem("bucket-unconditional", Place(url), {"bucket": url})


def objects_in_the_way(url: str, names: Sequence[str]) -> Problem:
    """Say of objects that stand where the site publishes, and that it did not write."""
    return Problem("bucket-foreign", Place(url), {"bucket": url, "count": str(len(names)), "path": names[0]})


def busy(url: str) -> Problem:
    """Say that another build published there meanwhile."""
    return Problem("bucket-busy", Place(url), {"bucket": url})
