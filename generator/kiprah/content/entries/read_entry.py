"""Parsed file of an entry: what reading all kinds shares, their date and slug, their common keys, their body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct

from kiprah.content.body_sections import Sections, split_sections
from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.front_matter import FrontMatter, read_front_matter
from kiprah.content.keys.entry_keys import PHOTOS, translation_of
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.content.photos import photo_texts
from kiprah.content.translated_photos import name_photo_facts
from kiprah.content.written_aliases import alias_places, name_own_folder
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.hints import commented_out
from kiprah.fields.source import read_source
from kiprah.fields.types import day_of
from kiprah.fields.values import Field, Values
from kiprah.model.entry import Body, Common, EntryText, LocalizedText
from kiprah.model.member import Withheld
from kiprah.model.slug import dated_name, is_reserved, slug_of
from kiprah.problem import Place, unreadable_file

TextT = TypeVar("TextT", bound=EntryText)


class ParsedFile(Struct, frozen=True):
    """One file of an entry, read as far as it can be."""

    reading: DecodeContext
    values: Values
    sections: Sections
    body: Body
    reflection: Body | None
    path: str

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The texts under its keys."""
        return (self.body,) if self.reflection is None else (self.body, self.reflection)

    @property
    def language(self) -> str:
        """The language that the file itself names, or nothing."""
        return self.values.find(LocalizedText.language) or ""

    def place_of(self, slot: object) -> Place:
        """Return where the key of a struct's field stands; an empty place where it was not given."""
        node = self.values.node_of(slot)
        return self.reading.source.place(node.line, node.column) if node else Place("")

    @property
    def broken(self) -> bool:
        """Say whether something in it keeps the entry from being published."""
        return self.reading.broken or any(p.is_error for p in self.reading.problems)


def open_entry(
    path: str,
    fields: tuple[Field, ...],
    context: ReadContext,
    *,
    own_reflection: bool = False,
    elsewhere: frozenset[str] = frozenset(),
) -> ParsedFile | None:
    """Read one file: keys, sections, bodies; None where not even its keys could be read (then it is not published)."""
    try:
        data = context.site.read(path)
    except OSError as error:
        context.gathered.problems.append(unreadable_file(Place(path), error))
        return None
    source, problems = read_source(path, data)
    context.gathered.problems.extend(problems)
    if source is None:
        return None
    reading = DecodeContext(source, elsewhere=elsewhere)
    front = read_front_matter(source, fields, reading, FOREIGN)
    if front is None:
        context.gathered.problems.extend(reading.problems)
        return None
    return _opened(front, reading, context, own_reflection)


def _opened(front: FrontMatter, reading: DecodeContext, context: ReadContext, own_reflection: bool) -> ParsedFile:
    from kiprah.content.markdown.renderer import render_body

    source = reading.source
    sections, problems = split_sections(front.body, front.body_line, source, own_reflection)
    reading.problems.extend(problems)
    reading.broken = reading.broken or sections.broken
    body, problems = render_body(sections.main, "t", source, front.body_line)
    reading.problems.extend(problems)
    reflection = None
    if sections.reflection is not None and sections.reflection.strip():
        reflection, problems = render_body(sections.reflection, "r", source, front.body_line)
        reading.problems.extend(problems)
    for title, text in sections.private:
        context.gathered.held.append(Withheld(f"{source.path}#{title}", "section-private"))
        context.gathered.secrets.append((source.path, f"{title}\n{text}"))
    return ParsedFile(reading, front.values, sections, body, reflection, source.path)


def finish(opened: ParsedFile, context: ReadContext) -> None:
    """Hand over the problems of one file."""
    if opened.values.get("aliases") and opened.path.startswith("members/"):
        name_own_folder(opened.values, opened.reading)
    context.gathered.problems.extend(opened.reading.problems)


