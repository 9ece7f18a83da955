"""Registry of sources: by name, the function that reads its files into records; a reader is loaded when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from kiprah.authoring.refusal import Refusal
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.records import ImportOptions, SourceReading

SourceReader: TypeAlias = "Callable[[ImportFiles, ImportOptions], SourceReading | Refusal]"

SOURCES = {
    "photos": "phone_photos:read_phone_photos",
    "whatsapp": "whatsapp:read_whatsapp",
    "csv": "spreadsheet:read_spreadsheet",
    "xlsx": "spreadsheet:read_spreadsheet",
    "linkedin": "linkedin:read_linkedin",
    "instagram": "instagram:read_instagram",
    "resume": "json_resume:read_json_resume",
    "hugo": "markdown_notes:read_hugo",
    "jekyll": "markdown_notes:read_jekyll",
    "obsidian": "markdown_notes:read_obsidian",
    "notion": "markdown_notes:read_notion",
    "takeout": "takeout:read_takeout",
    "europass": "europass:read_europass",
}
"""Reader of each source, in the order in which they help most people."""


def source_reader(source: str) -> SourceReader:
    """Load the reader of a source."""
    module, _, name = SOURCES[source].partition(":")
    reader: SourceReader = getattr(import_module(f"kiprah.importers.{module}"), name)
    return reader
