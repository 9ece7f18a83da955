"""Public text of an entry: every word that its page, cards and lists would show, one piece a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from kiprah.model.entry import Activity, EntryText, Page, Reflection, Testimonial
from kiprah.model.member import Profile
from kiprah.plan.privacy.told_words import told_words

PublicEntry = Activity | Reflection | Testimonial | Page | Profile

_MARKED = frozenset({"tags"})
"""Fields of texts that are shown with a mark."""


def public_text(entry: PublicEntry) -> str:
    """Return the words of an entry in all its languages; what a translation hides is not among them.

    All texts are walked through, field by field, so that a field which somebody adds is looked at as well.
    """
    lines = (line.strip() for part in _parts(entry) for line in part.split("\n") if line.strip())
    # A translation says what it leaves out in the original's words: once is enough.
    return "\n".join(dict.fromkeys(lines))


def changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Compare two public texts: each line with ``+`` or ``-``; what stayed is left out."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[tuple[str, str]] = []
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [("-", line) for line in old[start:end] if line.strip()]
            lines += [("+", line) for line in new[first:last] if line.strip()]
    return tuple(lines)


def _parts(entry: PublicEntry) -> Iterator[str]:
    for text in entry.texts:
        if not (isinstance(text, EntryText) and text.hidden):
            yield from told_words(text, _MARKED)
            yield from (f"#{tag}" for tag in (text.tags if isinstance(text, EntryText) else ()))
    if isinstance(entry, Profile):
        yield entry.email
        yield from (link.url for link in entry.links)
    if not isinstance(entry, Testimonial):
        yield from (photo.credit for photo in entry.photos)
