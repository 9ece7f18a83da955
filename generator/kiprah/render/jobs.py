"""One piece of work: outputs that are best made together, turned into bytes in the store. Runs anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kiprah.cache.blobs import BlobStore
from kiprah.cache.digests import digest_of
from kiprah.model.photo import PhotoSource
from kiprah.plan.outputs import AssetOutput, CardOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.plan.views.card import CardKind
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem
from kiprah.theme import Theme
from kiprah.workers import LostTask, WorkerPool

if TYPE_CHECKING:
    from kiprah.cards import CardLayouts
    from kiprah.imaging.decoded_photo import Negative

_TOGETHER = 400
"""Jobs lighter than this together are done before a second process has started."""
_PAGES_TOGETHER = 24
_CARDS_TOGETHER = 6


class Kit(Struct, frozen=True):
    """What every worker needs besides the outputs."""

    store: Path
    site: str
    """The site's folder, to name files in problems as a person would."""
    theme: Theme
    assets: Mapping[str, Link]
    boxes: bool = False
    """Draw on every card where its layers and safe areas are; such bytes go under keys of their own."""


class Job(Struct, frozen=True):
    """Outputs with the keys their bytes go under."""

    outputs: tuple[tuple[Output, str], ...]
    weight: int
    """A guess at the work in it, so that the longest is begun first."""


def do_jobs(jobs: Sequence[Job], kit: Kit, workers: WorkerPool, done: Callable[[int], None]) -> tuple[Problem, ...]:
    """Do every job; one whose worker dies or hangs costs its files, named, and not the build."""
    problems: list[Problem] = []
    for finished in workers.do(make, jobs, kit, together=sum(job.weight for job in jobs) >= _TOGETHER):
        if isinstance(finished.result, LostTask):
            lost = finished.result
            problems.extend(lost.problem(output.path) for output, _ in finished.task.outputs)
        else:
            problems.extend(finished.result)
        done(len(finished.task.outputs))
    return tuple(problems)


def jobs_of(outputs: Iterable[tuple[Output, str]]) -> tuple[Job, ...]:
    """Put together what shares a photo, and cut the rest into handy pieces; the heaviest first."""
    by_photo: dict[tuple[object, ...], list[tuple[Output, str]]] = {}
    cards: list[tuple[Output, str]] = []
    pages: list[tuple[Output, str]] = []
    jobs: list[Job] = []
    for output, key in outputs:
        source = photo_of(output)
        if source is not None:
            by_photo.setdefault((source.digest, source.hide), []).append((output, key))
        elif isinstance(output, CardOutput):
            cards.append((output, key))
        elif isinstance(output, FileOutput):
            jobs.append(Job(((output, key),), 50))
        else:
            pages.append((output, key))
    jobs.extend(Job(tuple(group), 200 + 30 * len(group)) for group in by_photo.values())
    for together, size, weight in ((cards, _CARDS_TOGETHER, 30), (pages, _PAGES_TOGETHER, 1)):
        for start in range(0, len(together), size):
            group = tuple(together[start : start + size])
            jobs.append(Job(group, weight * len(group)))
    return tuple(sorted(jobs, key=lambda job: (-job.weight, job.outputs[0][0].path)))


def photo_of(output: Output) -> PhotoSource | None:
    """Return the photo an output is made from."""
    if isinstance(output, PictureOutput):
        return output.source
    if isinstance(output, CardOutput) and output.card.photo is not None:
        return output.card.photo.source
    return None


def make(job: Job, kit: Kit) -> tuple[Problem, ...]:
    """Render a job's outputs into the store; a person's mistakes come back as problems, each with its file."""
    store = BlobStore(kit.store)
    problems: list[Problem] = [p for output, _ in job.outputs if (p := glyph_problem(output)) is not None]
    sharing = [(output, key) for output, key in job.outputs if photo_of(output) is not None]
    if sharing:
        problems.extend(_make_from_photo(sharing, kit, store))
    for output, key in job.outputs:
        if photo_of(output) is not None:
            continue
        made = _bytes_of(output, kit)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            store.put(key, made)
    return tuple(problems)


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
        return Problem("card-glyphs", Place(output.path), values, "warning")
    return Problem("card-emoji", Place(output.path), values, "note")


