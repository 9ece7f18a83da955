"""Build hook of hatchling: the project's links, from the repository it is built in, so that none is guessed."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINKS = {
    "Source": "",
    "Documentation": "/tree/v{version}/docs",
    "Changes": "/blob/v{version}/CHANGELOG.md",
    "Issues": "/issues",
}


class ProjectLinks(MetadataHookInterface):
    """Fills ``project.urls``."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the links; none where the repository has no address."""
        repository = self.repository()
        if repository:
            metadata["urls"] = {
                name: repository + path.format(version=metadata["version"]) for name, path in LINKS.items()
            }

    def repository(self) -> str:
        """Return the repository's web address: where a workflow runs, else where the checkout came from."""
        if os.environ.get("GITHUB_REPOSITORY"):
            return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{os.environ['GITHUB_REPOSITORY']}"
        try:
            asked = subprocess.run(
                ["git", "-C", self.root, "config", "--get", "remote.origin.url"],
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:  # no git
            return ""
        match = re.fullmatch(r"(?:https://|git@|ssh://git@)([\w.-]+)[/:]([\w./-]+?)(?:\.git)?/?", asked.stdout.strip())
        return f"https://{match[1]}/{match[2]}" if match else ""
