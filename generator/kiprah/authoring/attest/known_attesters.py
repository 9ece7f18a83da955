"""Known attesters: what a site knows of organizations, for commands that look at signed files."""

from __future__ import annotations

from pathlib import Path

from kiprah.content.credential_files import read_attesters
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from kiprah.model.credential import Attester


def known_attesters(site: Path) -> tuple[Attester, ...]:
    """Read the organizations that a site names; none where its settings cannot be read. Raises ``OSError``."""
    listed, _ = list_folder(site)
    settings, _ = read_settings(listed)
    return read_attesters(listed, settings)[0] if settings is not None else ()
