"""Debounce: builds again as soon as a save is whole, and in a storm of saves no oftener than is of use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from kiprah.serve.file_events import Events, standing
from kiprah.serve.snapshot import Snapshot, Watched, snapshot

_LOOKING = 0.4
"""Seconds between two looks where the machine gives no events."""
_SURE = 2.0
"""Seconds between two looks where it does, since an event may be lost."""
_SETTLING = 0.1
_LATE = 0.3
"""Seconds by which an event may come after the change that was seen without it."""
_LOST = 3
"""Number of changes without an event after which the machine is taken to give none."""
_SHARE = 8
"""Divisor of the time that looking for changes may take: one eighth, on a site of any size."""
_STORM = 1.5
"""Seconds within which another change makes it a storm."""
_PATIENCE = 1.0
"""Seconds for which a storm may hold a build up."""


async def changes(watched: Watched, before: Snapshot, stop: asyncio.Event) -> AsyncIterator[Snapshot]:
    """Yield the state of the folders each time it is another than before, until ``stop`` is set.

    Whoever builds between two states may take his time: what moved meanwhile is one change, and the last is never lost.
    """
    woken = asyncio.Event()
    events = Events(woken)
    lost, cost, yielded = 0, 0.0, float("-inf")
    try:
        while not stop.is_set():
            if lost < _LOST:
                await events.listen(standing(watched.folders))
            heard = events.is_listening
            by_event = await _either(woken, stop, max(_SURE if heard else _LOOKING, _SHARE * cost))
            if stop.is_set():
                return
            woken.clear()
            started = time.monotonic()
            now = await asyncio.to_thread(snapshot, watched)
            cost = time.monotonic() - started
            if now == before:
                continue
            if heard and not by_event:
                lost = 0 if await _either(woken, stop, _LATE) else lost + 1
                # Another watcher may hear what this one did not: a folder that was moved away and back.
                await events.close()
            if not by_event or time.monotonic() - yielded < _STORM:
                now = await _settled(watched, now, stop)
            if stop.is_set():
                return
            before = now
            yield now
            yielded = time.monotonic()
    finally:
        await events.close()


async def _settled(watched: Watched, now: Snapshot, stop: asyncio.Event) -> Snapshot:
    """Wait until nothing moves, as an editor may still be writing; but not for ever."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and not await _either(stop, stop, _SETTLING):
        later = await asyncio.to_thread(snapshot, watched)
        if later == now:
            break
        now = later
    return now


async def _either(one: asyncio.Event, other: asyncio.Event, seconds: float) -> bool:
    """Wait for either event, at most so long; say whether the first is set."""
    waiting = [asyncio.create_task(event.wait()) for event in {one, other}]
    _, rest = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    return one.is_set()
