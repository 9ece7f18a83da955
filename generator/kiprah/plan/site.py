"""The plan: from a site to the flat list of everything that will be published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.member import Member, Withheld
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.checks import check_member, check_paths, check_shown, left_out
from kiprah.plan.data.alias import Alias, aliases_of
from kiprah.plan.data.all_files import data_outputs, site_outputs
from kiprah.plan.data.entry_json import activity_json, reflection_json
from kiprah.plan.data.export import Told, newest_of
from kiprah.plan.data.feed import feed_outputs
from kiprah.plan.data.json_value import Fields
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.leaks import LeakTrace, leak_traces_of, published_paths
from kiprah.plan.member import Look, MemberPlanner
from kiprah.plan.outputs import AssetOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.plan.page_list import PageSpec
from kiprah.plan.page_outputs import PagePlanner
from kiprah.plan.views.page import CardImage, MovedView
from kiprah.plan.views.text import Link
from kiprah.plan.visibility import Visible, visible_of
from kiprah.problem import Place, Problem


class Plan(Struct, frozen=True):
    """Everything that will be published, known before the first byte is made."""

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    withheld: frozenset[str]
    """Digests of photos that must be nowhere, the store included."""
    secrets: tuple[LeakTrace, ...]
    published: frozenset[str] = frozenset()
    """The main files of all entries that are published."""
    sources: Mapping[str, frozenset[str]] = {}
    """By output, the files whose bodies it tells; a body shows in no other output, save for its first sentences."""
    drawn: tuple[DrawnPages, ...] = ()
    body_problems: tuple[Problem, ...] = ()
    """Those of the problems that were found in bodies."""
    fragments: tuple[Fragment, ...] = ()
    """Of a partial plan: what of ``portfolio.json`` is told anew."""


class DrawnPages(Struct, frozen=True):
    """What the pages of one language know of all pages, whatever their bodies say."""

    language: str
    paths: tuple[str, ...]
    """The folders of all pages."""
    images: Mapping[str, CardImage]
    """By slug, the cards that link previews show."""


class Fragment(Struct, frozen=True):
    """One entry of ``portfolio.json``."""

    section: Literal["activities", "reflections"]
    position: int
    """Among the listed entries of its kind, from 0."""
    told: Fields


def plan_site(site: Site, viewing: Viewing, look: Look) -> Plan:
    """List every output of a site; with errors among the problems nothing may be published."""
    outputs: list[Output] = []
    problems: list[Problem] = []
    found = _Found()
    sources: dict[str, frozenset[str]] = {}
    drawn: list[DrawnPages] = []
    body_problems: list[Problem] = []
    for read in site.members:
        visible = found.look_at(read, site, viewing)
        kit = MemberPlanner(site, visible, look)
        outputs.extend(_plan_member(kit, sources))
        problems.extend(kit.problems)
        for book in kit.books.values():
            body_problems.extend(book.localized.bodies.problems)
            drawn.append(DrawnPages(book.localized.language, tuple(sorted(book.paths)), book.deck.images))
    outputs.extend(AssetOutput(path, content) for path, content in look.assets)
    outputs.extend(FileOutput(file.path, file.source, file.digest, "static", file.place.path) for file in site.static)
    problems.extend(check_paths((output.path, _origin(output)) for output in outputs))
    ordered = tuple(sorted(outputs, key=lambda output: output.path))
    return found.plan(ordered, [*problems, *body_problems], sources, tuple(drawn), tuple(body_problems))


def plan_again(
    site: Site,
    viewing: Viewing,
    look: Look,
    changed: frozenset[str],
    wanted: frozenset[str],
    drawn: Sequence[DrawnPages],
) -> Plan | None:
    """Plan only the ``wanted`` outputs, after nothing but the bodies in the ``changed`` files became others.

    ``drawn`` comes from the whole plan before. None where an output is wanted that only a whole plan makes.
    """
    outputs: list[Output] = []
    fragments: list[Fragment] = []
    body_problems: list[Problem] = []
    sources: dict[str, frozenset[str]] = {}
    found = _Found()
    known = {pages.language: pages for pages in drawn}
    for read in site.members:
        visible = found.look_at(read, site, viewing)
        kit = MemberPlanner(site, visible, look)
        for language, book in kit.books.items():
            book.deck.show(known[language].images)
            book.draft_again(wanted, known[language].paths)
        for book in kit.books.values():
            outputs.extend(book.outputs())
            sources.update(book.sources)
            if book.localized.routes.file("feed.xml").path in wanted:
                outputs.extend(output for output in _feeds(kit, book, sources) if output.path in wanted)
            body_problems.extend(book.localized.bodies.problems)
        fragments.extend(_fragments(kit, changed))
    made = {output.path for output in outputs}
    if wanted - made - {file for file in wanted if file == PORTFOLIO}:
        return None
    return found.plan(tuple(outputs), body_problems, sources, (), tuple(body_problems), tuple(fragments))


class _Found:
    """What is found of all members before anything of them is planned."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.held: list[Withheld] = []
        self.secrets: list[LeakTrace] = []
        self.withheld: frozenset[str] = frozenset()
        self.published: frozenset[str] = frozenset()

    def look_at(self, read: Member, site: Site, viewing: Viewing) -> Visible:
        """Sort out what of a member is shown."""
        clashes = check_member(read)
        member = left_out(read, clashes)
        visible = visible_of(member, site.settings, viewing)
        self.problems.extend([*clashes, *check_shown(visible, site.settings)])
        self.held.extend(visible.held)
        self.withheld |= visible.withheld
        self.secrets.extend(leak_traces_of(member, visible))
        self.published |= published_paths(visible)
        return visible

    def plan(
        self,
        outputs: tuple[Output, ...],
        problems: Sequence[Problem],
        sources: Mapping[str, frozenset[str]],
        drawn: tuple[DrawnPages, ...],
        body_problems: tuple[Problem, ...],
        fragments: tuple[Fragment, ...] = (),
    ) -> Plan:
        """Put the plan together."""
        return Plan(
            outputs,
            (*self.problems, *problems),
            tuple(self.held),
            self.withheld,
            tuple(self.secrets),
            self.published,
            sources,
            drawn,
            body_problems,
            fragments,
        )


