"""The plan: from a site to the flat list of everything that will be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.member import EntryFile, Held, Member
from kiprah.model.photo import Photo, PhotoSource
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.cards import CardDeck
from kiprah.plan.checks import check_member, check_paths, check_shown, left_out
from kiprah.plan.data.alias import Alias, aliases_of
from kiprah.plan.data.document import Fields
from kiprah.plan.data.entry_json import activity_json, reflection_json
from kiprah.plan.data.feed import feed_outputs
from kiprah.plan.data.outputs import data_outputs, site_outputs
from kiprah.plan.data.portfolio import Portfolio, Told, newest_of, portfolio_of
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.drafts import Draft
from kiprah.plan.edition import Edition
from kiprah.plan.output import AssetOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.plan.pages import PageBook
from kiprah.plan.pictures import PictureNames
from kiprah.plan.rich import Bodies, Targets
from kiprah.plan.routes import Routes
from kiprah.plan.secrets import Secret, published_paths, secrets_of
from kiprah.plan.shown import Shown, shown_of
from kiprah.plan.views.page import CardImage, MovedView, SiteView
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem


class Look(Struct, frozen=True):
    """What the plan must know of the theme: names and digests, never how it draws."""

    digest_of: Callable[[str], str]
    """From a template's name to a digest of all that it includes."""
    assets: tuple[tuple[str, bytes], ...]
    """Published path and bytes of each asset."""
    options: tuple[tuple[str, str | int | float | bool], ...]
    cards: str
    """A digest of the card layouts."""
    picture_recipe: str
    card_recipe: str


class Plan(Struct, frozen=True):
    """Everything that will be published, known before the first byte is made."""

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    held: tuple[Held, ...]
    withheld: frozenset[str]
    """Digests of photos that must be nowhere, the store included."""
    secrets: tuple[Secret, ...]
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
        shown = found.look_at(read, site, viewing)
        kit = _Kit(site, shown, look)
        outputs.extend(_plan_member(kit, sources))
        problems.extend(kit.problems)
        for book in kit.books.values():
            body_problems.extend(book.edition.bodies.problems)
            drawn.append(DrawnPages(book.edition.language, tuple(sorted(book.paths)), book.deck.images))
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
        shown = found.look_at(read, site, viewing)
        kit = _Kit(site, shown, look)
        for language, book in kit.books.items():
            book.deck.show(known[language].images)
            book.draft_again(wanted, known[language].paths)
        for book in kit.books.values():
            outputs.extend(book.outputs())
            sources.update(book.sources)
            outputs.extend(output for output in _feeds(kit, book, sources) if output.path in wanted)
            body_problems.extend(book.edition.bodies.problems)
        fragments.extend(_fragments(kit, changed))
    made = {output.path for output in outputs}
    if wanted - made - {file for file in wanted if file == PORTFOLIO}:
        return None
    return found.plan(tuple(outputs), body_problems, sources, (), tuple(body_problems), tuple(fragments))


class _Found:
    """What is found of all members before anything of them is planned."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.held: list[Held] = []
        self.secrets: list[Secret] = []
        self.withheld: frozenset[str] = frozenset()
        self.published: frozenset[str] = frozenset()

    def look_at(self, read: Member, site: Site, viewing: Viewing) -> Shown:
        """Sort out what of a member is shown."""
        clashes = check_member(read)
        member = left_out(read, clashes)
        shown = shown_of(member, site.settings, viewing)
        self.problems.extend([*clashes, *check_shown(shown, site.settings)])
        self.held.extend(shown.held)
        self.withheld |= shown.withheld
        self.secrets.extend(secrets_of(member, shown))
        self.published |= published_paths(shown)
        return shown

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


class _Kit:
    """What planning one member's outputs needs: its files, its pictures, and a book for each language."""

    def __init__(self, site: Site, shown: Shown, look: Look) -> None:
        settings, member = site.settings, shown.member
        self.site, self.shown, self.settings = site, shown, settings
        self.names = PictureNames(settings.photos, look.picture_recipe)
        self.photos = _photo_map(shown)
        self.files = _entry_files(shown, look.picture_recipe, self.names, self.photos)
        fonts, self.problems = _fonts(site, settings)
        self.books: dict[str, PageBook] = {}
        self.origin = Routes(member.prefix)
        media = {path: output.path for path, output in self.files.items()}
        alts = _alt_map(shown)
        for language in settings.languages:
            routes = self.origin if language == settings.language else Routes(f"{language}/{member.prefix}")
            bodies = Bodies(Targets({}, frozenset(), frozenset(), {}), self.names, self.photos, alts)
            edition = Edition(shown, language, routes, self.origin, bodies, lambda path: media.get(path, ""))
            bodies.targets = _targets(site, edition, media)
            deck = CardDeck(edition, f"{look.card_recipe} {look.cards}", fonts)
            self.books[language] = PageBook(edition, deck, _site_view(edition, look), look.digest_of)
        for book in self.books.values():
            book.others = self.books if len(self.books) > 1 else {}

    def portfolio(self, book: PageBook, told: Told | None = None) -> Portfolio:
        """Tell the member in one language; all of it, or some entries."""
        return portfolio_of(book.edition, book.site, book.member(bio=True), self.settings.cards.formats, told)


