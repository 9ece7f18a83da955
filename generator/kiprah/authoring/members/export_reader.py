"""Reader of what another kiprah published: ``portfolio.json`` with its media, as the files they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from msgspec import DecodeError, to_builtins
from msgspec.json import decode

from kiprah.authoring.archives.archive import Archive
from kiprah.authoring.archives.archive_names import FoundName
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value, key_text
from kiprah.fields.decoding import Wrong
from kiprah.fields.types import day_of
from kiprah.model.slug import is_reserved, slug_of
from kiprah.plan.data.portfolio_types import (
    ActivityJson,
    ActivityTextJson,
    PageJson,
    PhotoJson,
    PortfolioJson,
    ReflectionJson,
    TestimonialJson,
)

EXPORT = "portfolio.json"
_MOST_BYTES = 50_000_000
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\s*\d*)([-+=.)])", re.MULTILINE)


class _Titled(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def text(self) -> str: ...


class _Files:
    """Files as they would have been written, and the media they name."""

    def __init__(self, archive: Archive, export: str, languages: Iterable[str]) -> None:
        root = export.removesuffix(EXPORT)
        self._languages = tuple(languages)
        self._media = {PurePosixPath(p).name: p for p in archive.files if p.startswith(root)}
        self.texts: dict[str, bytes] = {}
        self.copies: dict[str, str] = {}
        """Path in the archive of each file to copy, by the path that it is copied to."""
        self.missing: list[str] = []

    def language_of(self, texts: Mapping[str, object], default: str) -> str:
        return default if default in texts else next(iter(sorted(texts)), default)

    def photos(self, folder: str, photos: Iterable[PhotoJson]) -> list[Value]:
        listed: list[Value] = []
        for number, photo in enumerate(photos, 1):
            name = self.copy(folder, photo.url, f"photo-{number}")
            if name:
                words = {"alt": photo.alt, "caption": photo.caption, "credit": photo.credit}
                listed.append({"file": name, **{key: text for key, text in words.items() if text}})
        return listed

    def copy(self, folder: str, url: str, stem: str) -> str:
        """Name the file that an address leads to, once it is beside the entry; empty where it was not sent."""
        source = self._media.get(PurePosixPath(unquote(urlsplit(url).path)).name)
        if source is None:
            self.missing.append(url)
            return ""
        name = f"{stem}{PurePosixPath(source).suffix.casefold()}"
        self.copies[f"{folder}/{name}" if folder else name] = source
        return name

    def write(self, path: str, keys: Mapping[str, Value], body: str) -> None:
        front = "".join(key_text(key, value) for key, value in keys.items() if value not in ("", (), [], None))
        self.texts.setdefault(path, f"---\n{front}---\n{body}\n".encode())

    def translations(self, folder: str, texts: Mapping[str, _Titled], original: str) -> None:
        """Write the title and the text of each further language that the community has."""
        for language, text in texts.items():
            if language != original and language in self._languages:
                self.write(f"{folder}/index.{language}.md", {"title": text.title}, markdown_of(text.text))


def read_export(archive: Archive, slug: str, languages: Iterable[str]) -> Archive | None:
    """Read an archive of what kiprah published; None where it holds none that can be read, or several."""
    exports = [path for path in archive.files if PurePosixPath(path).name == EXPORT]
    if len(exports) > 1:
        exports = [path for path in exports if path.endswith(f"/{slug}/{EXPORT}") or path == f"{slug}/{EXPORT}"]
    if len(exports) != 1 or archive.files[exports[0]] > _MOST_BYTES:
        return None
    data = archive.read(exports[0])
    if isinstance(data, Refusal):
        return None
    try:
        portfolio = decode(data, type=PortfolioJson)
    except (DecodeError, RecursionError, UnicodeDecodeError):
        return None
    if portfolio.format != 1:
        return None
    files = _written(portfolio, _Files(archive, exports[0], languages))
    found = {path: FoundName(path, len(content)) for path, content in files.texts.items()}
    found |= {path: FoundName(path, archive.files[source]) for path, source in files.copies.items()}

    def read(one: FoundName) -> bytes:
        if one.name in files.texts:
            return files.texts[one.name]
        content = archive.read(files.copies[one.name])
        return b"" if isinstance(content, Refusal) else content

    left_out = [LeftOut(url[:200], "not-sent") for url in dict.fromkeys(files.missing)]
    return Archive({path: found[path] for path in sorted(found)}, left_out, read, lambda: None)


def markdown_of(text: str) -> str:
    """Write plain text as Markdown that says the same, sign by sign."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))).strip()


def _written(portfolio: PortfolioJson, files: _Files) -> _Files:
    _profile(portfolio, files)
    language = portfolio.site.language
    for activity in portfolio.activities:
        _activity(activity, language, files)
    for reflection in portfolio.reflections:
        _reflection(reflection, language, files)
    for testimonial in portfolio.testimonials:
        _testimonial(testimonial, language, files)
    for page in portfolio.pages:
        _page(page, language, files)
    return files


