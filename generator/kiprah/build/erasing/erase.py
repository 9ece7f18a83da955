"""Erasing, from what was agreed to until the last of it is done; a killed one is gone on with by the next."""

from __future__ import annotations

from msgspec import Struct

from kiprah.authoring.erasing.erasure_record import add_record
from kiprah.authoring.erasing.journal import Journal, Undone, carry_out, close_journal
from kiprah.build.erasing.erase_outputs import ErasedOutputs, erase_outputs
from kiprah.build.load import silent
from kiprah.build.request import Progress, Request
from kiprah.cache.lock import build_lock
from kiprah.model.settings import Settings
from kiprah.publish.site_identity import SiteIdentity


class Erasing(Struct, frozen=True):
    """Report of an erasing."""

    undone: Undone
    outputs: ErasedOutputs
    record: str
    """The file of the record, from the site's folder."""


def run_erasure(journal: Journal, request: Request, settings: Settings, progress: Progress | None = None) -> Erasing:
    """Do all that a journal says. Raises ``OSError`` and ``AlreadyBuilding``; what is left is then done by the next."""
    with build_lock(request.cache, request.patience, lambda: (progress or silent)("wait", 0, 1)):
        undone = carry_out(journal, request.site, request.cache)
    identity = SiteIdentity(settings.url, settings.title)
    outputs = erase_outputs(request, journal.photos, identity, progress)
    # Only what is done is recorded.
    record = add_record(journal.record, request.site)
    close_journal(request.cache)
    return Erasing(undone, outputs, record.name)
