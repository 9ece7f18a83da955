"""Files of a new site: settings, profile, examples, and what hosts and editors need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah import __version__
from kiprah.authoring.git.git_ignore import IGNORE_FILE, community_list, member_list
from kiprah.authoring.installed_from import WHEELS, Origin
from kiprah.authoring.new.new_community import COMMUNITY_SHARED, community_files
from kiprah.authoring.new.parse_answers import one_line
from kiprah.authoring.new.write_entry import write_files
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.sveltia.configuration import sveltia_files
from kiprah.authoring.sveltia.short_forms import in_long_form, path_in_sveltia
from kiprah.authoring.templates import (
    EXAMPLE_ACTIVITY,
    EXAMPLE_DRAFT,
    EXAMPLE_PRIVATE,
    TEMPLATES_FOLDER,
    fill_template,
    shared_text,
    template_text,
)
from kiprah.authoring.yaml_text import scalar
from kiprah.content.json_schema import json_schema, schema_text
from kiprah.model.settings import SiteKind

_MAY_STAND = re.compile(
    r"\.git(hub|ignore|attributes|keep)?|\.gitlab|\.DS_Store|desktop\.ini|Thumbs\.db|\.venv|venv"
    r"|(readme|licen[cs]e|copying|code_of_conduct|contributing|codeowners)(\.\w+)?",
    re.IGNORECASE,
)
"""Pattern of names that a repository may hold that was made before its site."""


class SiteRequest(Struct, frozen=True):
    """Request for a new site."""

    folder: Path
    language: str
    timezone: str
    today: date
    origin: Origin
    kind: SiteKind = "portfolio"
    editor: str = ""
    """Name of the editor: ``sveltia``, with a page for editing a portfolio on GitHub, from a phone alone; or empty."""


class NewSite(Struct, frozen=True):
    """A new site that was written."""

    folder: Path
    kept: tuple[str, ...]
    """Files that the folder had already."""
    has_origin: bool
    """True where ``requirements.txt`` can install kiprah elsewhere."""


def write_site(request: SiteRequest) -> NewSite | Refusal:
    """Write a new site into a folder that is new, empty, or a repository without one."""
    folder = request.folder
    if request.editor and request.kind == "community":
        return Refusal("sveltia-portfolio")
    try:
        if folder.exists() and not folder.is_dir():
            return Refusal("site-no-folder", {"path": str(folder)})
        names = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
        foreign = sorted(name for name in names if not _MAY_STAND.fullmatch(name))
        if foreign:
            return Refusal("site-not-empty", {"path": str(folder), "name": foreign[0]})
        files = site_files(request)
        # Where nothing foreign stands, what stands is a repository's own, and stays as it is.
        kept = tuple(
            path for path, _ in files if path.exists() or (path.parent == folder and path.name.casefold() in names)
        )
    except OSError as error:
        return Refusal("not-written", {"path": str(folder), "reason": str(error.strerror)}, cause="machine")
    refusal = write_files(tuple(file for file in files if file[0] not in kept), folder / "content" / "site.yml")
    if refusal:
        return refusal
    return NewSite(
        folder, tuple(path.relative_to(folder).as_posix() for path in kept), bool(request.origin.requirement)
    )


def site_files(request: SiteRequest) -> list[tuple[Path, bytes]]:
    """Return every file of a new site: what it shows, and what hosts and editors need."""
    folder, language = request.folder, request.language
    words = {"title": scalar(site_title(folder)), "timezone": request.timezone}
    is_community = request.kind == "community"
    content = community_files(language, words, request.today) if is_community else _portfolio_files(request, words)
    content[IGNORE_FILE] = (community_list if is_community else member_list)((), language).encode()
    return [
        *((folder / "content" / path, data) for path, data in content.items()),
        *((folder / path, data) for path, data in host_files(request, site_title(folder)).items()),
    ]


def host_files(request: SiteRequest, title: str) -> dict[str, bytes]:
    """Return what stands around a site's content for hosts, editors and whoever opens the folder, by path."""
    language = request.language
    is_community = request.kind == "community"
    shared = {
        ".gitignore": "gitignore",
        ".gitattributes": "gitattributes",
        ".editorconfig": "editorconfig",
        "netlify.toml": "netlify.toml",
        "netlify/keep-cache/manifest.yml": "netlify/keep-cache/manifest.yml",
        "netlify/keep-cache/index.js": "netlify/keep-cache/index.js",
        ".github/workflows/pages.yml": "github/pages.yml",
        # So that VS Code helps in site.yml, without asking the network for anything.
        ".vscode/settings.json": "vscode/settings.json",
        ".vscode/extensions.json": "vscode/extensions.json",
        **(COMMUNITY_SHARED if is_community else {}),
    }
    editing = sveltia_files(language) if request.editor == "sveltia" else {}
    if editing:
        del shared[".github/workflows/pages.yml"]
    readme = f"{'community' if is_community else 'site'}/README.md"
    schemas = ("site", "member") if is_community else ("site",)
    return {
        **editing,
        "README.md": _filled(language, readme, {"title": title}),
        **{path: shared_text(name).encode() for path, name in shared.items()},
        **{f".vscode/kiprah-{k}.schema.json": schema_text(json_schema(k, language)).encode() for k in schemas},
        **_requirements(request, language),
    }


def _portfolio_files(request: SiteRequest, words: Mapping[str, str]) -> dict[str, bytes]:
    """Return an activity with a photo, a draft, a private reflection, and whose they are."""
    language, day = request.language, request.today.isoformat()
    first = f"activities/{day}-{EXAMPLE_ACTIVITY[language]}"
    texts = {
        "site.yml": "site.yml",
        "profile.md": "profile.md",
        f"{first}/index.md": "activity.md",
        f"activities/{day}-{EXAMPLE_DRAFT[language]}.md": "draft.md",
        f"reflections/{day}-{EXAMPLE_PRIVATE[language]}.md": "reflection.md",
    }
    files = {path: _filled(language, f"site/{name}", {**words, "date": day}) for path, name in texts.items()}
    if request.editor == "sveltia":
        files = {path: in_long_form(data.decode(), path).encode() for path, data in files.items()}
        files = {path_in_sveltia(path): data for path, data in files.items()}
    return {**files, f"{first}/beach.jpg": (TEMPLATES_FOLDER / "beach.jpg").read_bytes()}


def site_title(folder: Path) -> str:
    """Propose a title by the folder's name."""
    name = one_line(folder.absolute().resolve().name.replace("-", " ").replace("_", " "))
    return name[:1].upper() + name[1:] if name else "kiprah"


def _requirements(request: SiteRequest, language: str) -> dict[str, bytes]:
    origin = request.origin
    name = "requirements.txt" if origin.requirement else "requirements-local.txt"
    words = {"requirement": origin.requirement, "version": __version__, "wheels": WHEELS}
    files = {"requirements.txt": _filled(language, f"site/{name}", words)}
    if origin.wheel is not None:
        files[f"{WHEELS}/{origin.wheel.name}"] = origin.wheel.read_bytes()
    return files


def _filled(language: str, name: str, words: Mapping[str, str]) -> bytes:
    return fill_template(template_text(language, name), words, {}).encode()
