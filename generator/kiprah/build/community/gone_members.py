"""Members whose folder is gone: what builds kept of them goes with the build that takes their pages away."""

from __future__ import annotations

from collections.abc import Callable

from kiprah.build.member.result_cache import result_blob
from kiprah.cache.blobs import Blobs, is_shared
from kiprah.cache.pruning import prune
from kiprah.cache.state import State, Table
from kiprah.content.folder import MEMBERS
from kiprah.model.community import Community

_TABLES: tuple[Table, ...] = ("entry", "file", "member")
"""Tables whose rows are named by a member's folder; last the one that says of whom anything was kept."""


def forget_gone(community: Community, state: State, blobs: Blobs, used: Callable[[], frozenset[str]]) -> None:
    """Forget what is kept of members who have no folder any more; ``used`` names what this build needs.

    It is asked for only where somebody is gone: it unpacks the result of every member.
    """
    folders = {f"{MEMBERS}/{member.slug}/" for member in community.members}
    gone = sorted({_folder(name) for name in state.names("member", f"{MEMBERS}/")} - folders)
    if not gone:
        return
    theirs = {result_blob(row) for folder in gone for row in state.rows("member", folder).values()}
    if not is_shared(blobs):
        # Older versions of their pages too, and lists of all that named them. What is out of use where other machines
        # see it, one of them may be using.
        prune(blobs, used() - theirs, keep_seconds=0)
    for table in _TABLES:
        state.update(table, {}, [name for folder in gone for name in state.names(table, folder)])


def _folder(row: str) -> str:
    return f"{MEMBERS}/{row.split('/')[1]}/"
