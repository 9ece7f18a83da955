"""The profile: who the member is."""

from __future__ import annotations

from kiprah.content.entry import EntryPaths, ParsedFile, ReadContext, finish, open_entry, translations
from kiprah.content.keys import PROFILE, PROFILE_TRANSLATION
from kiprah.content.photos import photos_of
from kiprah.fields.types import Values
from kiprah.model.member import Profile, ProfileText
from kiprah.problem import Place, Problem


def read_profile(root: str, desk: ReadContext) -> Profile | None:
    """Read ``profile.md`` with its translations; a missing one is an error."""
    folder = root.rstrip("/")
    path = f"{root}profile.md"
    if path not in desk.site.files:
        desk.gathered.problems.append(Problem("profile-missing", Place(path)))
        return None
    others = tuple(
        (language, f"{root}profile.{language}.md")
        for language in sorted(desk.languages)
        if language != desk.language and f"{root}profile.{language}.md" in desk.site.files
    )
    paths = EntryPaths(path, folder, "profile", others)
    opened = open_entry(path, PROFILE, desk)
    if opened is None:
        return None
    texts = [_text(opened, desk.language, opened)]
    bodies = [opened.body]
    for language, other in translations(paths, PROFILE_TRANSLATION, desk):
        texts.append(_text(other, language, opened))
        bodies.append(other.body)
        finish(other, desk)
    values = opened.values
    book = desk.book(folder, "profile")
    portrait = photos_of(
        [values.get("photo")] if values.get("photo") else [], values.nodes.get("photo"), [], book, opened.reading
    )
    photos = photos_of(
        values.get("photos", ()), values.nodes.get("photos"), bodies, desk.book(folder, "bio"), opened.reading
    )
    finish(opened, desk)
    return Profile(
        path=path,
        place=opened.reading.source.place(1, 1),
        name=values.get("name", ""),
        email=values.get("email", ""),
        links=tuple(
            (link.get("label", ""), link.get("url", "")) for link in values.get("links", ()) if link.get("url")
        ),
        photo=portrait[0] if portrait else None,
        texts=tuple(texts),
        photos=photos,
    )


def _text(opened: ParsedFile, language: str, original: ParsedFile) -> ProfileText:
    values, base = opened.values, original.values
    photo = values.get("photo")
    links = values.get("links") or base.get("links", ())
    return ProfileText(
        language=language,
        path=opened.path,
        name=values.get("name") or base.get("name", ""),
        headline=values.get("headline") or base.get("headline", ""),
        pronouns=values.get("pronouns") or base.get("pronouns", ""),
        place=values.get("place") or base.get("place", ""),
        skills=values.get("skills") or base.get("skills", ()),
        languages=values.get("languages") or base.get("languages", ()),
        interests=values.get("interests") or base.get("interests", ()),
        link_labels=tuple(link.get("label", "") for link in links),
        photo_alt=photo.get("alt", "") if isinstance(photo, Values) else "",
        bio=opened.body,
    )
