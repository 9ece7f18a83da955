"""Measured processes: each alone, all in turns, so that a slow moment of the machine falls on every one of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Cost of a process with all that it started."""

    clock: float
    """Seconds on the clock."""
    processors: float
    """Seconds of processors: other work on the machine disturbs them less."""
    peak: float
    """Megabytes its largest process held."""


Task = Callable[[], Cost]


def timed(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run once and return what it took; a failing run ends the measurement."""
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **(environment or {})},
        )
        _, status, used = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)}\n{log.read().decode(errors='replace')[-3000:]}")
    return Cost(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def in_turns(tasks: Mapping[str, Task], runs: int) -> dict[str, list[Cost]]:
    """Run every task so many times in turns, forwards and backwards."""
    figures: dict[str, list[Cost]] = {name: [] for name in tasks}
    for number in range(runs):
        for name in list(tasks) if number % 2 == 0 else reversed(list(tasks)):
            figures[name].append(tasks[name]())
    return figures


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))