def _make_from_photo(outputs: Sequence[tuple[Output, str]], kit: Kit, store: BlobStore) -> Iterable[Problem]:
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
    darkroom = PhotoReader(source)
    try:
        for chain in sorted({picture.chain for picture, _ in pictures}):
            cut = sizes_from(darkroom.negative(chain[-1]), chain)
            for picture, key in pictures:
                if picture.chain == chain:
                    store.put(key, encode(cut[picture.width, picture.height], picture.format), source.digest)
        for card, key in cards:
            made = _card(card, kit, darkroom.negative(_cover(card, kit)))
            if isinstance(made, Problem):
                return (made,)
            store.put(key, made, source.digest)
    except PhotoBroken as broken:
        return (Problem(broken.code, _place(source.path, kit), {"file": Path(source.path).name, **broken.values}),)
    return ()


def _cover(output: CardOutput, kit: Kit) -> tuple[int, int]:
    """Return what must be decoded for a card: what the pages show, which is mostly enough, or more.

    A standing photo is shown wider than half of it and decoded whole for that. Its cards are cut from a half of their
    own where that suffices: decoding it again costs less than cutting each of them from four times the pixels.
    """
    from kiprah.cards import photo_size
    from kiprah.imaging.decode import scale_for

    photo = output.card.photo
    assert photo is not None
    width, height = photo.source.width, photo.source.height
    needed = photo_size(output.card, _layouts(kit.theme, output.card.kind)) or (1, 1)
    cover = max(photo.cover[0], needed[0]), max(photo.cover[1], needed[1])
    if scale_for((width, height), needed) > 1:
        return min(cover[0], width // 2), min(cover[1], height // 2)
    return cover


def _bytes_of(output: Output, kit: Kit) -> bytes | Problem:
    if isinstance(output, PageOutput):
        from kiprah.render.page import TemplateFault, render_page

        try:
            return render_page(output, kit.theme, kit.assets)
        except TemplateFault as fault:
            return Problem(
                "template-fault", Place(fault.file, fault.line), {"message": fault.message, "page": output.path}
            )
    if isinstance(output, CardOutput):
        return _card(output, kit, None)
    if isinstance(output, AssetOutput):
        return output.content
    if isinstance(output, FileOutput):
        return _file(output)
    if isinstance(output, PictureOutput):
        raise TypeError("a picture is made from its photo")
    from kiprah.render.data import render_data

    return render_data(output)


def _card(output: CardOutput, kit: Kit, photo: Negative | None) -> bytes | Problem:
    from kiprah.cards import LogoBroken, render_card

    try:
        return render_card(output.card, _layouts(kit.theme, output.card.kind), photo, boxes=kit.boxes)
    except LogoBroken as broken:
        name = output.card.logo.source.name if output.card.logo is not None else ""
        return Problem(broken.code, Place(f"static/{name}"), broken.values)


@lru_cache(maxsize=64)
def _layouts(theme: Theme, kind: CardKind) -> CardLayouts:
    """Read a theme's layouts of one kind of card; they were found to be sound when the site was planned."""
    from kiprah.cards import load_layouts

    layouts, problems = load_layouts(dict(theme.cards), (kind,))
    assert layouts is not None, problems
    return layouts


def _file(output: FileOutput) -> bytes | Problem:
    from kiprah.sanitize.mp4 import VideoRefused, clean_video
    from kiprah.sanitize.pdf import DocumentRefused, clean_pdf

    place = Place(output.origin)
    name = Path(output.source).name
    try:
        data = Path(output.source).read_bytes()
    except OSError as error:
        return Problem("file-unreadable", place, {"reason": error.strerror or ""})
    if digest_of(data) != output.digest:
        return Problem("photo-changed", place, {"file": name})
    try:
        if output.kind == "pdf":
            return clean_pdf(data)
        if output.kind == "mp4":
            return clean_video(data)
    except (DocumentRefused, VideoRefused) as refused:
        return Problem(refused.code, place, {"file": name, **refused.values})
    return data


def _place(path: Path, kit: Kit) -> Place:
    folder = Path(kit.site)
    inside = path
    return Place(inside.relative_to(folder).as_posix() if inside.is_relative_to(folder) else inside.name)
