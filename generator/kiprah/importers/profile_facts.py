"""Facts of a profile that a source holds beside the log, in the words and within the limits of ``profile.md``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kiprah.content.keys.entry_keys import PROFILE
from kiprah.content.keys.key_types import web_address
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.source import read_source
from kiprah.fields.yaml_spans import Plain
from kiprah.importers.plain_text import plain_line
from kiprah.importers.records import Item, ProfileFacts, SkippedItem
from kiprah.importers.written_dates import iso_date


def _line(longest: int) -> Callable[[Any], Plain]:
    return lambda value: plain_line(value, longest) if isinstance(value, str) else ""


def _lines(longest: int, most: int) -> Callable[[Any], Plain]:
    def clean(value: Any) -> list[Plain]:
        listed = value if isinstance(value, list | tuple) else ()
        lines: list[Plain] = [plain_line(one, longest) for one in listed if isinstance(one, str)]
        return [line for line in lines if line][:most]

    return clean


def _day(value: Any) -> Plain:
    return iso_date(value) if isinstance(value, str) else ""


def _url(value: Any) -> Plain:
    if not isinstance(value, str):
        return ""
    try:
        return web_address(value.strip())
    except Wrong:
        return ""


_NAME, _TERM, _LONG = _line(160), _line(80), _line(600)
ITEM_FIELDS: Mapping[str, Mapping[str, Callable[[Any], Plain]]] = {
    "links": {"label": _TERM, "url": _url},
    "education": {
        "institution": _NAME, "url": _url, "area": _NAME, "studyType": _NAME, "startDate": _day, "endDate": _day,
        "score": _line(40), "courses": _lines(160, 40),
    },
    "work": {
        "name": _NAME, "position": _NAME, "url": _url, "location": _line(120), "startDate": _day, "endDate": _day,
        "summary": _LONG, "highlights": _lines(240, 10),
    },
    "awards": {"title": _NAME, "date": _day, "awarder": _NAME, "summary": _LONG},
    "certificates": {"name": _NAME, "date": _day, "url": _url, "issuer": _NAME},
    "languages": {"language": _TERM, "fluency": _TERM},
}  # fmt: skip
"""Keys of an item of each list, and how each is cleaned; the first one names it."""
_OPTIONAL = ("location", "url", "startDate", "endDate", "date", "fluency", "score")
FACT_WORDS = {"name": _line(160), "headline": _line(240), "pronouns": _line(60), "place": _line(120)}


class FactsCollector:
    """Collector of a source's facts of the person, cleaned, and of what is left out."""

    def __init__(self, where: str) -> None:
        """Begin with nothing; ``where`` is the file that is read."""
        self._where = where
        self._words: dict[str, str] = {}
        self._terms: dict[str, list[str]] = {}
        self._items: dict[str, list[Item]] = {}
        self.bio = ""
        self.skipped: list[SkippedItem] = []

    def word(self, key: str, value: Any) -> None:
        """Take a single word of the profile, where it is one."""
        line = FACT_WORDS[key](value)
        if isinstance(line, str) and line and _is_read_as({"name": "x", key: line}):
            self._words.setdefault(key, line)

    def terms(self, key: str, values: Iterable[Any]) -> None:
        """Take words of a list, each once."""
        known = {term.casefold() for term in self._terms.get(key, ())}
        for value in values:
            line = _TERM(value)
            if isinstance(line, str) and line and line.casefold() not in known:
                known.add(line.casefold())
                self._terms.setdefault(key, []).append(line)

    def item(self, key: str, given: Mapping[str, Any]) -> None:
        """Take an item of a list: what of it cannot be read is left out and said."""
        fields = ITEM_FIELDS[key]
        item = {name: text for name, clean in fields.items() if (text := clean(given.get(name)))}
        first = next(iter(fields))
        title = str(item.get(first, ""))
        what = f"{self._where}: {key}: {title}".rstrip(": ")
        if not title:
            self.skipped.append(SkippedItem(what, "no-title"))
            return
        lost = [name for name, value in given.items() if value and name not in item]
        cut = [name for name, text in item.items() if isinstance(text, str) and _is_cut(text, given[name])]
        while not _is_read_as({"name": "x", key: [item]}):
            name = next((name for name in _OPTIONAL if name in item), "")
            if not name:
                self.skipped.append(SkippedItem(what, "unusable", first))
                return
            del item[name]
            lost.append(name)
        self.skipped += [SkippedItem(what, "field-lost", name) for name in lost]
        self.skipped += [SkippedItem(what, "shortened", name) for name in cut]
        self._items.setdefault(key, []).append(item)

    @property
    def facts(self) -> ProfileFacts:
        """Facts that were taken."""
        terms = {key: tuple(terms) for key, terms in self._terms.items()}
        return ProfileFacts(self._words, self.bio, terms, {key: tuple(items) for key, items in self._items.items()})


def _is_cut(text: str, given: object) -> bool:
    return isinstance(given, str) and text.endswith("\u2026") and not given.rstrip().endswith("\u2026")


def _is_read_as(values: Mapping[str, Plain]) -> bool:
    """Say whether the site's own reader takes these keys of a profile as they are."""
    from kiprah.authoring.editing.plain_values import yaml_value
    from kiprah.authoring.yaml_text import key_text
    from kiprah.content.front_matter import read_front_matter
    from kiprah.content.keys.key_hints import FOREIGN

    text = "".join(key_text(key, yaml_value(value)) for key, value in values.items())
    source, problems = read_source("profile.md", f"---\n{text}---\n".encode("utf-8", "surrogatepass"))
    if source is None or problems:
        return False
    reading = DecodeContext(source)
    return read_front_matter(source, PROFILE, reading, FOREIGN) is not None and not any(
        problem.is_error for problem in reading.problems
    )


def merged_facts(several: Iterable[ProfileFacts]) -> ProfileFacts:
    """Put what several files of one source say together; of a single word the first counts."""
    words: dict[str, str] = {}
    terms: dict[str, tuple[str, ...]] = {}
    items: dict[str, tuple[Item, ...]] = {}
    bio = ""
    for facts in several:
        words = {**facts.words, **words}
        bio = bio or facts.bio
        for key, more in facts.terms.items():
            terms[key] = tuple(dict.fromkeys((*terms.get(key, ()), *more)))
        for key, others in facts.items.items():
            items[key] = (*items.get(key, ()), *others)
    return ProfileFacts(words, bio, terms, items)
