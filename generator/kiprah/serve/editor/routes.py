"""Addresses of the editor: its page, its own files, and what it asks."""

from __future__ import annotations

from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

from kiprah.catalog import words
from kiprah.colors import palette_css
from kiprah.serve.editor.editor_site import EditorSite
from kiprah.serve.editor.entries_api import EntryHandler, RemovedHandler
from kiprah.serve.editor.files_api import FileHandler, NewHandler, StateHandler, UndoHandler
from kiprah.serve.editor.handler import EditorHandler
from kiprah.serve.editor.photos_api import FacesHandler, PictureHandler, UploadHandler
from kiprah.serve.file_lookup import type_of
from kiprah.serve.handler import is_refused
from kiprah.serve.preview_state import Preview

EDITOR_ROOT = "/_kiprah/edit/"
_BROWSER = Path(__file__).parent / "browser"
FONT_FOLDERS = (
    Path(__file__).parents[2] / "themes" / "pelita" / "assets" / "fonts",
    Path(__file__).parents[4] / "themes" / "pelita" / "assets" / "fonts",
)
"""Folders of the theme's fonts, in the installed package or in the repository."""


def editor_routes(preview: Preview, editor: EditorSite) -> list[tuple[str, Any, dict[str, Any]]]:
    """Return the addresses and who answers them."""
    given = {"preview": preview, "editor": editor}
    api = {
        "state": StateHandler,
        "file": FileHandler,
        "undo": UndoHandler,
        "new": NewHandler,
        "entry": EntryHandler,
        "removed": RemovedHandler,
        "upload": UploadHandler,
        "picture": PictureHandler,
        "faces": FacesHandler,
    }
    return [
        (EDITOR_ROOT, EntranceHandler, given),
        *((f"{EDITOR_ROOT}api/{name}", handler, given) for name, handler in api.items()),
        (rf"{EDITOR_ROOT}own/([a-z0-9/-]+\.(?:js|css|svg|woff2))", AssetHandler, given),
        (rf"{EDITOR_ROOT}.*", MissingHandler, given),
    ]


class EntranceHandler(EditorHandler):
    """Handler of the entrance: sends the editor's page, or lets in who brings the token in the address."""

    def prepare(self) -> None:
        token, access = self.get_query_argument("token", ""), self.preview.access
        if is_refused_entrance(self, self.preview) or access is None or self.request.method != "GET":
            self._refuse(HTTPStatus.FORBIDDEN)
        assert access is not None
        if not token and not access.admits(self):
            self._refuse(HTTPStatus.FORBIDDEN)
        if token and not access.is_token(token):
            self._refuse(HTTPStatus.FORBIDDEN)

    def get(self) -> None:
        """Answer one request."""
        language = self.language
        own = words(language, "editor")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if self.get_query_argument("token", ""):
            assert self.preview.access is not None
            self.preview.access.let_in(self)
            # By the page itself and not by a redirect: then the cookie comes along wherever the address was opened.
            self.finish(_ENTERED.format(language=language, root=EDITOR_ROOT, title=escape(own.say("ui.title"))))
            return
        values = {
            "language": language,
            "title": escape(own.say("ui.title")),
            "loading": escape(own.say("ui.loading")),
            "script": escape(own.say("ui.needs-script")),
            "root": EDITOR_ROOT,
        }
        self.finish((_BROWSER / "index.html").read_text("utf-8").format(**values))


_ENTERED = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" '
    'content="0; url={root}"><link rel="icon" href="{root}own/icon.svg"><title>{title}</title></head>'
    '<body><a href="{root}">{title}</a></body></html>'
)


class AssetHandler(EditorHandler):
    """Handler of the scripts, the style and the letters of the editor's page."""

    def get(self, name: str) -> None:
        """Answer one request."""
        content = palette_css(_COLOR).encode() if name == "palette.css" else _asset(name)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.set_header("Content-Type", type_of(Path(name)))
        self.finish(content)


class MissingHandler(EditorHandler):
    """Handler of addresses at which there is nothing."""

    def get(self) -> None:
        """Answer one request."""
        self.send_error(HTTPStatus.NOT_FOUND)


_COLOR = "#0f766e"


def is_refused_entrance(handler: EditorHandler, preview: Preview) -> bool:
    """Say whether a request for the page does not speak to this server by its name; its token is looked at later."""
    return is_refused(handler, preview, with_token=False)


@cache
def _asset(name: str) -> bytes | None:
    """Read one of our own files: only names that are listed are opened."""
    listed = {path.relative_to(_BROWSER).as_posix(): path for path in _BROWSER.rglob("*") if path.is_file()}
    fonts = next((folder for folder in FONT_FOLDERS if folder.is_dir()), None)
    if fonts is not None:
        listed.update({f"fonts/{path.name.lower()}": path for path in fonts.glob("*.woff2")})
    return listed[name].read_bytes() if name in listed else None
