"""Chromium: which of its binaries the tests drive."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess


def find_chromium() -> str | None:
    """Return the browser's path, the one without windows first; None where neither is installed.

    That one takes half the time, and draws glyphs alike on every machine.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def has_windows(chromium: str) -> bool:
    """Say whether a binary is the one with windows, which draws glyphs with the hints of its machine."""
    return not chromium.endswith("headless-shell")


def end_browser(started: subprocess.Popen[bytes]) -> None:
    """End a browser that was begun in a session of its own.

    What Debian installs under its name is a script that waits for it: to end that alone leaves the browser behind.
    """
    os.killpg(started.pid, signal.SIGTERM)
    started.wait(20)
