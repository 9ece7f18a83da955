"""Registry of problem types: each code with its level, its values, what its place points at, its section in the docs.

A new problem begins with its line here. Its words go into the catalogue ``problems`` (message, ``.hint``, and
``.hint-near`` for when what was meant is known), its cause and cure into ``advice``, and the site that provokes it into
``tests/problems``; tests name what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

Level = Literal["error", "warning", "note"]
"""Level of a problem: ``error`` stops the build, ``warning`` does under ``--strict``, ``note`` never does."""

PlaceKind = Literal["text", "file", "content", "settings", "theme", "written", "output", "machine", "cluster", "store"]
"""Kind of what a problem's place points at.

``text`` the file of an entry or of the profile, ``file`` any other file or folder of the content, ``content`` one of
these two, ``settings`` is ``site.yml``, ``theme`` a file of a theme, ``written`` anything a person writes (an entry,
``site.yml``, a theme), ``output`` a published file, named from the output folder, ``machine`` a path of the machine,
``cluster`` the address of a scheduler or a worker, ``store`` the address of a bucket or a host.
"""

ValueKind = Literal[
    "text", "key", "number", "day", "file", "path", "address", "list", "near", "reason", "traces", "unseen"
]
"""Kind of a value; all of them are texts, ready to be shown.

