"""Records of a site for tests of the search: a member read from texts, as a member's run reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kiprah.catalog import words
from kiprah.colors import PAPERS
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from kiprah.model.settings import Brand, Settings, Viewing
from kiprah.plan.data.host_files import headers_text
from kiprah.plan.member_planner import MemberPlanner, ThemeDigests
from kiprah.plan.outputs import PageOutput
from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.privacy.visibility import visible_of
from kiprah.plan.search.records import BODY_WEIGHT, SEARCH_KINDS, TITLE_WEIGHT, SearchRecord, search_records
from kiprah.plan.search.slices import SearchPart
from kiprah.plan.views.page import MemberView, PageView, SiteView
from kiprah.plan.views.search import SearchChoice, SearchView
from kiprah.plan.views.text import Label, Link, Rich
from kiprah.render.page import render_page
from kiprah.theme import load_theme, published_assets
from support.reading import read_site
from support.sites import write_files
from support.whole_index import index_chunks

LOOK = ThemeDigests(dict.fromkeys(TEMPLATES.values(), "theme"), (), "cards", "pictures", "drawing")


def records_of_folder(
    folder: Path, language: str, today: date = date(2026, 11, 22), *, drafts: bool = False
) -> tuple[SearchRecord, ...]:
    """Read a portfolio, and list what may be found of its member in a language."""
    site_folder, _ = list_folder(folder)
    settings, _ = read_settings(site_folder)
    assert settings is not None
    site, _ = read_site(site_folder, settings)
    assert site is not None
    visible = visible_of(site.members[0], settings, Viewing(today, drafts=drafts))
    return search_records(MemberPlanner(site.context, visible, LOOK).page_plans[language].localized)


THEMES = Path(__file__).parents[2] / "themes"


def write_search_site(folder: Path, parts: Sequence[SearchPart], language: str, root: str = "") -> None:
    """Write a site that has nothing but a search: its page, the theme's files, and an index of parts."""
    theme, problems = load_theme("pelita", (THEMES,))
    assert theme is not None and not problems
    assets = published_assets(theme, Brand())
    files = dict(assets.values()) | index_chunks(parts, language, root)
    say = words(language, "site").say
    view = SearchView(
        index=Link(f"{root}search/data/s0.js"),
        stems="id" if language == "id" else "en",
        kinds=tuple(SearchChoice(kind, say(f"search.{kind}")) for kind in SEARCH_KINDS),
        causes=(SearchChoice("education", "Pendidikan"), SearchChoice("environment", "Lingkungan")),
        skills=(SearchChoice("menanam", "menanam"),),
        years=(SearchChoice("2026", "2026"), SearchChoice("2025", "2025")),
        lists=(Label(say("term.causes"), Link(f"{root}causes/")), Label(say("term.skills"), Link(f"{root}skills/"))),
    )
    href = Link(f"{root}search/")
    page = PageView(
        kind="search",
        href=href,
        title=say("search.title"),
        head_title=say("search.title"),
        path=f"{href.path}index.html",
        language=language,
    )
    home = Link(root)
    member = MemberView("Jejak", "", "", "", "", (), (), (), (), None, Rich(), home, home, home, home)
    options = tuple((option.name, option.default) for option in theme.options)
    site = SiteView("Jejak", "", "", home, options, True, False, "{}", PAPERS)
    output = PageOutput(page.path, "search.html", "", site, member, page, view)
    files[page.path] = render_page(output, theme, {name: Link(path) for name, (path, _) in assets.items()})
    files["_headers"] = headers_text(Settings(), hidden=False).encode()
    files["favicon.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    files["manifest.webmanifest"] = b"{}"
    write_files(folder, {**result_pages(parts), **files})


def result_pages(parts: Sequence[SearchPart]) -> dict[str, bytes]:
    """Write a page without words for each result, since the search page looks there for the passage."""
    pages = {}
    for part in parts:
        _, _, prefix, docs = json.loads(part.docs)
        for path, *_ in docs.values():
            address = path[1:] if path.startswith("/") else prefix + path
            pages[f"{address}index.html" if address.endswith("/") or not address else address] = (
                b"<!doctype html><main></main>"
            )
    return pages


def activity_record(title: str, url: str, body: str = "", day: str = "2026-01-01") -> SearchRecord:
    """Make up an activity."""
    return SearchRecord(
        "activity",
        url,
        title,
        ((TITLE_WEIGHT, title), (BODY_WEIGHT, body)),
        day,
        "Jan 2026",
        "Bersama",
        "Sleman, ID",
        body,
    )
