"""Address of a cluster's scheduler, as a person writes it; nothing of a cluster is loaded to read it."""

from __future__ import annotations

from importlib.util import find_spec


def is_installed_for_clusters() -> bool:
    """Say whether what the extra ``kiprah[cluster]`` brings is there; nothing of it is loaded."""
    return find_spec("distributed") is not None


def scheduler_address(executor: str) -> str | None:
    """Return the address of a scheduler as Dask writes it; None where ``executor`` names none.

    ``dask://`` is what Dask's own configuration says: with TLS where that asks for it.
    """
    scheme, separator, rest = executor.partition("://")
    host, colon, port = rest.rpartition(":")
    if not separator or not colon or not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        return None
    if scheme not in ("dask", "tls", "tcp") or any(letter in host for letter in "/@?# "):
        return None
    return f"{scheme}://{rest}"
