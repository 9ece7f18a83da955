"""``kiprah erase``: a person, a photo, an entry or a member goes from all that kiprah keeps; all is shown first."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.erase_words import print_ending, print_erasure, print_photos, print_unreached, say
from kiprah.cli.language import interface_words
from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import SITE_OPTION, YES_OPTION, read_site_settings, today_in
from kiprah.cli.new.output import Refused, accepted
from kiprah.cli.new.prompt import may_ask
from kiprah.cli.shell_quoting import expanded
from kiprah.cli.site import cache_of, output_of
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling

if TYPE_CHECKING:
    from kiprah.authoring.erasing.erasure import Erasure
    from kiprah.authoring.erasing.journal import Journal
    from kiprah.authoring.erasing.name_search import NameSearch
    from kiprah.authoring.erasing.person import PhotoChoice
    from kiprah.authoring.erasing.planned_edits import ErasingContext
    from kiprah.build.request import Request

_DOMAIN = "erasing"
_CHOICES: tuple[PhotoChoice, ...] = ("remove", "withhold", "keep")


class _Asked:
    """Options that all kinds of erasing share, and the site as it was found."""

    def __init__(
        self, folder: str | None, output: str, cache: str | None, request: str, dry_run: bool, yes: bool
    ) -> None:
        from kiprah.authoring.erasing.folder_files import list_holdings
        from kiprah.authoring.erasing.planned_edits import ErasingContext
        from kiprah.build.request import Request

        self._folder, self.word, self.dry_run, self.yes = folder, request, dry_run, yes
        site, listed, settings = read_site_settings(folder)
        store = cache_of(site, cache)
        self.request: Request = Request(site, output_of(output), store, patience=LOCK_PATIENCE)
        holdings = _from_disk(site, lambda: list_holdings(site, (self.request.output, store)))
        today = today_in(settings.timezone)
        self.context: ErasingContext = ErasingContext(site, listed, settings, holdings, store, today)

    def again(self) -> _Asked:
        """Look at the site anew, after something changed."""
        request = self.request
        return _Asked(self._folder, str(request.output), str(request.cache), self.word, self.dry_run, self.yes)


def _command(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of all kinds of erasing; it is told them together, as what was asked."""

    @wraps(command)
    def command_with_options(
        *, folder: str | None, output: str, cache: str | None, word: str, dry_run: bool, yes: bool, **own: Any
    ) -> int:
        return command(_Asked(folder, output, cache, word, dry_run, yes), **own)

    for option in (
        YES_OPTION,
        click.option("--dry-run", is_flag=True),
        click.option("--request", "word", default="", metavar="WORDS"),
        click.option("-o", "--output", default="public", show_default=True),
        click.option("--cache"),
        SITE_OPTION,
    ):
        command_with_options = option(command_with_options)
    return command_with_options


@click.group()
def erase() -> None:
    """Erase a person, a photo, an entry or a member: all that goes is shown first."""


@erase.command()
@click.argument("name")
@click.option("--also", multiple=True, metavar="NAME")
@click.option("--photos", type=click.Choice(_CHOICES))
@click.option("--rewrite", metavar="WORDS")
@_command
def person(asked: _Asked, name: str, also: tuple[str, ...], photos: PhotoChoice | None, rewrite: str | None) -> int:
    """Erase a person: their words, their name where it stands alone, and photos of them as you say."""
    from kiprah.authoring.erasing.person import erasure_of_person, members_named, name_search, rewriting

    search = accepted(name_search((name, *also)))
    words = accepted(rewriting(rewrite, search))
    asked, done = _resumed(asked, ("person", *search.names))
    if done:
        return 0
    context = asked.context
    choice = _photo_choice(photos, search, asked)
    erasure = _from_disk(context.folder, lambda: erasure_of_person(search, choice, words, context))
    for slug in members_named(search, context):
        say("is-member", slug=slug)
    return _erased(erasure, ("person", *search.names), asked)


@erase.command()
@click.argument("file", type=click.Path(path_type=Path))
@_command
def photo(asked: _Asked, file: Path) -> int:
    """Erase a photo, with its copies under other names and every line that shows one."""
    from kiprah.authoring.erasing.photo import erasure_of_photo

    return _planned(asked, ("photo", str(file)), lambda context: erasure_of_photo(expanded(file), context))


@erase.command()
@click.argument("entry_name", metavar="SLUG|PATH")
@click.option("--member", default="", metavar="SLUG", type=NAME)
@_command
def entry(asked: _Asked, entry_name: str, member: str) -> int:
    """Erase an entry, with what is its alone; other entries' links to it are named."""
    from kiprah.authoring.erasing.entry import erasure_of_entry

    return _planned(asked, ("entry", entry_name, member), lambda context: erasure_of_entry(entry_name, member, context))


@erase.command("member")
@click.argument("slug", type=NAME)
@_command
def erase_member(asked: _Asked, slug: str) -> int:
    """Erase a member of a community, and name what still names them."""
    from kiprah.authoring.erasing.member import erasure_of_member

    if asked.context.settings.kind != "community":
        raise Refused(Refusal("community-needed", {"path": str(asked.context.folder / "site.yml")}, "members"))
    return _planned(asked, ("member", slug), lambda context: erasure_of_member(slug, context))


