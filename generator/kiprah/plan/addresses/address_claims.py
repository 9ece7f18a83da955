"""Claims to addresses: who keeps one that two things want, and a plan's values without those that lose theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.member import Member, StaticFile
from kiprah.model.selection import Selection
from kiprah.model.site import SiteContext
from kiprah.model.slug import same_name
from kiprah.model.summary import Alias
from kiprah.plan.any_output import ALIAS, OWN, STATIC, AnyOutput
from kiprah.plan.data.alias import alias_file
from kiprah.plan.member_planner import MemberPlanner
from kiprah.plan.privacy.visibility import Visible
from kiprah.problem import Place, Problem

_UNKNOWN: Mapping[str, str] = {}

EntryT = TypeVar("EntryT", Activity, Reflection, Page, Selection)


class Claim(Struct, frozen=True):
    """Claim of one thing on an address."""

    path: str
    place: Place
    """Place where the person can change it."""
    rank: int = OWN
    alias: str = ""
    """Path of an old address's file below the member's root; empty for all else."""


def settled(claims: Iterable[Claim]) -> tuple[tuple[Problem, ...], tuple[Claim, ...]]:
    """Refuse two files at one address, compared as a careless file system would; and name the claims that lose it.

    Of two that are equal nobody could say which is meant: both lose.
    """
    files: dict[str, Claim] = {}
    folders: dict[str, Claim] = {}
    problems: list[Problem] = []
    lost: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: claim.rank):
        folded = same_name(claim.path)
        other = files.get(folded) or folders.get(folded)
        new: list[str] = []
        folder = folded.rpartition("/")[0]
        # Where a folder is known, all above it are.
        while folder and folder not in folders:
            other = other or files.get(folder)
            new.append(folder)
            folder = folder.rpartition("/")[0]
        if other is not None:
            problems.append(Problem("double-address", claim.place, {"path": claim.path, "other": other.place.path}))
            lost.extend((claim, other) if other.rank == claim.rank else (claim,))
            continue
        files[folded] = claim
        folders.update(dict.fromkeys(new, claim))
    return tuple(problems), tuple(lost)


def claims_of(outputs: Iterable[AnyOutput], pages: Mapping[str, str] = _UNKNOWN) -> list[Claim]:
    """List what outputs claim; ``pages`` names the file that a page is written in."""
    return [Claim(output.path, Place(output.made_from(pages)), output.rank) for output in outputs]


def claims_of_paths(
    paths: Iterable[str], static: Iterable[StaticFile] = (), aliases: Iterable[Alias] = ()
) -> Iterable[Claim]:
    """List what a member's outputs claim, of which nothing but the paths is known any more."""
    files = {file.path: file.place for file in static}
    moved = {alias.path: Place(alias.entry) for alias in aliases}
    for path in paths:
        rank = STATIC if path in files else ALIAS if path in moved else OWN
        yield Claim(path, files.get(path) or moved.get(path) or Place(path), rank)


def claims_of_aliases(visible: Visible, root: str) -> Iterable[Claim]:
    """List the old addresses of all that is published, each where it is written."""
    entries: tuple[Activity | Reflection | Page | Selection, ...]
    entries = (*visible.all_activities, *visible.all_reflections, *visible.all_pages, *visible.selections)
    for entry in entries:
        # One entry may name an address twice.
        for file, place in {alias_file(a): p for a, p in entry.common.placed_aliases}.items():
            yield Claim(f"{root}{file}", place, ALIAS, file)


def settled_site(
    published: Iterable[str], context: SiteContext, aliases: Iterable[Alias], files: Iterable[AnyOutput]
) -> tuple[tuple[Problem, ...], tuple[Claim, ...]]:
    """Settle what a portfolio's member publishes, by its paths, with what the whole site has once."""
    published, files = tuple(published), tuple(files)
    if _are_apart([*published, *(output.path for output in files)]):
        return (), ()
    return settled((*claims_of_paths(published, context.static, aliases), *claims_of(files)))


