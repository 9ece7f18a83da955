"""Addresses that last: what was published once and is gone leads on by itself, or is named with the line that helps."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.addresses import AddressRegister, PublishedAddress, register_path
from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.member import Member
from kiprah.model.selection import Selection
from kiprah.model.slug import same_name
from kiprah.model.summary import Alias
from kiprah.plan.addresses.routes import Routes, file_of
from kiprah.plan.data.alias import alias_file
from kiprah.plan.entry_marks import entry_mark
from kiprah.plan.outputs import CardOutput, Output, outputs_of
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.privacy.cool_off import still_waiting
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem

_Entry = Activity | Reflection | Page | Selection

_PRINTED = ("home", "cv", "selection", "community")
"""Pages whose address stands on paper: on a CV, on what is handed to one reader, or at the foot of a card."""


class LastingAddresses(Struct, frozen=True):
    """Addresses of a member, or of what a community has besides its members, as they last: register and aliases."""

    register: AddressRegister
    """Register of what is known once this plan is published."""
    aliases: tuple[Alias, ...] = ()
    """Old addresses that lead on by themselves."""
    problems: tuple[Problem, ...] = ()


def lasting_addresses(
    member: Member,
    visible: Visible,
    page_plans: Mapping[str, PagePlanner],
    routes: Routes,
    outputs: Iterable[Output],
    aliases: Sequence[Alias],
) -> LastingAddresses:
    """Compare what is planned with what was ever published; ``member`` is all of it, ``visible`` what is shown.

    ``aliases`` are those that entries name; ``routes`` are of the default language.
    """
    outputs = tuple(outputs)
    entries = {entry.common.path: entry for entry in _entries(member)}
    shown = {entry.common.path: entry for entry in _shown(visible)}
    planned = _planned(page_plans, routes, outputs, aliases, shown, visible)
    paths = {same_name(output.path) for output in outputs}
    before = member.register
    lost = {
        page: address
        for page, address in before.addresses.items()
        if same_name(file_of(Link(page))) not in paths and _is_own(page, address, routes)
    }
    search = _Search(entries, shown, planned, routes, visible)
    register = dict(before.addresses)
    moved: list[Alias] = []
    problems: list[Problem] = []
    lists: list[str] = []
    for page, address in sorted(lost.items()):
        target = search.target_of(page, address)
        if target is not None:
            entry = shown.get(planned[target].entry)
            title = entry.original.title if entry is not None else ""
            is_listed = entry is None or entry.common.visibility == "public"
            moved.append(Alias(file_of(Link(page)), target, title or visible.member.profile.original.name, is_listed))
            if entry is not None:
                register[page] = replace(address, entry=entry.common.path, mark=entry_mark(entry))
            if not address.language and target not in before.addresses:
                values = {"address": f"/{page}", "target": f"/{target}", "file": planned[target].entry}
                problems.append(Problem("address-moved", _place(member), values))
        elif address.printed or (address.entry and not address.language):
            if not search.is_hidden(page, address) and not search.is_translation(page, address):
                problems.append(_lost(page, address, search.nearest(page), member, routes))
        elif not address.language:
            lists.append(page)
    if lists:
        values = {"count": str(len(lists)), "address": f"/{lists[0]}"}
        problems.append(Problem("lists-gone", _place(member), values))
    if visible.viewing.preview:
        return LastingAddresses(before, tuple(moved), tuple(problems))
    for page, address in planned.items():
        known = register.get(page)
        if known is not None:
            address = replace(address, first=known.first, printed=address.printed or known.printed)
        register[page] = address
    after = AddressRegister(register, still_waiting(member, visible.viewing), before.raw, before.sound)
    return LastingAddresses(after, tuple(moved), tuple(problems))


def _is_own(page: str, address: PublishedAddress, routes: Routes) -> bool:
    """Say whether a page may stand at an address of the register: below the member's own, and a page."""
    own = page.removeprefix(f"{address.language}/") if address.language else page
    return own.startswith(routes.root) and (not page or page.endswith(("/", ".html", ".htm")))


def _entries(member: Member) -> Iterable[_Entry]:
    yield from member.activities
    yield from member.reflections
    yield from member.pages
    yield from member.selections


def _shown(visible: Visible) -> Iterable[_Entry]:
    yield from visible.all_activities
    yield from visible.all_reflections
    yield from visible.all_pages
    yield from visible.selections


