"""Jobs: outputs that are best made together, rendered into the blob store by any worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kiprah.cache.blobs import blob_name, with_digest
from kiprah.imaging.photo_fault import PhotoFault, lost_photo
from kiprah.plan.outputs import Output
from kiprah.problem import Place, Problem, with_subject
from kiprah.publish.early_files import write_early
from kiprah.publish.output_scan import scan
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.kinds import KINDS, kind_of
from kiprah.task_runner import LostTask
from kiprah.workers import WorkerPool

_TOGETHER = 400
"""Minimum weight of jobs for a second process: lighter ones together are done before it has started."""


class Job(Struct, frozen=True):
    """Outputs with the keys their bytes go under."""

    outputs: tuple[tuple[Output, str], ...]
    weight: int
    """A guess at the work in it, so that the longest is begun first."""


def do_jobs(
    jobs: Sequence[Job],
    context: RenderContext,
    workers: WorkerPool,
    done: Callable[[int], None],
    meanwhile: Callable[[], None] | None = None,
) -> tuple[Fault, ...]:
    """Do every job; a worker that dies or hangs costs the outputs it cannot make, and no others.

    ``meanwhile`` is called once in any case, where a helper is at one of them while it works.
    """
    faults: list[Fault] = []
    again: list[Job] = []
    lost: list[tuple[Job, LostTask]] = []
    together = sum(job.weight for job in jobs) >= _TOGETHER
    results = workers.map(make, jobs, context, parallel=together, isolate=_is_foreign, inherit=True)
    if meanwhile is not None:
        meanwhile()
    for finished in results:
        if not isinstance(finished.result, LostTask):
            faults.extend(finished.result)
        elif len(parts := _parts(finished.task)) == 1:
            lost.append((finished.task, finished.result))
        else:
            # One output took its neighbours with it: each is made again by itself, to find out which.
            again.extend(parts)
            continue
        done(len(finished.task.outputs))
    faults.extend(_lost_faults(lost, context))
    return (*faults, *do_jobs(again, context, workers, done)) if again else tuple(faults)


def _parts(job: Job) -> list[Job]:
    """Cut a job into what can be made by itself: the sizes of a photo are cut from the same pixels, and stay one."""
    sizes = tuple(both for both in job.outputs if kind_of(both[0]).made_at_once)
    parts = [sizes] if sizes else []
    parts += [(both,) for both in job.outputs if not kind_of(both[0]).made_at_once]
    return [Job(part, _TOGETHER) for part in parts]


def _lost_faults(lost: Iterable[tuple[Job, LostTask]], context: RenderContext) -> Iterator[Fault]:
    """Say of each output that was lost why it is missing: of all that one photo took along the same, told once."""
    of_photos: dict[tuple[object, ...], Problem] = {}
    rest: list[tuple[Output, LostTask]] = []
    for job, one in lost:
        for output, _ in job.outputs:
            source = output.photo_source
            if source is not None and kind_of(output).made_at_once:
                of_photos[source.digest, source.hide] = photo_problem(lost_photo(one), _place(source.path, context))
            rest.append((output, one))
    for output, one in rest:
        photo = output.photo_source
        problem = of_photos.get((photo.digest, photo.hide)) if photo is not None else None
        if photo is not None and problem is not None:
            yield Fault(output.path, problem, photo.digest)
        else:
            yield Fault(output.path, one.problem(output.path))


def photo_problem(fault: PhotoFault, place: Place) -> Problem:
    """Say of a photo's file why nothing can be made from it."""
    return Problem(fault.code, place, with_subject(fault.code, fault.values, file=place.path.rpartition("/")[2]))


def _is_foreign(job: Job) -> bool:
    """Say whether a job decodes photos, draws cards or reads documents: what strangers made may end its process."""
    return any(kind_of(output).may_end_process(output) for output, _ in job.outputs)


