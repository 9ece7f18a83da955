"""Disk cache of a site's own file of addresses: it has a line for every page, and hardly a build changes it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.digests import key_of
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.state import State
from kiprah.model.addresses import REGISTER, AddressRegister, PublishedAddress
from kiprah.problem import Problem


class _Row(Struct, frozen=True, array_like=True):
    key: str
    """A digest of the file, and of what shapes how it is read."""
    addresses: dict[str, PublishedAddress]
    waiting: dict[str, date]


_ENCODER, _DECODER = Encoder(order="deterministic"), Decoder(_Row)


def cached_register(data: bytes, reading: str, state: State) -> tuple[AddressRegister, tuple[Problem, ...]]:
    """Read the site's own file of addresses, from the state where it stands as it was read before.

    ``reading`` is the recipe of reading. Only a file of which every line was understood is kept.
    """
    key = key_of("addresses", data, reading)
    known = decoded_row(_DECODER, state.get("addresses", REGISTER))
    if known is not None and known.key == key:
        return AddressRegister(known.addresses, known.waiting, data), ()
    # Only now: most builds know what is in it.
    from kiprah.content.address_register import parse_register

    register, problems = parse_register(REGISTER, data)
    if register.sound and not problems:
        kept = _Row(key, dict(register.addresses), dict(register.waiting))
        state.update("addresses", {REGISTER: _ENCODER.encode(kept)})
    return register, problems
