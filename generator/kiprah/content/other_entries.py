"""Reflections, testimonials and pages: front matter and body to the model."""

from __future__ import annotations

from kiprah.content.entry import (
    EntryPaths,
    ParsedFile,
    ReadContext,
    common_of,
    day_of_entry,
    finish,
    is_hidden,
    need_title,
    open_entry,
    translations,
)
from kiprah.content.keys import (
    PAGE,
    PAGE_TRANSLATION,
    REFLECTION,
    REFLECTION_TRANSLATION,
    TESTIMONIAL,
    TESTIMONIAL_TRANSLATION,
)
from kiprah.content.photos import photo_texts, photos_of
from kiprah.model.entry import Page, PageText, Reflection, ReflectionText, Testimonial
from kiprah.model.member import Withheld
from kiprah.model.slug import TOP_LEVEL
from kiprah.problem import Place


def read_reflection(paths: EntryPaths, desk: ReadContext) -> Reflection | None:
    """Read one reflection with its translations."""
    opened = open_entry(paths.path, REFLECTION, desk)
    if opened is None:
        return None
    need_title(opened)
    day = day_of_entry(opened, paths)
    language = opened.values.get("lang", desk.language)
    texts = [_reflection_text(opened, language, opened, hidden=False)]
    bodies = [opened.body]
    for other_language, other in translations(paths, REFLECTION_TRANSLATION, desk):
        texts.append(_reflection_text(other, other_language, opened, hidden=is_hidden(other)))
        bodies.append(other.body)
        _hide_translation(other, desk)
    common = common_of(opened, paths, desk)
    photos = photos_of(
        opened.values.get("photos", ()),
        opened.values.nodes.get("photos"),
        bodies,
        desk.book(paths.folder, common.slug),
        opened.reading,
    )
    common = common_of(opened, paths, desk) if opened.broken != common.broken else common
    finish(opened, desk)
    return Reflection(
        common=common,
        date=day,
        activity=opened.values.get("activity", ""),
        activity_place=_key_place(opened, "activity"),
        frame=opened.values.get("frame"),
        photos=photos,
        texts=tuple(texts),
        folder=paths.folder,
    )


def read_testimonial(paths: EntryPaths, desk: ReadContext) -> Testimonial | None:
    """Read one testimonial; without ``consent: yes`` it is never published."""
    opened = open_entry(paths.path, TESTIMONIAL, desk)
    if opened is None:
        return None
    values = opened.values
    relation = values.get("relation", "")
    texts = [(values.get("lang", desk.language), relation, opened.body)]
    for language, other in translations(paths, TESTIMONIAL_TRANSLATION, desk):
        if not is_hidden(other):
            texts.append((language, other.values.get("relation", relation), other.body))
        _hide_translation(other, desk)
    common = common_of(opened, paths, desk, title=values.get("from", ""))
    if values.get("consent") == "yes" and not is_hidden(opened) and not any(words.text for _, _, words in texts):
        node = values.nodes["consent"]
        opened.reading.problems.append(
            opened.reading.source.problem("testimonial-empty", node.line, node.column, level="warning")
        )
    finish(opened, desk)
    return Testimonial(
        common=common,
        name=values.get("from", ""),
        relation=relation,
        date=values.get("date"),
        activity=values.get("activity", ""),
        activity_place=_key_place(opened, "activity"),
        consent=values.get("consent") == "yes",
        texts=tuple(texts),
    )


def read_page(paths: EntryPaths, desk: ReadContext) -> Page | None:
    """Read one page of the member's own; its address may not be one the site uses itself."""
    opened = open_entry(paths.path, PAGE, desk)
    if opened is None:
        return None
    need_title(opened)
    common = common_of(opened, paths, desk)
    if common.slug in TOP_LEVEL or common.slug in desk.languages:
        opened.reading.problems.append(opened.reading.source.problem("page-taken", 1, 1, {"value": common.slug}))
        opened.reading.broken = True
    texts = [_page_text(opened, common.language, opened, hidden=False)]
    bodies = [opened.body]
    for language, other in translations(paths, PAGE_TRANSLATION, desk):
        texts.append(_page_text(other, language, opened, hidden=is_hidden(other)))
        bodies.append(other.body)
        _hide_translation(other, desk)
    photos = photos_of(
        opened.values.get("photos", ()),
        opened.values.nodes.get("photos"),
        bodies,
        desk.book(paths.folder, common.slug),
        opened.reading,
    )
    common = common_of(opened, paths, desk) if opened.broken != common.broken else common
    finish(opened, desk)
    return Page(common, tuple(texts), photos, paths.folder)


def _hide_translation(other: ParsedFile, desk: ReadContext) -> None:
    finish(other, desk)
    if is_hidden(other):
        desk.gathered.held.append(Withheld(other.path, "translation-hidden"))
        desk.gathered.secrets.append((other.path, f"{other.values.get('title', '')}\n{other.sections.main}"))


def _reflection_text(opened: ParsedFile, language: str, original: ParsedFile, *, hidden: bool) -> ReflectionText:
    values = opened.values
    return ReflectionText(
        language=language,
        path=opened.path,
        title=values.get("title") or original.values.get("title", ""),
        description=values.get("description", ""),
        quote=values.get("quote", ""),
        body=opened.body,
        photos=photo_texts(values.get("photos", ())),
        hidden=hidden,
    )


def _page_text(opened: ParsedFile, language: str, original: ParsedFile, *, hidden: bool) -> PageText:
    values = opened.values
    return PageText(
        language=language,
        path=opened.path,
        title=values.get("title") or original.values.get("title", ""),
        description=values.get("description", ""),
        body=opened.body,
        hidden=hidden,
    )


def _key_place(opened: ParsedFile, key: str) -> Place:
    node = opened.values.nodes.get(key)
    return opened.reading.source.place(node.line, node.column) if node else Place("")