def slug_of_entry(opened: ParsedFile, paths: EntryPaths) -> str:
    """Return the entry's slug: the key's, else the one in its name; one that no address can hold breaks the entry."""
    values, reading = opened.values, opened.reading
    _, rest = dated_name(paths.name)
    slug = values.find(Common.slug) or slug_of(rest)
    if not slug and not values.is_unreadable(Common.slug):
        reading.problems.append(reading.source.problem("empty-slug", 1, 1, {"value": paths.name}))
        reading.broken = True
        slug = slug_of(paths.name) or "entry"
    if is_reserved(slug):
        reading.problems.append(reading.source.problem("reserved-slug", 1, 1, {"value": slug}))
        reading.broken = True
    return slug


def common_of(opened: ParsedFile, slug: str) -> Common:
    """Return the facts every entry has; to be asked last, when all that may break the entry is known."""
    source = opened.reading.source
    return opened.values.make(
        Common,
        path=opened.path,
        top=source.place(1, 1),
        slug=slug,
        broken=opened.broken,
        slug_place=opened.place_of(Common.slug),
        alias_places=alias_places(opened.values, source),
    )


def text_of(
    struct: type[TextT], opened: ParsedFile, language: str, original: ParsedFile | None = None, **more: Any
) -> TextT:
    """Return what one file says; a translation says what it leaves out in the words of the ``original``."""
    return opened.values.make(
        struct,
        original.values if original else None,
        language=language,
        written_in=opened.path,
        body=opened.body,
        photo_words=photo_texts(PHOTOS, opened.values, opened.bodies, original.values if original else None),
        hidden=original is not None and is_hidden(opened),
        **more,
    )


def need_title(opened: ParsedFile) -> None:
    """Note a missing title."""
    title, values, reading = EntryText.title, opened.values, opened.reading
    if values.of(title) or values.is_unreadable(title) or "title" in reading.meant:
        return
    empty = values.node_of(title)
    nearest = commented_out(empty, reading.source)
    reading.say("missing-key", empty or values.node, {"key": "title", "nearest": nearest})


def day_of_entry(opened: ParsedFile, paths: EntryPaths, slot: date) -> date:
    """Return the entry's day: the key's, else the one in its name; a missing one is an error and hides the entry."""
    values, reading = opened.values, opened.reading
    day = values.find(slot)
    if day is not None:
        return day
    text, _ = dated_name(paths.name)
    if text and not values.is_unreadable(slot):
        try:
            return day_of(text)
        except Wrong:
            reading.say("bad-date-in-name", None, {"value": text})
    elif not values.is_unreadable(slot) and "date" not in reading.meant:
        reading.say("missing-date", values.node, {"name": paths.name})
    reading.broken = True
    return date.max


def translations(
    paths: EntryPaths, original: tuple[Field, ...], context: ReadContext, *, own_reflection: bool = False
) -> Iterable[tuple[str, ParsedFile]]:
    """Read the translations of an entry that can be read; ``original`` declares the keys of the entry itself."""
    fields = translation_of(original)
    elsewhere = frozenset(declared.name for declared in original) - {declared.name for declared in fields}
    for language, path in paths.translations:
        opened = open_entry(path, fields, context, own_reflection=own_reflection, elsewhere=elsewhere)
        if opened is not None:
            yield language, opened


def is_hidden(opened: ParsedFile) -> bool:
    """Say whether a translation hides itself: a draft, private, or broken."""
    values = opened.values
    return values.of(Common.draft) or values.of(Common.visibility) == "private" or opened.broken


def finish_translation(other: ParsedFile, original: ParsedFile, context: ReadContext) -> None:
    """Hand over the problems of a translation; the words of one that hides itself must be seen nowhere."""
    name_photo_facts(other.values, other.reading, original.values, original.reading)
    finish(other, context)
    if is_hidden(other):
        title = other.values.of(EntryText.title)
        whole = "\n".join((title, other.sections.main, *filter(None, (other.sections.reflection,))))
        context.gathered.held.append(Withheld(other.path, "translation-hidden"))
        context.gathered.secrets.append((other.path, whole))
