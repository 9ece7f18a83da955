"""Lines of the registers of addresses: those of what is erased go, every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from kiprah.authoring.erasing.planned_edits import PlannedEdits, is_register
from kiprah.plan.entry_marks import file_mark

_TEXT = r'(?:"(?:[^"\\]|\\.)*"|[^\s,:{}"]+)'
_LINE = re.compile(rf"^[ \t]+({_TEXT}):[^\r\n]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_ENTRY = re.compile(rf"[{{,][ \t]*entry:[ \t]*({_TEXT})")


def drop_addresses(edits: PlannedEdits, is_erased: Callable[[str, str], bool]) -> None:
    """Plan that addresses are forgotten; ``goes`` is asked of each page, and of the file that it was of."""
    waiting = {file_mark(path) for path in edits.gone}

    def kept(match: re.Match[str]) -> str:
        name = _plain(match[1])
        entry = _ENTRY.search(match[0])
        is_gone = (
            is_erased(name.lstrip("/"), _plain(entry[1]) if entry else "") if name.startswith("/") else name in waiting
        )
        return "" if is_gone else match[0]

    for path in edits.context.holdings.files:
        if not is_register(path) or path in edits.gone:
            continue
        text = edits.context.holdings.text(path)
        changed = _LINE.sub(kept, text) if text is not None else text
        if changed is not None and changed != text:
            edits.write(path, changed.encode())


def is_below(page: str, addresses: tuple[str, ...]) -> bool:
    """Say whether a page lies below one of these addresses, in any language."""
    return any(f"/{page}".find(f"/{one}") >= 0 for one in addresses)


def _plain(written: str) -> str:
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:
        return written
