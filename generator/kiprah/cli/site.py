"""Site argument of commands: which folder is meant, and where its cache lies."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kiprah.bucket.address import BadAddress, StoreAddress, harmless_address, near_folder, store_address
from kiprah.cli.language import interface_words
from kiprah.cli.shell_quoting import expanded

_SETTINGS = "site.yml"


def find_site(site: str | None) -> Path:
    """Return the site's folder, absolute: the one named or its ``content/``, else ``content/``, else this folder."""
    named = expanded(Path(site)) if site is not None else None
    tried = [named, named / "content"] if named is not None else [Path("content"), Path()]
    for folder in tried:
        if (folder / _SETTINGS).is_file():
            return folder.absolute()
    from kiprah.cli.terminal_text import harmless, labelled_hint

    folder_named = harmless(site) if site is not None else "content/"
    words = interface_words("cli")
    hint = labelled_hint(words.say("no-site.hint"))
    raise click.UsageError(f"{words.say('no-site', folder=folder_named)}\n    {hint}")


def content_at(site: str | None) -> StoreAddress | None:
    """Return the address that the site's content lies at; None where it is a folder of this machine."""
    return address_in(site) if site else None


def mirrored_site(address: StoreAddress, cache: str | None) -> tuple[Path, str]:
    """Bring content from a bucket into a folder of this machine; return the site's folder, and the cache to use.

    Raises ``BucketFailed``, and ``OSError`` for this machine's faults.
    """
    from kiprah.cache.content_mirror import mirrored_content

    named = cache or os.environ.get("KIPRAH_CACHE") or ".kiprah"
    base = Path(".kiprah").absolute() if address_in(named) is not None else expanded(Path(named)).absolute()
    return find_site(str(mirrored_content(address, base))), named


def cache_of(site: Path, cache: str | None) -> Path:
    """Return the cache's folder, absolute: as named, as ``KIPRAH_CACHE`` says, else ``.kiprah/`` beside the site.

    For an address, a folder of this machine before it.
    """
    named = cache or os.environ.get("KIPRAH_CACHE")
    address = cache_at(cache)
    if address is not None:
        return near_folder(site.parent / ".kiprah", address)
    return expanded(Path(named)).absolute() if named else site.parent / ".kiprah"


def cache_at(cache: str | None) -> StoreAddress | None:
    """Return the address that other machines share a cache at; None where it is a folder of this machine."""
    return address_in(cache or os.environ.get("KIPRAH_CACHE") or "")


def bucket_of(output: str) -> StoreAddress | None:
    """Return the bucket that is published into; None where it is a folder."""
    address = address_in(output)
    return None if address is None or address.folder is not None else address


def address_in(text: str) -> StoreAddress | None:
    """Read an address of a bucket or of a folder that all machines see; a usage error where it is none of these."""
    try:
        return store_address(text)
    except BadAddress:
        raise click.UsageError(interface_words("cli").say("bad-store", address=harmless_address(text))) from None


def output_of(output: str) -> Path:
    """Return the output folder, absolute; for a bucket, a path that stands for it and is never written to."""
    address = address_in(output)
    if address is not None:
        return address.folder or near_folder(Path(".kiprah").absolute(), address) / "output"
    return expanded(Path(output)).absolute()


def shown_path(site: Path, path: str) -> str:
    """Write a path of the site as seen from the current folder, where it lies below it; an address as it is."""
    if "://" in path:
        return path
    if path.startswith("themes/"):
        site = site.parent
    full = site / path if path else site
    try:
        relative = full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()
    return full.as_posix() if relative == "." else relative
