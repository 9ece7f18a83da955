"""Edited portfolio: ``portfolio.json`` with some entries told anew, written while their pages are still planned."""

from __future__ import annotations

from msgspec import Struct

from kiprah.build.output_keys import OutputKey
from kiprah.cache.blobs import blob_content
from kiprah.plan.data.file_outputs import EncodedOutput
from kiprah.plan.data.portfolio import Portfolio
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.jobs import Job, make


class EditedPortfolio(Struct, frozen=True):
    """The file as it is to be: the one that stands in a blob, with entries told anew."""

    path: str
    key: OutputKey
    """Key of the file as a whole plan would make it."""
    before: str
    """The blob of the file as it was."""
    told: tuple[Portfolio, ...]
    """The entries, in each language."""


def write_portfolio(edited: EditedPortfolio, context: RenderContext) -> tuple[Fault, ...] | None:
    """Write the file into the blob store, scanned; None where the one before has not all of the entries."""
    # Only now: it may be another process that writes it.
    from kiprah.render.data.portfolio import edited_text

    before = blob_content(context.blobs, edited.before)
    content = edited_text(before, edited.told) if before is not None else None
    if content is None:
        return None
    return make(Job(((EncodedOutput(edited.path, content), edited.key.key),), 0), context)
