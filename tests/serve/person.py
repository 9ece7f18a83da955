"""Somebody at the editor: points, types at a person's speed, or uses the keys alone; every action is counted."""

from __future__ import annotations

import json
import time
from pathlib import Path

from browser import Browser

_CODES = {
    "Tab": 9,
    "Enter": 13,
    " ": 32,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
    "Delete": 46,
}
SHIFT = 8


def named(text: str, within: str = "document") -> str:
    """Return a script that finds what can be pressed by the words on it."""
    return (
        f"[...{within}.querySelectorAll('button, summary, label.choice, label.check, a')]"
        f".find(one => one.textContent.trim().startsWith({json.dumps(text)}) && one.offsetParent)"
    )


def field(at: str, number: int = 0) -> str:
    """Return a script that finds the control of a field by its place in the file."""
    return f"[...document.querySelectorAll('[data-at={json.dumps(at)}] :is(input, textarea, select)')][{number}]"


class Person:
    """Uses one page as a person does."""

    def __init__(self, browser: Browser, *, pause: float = 0.0) -> None:
        self.browser = browser
        self.pause = pause
        """Seconds between two keystrokes."""
        self.actions = 0
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def see(self, script: str, seconds: float = 20) -> None:
        """Wait until something is there."""
        self.browser.wait(f"!!({script})", seconds)

    def spot(self, script: str) -> tuple[float, float, float, float]:
        """Return where something stands once it stands still: left, top, width and height in pixels."""
        self.see(script)
        # Nobody aims at what moves: a form grows where it is told of a problem.
        box = self.browser.run(
            f"(async () => {{ const find = () => {script}; let before = ''; for (;;) {{ "
            "find().scrollIntoView({block: 'center', behavior: 'instant'}); "
            "const { x, y, width, height } = find().getBoundingClientRect(); const box = [x, y, width, height]; "
            "if (String(box) === before) return box; before = String(box); "
            "await new Promise((next) => setTimeout(next, 60)); } })()"
        )
        return tuple(box)

    def _mouse(self, kind: str, x: float, y: float, buttons: int = 0) -> None:
        self.browser.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=buttons, clickCount=1)

    def click(self, script: str) -> None:
        self.actions += 1
        x, y, width, height = self.spot(script)
        for kind in ("mousePressed", "mouseReleased"):
            self._mouse(kind, x + width / 2, y + height / 2)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.actions += 1
        for letter in text if self.pause else [text]:
            self.browser.send("Input.insertText", text=letter)
            time.sleep(self.pause)

    def draw(self, script: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one spot of something to another, in shares of its width and height."""
        self.actions += 1
        x, y, width, height = self.spot(script)
        points = [(x + width * share[0], y + height * share[1]) for share in (start, end)]
        self._mouse("mousePressed", *points[0], 1)
        for step in range(1, 6):
            spot = tuple(a + (b - a) * step / 5 for a, b in zip(*points, strict=True))
            self._mouse("mouseMoved", spot[0], spot[1], 1)
        self._mouse("mouseReleased", *points[1])

    def drop(self, script: str, files: list[Path]) -> None:
        """Drag files from elsewhere onto something."""
        self.actions += 1
        x, y, width, height = self.spot(script)
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.browser.send("Input.dispatchDragEvent", type=kind, x=x + width / 2, y=y + height / 2, data=data)

    def choose_files(self, selector: str, files: list[Path]) -> None:
        self.actions += 1
        root = self.browser.send("DOM.getDocument")["root"]["nodeId"]
        node = self.browser.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.browser.send("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def press(self, key: str, modifiers: int = 0, times: int = 1) -> None:
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                text = {"Enter": "\r", " ": " "}.get(key, "")
                more = {"text": text} if text and kind == "keyDown" else {}
                code = _CODES[key]
                self.browser.send(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key=key,
                    code=key,
                    windowsVirtualKeyCode=code,
                    modifiers=modifiers,
                    **more,
                )

    def enter(self, digits: str) -> None:
        """Press digits one by one, as a field of a day takes them."""
        self.actions += 1
        for digit in digits:
            for kind in ("keyDown", "keyUp"):
                more = {"text": digit} if kind == "keyDown" else {}
                self.browser.send(
                    "Input.dispatchKeyEvent", type=kind, key=digit, windowsVirtualKeyCode=ord(digit), **more
                )

    def tab_to(self, script: str, most: int = 250) -> None:
        """Press Tab until something, or what is in it, has the focus."""
        self.see(script)
        for _ in range(most):
            if self.browser.run(
                f"(() => {{ const one = {script}; return !!one && one.contains(document.activeElement); }})()"
            ):
                return
            self.press("Tab")
        raise AssertionError(f"no key leads to {script}")