def _plan_member(kit: _Kit, sources: dict[str, frozenset[str]]) -> list[Output]:
    settings, shown = kit.settings, kit.shown
    for book in kit.books.values():
        book.deck.deal()
        book.draft_all()
    outputs: list[Output] = []
    pages: list[PageOutput] = []
    portfolios = []
    for book in kit.books.values():
        pages.extend(book.outputs())
        sources.update(book.sources)
        outputs.extend(book.deck.outputs)
        outputs.extend(_feeds(kit, book, sources))
        portfolios.append(kit.portfolio(book))
    outputs.extend(pages)
    outputs.extend(data_outputs(portfolios))
    sources[PORTFOLIO] = Told(shown.activities, shown.reflections).sources()
    aliases = aliases_of(shown, kit.origin)
    published = [output.path for output in outputs]
    outputs.extend(_moved(aliases, kit.books[settings.language]))
    views = [page.page for page in pages]
    name = shown.member.profile.name
    outputs.extend(site_outputs(settings, shown.viewing, name, views, aliases, published))
    kit.problems.extend(_menu_problems(settings, kit.books))
    outputs.extend(kit.files.values())
    outputs.extend(_pictures(kit, outputs))
    return outputs


def _feeds(kit: _Kit, book: PageBook, sources: dict[str, frozenset[str]]) -> Iterable[Output]:
    told = newest_of(kit.shown, kit.settings.feed.limit)
    for output in feed_outputs(kit.portfolio(book, told), kit.settings.feed.limit):
        sources[output.path] = told.sources()
        yield output


def _fragments(kit: _Kit, changed: frozenset[str]) -> Iterable[Fragment]:
    """Tell the changed entries for ``portfolio.json``."""
    for position, activity in enumerate(kit.shown.activities):
        if any(text.path in changed for text in activity.texts):
            told = [kit.portfolio(book, Told((activity,), ())) for book in kit.books.values()]
            yield Fragment("activities", position, activity_json([p.activities[0] for p in told], told))
    for position, reflection in enumerate(kit.shown.reflections):
        if any(text.path in changed for text in reflection.texts):
            told = [kit.portfolio(book, Told((), (reflection,))) for book in kit.books.values()]
            yield Fragment("reflections", position, reflection_json([p.reflections[0] for p in told], told))


def _photo_map(shown: Shown) -> Mapping[tuple[str, str], Photo]:
    photos = {(entry.folder, photo.file): photo for entry in shown.all_activities for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in shown.all_reflections for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in shown.all_pages for photo in entry.photos}
    folder = shown.member.profile.path.rpartition("/")[0]
    return photos | {(folder, photo.file): photo for photo in shown.member.profile.photos}


def _alt_map(shown: Shown) -> Mapping[str, str]:
    named = {entry.folder: entry.common.title for entry in shown.all_activities}
    return named | {entry.folder: entry.common.title for entry in shown.all_reflections}


def _entry_files(
    shown: Shown, recipe: str, names: PictureNames, photos: Mapping[tuple[str, str], Photo]
) -> dict[str, FileOutput | PictureOutput]:
    """Name the published form of evidence and videos; a picture that is held back as a photo is held back here too."""
    wanted: dict[str, str] = {}
    for activity in shown.all_activities:
        for number, name in enumerate([e.file for e in activity.evidence if e.file], 1):
            wanted.setdefault(f"{activity.folder}/{name}", f"{activity.common.slug}-bukti-{number}")
        for number, video in enumerate(activity.videos, 1):
            wanted.setdefault(f"{activity.folder}/{video.file}", f"{activity.common.slug}-video-{number}")
    files = {file.path: file for file in shown.member.files}
    named: dict[str, FileOutput | PictureOutput] = {}
    for path, stem in wanted.items():
        file = files.get(path)
        if file is None or not file.digest or file.digest in shown.withheld:
            continue
        output = _entry_file(photos, file, stem, recipe, names)
        if output is not None:
            named[path] = output
    return named


