"""Who is gone is looked for in every build of a community; what everybody needs only once somebody is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from kiprah.build.community.gone_members import forget_gone
from kiprah.cache.blobs import FolderBlobs
from kiprah.cache.state import State
from kiprah.model.community import Community


def unpacked() -> frozenset[str]:
    raise AssertionError("everybody's result was unpacked")


def test_nothing_is_unpacked_where_nobody_is_gone(tmp_path: Path) -> None:
    state, blobs = State(tmp_path), FolderBlobs(tmp_path)
    rows = {"members/alya/@public": b"a", "members/bima/@public": b"b", "@community@public": b"c"}
    state.update("member", rows)
    slugs = ["alya", "bima"]
    community = cast(Community, SimpleNamespace(members=[SimpleNamespace(slug=slug) for slug in slugs]))
    forget_gone(community, state, blobs, unpacked)
    assert state.rows("member") == rows
    del community.members[1]  # type: ignore[attr-defined]
    with pytest.raises(AssertionError, match="unpacked"):
        forget_gone(community, state, blobs, unpacked)
    forget_gone(community, state, blobs, frozenset)
    assert state.rows("member").keys() == {"members/alya/@public", "@community@public"}
