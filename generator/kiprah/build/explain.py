"""Why a file is published, or why an entry is not."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.ledger import ledger_path, read_ledger
from kiprah.build.load import keyed, read_and_plan, silent
from kiprah.build.request import Request
from kiprah.build.stale import joined_parts
from kiprah.cache.manifest import manifest_path, read_manifest
from kiprah.model.member import Withheld
from kiprah.model.settings import Settings
from kiprah.plan.outputs import CardOutput, FileOutput, Output, PageOutput, parts_of
from kiprah.render.jobs import photo_of
from kiprah.workers import WorkerPool


class Answer(Struct, frozen=True):
    """Why a file is published, or why an entry is not."""

    found: bool
    settings: Settings | None
    parts: tuple[tuple[str, str], ...] = ()
    """Names of the catalogue ``cli`` under ``why.`` and what stands there."""
    held: tuple[Withheld, ...] = ()


def explain(request: Request, path: str) -> Answer:
    """Say what made a published file (its path, or one below the output folder), or why an entry is not published."""
    found = read_and_plan(request, silent, WorkerPool(1))
    if found.plan is None or found.drawn is None:
        return Answer(False, found.settings)
    given = Path(path).absolute()
    inside = given.relative_to(request.output).as_posix() if given.is_relative_to(request.output) else path
    source = given.relative_to(request.site).as_posix() if given.is_relative_to(request.site) else path
    held = tuple(h for h in found.plan.held if source in (h.what, h.what.partition("#")[0], h.what.rpartition("/")[0]))
    record = read_manifest(manifest_path(request.cache, request.output))
    for output, key in keyed(found.plan.outputs, found.drawn):
        if output.path == inside:
            known = record.files.get(inside) if record else None
            state = "new" if known is None else "same" if known.key == key else "changed"
            made = [
                *_made_from(output, request),
                *(("text", text) for text in sorted(found.plan.sources.get(inside, ()))),
            ]
            made += [("key", key), ("state", state)]
            ledger = read_ledger(ledger_path(request.cache, request.output))
            if state == "changed" and ledger is not None and inside in ledger.parts:
                made += [("differs", name) for name in _differing(output, found.drawn, ledger.parts[inside])]
            return Answer(True, found.settings, tuple(made), held)
    return Answer(bool(held), found.settings, (), held)


def _differing(output: Output, drawn: LoadedTheme, before: bytes) -> tuple[str, ...]:
    """Name the parts of an output's key that are others than they were."""
    now = joined_parts(output, drawn)
    names = ("recipe", *(name for name, _ in parts_of(output)))
    if len(before) != len(now):
        return names
    return tuple(name for at, name in enumerate(names) if now[4 * at : 4 * at + 4] != before[4 * at : 4 * at + 4])


def _made_from(output: Output, request: Request) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = [("kind", type(output).__name__.removesuffix("Output").casefold())]
    source = photo_of(output)
    if isinstance(output, PageOutput):
        parts += [("template", output.template), ("title", output.page.title)]
    if isinstance(output, CardOutput):
        parts.append(("title", output.card.title))
    if isinstance(output, FileOutput):
        parts.append(("file", output.origin))
    if source is not None:
        path = Path(source.path)
        inside = path.relative_to(request.site) if path.is_relative_to(request.site) else path
        parts.append(("photo", inside.as_posix()))
    return tuple(parts)
