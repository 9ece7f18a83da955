"""A terminal: the command in a real pseudo-terminal, read and answered as a person would, never longer than a while."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from support.command import environment

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_OWN_TERMINAL = (
    "import fcntl, runpy, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "runpy.run_module('kiprah', run_name='__main__', alter_sys=True)"
)
"""Runs the command on a terminal that belongs to it, so that Ctrl-C reaches it as it would a person's."""


class Terminal:
    """The command on a terminal of its own, read up to each prompt; ``seconds`` bounds each wait."""

    def __init__(self, root: Path, *args: str, seconds: float = 60, **env: str) -> None:
        self.seconds = seconds
        self.screen, shown = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _OWN_TERMINAL, *args],
            cwd=root,
            stdin=shown,
            stdout=shown,
            stderr=shown,
            start_new_session=True,
            env=environment({"TERM": "xterm", **env}),
        )
        os.close(shown)
        self.text = ""
        self.seen = 0
        # What is read may end within a letter.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def asks(self, question: str, answer: str, end: str = "\n", prompt: str = "\n> ") -> str:
        """Wait for a question and its prompt, answer it, and return what stood above it."""
        new = self._until(lambda new: question in new and new.endswith(prompt))
        if not end:
            # A key pressed within the same moment as the prompt appears is no person's, and readline may not wait yet.
            time.sleep(0.5)
        os.write(self.screen, (answer + end).encode())
        return new

    def sees(self, text: str) -> str:
        """Wait until a text stands there, and return what came up to it."""
        return self._until(lambda new: text in new)

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        self._until(lambda new: False)
        return self.process.wait(self.seconds)

    def close(self) -> None:
        """End the command, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.screen)

    def _until(self, enough: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + self.seconds
        while not enough(new := _STYLE.sub("", self.text)[self.seen :]):
            assert time.monotonic() < deadline, f"waited in vain after: {new!r}"
            if not select.select([self.screen], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(self.screen, 65536)
            except OSError:  # the other end is closed: the command has ended
                data = b""
            if not data:
                break
            self.text += self._decoder.decode(data)
        new = _STYLE.sub("", self.text)[self.seen :]
        self.seen += len(new)
        return new

    @property
    def said(self) -> str:
        """All that the command wrote so far, without its colours."""
        return _STYLE.sub("", self.text)
