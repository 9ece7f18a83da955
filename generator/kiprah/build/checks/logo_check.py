"""Check of a site's logo: whether cards can show it, asked once of each, since it is on every card."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.build.cache_keys import Code
from kiprah.cache.probes import Probes
from kiprah.model.site import SiteContext
from kiprah.plan.sharing.card_logo import logo_file, logo_of
from kiprah.plan.views.card import CardLogo
from kiprah.problem import Problem
from kiprah.task_runner import LostTask
from kiprah.workers import WorkerPool

_CODE = ("cards/logo.py",)
"""Names of our files that say what a logo may be, besides those that shape what is read."""
_FAULTY = "faulty"


class _Unknown(Exception):
    """Nobody can say what a logo is: it is not what it was when its digest was taken, or its decoder died."""


def with_checked_logo(
    context: SiteContext, known: Probes, code: Code, reading: str
) -> tuple[SiteContext, tuple[Problem, ...]]:
    """Note of a site whether its logo can be drawn, and say so where it cannot: its cards are drawn without it.

    ``reading`` is the recipe of reading: what decodes pictures is in it.
    """
    logo, file = logo_of(context), logo_file(context)
    if logo is None or file is None or not context.settings.cards.formats:
        return context, ()
    try:
        answer = known.answer("logo", f"{reading} {code.digest(_CODE)} {logo.digest}", lambda: _asked(logo))
    except _Unknown:
        # Not kept: it may be gone when it is asked again.
        answer = _FAULTY
    if answer != _FAULTY:
        return context, ()
    return replace(context, has_broken_logo=True), (Problem("logo-broken", file.place, {"file": file.path}),)


def _asked(logo: CardLogo) -> str:
    """Decode a logo, in a process of its own: what decodes pictures may end its process."""
    with WorkerPool(1) as workers:
        [finished] = workers.map(_answer, [logo], parallel=False, isolate=lambda _: True)
    if isinstance(finished.result, LostTask) or finished.result is None:
        raise _Unknown
    return finished.result


def _answer(logo: CardLogo) -> str | None:
    from kiprah.cards.logo import LogoUnread, is_drawable_logo

    try:
        return "" if is_drawable_logo(logo) else _FAULTY
    except LogoUnread:
        return None
