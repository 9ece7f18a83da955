"""Check for words of the example: what a new site brought and nobody wrote is not published under somebody's name."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from kiprah.authoring.templates import EXAMPLE_ACTIVITY, EXAMPLE_DRAFT, EXAMPLE_PRIVATE, LANGUAGES, template_text
from kiprah.content.folder import SiteFolder
from kiprah.model.settings import SETTINGS_FILE, Settings
from kiprah.model.slug import dated_name
from kiprah.problem import Place, Problem

_HIDDEN = re.compile(r"^(?:draft:\s*true|visibility:\s*private)\s*$", re.MULTILINE)
_INVENTED = re.compile(r"(?:name|headline|organization|impact|alt):\s*\S.*")
_ADDRESS = re.compile(r"^url:\s*\S.*$", re.MULTILINE)
_LONG_FORM = re.compile(r"(\w+): \{\w+: ([^{},]+)\}")
"""A text with its key, as a site for Sveltia begins with it; it is the example's all the same."""
_COMMUNITY = "community"
"""Name that stands for every text of a new community."""
_LONGEST = 1000
"""Maximum letters of an example's line; a stranger's may be a megabyte, and a pattern's time grows with its square."""
_LEAST = 20
"""Letters of a line of the body that nobody writes by chance."""


def example_problems(folder: SiteFolder, settings: Settings, url: str | None) -> tuple[Problem, ...]:
    """Find what is still the example's in a site to be published; ``url`` is the address that was asked for.

    An address of this machine publishes nothing to anybody, so that there nothing is in the way.
    """
    if is_local(settings.url):
        return ()
    found = [problem for path, template in _texts(folder, settings) for problem in _of_words(folder, path, template)]
    return (*_of_address(folder, url), *found)


def example_files(folder: SiteFolder, settings: Settings) -> tuple[str, ...]:
    """Name the files that ``example_problems`` reads, by the names of all that there are."""
    return (SETTINGS_FILE, *dict.fromkeys(path for path, _ in _texts(folder, settings)))


def _texts(folder: SiteFolder, settings: Settings) -> list[tuple[str, str]]:
    """List the texts that may be the example's, each with the text of a new site that it may have been."""
    if settings.kind == "community":
        return [(path, _COMMUNITY) for path in _of_community(folder)]
    profiles = {"profile.md", *(f"profile.{language}.md" for language in settings.languages)}
    found: list[tuple[str, str]] = []
    for path in sorted(folder.files):
        if path in profiles:
            found.append((path, "profile.md"))
        for template, (below, names) in _example_entries().items():
            if path.startswith(below) and path.endswith(names):
                found.append((path, template))
    return found


def _of_community(folder: SiteFolder) -> list[str]:
    """Name the texts that may be the example's, by their places: nobody else's are read."""
    # Only now: a portfolio has none of them.
    from kiprah.authoring.new.new_community import EXAMPLE_EVENTS, EXAMPLE_MEMBERS

    slugs = tuple(slug for names in EXAMPLE_EVENTS.values() for slug in names.values())
    events = [f"events/{name}/index.md" for name in folder.folders_in("events") if dated_name(name)[1] in slugs]
    texts = [p for slug in EXAMPLE_MEMBERS for p in folder.paths_below(f"members/{slug}") if p.endswith(".md")]
    return sorted(path for path in ("about.md", *events, *texts) if path in folder.files)


def is_local(url: str) -> bool:
    """Say whether an address leads to the machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _of_address(folder: SiteFolder, url: str | None) -> tuple[Problem, ...]:
    if url is not None:
        return ()
    text = _text(folder, SETTINGS_FILE)
    match = _ADDRESS.search(text)
    if match is None or match[0].rstrip() not in _example_lines("site.yml"):
        return ()
    line = text.count("\n", 0, match.start()) + 1
    return (Problem("example-address", Place("site.yml", line, 1), {"value": match[0].partition(":")[2].strip()}),)


def _of_words(folder: SiteFolder, path: str, template: str) -> tuple[Problem, ...]:
    """Point at the first line of a file that the example brought; an entry that nobody sees may keep them all."""
    text = _text(folder, path)
    if template != "profile.md" and _HIDDEN.search(text):
        return ()
    examples = _example_lines(template)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) <= _LONGEST and _LONG_FORM.sub(r"\1: \2", line.strip()) in examples:
            value = line.strip() if len(line.strip()) <= 60 else f"{line.strip()[:59]}…"
            return (
                Problem("example-words", Place(path, number, len(line) - len(line.lstrip()) + 1), {"value": value}),
            )
    return ()


def _text(folder: SiteFolder, path: str) -> str:
    if path not in folder.files:
        return ""
    try:
        return folder.read(path).decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:  # whoever reads it for its content says so
        return ""


@cache
def _example_lines(name: str) -> frozenset[str]:
    """Return the lines of a file of new sites that are somebody's own once they are written."""
    lines = set()
    names = [f"site/{name}"]
    if name == _COMMUNITY:
        from kiprah.authoring.new.new_community import example_texts

        names = [f"community/{one}" for one in example_texts()]
    for text in (template_text(language, one) for language in LANGUAGES for one in names):
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        lines |= {line.strip() for line in front.split("\n") if _INVENTED.fullmatch(line.strip())}
        lines |= {line.rstrip() for line in front.split("\n") if name == "site.yml" and _ADDRESS.fullmatch(line)}
        lines |= {line.strip() for line in body.split("\n") if len(line) >= _LEAST and not line.startswith("#")}
    return frozenset(lines)


@cache
def _example_entries() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the entries that a new site begins with, by template: the folder they lie in, and how their paths end."""
    entries = {
        "activity.md": ("activities/", EXAMPLE_ACTIVITY),
        "draft.md": ("activities/", EXAMPLE_DRAFT),
        "reflection.md": ("reflections/", EXAMPLE_PRIVATE),
    }
    return {
        template: (below, tuple(f"-{slug}{end}" for slug in slugs.values() for end in ("/index.md", ".md")))
        for template, (below, slugs) in entries.items()
    }
