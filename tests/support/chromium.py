"""Chromium: which of its binaries the tests drive."""

from __future__ import annotations

import shutil


def find_chromium() -> str | None:
    """Return the browser's path, the one without windows first; None where neither is installed.

    That one takes half the time, and draws glyphs alike on every machine.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def has_windows(chromium: str) -> bool:
    """Say whether a binary is the one with windows, which draws glyphs with the hints of its machine."""
    return not chromium.endswith("headless-shell")
