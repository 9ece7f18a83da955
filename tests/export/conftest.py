"""A site with what forms stumble over, and exports of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_site import FILES, SETTINGS

from kiprah.build.export.export_request import ExportReport, export
from kiprah.build.export.export_source import ExportRequest
from kiprah.plan.export.selection import ExportChoice
from support.sites import draw_photo, make_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_site(tmp_path_factory.mktemp("export"), FILES, SETTINGS)
    draw_photo(root / "content/activities/2026-01-10-baca/a.jpg", 1)
    return root / "content"


@pytest.fixture
def exported(site: Path, tmp_path: Path) -> Callable[..., ExportReport]:
    def run(
        target: str,
        *slugs: str,
        output: Path | None = None,
        language: str = "",
        expected: str = "",
        today: date = date(2026, 11, 22),
        folder: Path = site,
        **choice: Any,
    ) -> ExportReport:
        wanted = ExportChoice(slugs, **choice)
        return export(
            ExportRequest(
                folder,
                tmp_path / "cache",
                target,
                wanted,
                output or tmp_path / "out",
                language,
                today,
                expected=expected,
            )
        )

    return run


@pytest.fixture
def made(exported: Callable[..., ExportReport]) -> Callable[..., dict[str, bytes]]:
    def run(target: str, *slugs: str, **more: Any) -> dict[str, bytes]:
        report = exported(target, *slugs, **more)
        assert report.exit_code == 0, report
        return {path.suffix[1:]: path.read_bytes() for path in report.files}

    return run
