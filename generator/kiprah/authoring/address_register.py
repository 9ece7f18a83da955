"""Changes of a register of addresses that a command makes: marks what is printed, hands over to a site of one's own."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from kiprah.cache.atomic_write import write_atomically
from kiprah.content.address_register import parse_register, register_text
from kiprah.model.addresses import REGISTER, REGISTERS, AddressRegister, PublishedAddress
from kiprah.plan.entry_marks import file_mark


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


def follow_entry(file: Path, old: str, new: str) -> None:
    """Note in a register that an entry's text has another name, so that its old address leads to the new one.

    A register that is not there, or cannot be understood, is left alone. Raises ``OSError``.
    """
    if file.is_symlink() or not file.is_file():
        return
    register, _ = parse_register(file.name, file.read_bytes())
    addresses = {
        page: replace(address, entry=new) if address.entry == old else address
        for page, address in register.addresses.items()
    }
    # What cools off goes on from the day on which it began.
    waiting = {file_mark(new) if mark == file_mark(old) else mark: day for mark, day in register.waiting.items()}
    after = replace(register, addresses=addresses, waiting=waiting)
    if register.sound and after != register:
        write_atomically(file, register_text(after))


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
