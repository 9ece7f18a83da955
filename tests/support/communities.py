"""Small communities on disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kiprah.authoring.community import CommunityContext
from kiprah.build import up_to_date
from kiprah.build.pipeline import build
from kiprah.build.request import Request
from kiprah.cache import standing
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from support.building import request_in
from support.sites import make_project

COMMUNITY = "kind: community\ntitle: Kawan\nurl: https://kawan.example/\nlanguage: en\ncards: {formats: []}\n"
TODAY = date(2026, 11, 22)


def make_community(root: Path, files: Mapping[str, str | bytes] | None = None, settings: str = COMMUNITY) -> Path:
    """Write a community of alya and bima, with one event that both took part in; return the project's folder."""
    return make_project(
        root,
        settings,
        {
            "content/members/alya.yml": "since: 2024\naccounts: [github:alya]\n",
            "content/members/alya/profile.md": "---\nname: Alya Putri\n---\nHalo.\n",
            "content/members/alya/activities/2026-05-01-hari.md": "---\ntitle: Hari\n---\nIsi Alya.\n",
            "content/members/bima/profile.md": "---\nname: Bima\n---\nHai.\n",
            "content/events/2026-05-01-pantai/index.md": (
                "---\ntitle: Pantai\nhours: 3\nparticipants: [alya, bima]  # semua\n---\nBersama.\n"
            ),
            **(files or {}),
        },
    )


def context_in(root: Path) -> CommunityContext:
    """Open a community as its tools do."""
    folder = root / "content"
    site, _ = list_folder(folder)
    settings, problems = read_settings(site)
    assert settings is not None, problems
    return CommunityContext(folder, site, settings, TODAY)


def built_community(
    root: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str | bytes] | None = None
) -> Request:
    """Build a community whose files count as old from the start; return what asks for it."""
    for module in (standing, up_to_date):
        monkeypatch.setattr(module, "YOUNG", -10_000_000_000)
    make_community(root, files)
    request = request_in(root)
    # Twice: the files of addresses that were written are noted as what the build read.
    for _ in range(2):
        assert build(request).exit_code == 0
    return request
