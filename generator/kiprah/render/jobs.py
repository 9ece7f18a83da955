"""Jobs: outputs that are best made together, rendered into the blob store by any worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from kiprah.cache.blobs import CheckedBytes, blob_name
from kiprah.model.photo import PhotoSource
from kiprah.plan.outputs import AssetOutput, CardOutput, CvPdfOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.problem import Place, Problem, with_subject
from kiprah.publish.early_files import write_early
from kiprah.publish.output_scan import scan
from kiprah.render.context import RenderContext, card_layouts, render_card_output
from kiprah.render.kinds import kind_of
from kiprah.workers import LostTask, WorkerPool

_TOGETHER = 400
"""Jobs lighter than this together are done before a second process has started."""


class Job(Struct, frozen=True):
    """Outputs with the keys their bytes go under."""

    outputs: tuple[tuple[Output, str], ...]
    weight: int
    """A guess at the work in it, so that the longest is begun first."""


class Fault(Struct, frozen=True):
    """Why an output could not be made, or what is to be said of it."""

    path: str
    """Of the output."""
    problem: Problem


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
    together = sum(job.weight for job in jobs) >= _TOGETHER
    doing = workers.do(make, jobs, context, together=together, apart=_is_foreign, inherit=True, meanwhile=meanwhile)
    for finished in doing:
        if not isinstance(finished.result, LostTask):
            faults.extend(finished.result)
        elif len(finished.task.outputs) == 1:
            path = finished.task.outputs[0][0].path
            faults.append(Fault(path, finished.result.problem(path)))
        else:
            # One output took its neighbours with it: each is made again by itself, to find out which.
            again.extend(Job((one,), _TOGETHER) for one in finished.task.outputs)
            continue
        done(len(finished.task.outputs))
    return (*faults, *do_jobs(again, context, workers, done)) if again else tuple(faults)


def _is_foreign(job: Job) -> bool:
    """Say whether a job decodes photos or draws cards: with the code of others, which may end its process."""
    return any(isinstance(output, PictureOutput | CardOutput) for output, _ in job.outputs)


def jobs_of(outputs: Iterable[tuple[Output, str]]) -> tuple[Job, ...]:
    """Put together what shares a photo, and cut the rest into handy pieces; the heaviest first."""
    by_photo: dict[tuple[object, ...], list[tuple[Output, str]]] = {}
    alike: dict[str, list[tuple[Output, str]]] = {}
    for output, key in outputs:
        source = photo_of(output)
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


def photo_of(output: Output) -> PhotoSource | None:
    """Return the photo an output is made from."""
    if isinstance(output, PictureOutput):
        return output.source
    if isinstance(output, CardOutput) and output.card.photo is not None:
        return output.card.photo.source
    return None


def blob_of(output: Output, key: str) -> str:
    """Name the blob of an output with this key."""
    source = photo_of(output)
    return blob_name(key, source.digest if source is not None else "")


def _scanned(output: Output, made: bytes, context: RenderContext) -> Problem | None:
    return scan(
        output.path,
        made,
        context.traces,
        of_theme=isinstance(output, PageOutput | AssetOutput),
        of_ours=isinstance(output, CvPdfOutput),
        origin=output.origin if isinstance(output, FileOutput) else "",
    )


def make(job: Job, context: RenderContext) -> tuple[Fault, ...]:
    """Render a job's outputs, scan them, and put them into the blob store; what may not be published stays out."""
    faults = [Fault(o.path, p) for o, _ in job.outputs if (p := glyph_problem(o)) is not None]

    def keep(output: Output, key: str, made: bytes | Problem) -> None:
        problem = made if isinstance(made, Problem) else _scanned(output, made, context)
        if problem is not None:
            faults.append(Fault(output.path, problem))
        elif isinstance(made, bytes):
            blob = blob_of(output, key)
            digest = context.blobs.put(blob, made)
            if context.early:
                write_early(context.early, output.path, blob, CheckedBytes(made, digest))

    sharing = [(output, key) for output, key in job.outputs if photo_of(output) is not None]
    if sharing:
        _make_from_photo(sharing, context, keep)
    for output, key in job.outputs:
        if photo_of(output) is None:
            keep(output, key, kind_of(output).render(output, context))
    return tuple(faults)


def glyph_problem(output: Output) -> Problem | None:
    """Name the letters of a card that no font has; the card leaves them out."""
    if not isinstance(output, CardOutput) or output.card.format != "link":
        return None
    from kiprah.cards import missing_glyphs

    letters, emoji = missing_glyphs(output.card)
    if not letters and not emoji:
        return None
    values = {"clusters": " ".join((letters or emoji)[:12]), "title": output.card.title}
    # A title without its emoji says the same; without its letters it does not.
    if letters:
        return Problem("card-glyphs", Place(output.path), values)
    return Problem("card-emoji", Place(output.path), values)


def _make_from_photo(
    outputs: Sequence[tuple[Output, str]],
    context: RenderContext,
    keep: Callable[[Output, str, bytes | Problem], None],
) -> None:
    """Decode a photo once, as a rule, and cut every size and every card from it.

    What is decoded for an output follows from its own value alone, never from what else happens to be made with it:
    a picture made again by itself must have the same bytes.
    """
    from kiprah.imaging.encode import encode, sizes_from
    from kiprah.imaging.photo_reader import PhotoBroken, PhotoReader

    pictures = [(o, key) for o, key in outputs if isinstance(o, PictureOutput)]
    cards = [(o, key) for o, key in outputs if isinstance(o, CardOutput)]
    source = photo_of(outputs[0][0])
    assert source is not None
    reader = PhotoReader(source)
    try:
        for chain in sorted({picture.chain for picture, _ in pictures}):
            cut = sizes_from(reader.decoded(chain[-1]), chain)
            for picture, key in pictures:
                if picture.chain == chain:
                    keep(picture, key, encode(cut[picture.width, picture.height], picture.format))
        for card, key in cards:
            keep(card, key, render_card_output(card, context, reader.decoded(_cover(card, context))))
    except PhotoBroken as broken:
        values = with_subject(broken.code, broken.values, file=Path(source.path).name)
        keep(*outputs[0], Problem(broken.code, _place(source.path, context), values))


def _cover(output: CardOutput, context: RenderContext) -> tuple[int, int]:
    """Return what must be decoded for a card: what the pages show, which is mostly enough, or more.

    A standing photo is shown wider than half of it and decoded whole for that. Its cards are cut from a half of their
    own where that suffices: decoding it again costs less than cutting each of them from four times the pixels.
    """
    from kiprah.cards import photo_size
    from kiprah.imaging.decode import scale_for

    photo = output.card.photo
    assert photo is not None
    width, height = photo.source.width, photo.source.height
    needed = photo_size(output.card, card_layouts(context.theme, output.card.kind)) or (1, 1)
    cover = max(photo.cover[0], needed[0]), max(photo.cover[1], needed[1])
    if scale_for((width, height), needed) > 1:
        return min(cover[0], width // 2), min(cover[1], height // 2)
    return cover


def _place(path: Path, context: RenderContext) -> Place:
    folder = Path(context.site)
    inside = path
    return Place(inside.relative_to(folder).as_posix() if inside.is_relative_to(folder) else inside.name)