def _plan_member(kit: MemberPlanner, sources: dict[str, frozenset[str]]) -> list[Output]:
    settings, visible = kit.settings, kit.visible
    for book in kit.books.values():
        book.deck.deal()
        book.draft_all()
    outputs: list[Output] = []
    pages: list[PageOutput] = []
    portfolios = []
    for book in kit.books.values():
        pages.extend(book.outputs())
        sources.update(book.sources)
        outputs.extend((*book.deck.outputs, *book.deck.notes))
        outputs.extend(_feeds(kit, book, sources))
        portfolios.append(kit.portfolio(book))
    outputs.extend(pages)
    outputs.extend(data_outputs(portfolios))
    sources[PORTFOLIO] = Told(visible.activities, visible.reflections).sources()
    aliases = aliases_of(visible, kit.origin)
    published = [output.path for output in outputs]
    outputs.extend(_moved(aliases, kit.books[settings.language]))
    views = [page.page for page in pages]
    name = visible.member.profile.name
    outputs.extend(site_outputs(settings, visible.viewing, name, views, aliases, published))
    kit.problems.extend(_menu_problems(settings, kit.books))
    outputs.extend(kit.files.values())
    outputs.extend(_pictures(kit, outputs))
    return outputs


def _feeds(kit: MemberPlanner, book: PagePlanner, sources: dict[str, frozenset[str]]) -> Iterable[Output]:
    told = newest_of(kit.visible, kit.settings.feed.limit)
    for output in feed_outputs(kit.portfolio(book, told), kit.settings.feed.limit):
        sources[output.path] = told.sources()
        yield output


def _fragments(kit: MemberPlanner, changed: frozenset[str]) -> Iterable[Fragment]:
    """Tell the changed entries for ``portfolio.json``."""
    for position, activity in enumerate(kit.visible.activities):
        if any(text.path in changed for text in activity.texts):
            told = [kit.portfolio(book, Told((activity,), ())) for book in kit.books.values()]
            yield Fragment("activities", position, activity_json([p.activities[0] for p in told], told))
    for position, reflection in enumerate(kit.visible.reflections):
        if any(text.path in changed for text in reflection.texts):
            told = [kit.portfolio(book, Told((), (reflection,))) for book in kit.books.values()]
            yield Fragment("reflections", position, reflection_json([p.reflections[0] for p in told], told))


def _pictures(kit: MemberPlanner, planned: Iterable[Output]) -> list[PictureOutput]:
    """Plan every size of every photo that some page shows."""
    shown_paths = {output.path for output in planned}
    photos = list(kit.photos.values())
    if kit.visible.member.profile.photo is not None:
        photos.append(kit.visible.member.profile.photo)
    outputs = {output.path: output for photo in photos for output in kit.names.outputs(photo)}
    return [output for path, output in outputs.items() if path not in shown_paths]


def _moved(aliases: Iterable[Alias], book: PagePlanner) -> Iterable[PageOutput]:
    for alias in aliases:
        link = Link(alias.path.removesuffix("index.html"))
        spec = PageSpec(
            "moved", link, alias.title, "", MovedView(alias.title, alias.href), noindex=True, only_here=True
        )
        yield replace(book.output(spec, book.member(bio=False)), path=alias.path)


def _menu_problems(settings: Settings, books: Mapping[str, PagePlanner]) -> Iterable[Problem]:
    default = books[settings.language]
    for entry in settings.menu or ():
        path = f"{default.localized.routes.root}{entry.page}/" if entry.page else default.localized.routes.root
        if not entry.url and path not in default.paths:
            yield Problem("menu-page", Place("site.yml"), {"page": entry.page})


def _origin(output: Output) -> str:
    if isinstance(output, FileOutput):
        return output.origin
    return output.path
