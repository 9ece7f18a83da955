"""Bodies for one page: links resolved to pages, photos to pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from msgspec import Struct

from kiprah.catalog import words
from kiprah.model.entry import ActivityText, Body, BodyLabel, BodyLink, BodyPhoto, ReflectionText
from kiprah.model.photo import Photo
from kiprah.model.slug import slug_of
from kiprah.plan.responsive_images import PictureNames
from kiprah.plan.translations import WordsOfEntry, photo_words
from kiprah.plan.views.text import Link, Picture, Rich
from kiprah.problem import Problem

_OPEN_LINK = re.compile(r"<a(?:\s+[a-z-]+=\"[^\"]*\")*?\s+href=\"$")


class Targets(Struct, frozen=True):
    """Targets that a body may link to, the same for all bodies of one member in one language."""

    entries: Mapping[str, Link]
    """Pages that Markdown files become, by the file's path."""
    hidden: frozenset[str]
    """Markdown files that are not published."""
    pages: frozenset[str]
    """Every page's folder and every other file that is published, as a link's path."""
    files: Mapping[str, Link]
    """Links to where files are published, by the path in the site's folder: evidence, static files."""


class Bodies(Struct, eq=False):
    """Renderer of bodies into rich text; problems of dead links are gathered once each."""

    targets: Targets
    names: PictureNames
    photos: Mapping[tuple[str, str], Photo]
    """Photos by folder and file; only those that may be shown."""
    texts: Mapping[str, WordsOfEntry]
    """Words of an entry in all languages, by each of the entry's files."""
    problems: list[Problem] = []

    def picture(self, photo: Photo, texts: WordsOfEntry, page_language: str) -> Picture:
        """Describe a photo in the page's language where its entry does, else as it was described first."""
        said, told_in = photo_words(texts, page_language, photo.file)
        alt = said.alt or said.caption or _title(texts)
        return self.names.picture(photo, alt, said.caption, "" if told_in == page_language else told_in, told_in)

    def shown_in(self, body: Body) -> frozenset[str]:
        """Name the files that a body shows itself."""
        return frozenset(part.file for part in body.parts if isinstance(part, BodyPhoto))

    def rich(self, body: Body, language: str, page_language: str = "") -> Rich:
        """Resolve a body written in ``language`` for a page in ``page_language`` (the same where not given)."""
        parts: list[str | Link | Picture] = []
        cut = False
        for part in body.parts:
            if isinstance(part, BodyLabel):
                from html import escape

                # In the language of the text around it, which is marked on a page in another one.
                parts.append(escape(words(language, "plan").say(f"body.{part.name}", number=part.number)))
            elif isinstance(part, str):
                parts.append(_without_link_end(part) if cut else part)
                cut = False
            elif isinstance(part, BodyPhoto):
                folder = part.place.path.rpartition("/")[0]
                photo = self.photos.get((folder, part.file))
                if photo is not None:
                    texts = self.texts.get(part.place.path, ())
                    said, _ = photo_words(texts, language, part.file)
                    alt = part.alt or said.alt or said.caption or _title(texts)
                    parts.append(self.names.picture(photo, alt, part.caption or said.caption, "", language))
            else:
                link = self._resolve(part)
                if link is not None:
                    parts.append(link)
                else:
                    # A link that leads nowhere loses its address and keeps its words.
                    parts[-1] = _OPEN_LINK.sub("", str(parts[-1]))
                    cut = True
        return Rich(tuple(part for part in parts if part != ""), "" if page_language in ("", language) else language)

    def _resolve(self, part: BodyLink) -> Link | None:
        anchor = f"t-{slug_of(part.anchor)}" if part.anchor else ""
        base = posixpath.dirname(part.place.path)
        target = part.target
        if target.startswith("/"):
            path = target.lstrip("/")
            for candidate in (path, f"{path}/", path.removesuffix("index.html")):
                if candidate in self.targets.pages:
                    return Link(candidate, anchor)
            self._dead(part)
            return None
        path = posixpath.normpath(posixpath.join(base, target))
        if path.startswith(".."):
            self._dead(part)
            return None
        for candidate in (path, f"{path}/index.md", f"{path}.md"):
            if candidate in self.targets.entries:
                return Link(self.targets.entries[candidate].path, anchor)
            if candidate in self.targets.hidden:
                self.problems.append(Problem("link-hidden", part.place, {"target": target}))
                return None
        if path not in self.targets.files:
            self._dead(part)
        return self.targets.files.get(path)

    def _dead(self, part: BodyLink) -> None:
        base = posixpath.dirname(part.place.path)
        if part.target.startswith("/"):
            known = [f"/{path}" for path in sorted(self.targets.pages)]
        else:
            known = [posixpath.relpath(path, base or ".") for path in sorted(self.targets.entries)]
        from difflib import get_close_matches

        near = get_close_matches(part.target, known, 1, 0.5)
        values = {"target": part.target, "nearest": near[0] if near else ""}
        self.problems.append(Problem("dead-link-near" if near else "dead-link", part.place, values))


def _title(texts: WordsOfEntry) -> str:
    """Return what describes a photo of the log of which nothing is said."""
    first = texts[0] if texts else None
    return first.title if isinstance(first, ActivityText | ReflectionText) else ""


def _without_link_end(text: str) -> str:
    rest = text.partition(">")[2]
    return rest.replace("</a>", "", 1)
