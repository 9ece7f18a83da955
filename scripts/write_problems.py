"""Write docs/problems.md and docs/masalah.md: every problem as it is printed, its cause and its cure."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kiprah.catalog import FOLDER, Words, words

ROOT = Path(__file__).parents[1]
GOLDENS = ROOT / "tests" / "problems" / "goldens"
PAGES = {"en": ROOT / "docs" / "problems.md", "id": ROOT / "docs" / "masalah.md"}
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "yaml",
        (
            "no-front-matter",
            "front-matter-open",
            "front-matter-fence",
            "front-matter-not-keys",
            "toml-front-matter",
            "json-front-matter",
            "yaml-tab",
            "yaml-space",
            "yaml-colon",
            "yaml-colon-space",
            "yaml-quote",
            "yaml-after-quote",
            "yaml-escape",
            "yaml-sign",
            "yaml-anchor",
            "yaml-tag",
            "yaml-no-key",
            "yaml-indent",
            "yaml-documents",
            "yaml-depth",
            "yaml-key",
            "bad-yaml",
            "smart-quotes",
            "curly-kept",
        ),
    ),
    (
        "keys",
        (
            "missing-key",
            "unknown-key",
            "unknown-key-far",
            "foreign-key",
            "foreign-key-unneeded",
            "duplicate-key",
            "not-a-value",
            "not-a-list",
            "list-hyphen",
            "not-keys",
            "too-many",
            "text-too-long",
        ),
    ),
    (
        "values",
        (
            "bad-hours",
            "hours-like-time",
            "hours-too-many",
            "bad-date",
            "bad-date-in-name",
            "missing-date",
            "end-before-date",
            "end-and-ongoing",
            "bad-choice",
            "bad-visibility",
            "bad-people",
            "bad-consent",
            "not-true-or-false",
            "bad-number",
            "bad-amount",
            "bad-share",
            "decimal-comma",
            "bad-url",
            "bad-site-url",
            "bad-email",
            "bad-color",
            "bad-language",
            "bad-timezone",
            "coordinates",
        ),
    ),
    (
        "names",
        (
            "bad-slug",
            "empty-slug",
            "reserved-slug",
            "slug-taken",
            "double-slug",
            "double-address",
            "page-taken",
            "bad-alias",
            "testimonial-empty",
            "unknown-activity",
            "unknown-activity-near",
            "dead-link",
            "dead-link-near",
            "link-mistyped",
            "link-local",
            "link-scheme",
            "link-hidden",
            "dead-anchor",
        ),
    ),
    ("languages", ("language-not-listed", "translation-alone", "translation-length")),
    (
        "photos",
        (
            "bad-file-name",
            "file-missing",
            "file-missing-near",
            "file-case",
            "file-kind",
            "file-unreadable",
            "file-too-large",
            "cover-not-listed",
            "photo-twice",
            "photo-not-listed",
            "photo-kind",
            "photo-broken",
            "photo-cut-short",
            "photo-empty",
            "photo-changed",
            "photo-unreadable",
            "photo-depth",
            "photo-too-large",
            "photo-too-heavy",
            "photo-too-long",
            "picture-not-encoded",
            "heic-needs-extra",
            "missing-alt",
            "people-not-said",
            "evidence-one",
            "document-kind",
            "document-broken",
            "document-locked",
            "document-pages",
            "document-too-large",
            "document-hidden-data",
            "document-hidden-layers",
            "video-kind",
            "video-broken",
            "video-too-large",
            "video-codec",
            "video-elsewhere",
            "video-fragmented",
            "video-metadata-track",
        ),
    ),
    (
        "texts",
        (
            "body-too-heavy",
            "comment-open",
            "visibility-unclear",
            "heading-attribute",
            "merge-marks",
            "html-dropped",
            "foreign-markup",
            "event-in-portfolio",
        ),
    ),
    (
        "advice",
        (
            "title-long",
            "headline-long",
            "evidence-without-file",
            "brand-contrast",
            "place-exact",
            "risk-triangle",
        ),
    ),
    (
        "reach",
        (
            "link-gone",
            "link-moved",
            "link-troubled",
            "link-unreachable",
            "link-guarded",
            "link-private",
            "link-unreadable",
            "no-network",
        ),
    ),
    (
        "folders",
        (
            "not-utf8",
            "control-character",
            "name-not-utf8",
            "link-ignored",
            "site-missing",
            "profile-missing",
            "bundle-without-index",
            "entry-ending",
        ),
    ),
    (
        "settings",
        (
            "url-missing",
            "preview-build",
            "community-later",
            "menu-one",
            "menu-page",
            "bad-theme-options",
            "theme-option",
            "theme-missing",
            "theme-circle",
            "template-syntax",
            "template-fault",
            "page-promise",
            "font-missing",
            "font-kind",
            "logo-broken",
            "logo-svg",
        ),
    ),
    (
        "cards",
        (
            "card-glyphs",
            "card-emoji",
            "card-layout-missing",
            "card-length",
            "card-box",
            "card-expression",
            "card-extends-circle",
            "card-extends-missing",
            "card-scrim",
            "card-after",
            "card-type-missing",
        ),
    ),
    (
        "build",
        (
            "metadata-left",
            "hidden-text",
            "store-lost",
            "worker-died",
            "worker-hung",
            "output-link",
            "output-not-folder",
            "output-holds-content",
            "output-in-content",
            "output-holds-cache",
            "output-in-cache",
            "output-foreign",
            "output-in-the-way",
            "output-left-over",
            "already-building",
            "disk-full",
            "no-permission",
            "read-only",
            "machine",
        ),
    ),
)
"""What belongs together, in the order of the pages."""


def codes() -> tuple[str, ...]:
    """Return every code that has words."""
    return tuple(name for name in _names() if "." not in name)


def held_reasons() -> tuple[str, ...]:
    """Return every reason for which something is held back."""
    return tuple(name.removeprefix("held.") for name in _names() if name.startswith("held."))


def _names() -> list[str]:
    catalogue = FOLDER / "en" / "LC_MESSAGES" / "problems.po"
    return re.findall(r'^msgid "([a-z0-9.-]+)"', catalogue.read_text("utf-8"), re.MULTILINE)


def printed(code: str, language: str) -> str:
    """Return a problem as the command prints it."""
    golden = (GOLDENS / f"{code}.txt").read_text("utf-8")
    parts = re.split(rf"^({'|'.join(PAGES)})\n", golden, flags=re.MULTILINE)
    return parts[parts.index(language) + 1].strip("\n")


def page(language: str) -> str:
    """Return the page in one language."""
    advice = words(language, "advice")
    parts = [f"# {advice.say('title')}\n", f"{advice.say('intro')}\n", f"{advice.say('written')}\n"]
    parts += [f"- [{advice.say(f'group.{group}')}](#{anchor(advice.say(f'group.{group}'))})" for group, _ in GROUPS]
    parts.append(f"- [{advice.say('held.title')}](#{anchor(advice.say('held.title'))})\n")
    for group, members in GROUPS:
        parts.append(f"## {advice.say(f'group.{group}')}\n")
        parts += [section(code, language, advice) for code in members]
    parts += [f"## {advice.say('held.title')}\n", f"{advice.say('held.intro')}\n"]
    said = words(language, "problems")
    parts += [f"- {said.say(f'held.{reason}', until='2027-01-01')}" for reason in held_reasons()]
    return "\n".join(parts) + "\n"


def section(code: str, language: str, advice: Words) -> str:
    """Return what a page says of one problem."""
    shown = [
        line[:110] + "…" if len(line) > 111 and not line.lstrip().startswith("hint:") else line
        for line in printed(code, language).split("\n")
    ]
    fence = "```"
    return f"### {code}\n\n{fence}text\n" + "\n".join(shown) + f"\n{fence}\n\n{advice.say(code)}\n"


def anchor(title: str) -> str:
    """Return the name GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", title.casefold()).replace(" ", "-")


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    return {path: page(language) for language, path in PAGES.items()}


def main() -> int:
    """Write the pages."""
    for path, text in written().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
