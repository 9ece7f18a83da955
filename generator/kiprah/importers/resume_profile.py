"""Reader of what a JSON Resume says of the person: the background of ``profile.md``, in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from kiprah.importers.json_values import objects_of
from kiprah.importers.plain_text import plain_paragraphs
from kiprah.importers.profile_facts import FactsCollector
from kiprah.importers.records import ProfileFacts, SkippedItem

_OLD_NAMES = {"company": "name", "website": "url"}
"""Keys as they were called before JSON Resume 1.0."""
_PRIVATE = ("email", "phone", "image", "picture")
_UNREAD = ("projects", "publications")


def read_profile_facts(resume: Mapping[str, Any], where: str) -> tuple[ProfileFacts, tuple[SkippedItem, ...]]:
    """Read the person and the background; what stays out of it is said, never dropped in silence."""
    collector = FactsCollector(where)
    basics = resume.get("basics")
    if isinstance(basics, Mapping):
        _basics(basics, resume, collector)
        collector.skipped += [SkippedItem(f"{where}: basics: {key}", "personal") for key in _PRIVATE if basics.get(key)]
    for key in ("education", "work", "awards", "certificates", "languages"):
        for item in objects_of(resume.get(key)):
            collector.item(key, {_OLD_NAMES.get(name, name): value for name, value in item.items()})
    for key in ("skills", "interests"):
        for item in objects_of(resume.get(key)):
            words = item.get("keywords")
            collector.terms(key, [item.get("name"), *(words if isinstance(words, list) else ())])
    collector.skipped += [
        SkippedItem(f"{where}: {key}", "unknown-part", str(len(found)))
        for key in _UNREAD
        if (found := objects_of(resume.get(key)))
    ]
    return collector.facts, tuple(collector.skipped)


def _basics(basics: Mapping[str, Any], resume: Mapping[str, Any], collector: FactsCollector) -> None:
    collector.word("name", basics.get("name"))
    collector.word("headline", basics.get("label"))
    location = basics.get("location")
    if isinstance(location, Mapping):
        # Street and postal code are not even looked at.
        parts = [location.get(key) for key in ("city", "region", "countryCode")]
        collector.word("place", ", ".join(part for part in parts if isinstance(part, str) and part))
    if isinstance(summary := basics.get("summary"), str):
        collector.bio = plain_paragraphs(summary)
    for profile in objects_of(basics.get("profiles")):
        label = profile.get("network") or profile.get("username") or _host(profile.get("url"))
        if profile.get("url"):
            collector.item("links", {"label": label, "url": profile["url"]})
    url = basics.get("url") or basics.get("website")
    if isinstance(url, str) and url and not _is_own_site(url, resume.get("meta")):
        collector.item("links", {"label": _host(url), "url": url})


def _is_own_site(url: str, meta: Any) -> bool:
    """Say whether an address is the site that published the resume: a portfolio does not link to itself."""
    canonical = meta.get("canonical") if isinstance(meta, Mapping) else None
    return isinstance(canonical, str) and canonical.startswith(url)


def _host(url: Any) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if isinstance(url, str) else ""
    except ValueError:
        return ""