def _profile(portfolio: PortfolioJson, files: _Files) -> None:
    member = portfolio.member
    text = member.texts.get(files.language_of(member.texts, portfolio.site.language))
    keys: dict[str, Value] = {"name": member.name, "email": member.email}
    keys["links"] = [{"label": link.label or link.url, "url": link.url} for link in member.links]
    if text is not None:
        words = {"headline": text.headline, "pronouns": text.pronouns, "place": text.place}
        keys |= {**words, "skills": text.skills, "languages": text.languages, "interests": text.interests}
    if text is not None and text.background is not None:
        # Its words are those of ``profile.md``; what is empty is not written.
        keys |= to_builtins(text.background)
    if member.photo is not None and (name := files.copy("", member.photo.url, "photo")):
        keys["photo"] = {"file": name, **({"alt": member.photo.alt} if member.photo.alt else {})}
    files.write("profile.md", keys, markdown_of(text.text) if text is not None else "")


def _place(kind: str, day: str, slug: str) -> str:
    """Return the folder of an entry; empty where its day or its slug is none."""
    clean = slug_of(slug)
    if not clean or is_reserved(clean):
        return ""
    if not day or _is_less_than_a_day(day):
        return f"{kind}/{clean}"
    try:
        return f"{kind}/{day_of(day).isoformat()}-{clean}"
    except Wrong:
        return ""


def _is_less_than_a_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d{2})?", text) is not None


def _activity(one: ActivityJson, default: str, files: _Files) -> None:
    folder = _place("activities", one.date, one.slug)
    language = files.language_of(one.texts, default)
    text = one.texts.get(language)
    if not folder or text is None:
        return
    organization = one.organization
    proofs = [
        {"kind": e.kind, "label": e.label, **({"url": e.url} if e.kind == "link" else {"file": name})}
        for number, e in enumerate(one.evidence, 1)
        if (name := "" if e.kind == "link" else files.copy(folder, e.url, f"evidence-{number}")) or e.kind == "link"
    ]
    keys: dict[str, Value] = {
        "title": text.title,
        "lang": language if language != default else "",
        "date": one.date if _is_less_than_a_day(one.date) else "",
        "end": one.end if one.end != one.date else "",
        "ongoing": True if one.ongoing else "",
        "organization": {k: v for k, v in (("name", organization.name), ("url", organization.url)) if v}
        if organization is not None
        else "",
        "role": one.role,
        "hours": str(one.hours) if one.hours is not None else "",
        "hours_are": "estimated" if one.hours_estimated else "",
        "causes": one.causes,
        "skills": one.skills,
        "sdgs": one.sdgs,
        "tags": one.tags,
        "place": one.place,
        "with": one.companions,
        "impact": [{"value": str(i.value), "what": i.what, "source": i.source} for i in one.impact],
        "evidence": proofs,
        "quote": text.quote,
        "photos": files.photos(folder, one.photos),
    }
    files.write(f"{folder}/index.md", keys, _body(text, language))
    files.translations(folder, one.texts, language)


def _body(text: ActivityTextJson, language: str) -> str:
    if text.reflection is None:
        return markdown_of(text.text)
    heading = "Refleksi" if language.partition("-")[0] == "id" else "Reflection"
    return f"{markdown_of(text.text)}\n\n## {heading}\n\n{markdown_of(text.reflection.text)}"


def _reflection(one: ReflectionJson, default: str, files: _Files) -> None:
    folder = _place("reflections", one.date, one.slug)
    language = files.language_of(one.texts, default)
    text = one.texts.get(language)
    if not folder or text is None:
        return
    keys: dict[str, Value] = {"title": text.title, "activity": one.activity, "frame": one.frame, "quote": text.quote}
    files.write(f"{folder}/index.md", {**keys, "photos": files.photos(folder, one.photos)}, markdown_of(text.text))
    files.translations(folder, one.texts, language)


def _testimonial(one: TestimonialJson, default: str, files: _Files) -> None:
    path = _place("testimonials", "", one.name)
    text = one.texts.get(files.language_of(one.texts, default))
    if path and text is not None:
        keys: dict[str, Value] = {"from": one.name, "relation": text.relation, "date": one.date}
        files.write(f"{path}.md", {**keys, "activity": one.activity, "consent": "pending"}, markdown_of(text.text))


def _page(one: PageJson, default: str, files: _Files) -> None:
    folder = _place("pages", "", one.slug)
    language = files.language_of(one.texts, default)
    text = one.texts.get(language)
    if folder and text is not None:
        keys: dict[str, Value] = {"title": text.title, "photos": files.photos(folder, one.photos)}
        files.write(f"{folder}/index.md", keys, markdown_of(text.text))
        files.translations(folder, one.texts, language)
