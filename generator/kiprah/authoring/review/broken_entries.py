"""Legible entries: broken ones of which it can be told all the same that nobody meant them to be private."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.content.entries.entry_files import Collected, ReadContext
from kiprah.content.entries.read_entry import open_entry
from kiprah.content.folder import SiteFolder
from kiprah.content.keys.entry_keys import ACTIVITY, PAGE, REFLECTION, TESTIMONIAL
from kiprah.content.read_cache import ReadCache
from kiprah.fields.values import Field
from kiprah.model.entry import Common
from kiprah.model.settings import Settings


def _guarding_privacy_alone(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """A draft, or what has no day yet, is shown to moderators anyway; ``visibility`` alone keeps a text from them."""
    return tuple(replace(declared, guards=declared.slot is Common.visibility) for declared in fields)


_FIELDS = {
    "activities": _guarding_privacy_alone(ACTIVITY),
    "reflections": _guarding_privacy_alone(REFLECTION),
    "testimonials": _guarding_privacy_alone(TESTIMONIAL),
    "pages": _guarding_privacy_alone(PAGE),
}


def is_legible(path: str, folder: SiteFolder, settings: Settings, cache: ReadCache) -> bool:
    """Say of a broken entry's file whether its keys and sections say for certain what of it is private.

    ``hours: bad`` or a picture that is missing takes nothing away from that; an unknown key, keys that are no YAML, and
    the mark of a section that is misspelt do: what was meant is known to nobody.
    """
    fields = _FIELDS.get(path.split("/")[2])
    if fields is None:
        return False
    context = ReadContext(folder, settings.language, settings.languages, cache.facts, Collected())
    opened = open_entry(path, fields, context, own_reflection=path.split("/")[2] == "activities")
    return opened is not None and not opened.reading.broken