def _planned(asked: _Asked, named: tuple[str, ...], plan: Callable[[ErasingContext], Erasure | Refusal]) -> int:
    """Erase what a plan says, unless an earlier command that was ended now did just that."""
    asked, done = _resumed(asked, named)
    if done:
        return 0
    context = asked.context
    return _erased(accepted(_from_disk(context.folder, lambda: plan(context))), named, asked)


def _photo_choice(photos: PhotoChoice | None, search: NameSearch, asked: _Asked) -> PhotoChoice:
    """Return what becomes of photos that are said to show somebody; nobody but a person decides that."""
    from kiprah.authoring.erasing.person import photos_naming

    named = _from_disk(asked.context.folder, lambda: photos_naming(search, asked.context))
    if not named:
        return "keep"
    print_photos(named, asked.context.folder)
    if photos is not None:
        return photos
    if asked.dry_run:
        say("photos-undecided")
        return "keep"
    if asked.yes or not may_ask(False):
        raise Refused(Refusal("photos-unasked", {}, _DOMAIN))
    answer: PhotoChoice = click.prompt(interface_words(_DOMAIN).say("photos-ask"), type=click.Choice(_CHOICES))
    return answer


def _resumed(asked: _Asked, named: tuple[str, ...]) -> tuple[_Asked, bool]:
    """Go on with what an earlier command began; say whether it was this very one."""
    from kiprah.authoring.erasing.journal import open_journal

    journal = _from_disk(asked.request.cache, lambda: open_journal(asked.request.cache))
    if journal is None:
        return asked, False
    say("resuming")
    if asked.dry_run:
        return asked, False
    _carry_out(journal, asked)
    return asked.again(), journal.asked == _digest_of(named)


def _erased(erasure: Erasure, named: tuple[str, ...], asked: _Asked) -> int:
    """Show what goes, ask, and let it go."""
    from msgspec.structs import replace

    from kiprah.authoring.erasing.erasure_record import plan_record, request_words
    from kiprah.authoring.erasing.files_beside import exports_beside
    from kiprah.authoring.erasing.history import history_lines
    from kiprah.authoring.erasing.journal import begin_journal
    from kiprah.authoring.photos.originals import originals_of
    from kiprah.build.erasing.erase_outputs import find_traces

    word = accepted(request_words(asked.word, erasure.names))
    hidden = _from_disk(asked.request.cache, lambda: originals_of(asked.context.folder, erasure.files))
    erasure = replace(erasure, files=(*erasure.files, *hidden))
    request, context = asked.request, asked.context
    traces = _from_disk(request.cache, lambda: find_traces(request, erasure.names, erasure.addresses, erasure.photos))
    print_erasure(erasure, traces, context.folder)
    if erasure.is_empty and (erasure.mentions or not traces.pages):
        say("nothing-goes", name=erasure.subject)
        return 0
    lines = history_lines(erasure, context.folder)
    if asked.dry_run:
        say("dry-run")
        return 0
    if not asked.yes and not _confirmed(erasure):
        say("kept")
        return 0

    def begin() -> Journal:
        record = plan_record(erasure, word, context.today, context.folder, context.settings.language)
        return begin_journal(erasure, _digest_of(named), record, request.cache)

    code = _carry_out(_from_disk(request.cache, begin), asked)
    print_unreached(lines, exports_beside(context))
    return code


def _carry_out(journal: Journal, asked: _Asked) -> int:
    from kiprah.build.erasing.erase import run_erasure
    from kiprah.cache.lock import AlreadyBuilding
    from kiprah.cli.progress import shown_progress

    request = asked.request
    try:
        with shown_progress(sys.stderr) as progress:
            erasing = run_erasure(journal, request, asked.context.settings, telling(progress))
    except AlreadyBuilding:
        raise Refused(Refusal("is-building", {"path": str(request.cache)}, _DOMAIN, "machine")) from None
    except OSError as error:
        raise Refused(_not_done(error, request.site)) from None
    return print_ending(journal, erasing, request.site)


def _confirmed(erasure: Erasure) -> bool:
    try:
        return click.confirm(interface_words(_DOMAIN).say("ask"))
    except click.Abort:
        if may_ask(False):
            raise
        raise Refused(Refusal("unasked", {"kind": erasure.kind}, _DOMAIN)) from None


def _digest_of(named: tuple[str, ...]) -> str:
    from kiprah.cache.digests import key_of

    return key_of(*named)


T = TypeVar("T")


def _from_disk(place: Path, work: Callable[[], T]) -> T:
    """Do what reads or writes files; what the machine says against it is said in words."""
    try:
        return work()
    except OSError as error:
        raise Refused(_not_done(error, place)) from None


def _not_done(error: OSError, place: Path) -> Refusal:
    values = {"path": str(error.filename or place), "reason": error.strerror or str(error)}
    return Refusal("not-done", values, _DOMAIN, "machine")
