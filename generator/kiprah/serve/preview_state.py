"""Preview state: where its pages lie, what is wrong with them, what was edited, and who is looking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from kiprah.build.request import Request
from kiprah.serve.access import Access

COACH_ADDRESS = "/_kiprah/coach/"


class NoticeLine(Struct, frozen=True):
    """Line of a notice: a problem in words."""

    where: str
    """Place of the problem: ``content/site.yml:3:1``."""
    level: str
    level_word: str
    code: str
    message: str
    before: str
    """The line of the file up to the caret; all three parts are empty where no line is shown."""
    at: str
    after: str
    hint: str
    file: str = ""
    """Path relative to the site's folder, where the editor has a form for it."""


class Notice(Struct, frozen=True):
    """Notice of what keeps the pages from being as they were written."""

    title: str
    text: str
    faults: tuple[NoticeLine, ...]
    asks: bool = False
    """True where nothing is kept back: it only asks to think of somebody before this is public."""


class Edited(Struct, frozen=True):
    """The page of the entry that was edited last."""

    build: int
    """The build that brought the edit."""
    path: str
    """Path relative to the output folder: ``activities/x/index.html``."""
    text: str
    """Its title, in a sentence."""


class WaitingPhoto(Struct, frozen=True):
    """A photo that is not published yet, and why in words."""

    file: Path
    name: str
    reason: str


class CoachAccess(Struct, frozen=True):
    """Access of the coach to the site, and of a community whom alone it may speak of; empty: whomever is asked for."""

    request: Request
    member: str = ""


@dataclass(slots=True)
class Preview:
    """State of one preview; only the loop of the server changes it."""

    output: Path
    host: str
    port: int
    site_url: str = ""
    """The public address; the links of ``404.html`` begin with it or its path."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Words of our own parts of a page, by the names of the catalogue ``serve`` under ``page.``."""
    build: int = 1
    notice: Notice | None = None
    edited: Edited | None = None
    waiting: tuple[WaitingPhoto, ...] = ()
    """Photos that wait for consent, for their author to look at."""
    coach: CoachAccess | None = None
    """Access to the coach; None: others can look, and bring no token."""
    access: Access | None = None
    """Access to the editor; None where there is none, and nothing can be changed."""
    calls: set[Callable[[str], None]] = field(default_factory=set)
    """Functions that call each open page: about everything (``*``), or about pages alone while a build goes on."""

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{name}]:{self.port}/" if ":" in name and name[0] != "[" else f"http://{name}:{self.port}/"

    def call(self) -> None:
        """Have every open page ask what became of it, and an editor what the build found."""
        for call in tuple(self.calls):
            call("*")

    def call_pages(self) -> None:
        """Have every open page ask what became of it, while the build goes on."""
        for call in tuple(self.calls):
            call("pages")