def _entry_file(
    photos: Mapping[tuple[str, str], Photo], file: EntryFile, stem: str, recipe: str, names: PictureNames
) -> FileOutput | PictureOutput | None:
    if file.facts is not None:
        folder, _, name = file.path.rpartition("/")
        photo = photos.get((folder, name))
        hide = photo.source.hide if photo else ()
        source = PhotoSource(file.source, file.digest, file.facts.width, file.facts.height, hide)
        picture = names.outputs(Photo(source=source, name=stem, file=name))
        return max((p for p in picture if p.format == "jpeg"), key=lambda p: p.width)
    digest = blake2b(repr((file.digest, recipe)).encode(), digest_size=5).hexdigest()
    kind = "pdf" if file.path.casefold().endswith(".pdf") else "mp4"
    return FileOutput(
        f"media/{stem}-{digest}.{kind}", file.source, file.digest, "pdf" if kind == "pdf" else "mp4", file.path
    )


def _pictures(kit: _Kit, planned: Iterable[Output]) -> list[PictureOutput]:
    """Plan every size of every photo that some page shows."""
    shown_paths = {output.path for output in planned}
    photos = list(kit.photos.values())
    if kit.shown.member.profile.photo is not None:
        photos.append(kit.shown.member.profile.photo)
    outputs = {output.path: output for photo in photos for output in kit.names.outputs(photo)}
    return [output for path, output in outputs.items() if path not in shown_paths]


def _targets(site: Site, edition: Edition, media: Mapping[str, str]) -> Targets:
    shown = edition.shown
    entries: dict[str, Link] = {shown.member.profile.path: edition.routes.home()}
    for activity in shown.all_activities:
        link = edition.activity_link(activity).href
        entries.update({text.path: link for text in activity.texts})
    for reflection in shown.all_reflections:
        link = edition.reflection_link(reflection).href
        entries.update({text.path: link for text in reflection.texts})
    for page in shown.all_pages:
        here = edition.routes if edition.has_page(page) else edition.origin
        entries.update({text.path: here.page(page.common.slug) for text in page.texts})
    hidden = {path for path, _ in _all_texts(shown.member) if path not in entries}
    routes = edition.origin
    pages = {link.path for link in entries.values()}
    pages |= {link.path for link in (routes.home(), routes.activities(), routes.reflections(), routes.cv())}
    pages |= {routes.role(role.slug).path for role in shown.roles}
    files = {path: Link(target) for path, target in media.items()}
    files |= {file.place.path: Link(file.path) for file in site.static}
    pages |= {file.path for file in site.static}
    return Targets(entries, frozenset(hidden), frozenset(pages), files)


def _all_texts(member: Member) -> Iterable[tuple[str, str]]:
    for activity in member.activities:
        yield from ((text.path, activity.common.slug) for text in activity.texts)
    for reflection in member.reflections:
        yield from ((text.path, reflection.common.slug) for text in reflection.texts)
    for page in member.pages:
        yield from ((text.path, page.common.slug) for text in page.texts)


def _fonts(site: Site, settings: Settings) -> tuple[tuple[Path, ...], list[Problem]]:
    if not settings.brand.font:
        return (), []
    root = Path(site.folder)
    path = root / settings.brand.font
    if (
        ".." in Path(settings.brand.font).parts
        or not path.resolve().is_relative_to(root.resolve())
        or not path.is_file()
    ):
        return (), [Problem("font-missing", Place("site.yml"), {"file": settings.brand.font})]
    return (path,), []


def _site_view(edition: Edition, look: Look) -> SiteView:
    settings, routes, shown = edition.settings, edition.routes, edition.shown
    with_url = bool(settings.url)
    reflections = any(edition.has_page(r) for r in shown.all_reflections)
    return SiteView(
        title=settings.title,
        description=settings.description,
        url=settings.url,
        home=routes.home(),
        options=look.options,
        hours_shown=settings.hours == "show",
        preview=shown.viewing.preview,
        feed=routes.file("feed.xml") if with_url else None,
        json_feed=routes.file("feed.json") if with_url else None,
        calendar=routes.file("activities.ics") if with_url else None,
        resume=routes.file("resume.json"),
        activities=routes.activities(),
        reflections=routes.reflections() if reflections else None,
        cv=routes.cv(),
        extra=settings.extra,
    )


def _moved(aliases: Iterable[Alias], book: PageBook) -> Iterable[PageOutput]:
    for alias in aliases:
        link = Link(alias.path.removesuffix("index.html"))
        draft = Draft("moved", link, alias.title, "", MovedView(alias.title, alias.href), noindex=True, only_here=True)
        yield replace(book.output(draft, book.member(bio=False)), path=alias.path)


def _menu_problems(settings: Settings, books: Mapping[str, PageBook]) -> Iterable[Problem]:
    default = books[settings.language]
    for entry in settings.menu or ():
        path = f"{default.edition.routes.root}{entry.page}/" if entry.page else default.edition.routes.root
        if not entry.url and path not in default.paths:
            yield Problem("menu-page", Place("site.yml"), {"page": entry.page})


def _origin(output: Output) -> str:
    if isinstance(output, FileOutput):
        return output.origin
    return output.path
