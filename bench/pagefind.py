"""Pagefind beside kiprah's search: its program, and the pages it indexes."""

from __future__ import annotations

import html
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiprah.plan.search.records import TITLE_WEIGHT, SearchRecord

PAGEFIND = "pagefind@1.6.0"


def installed(work: Path) -> Path:
    """Install Pagefind once, and return its program."""
    program = work / "node_modules" / ".bin" / "pagefind"
    if not program.is_file():
        work.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work), PAGEFIND]
        subprocess.run(command, check=True)
    return program


def write_pages(folder: Path, records: Sequence[SearchRecord], language: str) -> None:
    """Write each record as the page Pagefind reads: the title as heading, all its texts, its causes as a filter."""
    for record in records:
        texts = "".join(
            f"<p>{html.escape(text)}</p>" for weight, text in record.texts if weight != TITLE_WEIGHT and text
        )
        causes = "".join(f'<span data-pagefind-filter="cause" hidden>{cause}</span>' for cause in record.causes)
        page = folder / record.url / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'<!doctype html><html lang="{language}"><title>{html.escape(record.title)}</title>'
            f"<body><main data-pagefind-body><h1>{html.escape(record.title)}</h1>{texts}{causes}</main></body></html>",
            "utf-8",
        )


def write_index(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write an index of kiprah's."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
