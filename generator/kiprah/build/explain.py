"""Explanation of a published file, and of an entry that is not published."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.community.unchanged_members import last_outputs
from kiprah.build.load import LoadedSite, silent
from kiprah.build.output_keys import joined_parts
from kiprah.build.planned_site import PlannedSite, read_and_plan
from kiprah.build.request import Request
from kiprah.cache.manifest import read_manifest
from kiprah.cache.state import open_state
from kiprah.content.folder import MEMBERS
from kiprah.content.member_record import RECORD_ENDING, record_path
from kiprah.model.member import Withheld
from kiprah.model.settings import Settings
from kiprah.plan.outputs import Output
from kiprah.plan.value_digests import ValueDigests
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool


class Unpublished(Struct, frozen=True):
    """Reason for which nothing of a member is published."""

    reason: str
    """A name of the catalogue ``cli`` under ``why.``."""
    file: str
    """The file that decides it, from the site's folder."""


class Answer(Struct, frozen=True):
    """Explanation of why a file is published, or why an entry is not."""

    found: bool
    settings: Settings | None
    parts: tuple[tuple[str, str], ...] = ()
    """Names of the catalogue ``cli`` under ``why.``, each with the value shown after it."""
    held: tuple[Withheld, ...] = ()
    published: tuple[str, ...] = ()
    """The pages an entry's text stands in, by their paths below the output folder."""
    unpublished: Unpublished | None = None
    """Reason why nothing is published of the member whose file this is."""


def explain(request: Request, path: str) -> Answer:
    """Say what made a published file (its path, or one below the output folder), or why an entry is not published."""
    found = read_and_plan(request, silent, WorkerPool(1))
    if found.theme is None or found.loaded is None:
        return Answer(False, found.settings)
    given = Path(path).absolute()
    inside = given.relative_to(request.output).as_posix() if given.is_relative_to(request.output) else path
    source = given.relative_to(request.site).as_posix() if given.is_relative_to(request.site) else path
    # A shell may have completed the path from a name in pieces.
    inside, source = (unicodedata.normalize("NFC", one.rstrip("/")) for one in (inside, source))
    # A file that nobody wrote is no member's, while a page may be asked for before there is one.
    is_page = given.is_relative_to(request.output)
    is_there = is_page or given.exists() or (request.site / path).exists()
    if found.plan is None:
        unpublished = Unpublished("profile-broken", "profile.md") if is_there else None
        return Answer(is_there, found.settings, unpublished=unpublished)
    held = tuple(h for h in found.plan.held if source in (h.what, h.what.partition("#")[0], h.what.rpartition("/")[0]))
    output = next((output for output in found.plan.outputs if output.path == inside), None)
    if output is None:
        pages = _pages_of(source, found.plan.texts)
        if held or pages or not is_there:
            return Answer(bool(held or pages), found.settings, (), held, pages)
        unpublished = _unpublished(inside if is_page else source, found)
        return Answer(unpublished is not None, found.settings, unpublished=unpublished)
    key = found.theme.key_of(output)
    with open_state(request.cache) as state:
        manifest = read_manifest(state, request.output)
        shard = replace(found.loaded.shard(request), prefix=_prefix_of(inside, found.loaded))
        before = last_outputs(shard, state).get(inside)
    known = manifest.files.get(inside) if manifest is not None else None
    status = "new" if known is None else "same" if known.blob == blob_of(output, key) else "changed"
    made = [*_made_from(output, request)]
    made += [("text", text) for text in found.plan.texts.get(inside, ())]
    made += [("key", key), ("state", status)]
    if status == "changed" and before is not None:
        made += [("differs", name) for name in _differing(output, found.theme, before.parts)]
    return Answer(True, found.settings, tuple(made), held)


def _unpublished(path: str, found: PlannedSite) -> Unpublished | None:
    """Say why nothing is published of the member whose file this is; None where it is no such member's."""
    assert found.loaded is not None and found.site is not None
    community = found.loaded.community
    if community is None:
        return None
    languages = found.loaded.settings.languages[1:]
    parts = path.split("/")
    parts = parts[1:] if parts[0] in languages else parts
    if parts[0] != MEMBERS or len(parts) < 2:
        return None
    slug = parts[1] if len(parts) > 2 else parts[1].removesuffix(RECORD_ENDING)
    member = next((member for member in community.members if member.slug == slug), None)
    record = next((gone for gone in community.gone if gone.slug == slug), None) if member is None else member.record
    if record is not None and not record.is_published:
        return Unpublished("member-moved" if record.leads_on else "member-paused", record_path(slug))
    if member is None:
        return None
    if record is None:
        return Unpublished("record-broken", record_path(slug))
    folder = f"{MEMBERS}/{slug}/"
    is_read = any(one.prefix == folder for one in found.site.members)
    return None if is_read else Unpublished("profile-broken", f"{folder}profile.md")


def _pages_of(source: str, texts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Name the pages a text stands in: a text's file, or an entry's folder."""
    told = ((page, text) for page, names in texts.items() for text in names)
    return tuple(sorted({page for page, text in told if text == source or text.startswith(f"{source}/")}))


def _prefix_of(path: str, site: LoadedSite) -> str:
    """Name the address of the member whose file this is; empty for a portfolio, and for what is no member's."""
    if site.community is None:
        return ""
    parts = path.split("/")
    if parts[0] in site.settings.languages[1:]:
        parts = parts[1:]
    return f"{MEMBERS}/{parts[1]}/" if parts[0] == MEMBERS and len(parts) > 2 else ""


def _differing(output: Output, theme: LoadedTheme, before: bytes) -> tuple[str, ...]:
    """Name the parts of an output's key that are others than they were."""
    digests = ValueDigests()
    now = joined_parts(output, theme, digests)
    names = ("recipe", *(name for name, _ in digests.parts(output)))
    if len(before) != len(now):
        return names
    return tuple(name for at, name in enumerate(names) if now[4 * at : 4 * at + 4] != before[4 * at : 4 * at + 4])


def _made_from(output: Output, request: Request) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = [("kind", type(output).__name__.removesuffix("Output").casefold())]
    parts += output.explained()
    source = output.photo_source
    if source is not None:
        path = Path(source.path)
        inside = path.relative_to(request.site) if path.is_relative_to(request.site) else path
        parts.append(("photo", inside.as_posix()))
    return tuple(parts)
