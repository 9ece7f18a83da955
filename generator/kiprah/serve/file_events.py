"""File events of the machine, as a wake-up: what changed is for the snapshots to say."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

_QUIET_MS = 12
"""Milliseconds within which events that follow each other are one save."""
_GATHER_MS = 120

Standing = tuple[tuple[str, int], ...]
"""The folders that are there, each with its number: one that was deleted and made again is another."""


def standing(folders: Sequence[Path]) -> Standing:
    """List those of the folders that exist."""
    found = []
    for folder in folders:
        try:
            found.append((str(folder), folder.stat().st_ino))
        except OSError:
            continue
    return tuple(found)


class Events:
    """Listener for file events: sets ``woken`` when something moves; without events from the machine it never does."""

    def __init__(self, woken: asyncio.Event) -> None:
        self.woken = woken
        self._folders: Standing = ()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_listening(self) -> bool:
        """Say whether events can arrive."""
        return self._task is not None and not self._task.done()

    async def listen(self, folders: Standing) -> None:
        """Listen to these folders from now on, and to no others; those listened to already are kept."""
        if folders == self._folders and self.is_listening:
            return
        await self.close()
        self._folders = folders
        self._task = self._start([path for path, _ in folders]) if folders else None

    async def close(self) -> None:
        """Listen no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _start(self, paths: Sequence[str]) -> asyncio.Task[None]:
        return asyncio.create_task(self._pass_on(paths))

    async def _pass_on(self, paths: Sequence[str]) -> None:
        try:
            from watchfiles import awatch
        except ImportError:  # no build of it for this machine: looking now and then does as well
            return
        try:
            async for _ in awatch(*paths, watch_filter=None, debounce=_GATHER_MS, step=_QUIET_MS):
                self.woken.set()
        except (OSError, RuntimeError):
            # The machine's limit of watched folders is reached, a mount that cannot be watched, a folder that may
            # not be read or went: the snapshots see all that, only later.
            return
