"""Register of the circles that end on a day: so that a later build can say which has ended and still lies here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from kiprah.cache.atomic_write import write_atomically

CIRCLES_FILE = "circles.json"


def note_circle(cache: Path, folder: Path, until: date | None) -> None:
    """Remember until when a circle may be shown; one without an end is forgotten."""
    before = _noted(cache)
    noted = {path: day for path, day in before.items() if path != str(folder)}
    if until is not None:
        noted[str(folder)] = until.isoformat()
    if noted != before:
        write_atomically(cache / CIRCLES_FILE, json.dumps(noted, sort_keys=True).encode())


def ended_circles(cache: Path, today: date) -> tuple[tuple[Path, str], ...]:
    """Return the folders of circles whose last day has passed, with that day; what was deleted is not named."""
    # Only now: few sites have a circle, and every build asks.
    from kiprah.publish.circle.folder import is_circle

    found = ((Path(path), day) for path, day in sorted(_noted(cache).items()) if day < today.isoformat())
    return tuple((path, day) for path, day in found if is_circle(path))


def _noted(cache: Path) -> dict[str, str]:
    """Read the register; a damaged one is an empty one, since it holds nothing but reminders."""
    try:
        value = json.loads((cache / CIRCLES_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}
