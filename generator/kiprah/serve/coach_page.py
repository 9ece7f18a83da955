"""Page of the coach in the preview: for the person alone, made when it is asked for, kept nowhere, without script."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from kiprah.build.coach import Coached, read_coached
from kiprah.build.coach_words import WordedRemark, WordedSection, worded_report
from kiprah.catalog import Words, words
from kiprah.colors import palette_css
from kiprah.serve.editor.routes import FONT_FOLDERS
from kiprah.serve.file_lookup import type_of
from kiprah.serve.handler import Guarded

_BROWSER = Path(__file__).parent / "browser"
_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_COLOR = "#0f766e"
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="stylesheet" href="palette.css"><link rel="stylesheet" href="coach.css">
<title>{title}</title></head>
<body><main>
<header><p><a href="/">{back}</a></p><h1>{title}</h1><p class="lead">{intro}</p></header>
{content}</main></body></html>
"""


class CoachHandler(Guarded):
    """Handler of the coach's page; where others can look and bring no token, there is none."""

    async def get(self) -> None:
        access = self.preview.coach
        if access is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        language = self.preview.words.get("language", "en")
        member = access.member or self.get_query_argument("member", "")
        coached = await asyncio.to_thread(read_coached, access.request, member)
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(coach_page(coached, member, language))

    head = get


class CoachAssetHandler(Guarded):
    """Handler of that page's style and letters."""

    def get(self, name: str) -> None:
        """Answer one request."""
        content = _asset(name)
        if content is None or self.preview.coach is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.set_header("Content-Type", type_of(Path(name)))
        self.finish(content)

    head = get


def coach_page(coached: Coached, member: str, language: str) -> str:
    """Write what the coach says as a page; of a community without a member's name, whom one may ask about."""
    catalogue = words(language, "coach")
    intro, content = "", f"<p>{escape(catalogue.say('unreadable'))}</p>\n"
    if coached.report is not None:
        sections = worded_report(coached.report, language)
        intro = catalogue.say("intro", name=coached.member) if coached.member else catalogue.say("intro-unnamed")
        content = "".join(_section(section, catalogue) for section in sections)
        content += _end(sections, sum(problem.is_error for problem in coached.problems), catalogue)
    elif coached.members and not (member and member in coached.members):
        intro = catalogue.say("whom")
        links = (f'<li><a href="?member={quote(slug, safe="")}">{escape(slug)}</a></li>' for slug in coached.members)
        content = f'<ul class="members">{"".join(links)}</ul>\n'
    return _PAGE.format(
        language=escape(language),
        title=escape(catalogue.say("title")),
        back=escape(catalogue.say("back")),
        intro=escape(intro),
        content=content,
    )


def _section(section: WordedSection, catalogue: Words) -> str:
    remarks = "".join(_remark(remark, catalogue) for remark in section.remarks)
    nothing = f'<p class="soft">{escape(section.nothing)}</p>' if section.nothing else ""
    return (
        f"<section>\n<h2>{escape(section.title)}</h2>\n"
        f'<p class="question">{escape(section.question)}</p>\n{remarks}{nothing}</section>\n'
    )


def _remark(remark: WordedRemark, catalogue: Words) -> str:
    own = "".join(
        f'<figure><blockquote><p dir="auto">{escape(words_of.text)}</p></blockquote>'
        f"<figcaption>{escape(_place(words_of.path, words_of.line, words_of.shown, catalogue))}</figcaption></figure>\n"
        for words_of in remark.own
    )
    more = f'<p class="soft">{escape(remark.more)}</p>' if remark.more else ""
    if not remark.name:
        return f"<article><p>{escape(remark.text)}</p>\n{own}{more}</article>\n"
    source = escape(catalogue.say("source", source=remark.source))
    why = (
        f"<details><summary>{escape(catalogue.say('why'))}</summary>"
        f"<p>{escape(remark.why)}</p><p>{source} · <code>{escape(remark.name)}</code></p></details>"
    )
    return f"<article><p>{escape(remark.text)}</p>\n{own}{more}{why}</article>\n"


def _place(path: str, line: int, shown: str, catalogue: Words) -> str:
    place = f"{path}:{line}" if line else path
    return place if shown == "public" else f"{place} · {catalogue.say(f'shown.{shown}')}"


def _end(sections: Iterable[WordedSection], unread: int, catalogue: Words) -> str:
    """Say how a question is silenced, and that something could not be read."""
    parts = [escape(catalogue.count("unread", unread))] if unread else []
    names = [remark.name for section in sections for remark in section.remarks if remark.name]
    if names:
        line = f"<code>coach: {{quiet: [{escape(names[-1])}]}}</code>"
        parts.append(escape(catalogue.say("quiet", line="\n")).replace("\n", line))
    notes = "".join(f'<p class="soft">{part}</p>' for part in parts)
    return f"<footer>{notes}</footer>\n" if parts else ""


@cache
def _asset(name: str) -> bytes | None:
    if name == "palette.css":
        return palette_css(_COLOR).encode()
    if name == "coach.css":
        return (_BROWSER / name).read_bytes()
    fonts = next((folder for folder in FONT_FOLDERS if folder.is_dir()), None)
    files = {path.name.lower(): path for path in fonts.glob("*.woff2")} if fonts is not None else {}
    file = files.get(name)
    return file.read_bytes() if file is not None else None
