"""Planner of one member: its files and pictures, and a page planner for each language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.colors import PAPERS
from kiprah.model.member import EntryFile
from kiprah.model.photo import Photo, PhotoSource
from kiprah.model.site import SiteContext
from kiprah.plan.addresses.body_links import Bodies, Targets
from kiprah.plan.addresses.link_targets import targets_of
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.attestation import Attestations, attestations_of
from kiprah.plan.community.community_head import head_of
from kiprah.plan.data.export import Told, portfolio_of
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.facts import NO_TEXTS, WholeTexts
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.outputs import FileOutput, PictureOutput
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.responsive_images import PictureNames
from kiprah.plan.sharing.card_logo import logo_of
from kiprah.plan.sharing.card_planner import CardPlanner
from kiprah.plan.translations import WordsOfEntry
from kiprah.plan.views.page import SiteView
from kiprah.problem import Problem


class ThemeDigests(Struct, frozen=True):
    """Digests and names of a theme that planning must know, never how it draws."""

    templates: Mapping[str, str]
    """Digests by template (``activity.html``): of it with all it extends, includes and imports, and of the assets."""
    options: tuple[tuple[str, str | int | float | bool], ...]
    cards: str
    """A digest of the card layouts."""
    picture_recipe: str
    card_recipe: str


class MemberPlanner:
    """Planner of one member: files and pictures, and a page planner for each language.

    A community's events and pages are planned as a member's at the site's root, with the attestations of those who
    took part in its events. Where what is visible is without bodies, ``whole`` has them for the pages that tell them.
    Cards whose paths are ``left_out`` are not planned.
    """

    def __init__(
        self,
        context: SiteContext,
        visible: Visible,
        theme: ThemeDigests,
        of_participants: Attestations | None = None,
        whole: WholeTexts = NO_TEXTS,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        entries: Literal["activities", "events"] = (
            "events" if context.settings.kind == "community" and not visible.member.prefix else "activities"
        )
        settings, member = context.settings, visible.member
        self.visible, self.settings = visible, settings
        self.names = PictureNames(settings.photos, theme.picture_recipe, member.prefix)
        self.photos = _photo_map(visible)
        self.attestations: Attestations = {}
        found: tuple[Problem, ...] = ()
        if of_participants is None:
            self.attestations, found = attestations_of(visible.member, context.attesters)
        signed = {path for _, path in (*self.attestations, *(of_participants or ()))}
        self.files = _entry_files(visible, theme.picture_recipe, self.names, self.photos, signed)
        self.problems: list[Problem] = [*found]
        logo = logo_of(context)
        self.page_plans: dict[str, PagePlanner] = {}
        self.origin = Routes(member.prefix, entries)
        media = {path: output.path for path, output in self.files.items()}
        texts = _texts_by_file(visible)
        for language in settings.languages:
            routes = self.origin if language == settings.language else Routes(f"{language}/{member.prefix}", entries)
            bodies = Bodies(Targets({}, frozenset(), frozenset(), {}), self.names, self.photos, texts)
            localized = LocalizedMember(
                visible, language, routes, self.origin, bodies, lambda path: media.get(path, ""), whole, left_out
            )
            localized.attestations = self.attestations
            localized.of_participants = of_participants or {}
            bodies.targets = targets_of(context, localized, media)
            card_planner = CardPlanner(localized, f"{theme.card_recipe} {theme.cards}", context.fonts, logo)
            self.page_plans[language] = PagePlanner(
                localized, card_planner, _site_view(localized, theme), theme.templates
            )
        for page_plan in self.page_plans.values():
            page_plan.others = self.page_plans if len(self.page_plans) > 1 else {}

    @property
    def link_problems(self) -> tuple[Problem, ...]:
        """Problems with links in the bodies that were told."""
        return tuple(
            problem for page_plan in self.page_plans.values() for problem in page_plan.localized.bodies.problems
        )

    def portfolio(self, page_plan: PagePlanner, told: Told | None = None) -> Portfolio:
        """Tell the member in one language; all of it, or some entries."""
        return portfolio_of(
            page_plan.localized, page_plan.site, page_plan.member(bio=True), self.settings.cards.formats, told
        )


def _photo_map(visible: Visible) -> Mapping[tuple[str, str], Photo]:
    photos = {(entry.folder, photo.file): photo for entry in visible.all_activities for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in visible.all_reflections for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in visible.all_pages for photo in entry.photos}
    photos |= {(entry.folder, photo.file): photo for entry in visible.selections for photo in entry.photos}
    folder = visible.member.profile.path.rpartition("/")[0]
    return photos | {(folder, photo.file): photo for photo in visible.member.profile.photos}


def _texts_by_file(visible: Visible) -> Mapping[str, WordsOfEntry]:
    said: list[WordsOfEntry] = [entry.texts for entry in visible.log]
    said += [page.texts for page in visible.all_pages]
    said += [selection.texts for selection in visible.selections]
    said.append(visible.member.profile.texts)
    return {text.written_in: texts for texts in said for text in texts}


def _entry_files(
    visible: Visible,
    recipe: str,
    names: PictureNames,
    photos: Mapping[tuple[str, str], Photo],
    signed: Collection[str],
) -> dict[str, FileOutput | PictureOutput]:
    """Name the published form of evidence and videos; a picture that is held back as a photo is held back here too."""
    wanted: dict[str, str] = {}
    for activity in visible.all_activities:
        for number, name in enumerate([e.file for e in activity.evidence if e.file], 1):
            wanted.setdefault(f"{activity.folder}/{name}", f"{activity.common.slug}-bukti-{number}")
        for number, video in enumerate(activity.videos, 1):
            wanted.setdefault(f"{activity.folder}/{video.file}", f"{activity.common.slug}-video-{number}")
    files = {file.path: file for file in visible.member.files}
    named: dict[str, FileOutput | PictureOutput] = {}
    for path, stem in wanted.items():
        file = files.get(path)
        if file is None or not file.digest or file.digest in visible.withheld:
            continue
        # A credential says its hours, which a site that hides totals does not hand out to be added up.
        if path.casefold().endswith(".json") and (path not in signed or visible.settings.hours == "hide"):
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
    ending = file.path.casefold().rpartition(".")[2]
    kind: Literal["pdf", "mp4", "credential"]
    kind = "pdf" if ending == "pdf" else "credential" if ending == "json" else "mp4"
    written = {"pdf": "pdf", "credential": "json", "mp4": "mp4"}[kind]
    return FileOutput(f"{names.prefix}media/{stem}-{digest}.{written}", file.source, file.digest, kind, file.path)


def _site_view(localized: LocalizedMember, theme: ThemeDigests) -> SiteView:
    settings, visible = localized.settings, localized.visible
    head = head_of(localized) if settings.kind == "community" else None
    return SiteView(
        title=settings.title,
        description=settings.description,
        url=settings.url,
        home=head.home if head is not None else localized.routes.home(),
        options=theme.options,
        hours_shown=settings.hours == "show",
        preview=visible.viewing.preview and not visible.viewing.circle,
        extra=settings.extra,
        papers=PAPERS,
        community=head,
    )
