"""What is due: every output that is wanted, under its key, and what of it stands already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.ledger import VERSION, Ledger
from kiprah.build.load import Read
from kiprah.build.request import Request
from kiprah.cache.blobs import BlobStore, key_of
from kiprah.cache.manifest import Manifest
from kiprah.cache.manifest_check import digest_of_bytes
from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.json_value import json_text
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.outputs import Output, PortfolioPieces, parts_of, pieces_of, value_of
from kiprah.plan.site import Fragment, Plan
from kiprah.problem import Problem
from kiprah.publish.output_scan import gate_digest
from kiprah.publish.writer import is_in_place
from kiprah.render.jobs import photo_of


class Due(Struct, frozen=True):
    """Every output that is wanted, and what of it stands already."""

    keys: Mapping[str, str]
    photos: Mapping[str, str]
    """By output that is made from a photo, the photo's digest."""
    pieces: PortfolioPieces
    parts: Mapping[str, bytes]
    """By output, digests of what its key is made from."""
    in_place: frozenset[str]
    """Outputs that stand in the folder as they are wanted, and were looked at."""


def due_of(request: Request, found: Read, plan: Plan, drawn: LoadedTheme, record: Manifest | None) -> Due:
    """Put together what is due: all of a whole plan, or of an earlier one as the partial plan amends it."""
    keys: dict[str, str] = {}
    photos: dict[str, str] = {}
    pieces = PortfolioPieces(b"", (), ())
    parts: dict[str, bytes] = {}
    if found.again is not None:
        keys, photos, pieces = dict(found.again.keys), dict(found.again.photos), found.again.pieces
        parts = dict(found.again.parts)
    for output in plan.outputs:
        if isinstance(output, PortfolioOutput):
            pieces = pieces_of(output)
        keys[output.path] = key_of(value_of(output), drawn.recipe_of(output))
        parts[output.path] = joined_parts(output, drawn)
        source = photo_of(output)
        if source is not None:
            photos[output.path] = source.digest
    if plan.fragments:
        pieces = pieces.with_fragments((f.section, f.position, f.told) for f in plan.fragments)
        keys[PORTFOLIO] = key_of(pieces.value(PORTFOLIO), drawn.recipes[object])
    in_place: frozenset[str] = frozenset()
    if not request.force and record is not None and record.gate == gate_digest(plan.secrets):
        in_place = frozenset(p for p, key in keys.items() if is_in_place(request.output, p, key, record))
    return Due(keys, photos, pieces, parts, in_place)


def ledger_of(found: Read, plan: Plan, due: Due, making: tuple[Problem, ...]) -> Ledger:
    """Note what this plan came to; a partial one amends the ledger it began from."""
    old = found.again
    sources = dict(old.sources) if old is not None else {}
    sources.update({path: tuple(sorted(files)) for path, files in plan.sources.items()})
    return Ledger(
        VERSION,
        found.state,
        dict(found.texts),
        dict(due.keys),
        dict(due.photos),
        sources,
        old.drawn if old is not None else plan.drawn,
        plan.body_problems,
        due.pieces,
        making,
        dict(due.parts),
    )


def joined_parts(output: Output, drawn: LoadedTheme) -> bytes:
    """Join the digests of an output's recipe and of its fields, four bytes each."""
    recipe = blake2b(drawn.recipe_of(output).encode(), digest_size=4).digest()
    return recipe + b"".join(digest for _, digest in parts_of(output))


def amend_portfolio(
    request: Request, plan: Plan, due: Due, record: Manifest | None, store: BlobStore
) -> dict[str, bytes]:
    """Tell some entries of ``portfolio.json`` anew; nothing where what stands is not the file they belong into."""
    from kiprah.render.data.portfolio import with_fragments

    known = record.files.get(PORTFOLIO) if record is not None else None
    try:
        file = (request.output / PORTFOLIO).read_bytes()
        if known is None or digest_of_bytes(file) != known.digest:
            return {}
        content = with_fragments(file, plan.fragments)
    except (FileNotFoundError, ValueError):
        return {}
    store.put(due.keys[PORTFOLIO], content)
    return {PORTFOLIO: content}


def fragments_text(fragments: Sequence[Fragment]) -> bytes:
    """Write the entries that were told anew, for the last look at them."""
    return "".join(json_text(fragment.told) for fragment in fragments).encode()
