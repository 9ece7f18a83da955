"""A running ``kiprah serve``."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from pathlib import Path

from support.command import KIPRAH, TODAY, environment


class Serving:
    """The real command in a process of its own; what it prints is collected."""

    def __init__(self, root: Path, *options: str, language: str = "en", wait: float = 60.0) -> None:
        command = [*KIPRAH, "serve", "--port", "0", *TODAY, *options]
        env = environment({"KIPRAH_LANG": language, "PYTHONUNBUFFERED": "1"})
        self.root = root
        self.process = subprocess.Popen(
            command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.address = self.wait_for("http://", wait).partition("http://")[2].split()[0]
        self.address = f"http://{self.address}"

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def wait_for(self, text: str, seconds: float = 60.0) -> str:
        """Wait until a line with this text is printed, and return it."""
        end = time.monotonic() + seconds
        while True:
            for line in self.lines:
                if text in line:
                    return line
            assert time.monotonic() < end and self.process.poll() is None, "".join(self.lines)
            time.sleep(0.02)

    def write(self, path: str, text: str) -> None:
        """Save a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def close(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(15)
        self.reader.join(5)
        assert self.process.stdout
        self.process.stdout.close()
        assert code == 0 and "Traceback" not in "".join(self.lines), "".join(self.lines)
