"""A real Chromium, driven over its own protocol through two pipes; nothing else is needed."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from support.chromium import end_browser

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class Browser:
    """A browser with one page at a time: each begins as in a browser that nobody used before."""

    def __init__(self, chromium: str, *flags: str) -> None:
        self.profile = tempfile.mkdtemp(prefix="browser-")
        theirs, self._write = _pipe()
        self._read, theirs_out = _pipe()
        # The browser speaks on the descriptors 3 and 4, which only a shell can name for it.
        command = ["bash", "-c", f'exec "$0" "$@" 3<&{theirs} 4>&{theirs_out}', chromium, *_FLAGS, *flags]
        self.process = subprocess.Popen(
            [*command, f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(theirs, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        os.close(theirs_out)
        self._rest = b""
        self._number = 0
        self._session = ""
        self._context = ""
        self.events: list[dict[str, Any]] = []

    def begin(self) -> None:
        """Open a page that shares nothing with those before it; they are closed."""
        self.end()
        self._context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._session = session
        self.events = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def end(self) -> None:
        """Close the page, if one is open, and forget all it left."""
        self._session, context, self._context = "", self._context, ""
        if context:
            self.send("Target.disposeBrowserContext", browserContextId=context)

    def __enter__(self) -> Browser:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_browser(self.process)
        os.close(self._read)
        os.close(self._write)
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the browser's and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            answer = self._next(end)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            # What a page before this one still had to say is of no interest.
            if answer.get("sessionId", "") == self._session:
                self.events.append(answer)
        raise AssertionError(f"{method} was not answered")

    def _next(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - time.monotonic()))
            assert ready, "the browser says nothing"
            part = os.read(self._read, 1 << 20)
            assert part, "the browser ended"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def open(self, address: str) -> None:
        """Go to an address and wait until the page is loaded."""
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """Run a script in the page and return its value; its promise is awaited."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str, seconds: float = 15.0) -> Any:
        """Wait until a script's value is true; a page that is just being replaced is asked again."""
        end = time.monotonic() + seconds
        while True:
            try:
                value = self.run(script)
            except AssertionError as error:
                if not any(sign in str(error) for sign in ("context", "Cannot read prop", "target navigated")):
                    raise
                value = None
            if value:
                return value
            assert time.monotonic() < end, f"waited too long for {script}"
            time.sleep(0.02)

    def press(self, key: str, code: int) -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self, file: Path) -> None:
        """Keep what the page looks like as a PNG."""
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def size(self, width: int, height: int, *, dark: bool = False) -> None:
        """Give the page a size, and its reader a preference of light."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.prefer(dark=dark)

    def prefer(self, *, dark: bool) -> None:
        """Tell the page which light its reader prefers."""
        value = "dark" if dark else "light"
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": value}])

    def complaints(self) -> list[str]:
        """Return what the browser had to say against the pages so far."""
        entries = [e["params"]["entry"] for e in self.events if e.get("method") == "Log.entryAdded"]
        said = [f"{entry['text']} {entry.get('url', '')}" for entry in entries]
        # It knows fewer features than the standard where there is nothing to share with.
        found = [text for text in said if "Permissions-Policy" not in text]
        return found + [str(e["params"]) for e in self.events if e.get("method") == "Runtime.exceptionThrown"]


def _pipe() -> tuple[int, int]:
    """Open a pipe whose ends stand clear of the two descriptors that the browser is given."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]
