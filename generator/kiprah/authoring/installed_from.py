"""Origin of the installed kiprah, as a requirement that installs the same elsewhere."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from msgspec import Struct

from kiprah import __version__

WHEELS = "wheels"
"""Folder in which a site keeps the wheel that made it, when that came from this machine."""


class Origin(Struct, frozen=True):
    """Requirement that installs this kiprah again: a line of ``requirements.txt``, and the wheel it names, if any."""

    requirement: str
    """Line of ``requirements.txt``; empty: it runs from a folder of its source, which nobody else has."""
    wheel: Path | None = None


def installed_from() -> Origin:
    """Read where the running kiprah was installed from."""
    try:
        return install_origin(distribution("kiprah"))
    except PackageNotFoundError:
        return Origin("")


def install_origin(installed: Distribution) -> Origin:
    """Read the origin of an installation, by what installers note of it (PEP 610)."""
    noted = installed.read_text("direct_url.json")
    if noted is None:
        # Only what comes from an index has no note.
        return Origin(f"kiprah=={__version__}")
    origin: dict[str, Any] = json.loads(noted)
    url = str(origin.get("url", ""))
    if "vcs_info" in origin:
        vcs = origin["vcs_info"]
        return Origin(f"kiprah @ {vcs['vcs']}+{url}@{vcs['commit_id']}") if _is_public(url) else Origin("")
    if "dir_info" in origin:
        return Origin("")
    if _is_public(url):
        return Origin(f"kiprah @ {url}")
    wheel = Path(url2pathname(urlsplit(url).path))
    if wheel.suffix == ".whl" and wheel.is_file():
        return Origin(f"./{WHEELS}/{wheel.name}", wheel)
    return Origin("")


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    # An address with a password in it is nobody else's business.
    return parts.scheme in ("https", "http", "ssh", "git") and parts.password is None
