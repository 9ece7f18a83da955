"""Merge of a source's facts into ``profile.md``: only what is missing comes in, and what stands there stays."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.editing.document import FileParts, read_document, with_changes
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.new.new_profile import PROFILE_FILE, ProfileRequest, is_example, new_profile_text
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import PROFILE
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import MAX_TEXT_BYTES, read_source
from kiprah.fields.yaml_spans import Plain
from kiprah.importers.profile_facts import ITEM_FIELDS
from kiprah.importers.records import Item, PlanRow, PlanState, ProfileFacts

_MOST = {
    "links": 20, "education": 20, "work": 30, "awards": 30, "certificates": 40, "languages": 20, "skills": 40,
    "interests": 40,
}  # fmt: skip
"""Items that each list of a profile holds."""
_ORDER = tuple(field.name for field in PROFILE)
_LIKE = (("startDate", "date"), ("position", "studyType", "area", "awarder", "issuer"))
"""Keys besides its name that tell that two items are the same thing, of which one was edited."""


class ProfileMerge(Struct, frozen=True):
    """Merge of imported facts into the profile, a row for each; the same bytes where none was missing."""

    rows: tuple[PlanRow, ...] = ()
    before: bytes | None = None
    after: bytes | None = None
    facts: ProfileFacts = ProfileFacts()
    since: date | None = None

    @property
    def is_changed(self) -> bool:
        """Say whether there is anything to write."""
        return self.after is not None and self.after != self.before


NO_PROFILE = ProfileMerge()
"""Merge of a source that says nothing of the person."""


def merge_in_folder(facts: ProfileFacts, folder: Path, language: str, since: date | None = None) -> ProfileMerge:
    """Put what is missing into the profile of a folder, as it stands now; nothing is written."""
    if not facts:
        return NO_PROFILE
    path = folder / PROFILE_FILE
    try:
        before = path.read_bytes() if path.exists() or path.is_symlink() else None
        translations = [other.read_bytes() for other in sorted(folder.glob("profile.*.md"))]
    except OSError:
        return ProfileMerge((PlanRow("skipped", PROFILE_FILE, reason="profile-unread"),))
    return merge_profile(facts, before, translations, language, since)


def merge_profile(
    facts: ProfileFacts,
    before: bytes | None,
    translations: Iterable[bytes],
    language: str,
    since: date | None = None,
) -> ProfileMerge:
    """Put what is missing into a profile; without one, or where only the example stands, a new one is made."""
    merge = _Merge(facts, since)
    is_new = before is None or is_example(before)
    if is_new and "name" not in facts.words:
        return ProfileMerge((PlanRow("skipped", PROFILE_FILE, reason="no-profile"),), before, before)
    base = new_profile_text(ProfileRequest(facts.words.get("name", "")), "", language).encode() if is_new else before
    try:
        document = read_document(base or b"")
        if is_new:
            document = FileParts(document.head, document.keys, document.fence, "")
        merge.compare(document.values, document.shown_body, is_new=is_new, translated=_keys_of(translations))
        after = with_changes(document, merge.changes, _ORDER, merge.body).data
        if len(after) > MAX_TEXT_BYTES or not _reads_well(after, document.data):
            raise CannotEdit
    except CannotEdit:
        return ProfileMerge((PlanRow("skipped", PROFILE_FILE, reason="profile-unread"),), before, before)
    return ProfileMerge(tuple(merge.rows), before, after, facts, since)


class _Merge:
    def __init__(self, facts: ProfileFacts, since: date | None) -> None:
        self._facts, self._since = facts, since
        self.rows: list[PlanRow] = []
        self.changes: dict[str, Plain | None] = {}
        self.body: str | None = None

    @property
    def is_changed(self) -> bool:
        return bool(self.changes) or self.body is not None

    def compare(self, values: Mapping[str, Plain], body: str, *, is_new: bool, translated: frozenset[str]) -> None:
        for key, word in self._facts.words.items():
            stands = values.get(key, "")
            if is_new and key == "name":
                self._row("new", f"name: {word}")
            elif not stands:
                self.changes[key] = word
                self._row("new", f"{key}: {word}")
            else:
                self._row("same" if stands == word else "changed", f"{key}: {word}")
        for key, terms in self._facts.terms.items():
            self._terms(key, terms, values.get(key, ""))
        for key, items in self._facts.items.items():
            self._items(key, items, values.get(key, ""), is_translated=key in translated)
        if self._facts.bio:
            stands = body.strip()
            title = f"bio: {' '.join(self._facts.bio.split())[:60]}"
            if not stands:
                self.body = f"{self._facts.bio}\n"
            self._row("new" if not stands else "same" if stands == self._facts.bio else "changed", title)

    def _terms(self, key: str, terms: Sequence[str], stands: Plain) -> None:
        listed = _listed(stands)
        known = {one.casefold() for one in listed if isinstance(one, str)}
        missing = [term for term in terms if term.casefold() not in known]
        taken, more = missing[: max(0, _MOST[key] - len(listed))], missing[max(0, _MOST[key] - len(listed)) :]
        if taken:
            self.changes[key] = [*listed, *taken]
            self._row("new", f"{key}: {', '.join(taken)}")
        if len(missing) < len(terms):
            self._row("same", f"{key}: {', '.join(term for term in terms if term not in missing)}")
        if more:
            self._row("skipped", f"{key}: {', '.join(more)}", "many-items", str(_MOST[key]))

    def _items(self, key: str, items: Sequence[Item], stands: Plain, *, is_translated: bool) -> None:
        listed = _listed(stands)
        first = next(iter(ITEM_FIELDS[key]))
        free: list[Item] = [one if isinstance(one, dict) else {first: one} for one in listed]
        missing: list[Plain] = []
        for item, state in _matched(key, items, free):
            title = f"{key}: {_title(item)}"
            if state != "new":
                self._row(state, title)
            elif self._is_early(item):
                self._row("skipped", title, "before-since")
            elif is_translated:
                self._row("skipped", title, "translated")
            elif len(listed) + len(missing) >= _MOST[key]:
                self._row("skipped", title, "many-items", str(_MOST[key]))
            else:
                missing.append(dict(item))
                self._row("new", title)
        if missing:
            self.changes[key] = [*listed, *missing]

    def _is_early(self, item: Item) -> bool:
        day = item.get("startDate") or item.get("date")
        return isinstance(day, str) and self._since is not None and f"{day}-01-01"[:10] < self._since.isoformat()

    def _row(self, state: PlanState, what: str, reason: str = "", detail: str = "") -> None:
        reason = reason or ("changed" if state == "changed" else "")
        self.rows.append(
            PlanRow(state, f"{PROFILE_FILE}: {what}", "", reason, detail, path="" if detail else PROFILE_FILE)
        )


def _matched(key: str, items: Sequence[Item], stands: Sequence[Item]) -> list[tuple[Item, PlanState]]:
    """Say of each item whether it stands there, stands there otherwise, or is new; each that stands answers once."""
    states: list[PlanState] = ["new"] * len(items)
    free = [{name: value for name, value in one.items() if value} for one in stands]
    ways: tuple[tuple[Callable[[Item, Item], bool], PlanState], ...] = (
        (operator.eq, "same"),
        *((_alike(key, names), "changed") for names in _LIKE),
        (_renamed, "changed"),
    )
    for is_like, state in ways:
        for number, item in enumerate(items):
            like = next((one for one in free if is_like(item, one)), None) if states[number] == "new" else None
            if like is not None:
                free.remove(like)
                states[number] = state
    return list(zip(items, states, strict=True))


def _alike(key: str, names: Sequence[str]) -> Callable[[Item, Item], bool]:
    """Compare items whose name is the same, and whose dates, or else whose words, do not tell them apart."""
    first = "url" if key == "links" else next(iter(ITEM_FIELDS[key]))

    def is_like(one: Item, other: Item) -> bool:
        if _folded(one.get(first)) != _folded(other.get(first)):
            return False
        pairs = [(one[name], other[name]) for name in names if name in one and name in other]
        return not pairs or any(mine == theirs for mine, theirs in pairs)

    return is_like


def _renamed(one: Item, other: Item) -> bool:
    """Compare items of which only the name was corrected: the same words from the same day on."""
    start, words = _LIKE
    return all(any(one.get(name) and one.get(name) == other.get(name) for name in names) for names in (start, words))


def _folded(value: Plain | None) -> str:
    return " ".join(value.casefold().split()) if isinstance(value, str) else ""


def _listed(value: Plain) -> list[Plain]:
    """Return a list of the profile, which may be written as one word; raises ``CannotEdit`` for what is none."""
    if isinstance(value, dict):
        raise CannotEdit
    return value if isinstance(value, list) else [value] if value else []


def _title(item: Item) -> str:
    texts = [text for text in item.values() if isinstance(text, str) and not text.startswith("http")]
    return ", ".join(texts)[:120]


def _keys_of(translations: Iterable[bytes]) -> frozenset[str]:
    """Return the keys that a translation of the profile says in its own words: item by item, so none may be added."""
    return frozenset(key for data in translations for key in read_document(data).values)


def _reads_well(after: bytes, before: bytes) -> bool:
    return len(_errors(after)) <= len(_errors(before))


def _errors(data: bytes) -> list[str]:
    source, problems = read_source(PROFILE_FILE, data)
    if source is None:
        return [problem.code for problem in problems]
    reading = DecodeContext(source)
    read_front_matter(source, PROFILE, reading, FOREIGN)
    return [problem.code for problem in reading.problems if problem.is_error]