``text`` what a person wrote, or a word of the field; ``list`` words with commas; ``near`` what was probably meant, or
nothing; ``reason`` the words of the system or of a library, which nobody translates; ``traces`` what the scanner of
metadata found, by its own names with commas; ``unseen`` what kept it from looking: words for both are in the catalogue.
"""

Section = Literal[
    "yaml",
    "keys",
    "values",
    "names",
    "languages",
    "photos",
    "texts",
    "advice",
    "reach",
    "git",
    "folders",
    "settings",
    "cards",
    "build",
]
"""The parts of the page about problems, in their order."""


class ProblemType(Struct, frozen=True):
    """One registered kind of problem."""

    code: str
    """Stable name of the message and the hint in the catalogue ``problems``, and of the section in the docs."""
    level: Level
    place: PlaceKind
    section: Section
    values: Mapping[str, ValueKind]
    """The names that its words may use, each given every time."""


class _Row(Struct, frozen=True):
    code: str
    level: Level
    place: PlaceKind
    values: dict[str, ValueKind]


def _error(code: str, place: PlaceKind, **values: ValueKind) -> _Row:
    return _Row(code, "error", place, values)


def _warning(code: str, place: PlaceKind, **values: ValueKind) -> _Row:
    return _Row(code, "warning", place, values)


def _note(code: str, place: PlaceKind, **values: ValueKind) -> _Row:
    return _Row(code, "note", place, values)


def _registry(sections: Mapping[Section, Iterable[_Row]]) -> Mapping[str, ProblemType]:
    types: dict[str, ProblemType] = {}
    for section, rows in sections.items():
        for row in rows:
            if row.code in types:
                raise ValueError(f"the problem {row.code} is registered twice")
            types[row.code] = ProblemType(row.code, row.level, row.place, section, row.values)
    return types


PROBLEM_TYPES = _registry(
    {
        "yaml": (
            _error("no-front-matter", "text"),
            _error("front-matter-open", "text"),
            _error("front-matter-fence", "text", value="text"),
            _error("front-matter-not-keys", "written"),
            _error("toml-front-matter", "text"),
            _error("json-front-matter", "text"),
            _error("yaml-tab", "written"),
            _error("yaml-space", "written", character="text"),
            _error("yaml-colon", "written", nearest="near"),
            _error("yaml-colon-space", "written", nearest="near"),
            _error("yaml-quote", "written", nearest="near"),
            _error("yaml-after-quote", "written", nearest="near"),
            _error("yaml-escape", "written", nearest="near"),
            _error("yaml-sign", "written", sign="text", nearest="near"),
            _error("yaml-anchor", "written", sign="text", nearest="near"),
            _error("yaml-tag", "written", sign="text", nearest="near"),
            _error("yaml-no-key", "written"),
            _error("yaml-indent", "written"),
            _error("yaml-documents", "written"),
            _error("yaml-depth", "written"),
            _error("yaml-key", "written"),
            _error("bad-yaml", "written"),
            _error("smart-quotes", "written", key="key", nearest="near"),
            _warning("curly-kept", "written", key="key", nearest="near"),
        ),
        "keys": (
            _error("missing-key", "written", key="key", nearest="near"),
            _error("unknown-key", "written", key="key", nearest="near"),
            _error("unknown-key-far", "written", key="key", known="list"),
            _error("foreign-key", "written", key="key", nearest="near"),
            _error("foreign-key-unneeded", "written", key="key"),
            _error("duplicate-key", "written", key="key", first="number"),
            _error("not-a-value", "written", key="key", expected="text"),
            _error("not-a-list", "written", key="key", nearest="near"),
            _error("not-lists", "written", key="key", nearest="near"),
            _error("list-hyphen", "written"),
            _warning("comma-list", "written", nearest="near"),
            _warning("sveltia-loses", "written", key="key", nearest="near"),
            _warning("sveltia-refuses", "written", key="key", nearest="near"),
            _warning("hash-comment", "written", value="text", nearest="near"),
            _error("not-keys", "written", key="key", nearest="near"),
            _error("too-many", "written", key="key", count="number", least="number", most="number"),
            _error("text-too-long", "written", key="key", length="number", limit="number"),
        ),
        "values": (
            _error("bad-hours", "written", value="text", nearest="near"),
            _note("hours-like-time", "text", value="text", read="text", nearest="near"),
            _warning("hours-too-many", "text", days="number"),
            _error("bad-date", "written", value="text", nearest="near"),
            _error("bad-date-in-name", "text", value="text"),
            _error("missing-date", "text", name="text"),
            _error("end-before-date", "text", date="day", end="day"),
            _error("end-and-ongoing", "text"),
            _error("bad-choice", "written", key="key", value="text", choices="list", nearest="near"),
            _error("bad-visibility", "text", value="text", choices="list", nearest="near"),
            _error("bad-people", "text", value="text", choices="list", nearest="near"),
            _error("bad-consent", "text", value="text", choices="list", nearest="near"),
            _error("not-true-or-false", "written", key="key", value="text", nearest="near"),
            _error("bad-number", "written", key="key", value="text", least="number", most="number", nearest="near"),
            _error("bad-amount", "written", key="key", value="text", nearest="near"),
            _error("bad-share", "written", key="key", value="text"),
            _error("decimal-comma", "written", key="key", nearest="near"),
            _error("bad-url", "written", value="text"),
            _error("bad-site-url", "settings", value="text"),
            _error("bad-email", "text", value="text"),
            _error("bad-color", "written", value="text"),
            _error("bad-language", "written", value="text"),
            _error("bad-timezone", "settings", value="text"),
            _error("coordinates", "text", value="text"),
            _error("bad-since", "written", value="text"),
            _error("until-before-since", "written", since="text", until="text"),
            _error("bad-account", "written", value="text"),
            _error("bad-commit", "written", value="text"),
        ),
        "names": (
            _error("bad-slug", "text", value="text", nearest="near"),
            _error("empty-slug", "text", value="text"),
            _error("reserved-slug", "text", value="text"),
            _error("reserved-term", "written", value="text"),
            _error("slug-taken", "text", slug="text"),
            _error("double-slug", "text", slug="text", other="path"),
            _error("double-address", "file", path="path", other="path"),
            _error("page-taken", "text", value="text"),
            _error("bad-alias", "text", value="text"),
            _warning("alias-own-folder", "text", value="text", address="text", alias="text"),
            _warning("testimonial-empty", "text"),
            _error("unknown-activity", "text", slug="text", nearest="near"),
            _error("unknown-activity-near", "text", slug="text", nearest="near"),
            _error("pdf-letters", "text", clusters="text", page="path"),
            _warning("pdf-extra", "settings"),
            _error("pdf-fault", "text", page="path", message="reason"),
            _error("pdf-lost", "text", page="path"),
            _error("selected-unknown", "text", slug="text", nearest="near"),
            _warning("selected-hidden", "text", slug="text"),
            _error("dead-link", "text", target="path", nearest="near"),
            _error("dead-link-near", "text", target="path", nearest="near"),
            _error("link-mistyped", "text", target="text", nearest="near"),
            _error("link-local", "text", target="text", nearest="near"),
            _warning("link-scheme", "text", target="text", scheme="text"),
            _warning("link-hidden", "text", target="path"),
            _warning("dead-anchor", "text", file="path", anchor="text", nearest="near"),
        ),
        "languages": (
            _error("language-not-listed", "settings", value="text"),
            _error("translation-alone", "text", file="file"),
            _error("translation-fact", "text", key="key"),
            _error("translation-length", "text", key="key", count="number", expected="number"),
        ),
        "photos": (
            _error("bad-file-name", "text", value="text"),
            _error("file-missing", "text", file="file", nearest="near"),
            _error("file-missing-near", "text", file="file", nearest="near"),
            _error("file-case", "text", file="file", nearest="near"),
            _error("file-kind", "text", file="file", kinds="list"),
            _error("file-unreadable", "content", reason="reason"),
            _error("file-too-large", "written", limit="number"),
            _error("cover-not-listed", "text", file="file"),
            _error("photo-twice", "text", file="file"),
            _note("photo-not-listed", "file", file="file"),
            _note("photo-animated", "content", file="file"),
            _error("photo-kind", "content", file="file", kind="text"),
            _error("photo-unknown", "content", file="file"),
            _error("photo-broken", "content", file="file", format="text"),
            _error("photo-cut-short", "content", file="file", format="text"),
            _error("photo-empty", "content", file="file"),
            _error("photo-changed", "file", file="file"),
            _error("photo-worker-died", "file", file="file"),
            _error("photo-worker-hung", "file", file="file"),
            _error("photo-unreadable", "file", file="file", reason="reason"),
            _error("photo-depth", "content", file="file", mode="text"),
            _error("photo-too-large", "content", file="file", megapixels="number", limit="number"),
            _error("photo-too-heavy", "content", file="file", limit="number"),
            _error("photo-too-long", "content", file="file", width="number", height="number", limit="number"),
            _error("picture-not-encoded", "file", file="file", format="text", width="number", height="number"),
            _error("heic-needs-extra", "content", file="file"),
            _warning("missing-alt", "text", file="file"),
            _note("people-not-said", "text", file="file"),
            _error("evidence-one", "text"),
            _error("credential-file", "text"),
            _note("credential-unchecked", "text", file="file"),
            _warning("credential-shape", "content", file="file", where="text"),
            _warning("credential-signature", "text", file="file"),
            _warning("credential-person", "text", file="file"),
            _note("credential-participant", "text", file="file"),
            _warning("credential-two-people", "text", file="file", members="list"),
            _warning("credential-status", "text", file="file", address="address"),
            _note("credential-withdrawn", "text", file="file", name="text"),
            _note("credential-unknown", "text", file="file", did="text", name="text"),
            _note("credential-changed", "text", file="file", changed="list"),
            _warning("attester-copy", "settings", did="text", address="address"),
            _warning("attester-file", "file", file="file"),
            _error("bad-did", "settings", value="text"),
            _error("bad-id", "text", value="text"),
            _error("secret-key", "content", path="path"),
            _error("document-kind", "file", file="file"),
            _error("document-broken", "file", file="file", reason="reason"),
            _error("document-locked", "file", file="file"),
            _error("document-pages", "file", file="file", limit="number"),
            _error("document-too-large", "file", file="file", limit="number"),
            _error("document-hidden-data", "file", file="file"),
            _error("document-hidden-layers", "file", file="file"),
            _error("video-kind", "file", file="file"),
            _error("video-broken", "file", file="file"),
            _error("video-too-large", "file", file="file", limit="number"),
            _error("video-codec", "file", file="file"),
            _error("video-elsewhere", "file", file="file"),
            _error("video-fragmented", "file", file="file"),
            _error("video-metadata-track", "file", file="file"),
        ),
        "texts": (
            _error("body-too-heavy", "text", value="text"),
            _error("comment-open", "text"),
            _error("visibility-unclear", "text"),
            _error("heading-attribute", "text", value="text"),
            _error("merge-marks", "written"),
            _warning("html-dropped", "text", tag="text"),
            _warning("foreign-markup", "text", value="text"),
            _warning("event-in-portfolio", "text", event="text"),
            _error("event-not-joined", "text", event="text", member="text", nearest="near"),
            _error("event-twice", "text", event="text", other="path"),
            _warning("event-disagrees", "text", key="key", value="text", theirs="text", other="path"),
            _warning("participant-unknown", "text", member="text", nearest="near"),
        ),
        "advice": (
            _note("title-long", "text", length="number", limit="number"),
            _note("headline-long", "text", length="number", limit="number"),
            _note("evidence-without-file", "text", kind="text"),
            _note("brand-contrast", "settings", color="text", ratio="number", least="number", nearest="near"),
            _warning("place-exact", "text", value="text"),
            _error("risk-triangle", "text", file="file", name="text", spot="text"),
            _warning("private-identity", "text", spot="text"),
            _warning("private-phone", "text", spot="text"),
            _warning("private-coordinates", "text", spot="text"),
            _warning("private-map", "text", spot="text"),
            _warning("private-address", "text", spot="text"),
            _warning("pupil-named", "text", name="text", spot="text"),
            _error("child-identity", "text", file="file", spot="text"),
            _error("child-phone", "text", file="file", spot="text"),
            _error("child-coordinates", "text", file="file", spot="text"),
            _error("child-map", "text", file="file", spot="text"),
            _error("child-address", "text", file="file", spot="text"),
        ),
        "reach": (
            _warning("link-gone", "text", address="address", detail="text"),
            _note("link-moved", "text", address="address", nearest="near"),
            _warning("link-troubled", "text", address="address", detail="text"),
            _warning("link-unreachable", "text", address="address", detail="text"),
            # Hosts that keep machines out say nothing of the page: never more than a note.
            _note("link-guarded", "text", address="address", detail="text"),
            _warning("link-private", "text", address="address", detail="text"),
            _warning("link-unreadable", "text", address="address", detail="text"),
            _warning("no-network", "settings", count="number"),
            _error("addresses-line", "file", text="text"),
            _note("address-moved", "file", address="path", target="path", file="path"),
            _warning("address-gone", "file", address="path", day="day", line="text", nearest="near"),
            # ``kiprah check`` counts it as an error.
            _warning("printed-address-gone", "file", address="path", day="day", line="text", nearest="near"),
            _note("lists-gone", "file", address="path", count="number"),
            _note("addresses-not-kept", "file", file="path", reason="reason"),
            _note("addresses-of-nobody", "file", member="text"),
        ),
        "git": (
            _note("git-text-waits", "text", count="number", first="path"),
            _note("git-photo-waits", "file", count="number", first="path"),
            _note("git-photo-hidden", "file", count="number", first="path"),
            _note("git-text-private", "text", count="number", first="path"),
            _note("git-photo-place", "file", count="number", first="path"),
            _note("git-photo-camera", "file", count="number", first="path"),
            _note("git-photo-faces", "file", count="number", first="path"),
            _note("git-own-files", "machine", count="number", first="path"),
            _note("git-remote", "machine", remote="text"),
            _note("git-no-remote", "machine"),
            _note("photo-elsewhere", "text", file="file"),
            _note("git-text-kept-out", "text"),
            _note("git-photo-kept-out", "file", file="path"),
            _note("git-list-behind", "file", count="number", first="path"),
            _warning("git-list-not-written", "file", reason="reason"),
            _note("git-unreadable", "machine", reason="reason"),
        ),
        "folders": (
            _error("not-utf8", "written", encoding="text"),
            _error("control-character", "written", character="text"),
            _warning("name-not-utf8", "file"),
            _warning("link-ignored", "file"),
            _error("site-missing", "settings"),
            _error("profile-missing", "text"),
            _error("profile-hides", "text", key="key", nearest="near"),
            _error("bundle-without-index", "file", file="file"),
            _error("entry-too-deep", "file", file="file", nearest="near"),
            _warning("entry-ending", "file", file="file", nearest="near"),
            _error("member-name", "file", name="text"),
            _warning("member-file", "file", file="path"),
            _warning(
                "member-limits",
                "file",
                count="number",
                first="path",
                entries="number",
                photos="number",
                megabytes="number",
            ),
            _error("member-too-slow", "file", member="text"),
            _error("member-too-large", "file", member="text"),
            _error("member-lost", "file", member="text", reason="reason"),
            _error("too-many-removals", "file", count="number", members="number", first="path"),
        ),
        "settings": (
            _warning("url-missing", "settings"),
            _note("preview-build", "settings"),
            _error("bad-featured", "settings", value="text"),
            _error("bad-cool-off", "settings", value="text"),
            _note("cool-off-begins", "settings", days="number"),
            _warning("featured-unknown", "settings", value="text"),
            _error("example-words", "text", value="text"),
            _error("example-address", "settings", value="text"),
            _error("menu-one", "settings", label="text"),
            _error("menu-page", "settings", page="path"),
            _error("bad-theme-options", "settings"),
            _error("theme-option", "settings", key="key", known="list"),
            _error("theme-missing", "written", theme="text", known="list"),
            _error("theme-circle", "theme", theme="text"),
            _error("template-syntax", "theme", message="reason"),
            _error("template-fault", "theme", message="reason", page="path"),
            _error("template-field", "theme", owner="text", name="text", nearest="near", known="list"),
            _error("template-name", "theme", name="text", nearest="near", known="list"),
            _error("template-missing", "theme", name="text", nearest="near", known="list"),
            _error("template-circle", "theme", name="text", nearest="near"),
            _warning("unknown-block", "theme", block="text", nearest="near", known="list"),
            _warning("style-name", "theme", name="text", nearest="near"),
            _warning("unused-template", "theme", file="path", nearest="near", known="list"),
            _error("page-promise", "output", page="path", what="text", drawn="path"),
            _error("font-missing", "settings", file="file"),
            _warning("font-kind", "settings", file="file"),
            _warning("logo-broken", "file", file="file"),
            _note("logo-svg", "file", file="file"),
        ),
        "cards": (
            _warning("card-glyphs", "output", clusters="text", title="text"),
            _note("card-emoji", "output", clusters="text", title="text"),
            _error("card-layout-missing", "theme", kind="text"),
            _error("card-length", "theme", value="text"),
            _error("card-box", "theme"),
            _error("card-expression", "theme", value="text", message="reason"),
            _error("card-extends-circle", "theme", name="text"),
            _error("card-extends-missing", "theme", name="text", known="list", nearest="near"),
            _warning("card-unused", "theme", name="text", nearest="near", known="list"),
            _error("card-scrim", "theme", name="text", layer="text", known="list"),
            _error("card-after", "theme", name="text", layer="text", known="list"),
            _error("card-type-missing", "theme", name="text", known="list"),
            _error("card-layer-fault", "output", path="path", layer="text", message="reason"),
            _error("card-layer-unloaded", "theme", layer="text", type="text", package="text", message="reason"),
            _error("card-layer-lost", "theme", layer="text", type="text", package="text"),
        ),
        "build": (
            _error("metadata-left", "file", path="path", what="traces"),
            _error("metadata-unseen", "file", path="path", what="unseen"),
            _error("metadata-made", "output", path="path", what="traces"),
            _error("hidden-text", "text", path="path", text="text"),
            _error("worker-died", "output", path="path"),
            _error("worker-hung", "output", path="path"),
            _error("reader-died", "text", path="path"),
            _error("reader-hung", "text", path="path"),
            _error("output-link", "machine", path="path"),
            _error("output-not-folder", "machine", path="path"),
            _error("output-holds-content", "machine", path="path"),
            _error("output-in-content", "machine", path="path"),
            _error("output-holds-cache", "machine", path="path"),
            _error("output-in-cache", "machine", path="path"),
            _error("output-foreign", "output", count="number", output="path", path="path"),
            _error("output-in-the-way", "machine", path="path"),
            _warning("output-left-over", "output", count="number", output="path", path="path"),
            _error("already-building", "machine"),
            _error("cluster-unreachable", "cluster", address="text", reason="reason"),
            _error("cluster-lost", "cluster", address="text"),
            _error("cluster-empty", "cluster", address="text", seconds="number"),
            _note("cluster-worker-differs", "cluster", worker="text", what="text", here="text", there="text"),
            _error("cluster-all-differ", "cluster", worker="text", what="text", here="text", there="text"),
            _note("cluster-worker-blind", "cluster", worker="text", path="path"),
            _error("cluster-all-blind", "cluster", worker="text", path="path"),
            _note("cluster-worker-broken", "cluster", worker="text", reason="reason"),
            _error("cluster-all-broken", "cluster", worker="text", reason="reason"),
            _error("cluster-result", "cluster", worker="text", member="text"),
            _error("disk-full", "machine", path="path", reason="reason"),
            _error("no-permission", "machine", path="path", reason="reason"),
            _error("read-only", "machine", path="path", reason="reason"),
            _error("machine", "machine", path="path", reason="reason"),
            _error("bucket-denied", "store", bucket="path", operation="text"),
            _error("bucket-credentials", "store", bucket="path"),
            _error("bucket-missing", "store", bucket="path"),
            _error("bucket-unreachable", "store", bucket="path", operation="text", reason="reason"),
            _error("bucket-clock", "store", bucket="path"),
            _error("bucket-extra", "store", bucket="path"),
            _error("bucket-key", "store", bucket="path"),
            _note("bucket-unconditional", "store", bucket="path"),
            _error("bucket-foreign", "store", bucket="path", count="number", path="path"),
            _error("bucket-busy", "store", bucket="path"),
            _error("deploy-not-built", "machine", path="path"),
            _error("deploy-preview", "machine", path="path"),
            _error("deploy-circle", "machine", path="path"),
            _error("deploy-stale", "machine", path="path"),
            _error("deploy-touched", "machine", path="path"),
            _error("netlify-token", "store"),
            _error("netlify-no-site", "store"),
            _error("netlify-site", "store", site="text"),
            _error("netlify-denied", "store", status="text"),
            _error("netlify-refused", "store", status="text"),
            _error("netlify-unreachable", "store", reason="reason"),
        ),
    }
)
"""Every kind of problem by its code, in the order of the docs."""
