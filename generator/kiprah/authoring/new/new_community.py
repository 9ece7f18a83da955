"""Example of a new community: three members, one who paused, one who moved, an event that was and one to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kiprah.authoring.templates import TEMPLATES_FOLDER, fill_template, template_text

EXAMPLE_MEMBERS = ("bima", "dewi", "raka", "sari", "tari")
EXAMPLE_EVENTS = {
    "en": {"past": "beach-clean", "coming": "reading-together"},
    "id": {"past": "bersih-pantai", "coming": "membaca-bersama"},
}
"""Slugs of the example's events, by language."""
_READING = {"en": "saturday-reading-class", "id": "kelas-membaca-hari-sabtu"}
_RECORDS = {
    "sari": "since: {joined}\n",
    "bima": "since: {joined}\n",
    "dewi": "since: {joined}\n",
    "raka": "since: {joined}\nstatus: paused\n",
    "tari": "since: {joined}\nstatus: alumni\nmoved_to: https://example.org/tari/\n",
}
_COORDINATOR = {"en": "role: Coordinator\n", "id": "role: Koordinator\n"}

COMMUNITY_SHARED = {
    ".github/CODEOWNERS": "github/CODEOWNERS",
    ".vscode/settings.json": "vscode/community-settings.json",
    ".github/workflows/review.yml": "github/review.yml",
    ".github/workflows/review-comment.yml": "github/review-comment.yml",
}
"""Files that a community has in its repository besides what every site has, and the template of each."""


def community_files(language: str, words: Mapping[str, str], today: date) -> dict[str, bytes]:
    """Return the content of a new community, by paths from the site's folder."""
    past, coming, earlier = today - timedelta(days=27), today + timedelta(days=16), today - timedelta(days=48)
    days = {"past": past.isoformat(), "coming": coming.isoformat(), "earlier": earlier.isoformat()}
    events = EXAMPLE_EVENTS[language]
    clean = f"{past.isoformat()}-{events['past']}"
    texts = {
        "site.yml": "site.yml",
        "about.md": "about.md",
        f"events/{clean}/index.md": "events/past.md",
        f"events/{coming.isoformat()}-{events['coming']}/index.md": "events/coming.md",
        **{f"members/{slug}/profile.md": f"members/{slug}.md" for slug in EXAMPLE_MEMBERS},
        f"members/sari/activities/{clean}.md": "members/sari-entry.md",
        f"members/bima/activities/{earlier.isoformat()}-{_READING[language]}.md": "members/bima-entry.md",
    }
    files = {
        path: fill_template(template_text(language, f"community/{name}"), {**words, **days}, {}).encode()
        for path, name in texts.items()
    }
    files[f"events/{clean}/beach.jpg"] = (TEMPLATES_FOLDER / "beach.jpg").read_bytes()
    for slug, record in _RECORDS.items():
        more = _COORDINATOR[language] if slug == "sari" else ""
        files[f"members/{slug}.yml"] = (record.format(joined=today.year - 1) + more).encode()
    return files


def example_texts() -> tuple[str, ...]:
    """Name the templates whose words are nobody's, below ``community/``."""
    entries = ("sari-entry", "bima-entry")
    return (
        "about.md",
        "events/past.md",
        "events/coming.md",
        *(f"members/{name}.md" for name in (*EXAMPLE_MEMBERS, *entries)),
    )
