"""Leak traces: words of hidden entries that must appear in no output, and the search for them in finished texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from kiprah.model.entry import Body, Common
from kiprah.model.member import Member
from kiprah.plan.privacy.phrases import FEW, Phrases, found_phrases
from kiprah.plan.privacy.visibility import Visible

_LONG_ENOUGH = 24
"""Minimum letters of a trace, which only the hidden entry may say: shorter pieces stand in many honest texts."""
_MANY = 60
"""Maximum number of traces looked for one by one; for more, taking the text apart is quicker."""
_WORDS = 4
"""Maximum number of words looked for of each trace. One alone stands in many texts."""
_PLAIN_MARKS = (
    *((mark, '"') for mark in "\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d"),
    *((mark, "'") for mark in "\u2018\u2019\u201a\u2039\u203a\u300e\u300f"),
    ("\u2013", "--"),
    ("\u2014", "---"),
)
"""Marks that pages write for straight quotes and hyphens, in any language, each with the plain one."""
_PLAIN_WORD = re.compile("[a-z]+")
_PIECE = re.compile(r"[.!?\u2026:;\n]+\s*|<[^>]*>|[*_`#|>\[\]()]+")


class LeakTrace(Struct, frozen=True):
    """A piece of hidden text and the file it stands in."""

    text: str
    path: str


def leak_traces_of(member: Member, visible: Visible) -> tuple[LeakTrace, ...]:
    """Gather traces of everything a member keeps back; what a published text says too is no secret."""
    published = published_paths(visible)
    hidden: list[tuple[str, str]] = list(member.secrets)
    for path, texts in _texts(member, lambda common: common.path not in published):
        hidden.extend((path, text) for text in texts)
    traces: dict[str, str] = {}
    for path, text in hidden:
        for piece in _PIECE.split(text):
            trace = _normal(piece)
            if len(trace) >= _LONG_ENOUGH:
                traces.setdefault(trace, path)
    if not traces:
        return ()
    told = found_phrases(traces, _folded(" ".join(_open(visible))))
    return tuple(LeakTrace(text, path) for text, path in sorted(traces.items()) if text not in told)


def published_paths(visible: Visible) -> frozenset[str]:
    """Name the main file of every entry that is published."""
    return frozenset(common.path for common in _commons(visible))


def find_leak(content: str, traces: Sequence[LeakTrace]) -> LeakTrace | None:
    """Return the first trace that finished text gives away, or None."""
    from html import unescape

    normal = _normal(unescape(content))
    if len(traces) <= FEW:
        return next((trace for trace in traces if trace.text in normal), None)
    found = _phrases_of(traces).found_in(normal)
    return next((trace for trace in traces if trace.text in found), None) if found else None


def told_traces(traces: Sequence[LeakTrace], texts: Iterable[str]) -> frozenset[str]:
    """Return the words of the traces that these texts tell."""
    phrases = _phrases_of(traces)
    return frozenset().union(*(phrases.found_in(_normal(text)) for text in texts))


def suspects_in(content: str, traces: Sequence[LeakTrace]) -> Sequence[LeakTrace]:
    """Return the traces that a text may give away: it holds no word of most, which is known at a tenth of the price."""
    if len(traces) > _MANY:
        return traces
    folded = content.casefold()
    suspects = [trace for trace in traces if all(word in folded for word in _longest_words(trace.text))]
    # So many are looked for together, and are sorted for that once.
    return suspects if len(suspects) <= FEW else traces


def _phrases_of(traces: Sequence[LeakTrace]) -> Phrases:
    """Sort traces once for all the texts that are looked through for them."""
    global _sorted
    if _sorted is None or _sorted[0] is not traces:
        _sorted = traces, Phrases(trace.text for trace in traces)
    return _sorted[1]


_sorted: tuple[Sequence[LeakTrace], Phrases] | None = None
"""The traces that were looked for last."""


@lru_cache(maxsize=4096)
def _longest_words(text: str) -> tuple[str, ...]:
    """Return parts of a trace that stand alike in every form of a text: letters that no escaping changes."""
    return (*sorted(set(_PLAIN_WORD.findall(text)), key=len, reverse=True)[:_WORDS],)


def _normal(text: str) -> str:
    return " ".join(_folded(text).split())


def _folded(text: str) -> str:
    if not text.isascii():
        for mark, plain in _PLAIN_MARKS:
            text = text.replace(mark, plain)
    return text.casefold()


def _commons(visible: Visible) -> Iterable[Common]:
    for activity in visible.all_activities:
        yield activity.common
    for reflection in visible.all_reflections:
        yield reflection.common
    for page in visible.all_pages:
        yield page.common
    for testimonial in visible.testimonials:
        yield testimonial.common
    for selection in visible.selections:
        yield selection.common


def _texts(member: Member, is_wanted: Callable[[Common], bool]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Gather by file the words of each entry that is wanted, with single spaces: bodies have them already."""
    for activity in (one for one in member.activities if is_wanted(one.common)):
        for text in (t for t in activity.texts if not t.hidden):
            bodies = (text.body, *((text.reflection,) if text.reflection else ()))
            yield text.written_in, (*_spaced(text.title, text.quote, text.description), *_plain(*bodies))
    for reflection in (one for one in member.reflections if is_wanted(one.common)):
        for wording in (t for t in reflection.texts if not t.hidden):
            words = _spaced(wording.title, wording.quote, wording.description)
            yield wording.written_in, (*words, *_plain(wording.body))
    for page in (one for one in member.pages if is_wanted(one.common)):
        for page_text in (t for t in page.texts if not t.hidden):
            yield page_text.written_in, (*_spaced(page_text.title, page_text.description), *_plain(page_text.body))
    for selection in (one for one in member.selections if is_wanted(one.common)):
        for shown in (t for t in selection.texts if not t.hidden):
            words = _spaced(shown.title, shown.description, shown.to)
            yield shown.written_in, (*words, *_plain(shown.body))
    for testimonial in (one for one in member.testimonials if is_wanted(one.common)):
        yield testimonial.common.path, _plain(*(text.body for text in testimonial.texts))


def _spaced(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in texts)


def _plain(*bodies: Body) -> tuple[str, ...]:
    return tuple(text for body in bodies for text in (body.text, body.notes) if text)


def _open(visible: Visible) -> Iterable[str]:
    published = published_paths(visible)
    for _, texts in _texts(visible.member, lambda common: common.path in published):
        yield from texts
    for profile in visible.member.profile.texts:
        yield from (*_spaced(profile.headline), profile.bio.text, profile.bio.notes)
    yield from _spaced(visible.settings.title, visible.settings.description)