def _are_apart(paths: Sequence[str]) -> bool:
    """Say whether each of these paths can stand beside all others; nearly always they can, and nobody need be asked."""
    files = {same_name(path) for path in paths}
    if len(files) != len(paths):
        return False
    folders = {path.rpartition("/")[0] for path in files}
    while folders:
        if not files.isdisjoint(folders):
            return False
        folders = {folder.rpartition("/")[0] for folder in folders} - {""}
    return True


def settled_community(
    outputs: Sequence[AnyOutput], owners: Mapping[str, tuple[str, ...]], members: Sequence[str]
) -> tuple[tuple[Problem, ...], tuple[Claim, ...]]:
    """Settle what a community claims; ``members`` are all paths of its members', at which nothing else may stand."""
    claims = claims_of(outputs, {path: of[0] for path, of in owners.items() if path.endswith("index.html")})
    if any(claim.rank != OWN and "members/" in same_name(claim.path) for claim in claims):
        claims += claims_of_paths(members)
    return settled(claims)


def keeps_address(output: AnyOutput, lost: Collection[tuple[str, int]]) -> bool:
    """Say whether an output is none of those that lost, told by path and rank."""
    return (output.path, output.rank) not in lost


class Contest(Struct, frozen=True):
    """Old addresses and files of ``static/`` that something else stands at, or claims with as much right."""

    problems: tuple[Problem, ...]
    lost: tuple[Claim, ...]

    def settled(self, member: Member, visible: Visible, context: SiteContext) -> tuple[Member, Visible, SiteContext]:
        """Return what a member is planned from, without what lost its address."""
        return self.member(member), self.visible(visible), self.context(context)

    def context(self, context: SiteContext) -> SiteContext:
        """Return the site without the files that lost."""
        gone = {claim.place.path for claim in self.lost if claim.rank == STATIC}
        return replace(context, static=tuple(file for file in context.static if file.place.path not in gone))

    def member(self, member: Member) -> Member:
        """Return all of a member without the old addresses that lost."""
        return replace(
            member,
            activities=self._entries(member.activities),
            reflections=self._entries(member.reflections),
            pages=self._entries(member.pages),
            selections=self._entries(member.selections),
        )

    def visible(self, visible: Visible) -> Visible:
        """Return what is shown of a member without the old addresses that lost."""
        return replace(
            visible,
            member=self.member(visible.member),
            activities=self._entries(visible.activities),
            unlisted_activities=self._entries(visible.unlisted_activities),
            reflections=self._entries(visible.reflections),
            unlisted_reflections=self._entries(visible.unlisted_reflections),
            pages=self._entries(visible.pages),
            unlisted_pages=self._entries(visible.unlisted_pages),
            selections=self._entries(visible.selections),
        )

    def _entries(self, entries: Sequence[EntryT]) -> tuple[EntryT, ...]:
        gone = {(claim.place.path, claim.alias) for claim in self.lost if claim.rank == ALIAS}
        return tuple(
            replace(
                entry,
                common=replace(
                    entry.common,
                    aliases=tuple(a for a in entry.common.aliases if (entry.common.path, alias_file(a)) not in gone),
                ),
            )
            for entry in entries
        )


def contested(outputs: Iterable[AnyOutput], planner: MemberPlanner) -> Contest:
    """Find what cannot stand where it wants to.

    Old addresses and static files left in the plan would take a page's address, or leave that to nobody: the plan is
    made again without what lost.
    """
    owners = {path: owner for page_plan in planner.page_plans.values() for path, owner in page_plan.owners.items()}
    own = [output for output in outputs if output.rank != ALIAS]
    aliases = claims_of_aliases(planner.visible, planner.origin.root)
    problems, lost = settled((*claims_of(own, owners), *aliases))
    return Contest(problems, tuple(claim for claim in lost if claim.rank != OWN))
