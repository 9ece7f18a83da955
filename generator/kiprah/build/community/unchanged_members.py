"""Recall of members' results: of whom nothing has changed costs a digest and a row, and no look at the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from kiprah.build.community.member_task import MemberListing, MemberRun, MemberTask
from kiprah.build.member.member_result import BuiltOutput, MemberResult
from kiprah.build.member.result_cache import (
    MemberRow,
    ResultName,
    last_member_result,
    member_row,
    note_results,
    note_stats,
    own_key,
    recalled,
    row_name,
    unchanged_result,
)
from kiprah.build.member.shard import Shard, files_of
from kiprah.cache.blobs import fetch, is_shared
from kiprah.cache.digests import digest_of
from kiprah.cache.stat_index import YOUNG, file_system_time
from kiprah.cache.state import State
from kiprah.content.file_digests import FileDigests
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.read_cache import ReadCache


def recall(
    members: Sequence[MemberListing], shared: Shard, state: State, *, sound: bool
) -> tuple[dict[str, MemberRun], list[MemberTask]]:
    """Recall each member of whom nothing has changed, by slug, with one look at the state; return the others as tasks.

    With ``sound`` what is recalled has all its blobs. Raises ``OSError``.
    """
    rows = state.rows("member", f"{MEMBERS}/") if members and not shared.force else {}
    known = {name: found for name, row in rows.items() if (found := member_row(row)) is not None}
    key = shared.shared_key if known or is_shared(shared.blobs) else ""
    runs: dict[str, MemberRun] = {}
    looked_at: list[tuple[MemberListing, MemberTask]] = []
    for member in members:
        run = _unchanged(member, known.get(_row_of(member, shared)), key, shared) if not sound else None
        if run is not None:
            runs[member.slug] = run
        else:
            looked_at.append((member, member.task()))
    if not shared.force and (known or is_shared(shared.blobs)):
        runs |= _recalled(looked_at, key, known, rows, shared, state, sound=sound)
    return runs, [task for _, task in looked_at if task.slug not in runs]


def _row_of(member: MemberListing, shared: Shard) -> str:
    return row_name(f"{MEMBERS}/{member.slug}/", shared.viewing)


def _key_of(member: MemberListing, key: str) -> str:
    root = f"{MEMBERS}/{member.slug}/"
    return own_key(key, root, root, member.record, member.events)


def _unchanged(member: MemberListing, known: MemberRow | None, key: str, shared: Shard) -> MemberRun | None:
    """Return a member's run of earlier where the file system says of all its files what it said then."""
    if known is None or not known.stats or known.stats != member.stats:
        return None
    result = unchanged_result(known, _key_of(member, key), shared.viewing.today)
    if result is None:
        return None
    register = member.register() if result.register.content else b""
    return MemberRun(member.slug, result, known.usage, True, passed_over=known.passed_over, register=register)


def _recalled(
    members: Sequence[tuple[MemberListing, MemberTask]],
    key: str,
    known: dict[str, MemberRow],
    rows: dict[str, bytes],
    shared: Shard,
    state: State,
    *,
    sound: bool,
) -> dict[str, MemberRun]:
    """Recall results by the contents of files, and note what the file system says of those that are not young."""
    if not members:
        return {}
    site = members[0][1].files.root
    files = {path: file for _, task in members for path, file in task.files.files.items()}
    digests = FileDigests(SiteFolder(site, files, (), {}, {}), state)
    old = file_system_time(state.folder) - YOUNG if state.folder is not None else 0
    named: list[tuple[MemberListing, MemberTask, ResultName]] = []
    for member, task in members:
        row = _row_of(member, shared)
        if row not in known and not is_shared(shared.blobs):
            continue
        content = digests.content_digest(task.files.files, f"{MEMBERS}/{task.slug}/")
        named.append((member, task, ResultName(row, _key_of(member, key), content)))
    digests.save()
    unknown = [name for _, _, name in named if not name.is_in(rows.get(name.row))]
    fetch(shared.blobs, (name.blob for name in unknown))
    runs: dict[str, MemberRun] = {}
    settled: dict[str, MemberRow] = {}
    for member, task, name in named:
        result = recalled(name, rows.get(name.row), shared.viewing.today, shared.blobs, task.register, sound=sound)
        if result is None:
            continue
        runs[task.slug] = MemberRun(
            task.slug, result, task.files.usage, True, passed_over=task.files.problems, register=task.register
        )
        noted = known.get(name.row)
        if noted is not None and name not in unknown and member.is_older_than(old):
            stats, register = member.stats, digest_of(task.register)
            settled[name.row] = replace(
                noted, stats=stats, register=register, usage=task.files.usage, passed_over=task.files.problems
            )
    note_stats(settled, state)
    if is_shared(shared.blobs):
        found = ((name, runs[task.slug].result) for _, task, name in named if task.slug in runs and name in unknown)
        note_results(found, state)
    return runs


def cached_result(shard: Shard, folder: SiteFolder, state: State, cache: ReadCache) -> MemberResult | None:
    """Return the last result of a member where nothing of what it depends on has changed, and its blobs are there."""
    row_of = row_name(shard.prefix, shard.viewing)
    row = state.get("member", row_of)
    if shard.force or (row is None and not is_shared(shard.blobs)):
        return None
    content = cache.content_digest(files_of(folder, shard.root))
    name = ResultName(row_of, shard.key, content)
    result = recalled(name, row, shard.viewing.today, shard.blobs, shard.register, sound=True)
    if result is not None:
        cache.save_stats()
        note_results(((name, result),) if not name.is_in(row) else (), state)
    return result


def last_outputs(shard: Shard, state: State) -> Mapping[str, BuiltOutput]:
    """Return the outputs of a member's last complete run, by path."""
    result = last_member_result(row_name(shard.prefix, shard.viewing), shard.blobs, state)
    return {output.path: output for output in result.details(shard.blobs).outputs} if result is not None else {}