def _planned(
    page_plans: Mapping[str, PagePlanner],
    routes: Routes,
    outputs: Sequence[Output],
    aliases: Sequence[Alias],
    shown: Mapping[str, _Entry],
    visible: Visible,
) -> dict[str, PublishedAddress]:
    """Describe every page that will stand somewhere; share kits are the person's own tool and no address to keep."""
    today, url = visible.viewing.today, visible.settings.url
    cards = {unquote(output.card.url.removeprefix(url)) for output in outputs_of(CardOutput, outputs)}
    on_cards = cards if url and visible.settings.cards.qr else set()
    planned: dict[str, PublishedAddress] = {}
    for language, page_plan in page_plans.items():
        here = page_plan.localized.routes
        # A role is known by its first activity, which stays while others join.
        roles = {here.role(role.slug).path: role.activities[0].common.path for role in visible.roles}
        for spec in page_plan.specs:
            if spec.page.kind in ("share", "not-found"):
                continue
            page = spec.page.href.path
            entry = spec.entry or roles.get(page, "")
            mark = entry_mark(shown[spec.entry]) if spec.entry in shown else ""
            other = "" if here == routes else language
            planned[page] = PublishedAddress(
                today, entry, mark, other, bool(url) and (spec.page.kind in _PRINTED or page in on_cards)
            )
    for alias in aliases:
        page = alias.path.removesuffix("index.html")
        target = planned.get(alias.target)
        if target is not None:
            planned.setdefault(page, replace(target, printed=False))
    return planned


class _Search:
    """Looks for what stands today where a lost address meant."""

    def __init__(
        self,
        entries: Mapping[str, _Entry],
        shown: Mapping[str, _Entry],
        planned: Mapping[str, PublishedAddress],
        routes: Routes,
        visible: Visible,
    ) -> None:
        self._entries, self._shown, self._planned, self._routes = entries, shown, planned, routes
        self._marks: dict[str, list[str]] = {}
        for path, entry in shown.items():
            self._marks.setdefault(entry_mark(entry), []).append(path)
        hidden = [entry for path, entry in entries.items() if path not in shown]
        self._hidden_marks = {entry_mark(entry) for entry in hidden}
        self._hidden_pages = {_page_of(entry, routes) for entry in hidden}
        self._hidden_pages |= {
            f"{routes.root}{alias_file(alias).removesuffix('index.html')}"
            for entry in hidden
            for alias in entry.common.aliases
        }
        self._pages: dict[tuple[str, str, bool], str] = {}
        for page, address in planned.items():
            is_role = page.startswith(f"{routes.root}roles/") or "/roles/" in page
            self._pages.setdefault((address.entry, address.language, is_role), page)

    def target_of(self, page: str, address: PublishedAddress) -> str | None:
        """Return the page of the same entry, in the same language where there is one; None where nobody can know."""
        entry = address.entry
        if not entry:
            return self._without_language(page, address)
        if entry not in self._entries and address.mark and address.mark not in self._hidden_marks:
            same = self._marks.get(address.mark, [])
            # Two that could be meant are none.
            entry = same[0] if len(same) == 1 else entry
        if entry not in self._shown:
            rest = self._without_language(page, address)
            entry = self._planned[rest].entry if rest is not None else entry
        is_role = not address.mark and "roles/" in page
        keys = [(entry, address.language, is_role), (entry, "", is_role)]
        keys += [(entry, address.language, False), (entry, "", False)]
        return next((self._pages[key] for key in keys if entry in self._shown and key in self._pages), None)

    def _without_language(self, page: str, address: PublishedAddress) -> str | None:
        """Return the same page in the site's first language."""
        rest = page.removeprefix(f"{address.language}/")
        return rest if address.language and rest in self._planned else None

    def is_hidden(self, page: str, address: PublishedAddress) -> bool:
        """Say whether what stood there is still here and was taken back on purpose: nobody asks for it again."""
        if address.entry in self._entries or page in self._hidden_pages:
            return True
        return bool(address.mark) and address.mark in self._hidden_marks

    def is_translation(self, page: str, address: PublishedAddress) -> bool:
        """Say whether the same page in the first language is lost too, and said already."""
        return bool(address.language) and bool(address.entry)

    def nearest(self, page: str) -> _Entry | None:
        """Return the entry whose address is most like a lost one."""
        pages = {_page_of(entry, self._routes): entry for entry in self._shown.values()}
        folder = page.removeprefix(self._routes.root).partition("/")[0]
        alike = {p: e for p, e in pages.items() if p.startswith(f"{self._routes.root}{folder}/")} or pages
        near = difflib.get_close_matches(page, sorted(alike), 1, 0.0)
        return alike[near[0]] if near else None


def _page_of(entry: _Entry, routes: Routes) -> str:
    slug = entry.common.slug
    if isinstance(entry, Activity):
        return routes.activity(slug).path
    if isinstance(entry, Reflection):
        return routes.reflection(slug).path
    return (routes.selection(slug) if isinstance(entry, Selection) else routes.page(slug)).path


def _lost(page: str, address: PublishedAddress, near: _Entry | None, member: Member, routes: Routes) -> Problem:
    old = page.removeprefix(routes.root).rstrip("/")
    line = ", ".join((*(near.common.aliases if near is not None else ()), old))
    values = {
        "address": f"/{page}",
        "day": address.first.isoformat(),
        "line": f"aliases: [{line}]",
        "nearest": near.common.path if near is not None else "",
    }
    return Problem("printed-address-gone" if address.printed else "address-gone", _place(member), values)


def _place(member: Member) -> Place:
    return Place(register_path(member.prefix.removeprefix("members/").rstrip("/")))
