"""Changes of a register of addresses that a command makes: marks what is printed, forgets, hands over to a new site."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cache.atomic_write import write_atomically
from kiprah.content.address_register import parse_register, register_text
from kiprah.content.folder import SiteFolder
from kiprah.model.addresses import REGISTER, REGISTERS, AddressRegister, PublishedAddress


class ChangedRegister(Struct, frozen=True):
    """A register as it will be."""

    path: str
    """From the site's folder."""
    before: bytes
    after: bytes
    """Empty: nothing is left to note, and the file goes."""


def forget_addresses(
    site: SiteFolder,
    entries: Iterable[str],
    below: Iterable[str] = (),
    names_them: Callable[[str], bool] = lambda address: False,
) -> tuple[ChangedRegister, ...]:
    """Take addresses out of every register of a site, and write nothing: what was never published leads nowhere.

    ``entries`` are main files of entries, from the site's folder; ``below`` are addresses from the site's root, with
    all that stands under them; ``names_them`` says of an address that it must not be remembered. What the next build
    publishes, it notes again. A register that cannot be understood keeps its other lines. Raises ``OSError``.
    """
    gone, roots = frozenset(entries), tuple(f"{address.strip('/')}/" for address in below if address.strip("/"))
    changed = []
    for path in sorted(site.files):
        if path == REGISTER or (path.startswith(REGISTERS) and path.endswith(".yml")):
            before = site.read(path)
            register, _ = parse_register(path, before)
            kept = {
                page: address
                for page, address in register.addresses.items()
                if address.entry not in gone and not page.startswith(roots) and not names_them(f"/{page}")
            }
            if len(kept) < len(register.addresses):
                dropped = {f"/{page}" for page in register.addresses.keys() - kept.keys()}
                after = _without_lines(before, dropped) if not register.sound else b""
                changed.append(ChangedRegister(path, before, after or register_text(replace(register, addresses=kept))))
    return tuple(changed)


def _without_lines(data: bytes, pages: Iterable[str]) -> bytes:
    """Drop the lines of these addresses from a file of which other lines cannot be read."""
    starts = tuple(start for page in pages for start in (f"{page}:".encode(), f'"{page}":'.encode()))
    return b"".join(line for line in data.splitlines(keepends=True) if not line.strip().startswith(starts))


def mark_printed(site: Path, page: str, slug: str, today: date) -> bool:
    """Note in a register that a page's address was put on paper; False where the content can only be read.

    ``page`` is its path from the site's root, ``slug`` the member of a community whose register it is in, if any.
    A register that cannot be understood is left alone: the build says what is wrong with it.
    """
    path = f"{REGISTERS}{slug}.yml" if slug else REGISTER
    file = site / path
    try:
        if file.is_symlink():
            return False
        register, _ = parse_register(path, file.read_bytes() if file.exists() else b"")
        known = register.addresses.get(page, PublishedAddress(today))
        if not register.sound:
            return False
        if not known.printed:
            marked = {**register.addresses, page: replace(known, printed=True)}
            write_atomically(file, register_text(replace(register, addresses=marked)))
    except PermissionError:
        return False
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return False
    return True


def handed_over(path: str, data: bytes, root: str) -> bytes:
    """Write a member's register as that of a site of their own: its addresses begin where the member's did."""
    register, _ = parse_register(path, data)
    addresses = {
        moved: replace(address, entry=address.entry.removeprefix(root))
        for page, address in register.addresses.items()
        if (moved := _moved(page, address, root)) is not None
    }
    return register_text(AddressRegister(addresses))


def _moved(page: str, address: PublishedAddress, root: str) -> str | None:
    language = f"{address.language}/" if address.language else ""
    rest = page.removeprefix(language)
    return f"{language}{rest.removeprefix(root)}" if rest.startswith(root) else None
