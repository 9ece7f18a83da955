"""Runs the command: in this process, or in one of its own where that is the point."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from kiprah import workers
from kiprah.cli import language, main

TODAY = ("--today", "2026-11-22")
PYTHON = (sys.executable,)
KIPRAH = (sys.executable, "-m", "kiprah")
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
PIPED = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
"""What becomes of what a process prints."""


class Run(subprocess.CompletedProcess[str]):
    """How a call of the command ended and what it printed."""


def run(root: Path, *args: str, stdin: str = "", **env: str) -> Run:
    """Call the command in this process, as if from a shell in ``root`` whose output nobody looks at.

    Starting Python and loading kiprah is most of what a process of its own would take.
    """
    streams = [io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", write_through=True) for text in (stdin, "", "")]
    streams[2].reconfigure(errors="backslashreplace")
    code = 0
    with contextlib.chdir(root), _environment(env), _state_of_the_process(), _streams(streams):
        try:
            main([*args])
        except SystemExit as end:
            assert isinstance(end.code, int)
            code = end.code
    return Run(args, code, *(_text(stream) for stream in streams[1:]))


def run_process(
    root: Path,
    *args: str | bytes,
    command: tuple[str, ...] = KIPRAH,
    before: Sequence[str] = (),
    timeout: float = 120,
    **env: str,
) -> Run:
    """Call the command, or another one, in a process of its own; ``before`` is a command that runs it elsewhere."""
    done = subprocess.run(
        [*before, *command, *args],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        env=environment(env),
        check=False,
    )
    return Run(done.args, done.returncode, done.stdout, done.stderr)


def begin_process(
    root: Path, *args: str, streams: Mapping[str, Any] = SILENT, own_group: bool = False, **env: str
) -> subprocess.Popen[str]:
    """Begin the command in a process of its own and go on; ``streams`` are those that somebody reads or writes."""
    return subprocess.Popen(
        [*KIPRAH, *args], cwd=root, encoding="utf-8", env=environment(env), start_new_session=own_group, **streams
    )


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return what a command of ours is told by its surroundings: it speaks English unless ``more`` says otherwise."""
    return {**os.environ, "KIPRAH_LANG": "en", **more}


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


@contextlib.contextmanager
def _environment(more: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(environment(more))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _state_of_the_process() -> Iterator[None]:
    """Begin as a new process does, and leave nothing of the call behind.

    As on a machine of one processor: pytest's own processes take the others, and workers who read one photo cost
    more than they bring. ``--jobs`` still has as many as it names.
    """
    thresholds = gc.get_threshold()
    language.speak("")
    try:
        with mock.patch.object(workers, "processors", return_value=1):
            yield
    finally:
        language.speak("")
        gc.set_threshold(*thresholds)


@contextlib.contextmanager
def _streams(streams: Sequence[io.TextIOWrapper]) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
