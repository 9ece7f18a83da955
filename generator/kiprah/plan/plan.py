"""The plan: from a site to the flat list of everything that will be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.member import EntryFile, Held, Member
from kiprah.model.photo import Photo, PhotoSource
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.cards import CardDeck
from kiprah.plan.checks import check_member, check_paths, check_shown, left_out
from kiprah.plan.data.alias import Alias, aliases_of
from kiprah.plan.data.outputs import data_outputs, site_outputs
from kiprah.plan.data.portfolio import portfolio_of
from kiprah.plan.drafts import Draft
from kiprah.plan.edition import Edition
from kiprah.plan.output import AssetOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.plan.pages import PageBook
from kiprah.plan.pictures import PictureNames
from kiprah.plan.rich import Bodies, Targets
from kiprah.plan.routes import Routes
from kiprah.plan.secrets import Secret, published_paths, secrets_of
from kiprah.plan.shown import Shown, shown_of
from kiprah.plan.views.page import MovedView, SiteView
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


def plan_site(site: Site, viewing: Viewing, look: Look) -> Plan:
    """List every output of a site; with errors among the problems nothing may be published."""
    outputs: list[Output] = []
    problems: list[Problem] = []
    held: list[Held] = []
    withheld: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()
    secrets: list[Secret] = []
    for read in site.members:
        clashes = check_member(read)
        member = left_out(read, clashes)
        shown = shown_of(member, site.settings, viewing)
        planned, found = _plan_member(site, shown, look)
        outputs.extend(planned)
        problems.extend([*found, *clashes, *check_shown(shown, site.settings)])
        held.extend(shown.held)
        withheld |= shown.withheld
        secrets.extend(secrets_of(member, shown))
        published |= published_paths(shown)
    outputs.extend(AssetOutput(path, content) for path, content in look.assets)
    outputs.extend(FileOutput(file.path, file.source, file.digest, "static", file.place.path) for file in site.static)
    problems.extend(check_paths((output.path, _origin(output)) for output in outputs))
    ordered = tuple(sorted(outputs, key=lambda output: output.path))
    return Plan(ordered, tuple(problems), tuple(held), withheld, tuple(secrets), published)


def _plan_member(site: Site, shown: Shown, look: Look) -> tuple[list[Output], list[Problem]]:
    settings = site.settings
    member = shown.member
    names = PictureNames(settings.photos, look.picture_recipe)
    files = _entry_files(shown, look.picture_recipe, names)
    media = {path: output.path for path, output in files.items()}
    fonts, problems = _fonts(site, settings)
    books: dict[str, PageBook] = {}
    origin = Routes(member.prefix)
    for language in settings.languages:
        routes = origin if language == settings.language else Routes(f"{language}/{member.prefix}")
        bodies = Bodies(Targets({}, frozenset(), frozenset(), {}), names, _photo_map(shown), _alt_map(shown))
        edition = Edition(shown, language, routes, origin, bodies, lambda path: media.get(path, ""))
        bodies.targets = _targets(site, edition, media)
        deck = CardDeck(edition, f"{look.card_recipe} {look.cards}", fonts)
        books[language] = PageBook(edition, deck, _site_view(edition, look), look.digest_of)
    for book in books.values():
        book.deck.deal()
        book.draft_all()
        book.others = books if len(books) > 1 else {}
    outputs: list[Output] = []
    pages: list[PageOutput] = []
    portfolios = []
    for book in books.values():
        pages.extend(book.outputs())
        outputs.extend(book.deck.outputs)
        problems.extend(book.edition.bodies.problems)
        portfolios.append(portfolio_of(book.edition, book.site, book.member(bio=True), settings.cards.formats))
    outputs.extend(pages)
    outputs.extend(data_outputs(settings, portfolios))
    aliases = aliases_of(shown, origin)
    published = [output.path for output in outputs]
    outputs.extend(_moved(aliases, books[settings.language]))
    views = [page.page for page in pages]
    outputs.extend(site_outputs(settings, shown.viewing, member.profile.name, views, aliases, published))
    problems.extend(_menu_problems(settings, books))
    outputs.extend(files.values())
    outputs.extend(_pictures(shown, names, outputs))
    return outputs, problems


def _photo_map(shown: Shown) -> Mapping[tuple[str, str], Photo]:
    photos = {(entry.folder, photo.file): photo for entry in shown.all_activities for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in shown.all_reflections for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in shown.all_pages for photo in entry.photos}
    folder = shown.member.profile.path.rpartition("/")[0]
    return photos | {(folder, photo.file): photo for photo in shown.member.profile.photos}


def _alt_map(shown: Shown) -> Mapping[str, str]:
    named = {entry.folder: entry.common.title for entry in shown.all_activities}
    return named | {entry.folder: entry.common.title for entry in shown.all_reflections}


def _entry_files(shown: Shown, recipe: str, names: PictureNames) -> dict[str, FileOutput | PictureOutput]:
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
        output = _entry_file(shown, file, stem, recipe, names)
        if output is not None:
            named[path] = output
    return named


def _entry_file(
    shown: Shown, file: EntryFile, stem: str, recipe: str, names: PictureNames
) -> FileOutput | PictureOutput | None:
    if file.facts is not None:
        folder, _, name = file.path.rpartition("/")
        photo = _photo_map(shown).get((folder, name))
        hide = photo.source.hide if photo else ()
        source = PhotoSource(file.source, file.digest, file.facts.width, file.facts.height, hide)
        picture = names.outputs(Photo(source=source, name=stem, file=name))
        return max((p for p in picture if p.format == "jpeg"), key=lambda p: p.width)
    digest = blake2b(repr((file.digest, recipe)).encode(), digest_size=5).hexdigest()
    kind = "pdf" if file.path.casefold().endswith(".pdf") else "mp4"
    return FileOutput(
        f"media/{stem}-{digest}.{kind}", file.source, file.digest, "pdf" if kind == "pdf" else "mp4", file.path
    )


def _pictures(shown: Shown, names: PictureNames, planned: Iterable[Output]) -> list[PictureOutput]:
    """Plan every size of every photo that some page shows."""
    shown_paths = {output.path for output in planned}
    photos = list(_photo_map(shown).values())
    if shown.member.profile.photo is not None:
        photos.append(shown.member.profile.photo)
    outputs = {output.path: output for photo in photos for output in names.outputs(photo)}
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
