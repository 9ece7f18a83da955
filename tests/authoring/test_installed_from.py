"""A new site names the kiprah that made it, wherever that came from."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from kiprah import __version__
from kiprah.authoring.installed_from import Origin, install_origin


def installed(root: Path, noted: object | None) -> Distribution:
    info = root / "kiprah.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: kiprah\nVersion: {__version__}\n", "utf-8")
    if noted is not None:
        (info / "direct_url.json").write_text(json.dumps(noted), "utf-8")
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("noted", "requirement"),
    [
        (None, f"kiprah=={__version__}"),
        (
            {"url": "https://git.example/o/kiprah", "vcs_info": {"vcs": "git", "commit_id": "a1b2", "requested_revision": "v1"}},
            "kiprah @ git+https://git.example/o/kiprah@a1b2",
        ),
        ({"url": "file:///srv/me/kiprah", "vcs_info": {"vcs": "git", "commit_id": "a1b2"}}, ""),
        ({"url": "https://me:secret@git.example/k", "vcs_info": {"vcs": "git", "commit_id": "a1b2"}}, ""),
        (
            {"url": "https://files.example/kiprah-1-py3-none-any.whl", "archive_info": {}},
            "kiprah @ https://files.example/kiprah-1-py3-none-any.whl",
        ),
        ({"url": "file:///gone/kiprah-1-py3-none-any.whl", "archive_info": {}}, ""),
        ({"url": "file:///srv/me/kiprah", "dir_info": {"editable": True}}, ""),
    ],
)  # fmt: skip
def test_the_same_kiprah_is_named(tmp_path: Path, noted: object | None, requirement: str) -> None:
    assert install_origin(installed(tmp_path, noted)) == Origin(requirement)


def test_a_wheel_of_this_machine_goes_along(tmp_path: Path) -> None:
    wheel = tmp_path / "a b" / "kiprah-1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"PK")
    assert install_origin(installed(tmp_path, {"url": wheel.as_uri(), "archive_info": {}})) == Origin(
        "./wheels/kiprah-1-py3-none-any.whl", wheel
    )
