"""Warm-up: a member of our own is run before others are forked, so that none of them loads again what all need.

What a first run loads (Markdown, stemmers, a language's names of months, templates' first pages) takes a third of a
small member's run. A module's name alone would not do: most of it is in caches that only a whole run fills.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from kiprah.build.member.contained import run_contained
from kiprah.build.member.member_result import MemberDetails, MemberResult
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import Shard
from kiprah.cache.blobs import FolderBlobs
from kiprah.cache.memory_state import MemoryState
from kiprah.content.folder import MEMBERS, ListedFile, SiteFolder, folder_of
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Settings
from kiprah.workers import WorkerPool

WORTH = 8
"""Minimum number of members for each process that is worth a warm-up, which takes as long as some of them."""
_SECONDS, _MEGABYTES = 30.0, 1000
_ROOT = f"{MEMBERS}/sample/"
_BODY = """
A line with *stress* and a [link](https://example.org/a), and `signs`. Each pupil of SMA 2 reads.

- one
- two

## Outcome

| a | b |
| - | - |
| 1 | 2 |

## Reflection

We read on.
"""
_FILES = {
    "profile.md": "name: Sample\nheadline: Helps\nskills: [planning]\nlanguages: [{language: English, fluency: B1}]\n",
    "activities/2026-01-02-one.md": "title: One\nhours: 4.5\nrole: Helper\norganization: Place\ncauses: [education]\n",
    "activities/2025-03-04-two.md": "title: Two\nhours: 1200\nend: 2025-05-06\nskills: [planning]\nplace: Somewhere\n",
    "reflections/2026-02-03-three.md": "title: Three\n",
}
_WORDS = {"profile.md": "headline: Helps\n", "activities/2026-01-02-one.md": "title: One\n"}
"""Translated front matter, by file."""


def warm_up(shared: Shard) -> None:
    """Run the sample as a member of this community, and let it go; what it loaded stays for whatever is forked.

    First in a child with limits: where that does not end well, neither would it here, and members' runs say why.
    """
    tried = run_contained(run_sample, shared, seconds=_SECONDS, megabytes=_MEGABYTES)
    if tried.ending == "done":
        run_sample(shared)


def run_sample(shared: Shard) -> tuple[MemberResult, MemberDetails]:
    """Run the sample in this process, and return how that ended; its bytes go nowhere."""
    # The PDF is set by a process of its own, which a fork does not inherit.
    settings = replace(shared.context.settings, cv=replace(shared.context.settings.cv, pdf=False))
    with TemporaryDirectory() as folder, WorkerPool(1, contains=False) as alone:
        shard = replace(
            shared,
            context=replace(shared.context, settings=settings),
            blobs=FolderBlobs(Path(folder)),
            root=_ROOT,
            prefix=_ROOT,
            record=MemberRecord("sample", role="Helper", since="2024"),
            leave_out=True,
        )
        result = run_member(shard, _sample(Path(folder), settings), MemoryState({}), alone)
        return result, result.details(shard.blobs)


def _sample(root: Path, settings: Settings) -> SiteFolder:
    files = dict(_FILES)
    for language in settings.languages:
        if language != settings.language:
            files |= {f"{path.removesuffix('.md')}.{language}.md": head for path, head in _WORDS.items()}
    contents = {f"{_ROOT}{path}": f"---\n{head}---\n{_BODY}".encode() for path, head in files.items()}
    listed = {path: ListedFile(path, len(content), 0, 0, 0) for path, content in contents.items()}
    return replace(folder_of(root, listed), contents=contents)
