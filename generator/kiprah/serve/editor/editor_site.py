"""The site that an editor works on: listed anew for every request, so that other programs may work on it too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiprah.authoring.editing.editable import EditableFile, editable_files
from kiprah.authoring.editing.overview import OverviewReader
from kiprah.authoring.editing.undo import UndoStore
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.content.settings import read_settings
from kiprah.model.member import Withheld
from kiprah.model.settings import Settings
from kiprah.problem import Problem
from kiprah.serve.editor.taken_uploads import TakenUploads


class Look(Struct, frozen=True):
    """Snapshot of the site at one moment."""

    site: SiteFolder
    settings: Settings
    files: Mapping[str, EditableFile]
    today: date

    def file(self, path: str) -> EditableFile | None:
        """Find a file by what it is asked for by: a name in the listing, never a path that is followed."""
        return self.files.get(path)


class Built(Struct, frozen=True):
    """Result of the preview's last build, as the editor needs it."""

    number: int = 0
    problems: tuple[Problem, ...] = ()
    held: tuple[Withheld, ...] = ()
    pages: Mapping[str, tuple[str, ...]] = {}
    """Files that each page shows, by page."""


class EditorSite:
    """Site and cache that all requests of one editor share."""

    def __init__(self, folder: Path, cache: Path, member: str, today: date | None, language: str) -> None:
        """Take the site's folder, the cache that keeps versions, and whose entries are edited."""
        self._folder = folder
        self.member = member
        """Member of a community; empty where all of the site is meant."""
        self._today = today
        self.language = language
        self.undo = UndoStore(cache)
        self.reader = OverviewReader()
        self.taken = TakenUploads()
        self.lock = Lock()
        """Lock that is held while something is written: two saves of one file would not see each other."""
        self.built = Built()
        """Result of the last build, exchanged whole by whoever builds."""

    def look(self) -> Look:
        """List the site; raises ``OSError``."""
        site, _ = list_folder(self._folder)
        settings = read_settings(site)[0] or Settings()
        today = self._today or datetime.now(ZoneInfo(settings.timezone)).date()
        return Look(site, settings, editable_files(site, settings, self.member), today)
