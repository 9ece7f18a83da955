"""Read-ahead: children read a site's entries while this process still loads what plans and draws them.

Only a first build has entries to read and nothing to recall. What was read ahead is taken where the folder was listed
as it is listed now, so that nothing read can belong to another file than the one it is noted of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kiprah.background_call import BackgroundCall
from kiprah.content.entries.entry_files import ReadContext
from kiprah.content.entries.read_entries import EntryBatch, EntryResult, read_batch
from kiprah.content.folder import SiteFolder
from kiprah.model.settings import Settings
from kiprah.task_runner import PATIENCE


class ReadAhead:
    """Entries that children are reading."""

    def __init__(self, site: SiteFolder, settings: Settings, shares: Sequence[Sequence[EntryBatch]]) -> None:
        """Begin a child for each share."""
        self._site, self._languages = site, (settings.language, settings.languages)
        given = (site.root, settings.language, settings.languages)
        self._calls = [BackgroundCall(_read_share, share, *given) for share in shares]

    def results(self, context: ReadContext) -> Mapping[str, EntryResult]:
        """Wait for what was read, by path; nothing of a folder that is listed otherwise now, nor of a lost child."""
        calls, self._calls = self._calls, []
        site, languages = context.site, (context.language, context.languages)
        if (site.root, site.files, languages) != (self._site.root, self._site.files, self._languages):
            for call in calls:
                call.end()
            return {}
        shares = [call.attempt(PATIENCE) for call in calls]
        return {result.path: result for share in shares for result in share or ()}


def _read_share(
    share: Sequence[EntryBatch], root: Path, language: str, languages: tuple[str, ...]
) -> tuple[EntryResult, ...]:
    return tuple(result for batch in share for result in read_batch(batch, root, language, languages))