def jobs_of(outputs: Iterable[tuple[Output, str]]) -> tuple[Job, ...]:
    """Put together what shares a photo, and cut the rest into handy pieces; the heaviest first."""
    by_photo: dict[tuple[object, ...], list[tuple[Output, str]]] = {}
    alike: dict[str, list[tuple[Output, str]]] = {}
    for output, key in outputs:
        source = output.photo_source
        if source is not None:
            by_photo.setdefault((source.digest, source.hide), []).append((output, key))
        else:
            alike.setdefault(kind_of(output).recipe, []).append((output, key))
    jobs = [Job(tuple(group), 200 + 30 * len(group)) for group in by_photo.values()]
    for together in alike.values():
        kind = kind_of(together[0][0])
        for start in range(0, len(together), kind.batch):
            group = tuple(together[start : start + kind.batch])
            jobs.append(Job(group, kind.weight * len(group)))
    return tuple(sorted(jobs, key=_turn))


def _turn(job: Job) -> tuple[int, str]:
    first = job.outputs[0][0]
    return -job.weight - kind_of(first).loading, first.path


def blob_of(output: Output, key: str) -> str:
    """Name the blob of an output with this key."""
    source = output.photo_source
    return blob_name(key, source.digest if source is not None else "")


def _scanned(output: Output, made: bytes, context: RenderContext) -> Problem | None:
    kind = kind_of(output)
    problem = scan(
        output.path,
        made,
        context.traces,
        of_theme=kind.of_theme,
        of_ours=kind.of_ours,
        origin=output.copied_from,
    )
    if problem is None or problem.code != "page-promise":
        return problem
    # Only now: it looks through the theme's templates.
    from kiprah.render.violation_origin import with_origin

    return with_origin(problem, output, context.theme, context.assets)


def make(job: Job, context: RenderContext) -> tuple[Fault, ...]:
    """Render a job's outputs, scan them, and put them into the blob store; what may not be published stays out."""
    faults = [Fault(o.path, p) for o, _ in job.outputs if (p := kind_of(o).remark(o)) is not None]

    def keep(output: Output, key: str, made: bytes | Problem | Fault) -> None:
        found = _scanned(output, made, context) if isinstance(made, bytes) else made
        if found is not None:
            faults.append(found if isinstance(found, Fault) else Fault(output.path, found))
        elif isinstance(made, bytes):
            blob = blob_of(output, key)
            finished = with_digest(made)
            context.blobs.put(blob, finished)
            if context.early:
                write_early(context.early, output.path, blob, finished)

    sharing = [(output, key) for output, key in job.outputs if output.photo_source is not None]
    if sharing:
        _make_from_photo(sharing, context, keep)
    for output, key in job.outputs:
        if output.photo_source is None:
            keep(output, key, kind_of(output).render(output, context))
    return tuple(faults)


def _make_from_photo(
    outputs: Sequence[tuple[Output, str]],
    context: RenderContext,
    keep: Callable[[Output, str, bytes | Problem | Fault], None],
) -> None:
    """Decode a photo once, as a rule, and cut everything from it, kind by kind.

    What is decoded for an output follows from its own value alone, never from what else happens to be made with it:
    a picture made again by itself must have the same bytes.
    """
    from kiprah.imaging.photo_reader import PhotoBroken, PhotoReader

    source = outputs[0][0].photo_source
    assert source is not None
    reader = PhotoReader(source)
    made_paths: set[str] = set()
    try:
        for kind in KINDS.values():
            alike = [(output, key) for output, key in outputs if kind_of(output) is kind]
            for output, key, made in kind.cut(alike, reader, context) if alike else ():
                made_paths.add(output.path)
                keep(output, key, made)
    except PhotoBroken as broken:
        problem = photo_problem(PhotoFault(broken.code, broken.values), _place(source.path, context))
        # Each is missing: what no entry owns is left out one by one.
        for output, key in outputs:
            if output.path not in made_paths:
                keep(output, key, Fault(output.path, problem, source.digest))


def _place(path: Path, context: RenderContext) -> Place:
    folder = Path(context.site)
    inside = path
    return Place(inside.relative_to(folder).as_posix() if inside.is_relative_to(folder) else inside.name)
