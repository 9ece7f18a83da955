"""Libraries of the extras ``kiprah[attest]`` (to check) and ``kiprah[issue]`` (to sign), loaded when needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal

Extra = Literal["attest", "issue"]

LIBRARIES: Mapping[Extra, tuple[str, ...]] = {
    "attest": ("cryptography", "rfc8785", "base58"),
    "issue": ("cryptography", "rfc8785", "base58", "pyld", "bcrypt"),
}


def is_installed(extra: Extra) -> bool:
    """Say whether every library of an extra is there."""
    return all(find_spec(name) is not None for name in LIBRARIES[extra])


def attest_versions() -> str:
    """Name the libraries that check, with their versions; whether they are there shapes what is shown."""
    # A build asks this once for an installation, and it takes long to load.
    from importlib import metadata

    versions = []
    for name in LIBRARIES["attest"]:
        try:
            versions.append(f"{name}={metadata.version(name)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{name}=none")
    return " ".join(versions)
