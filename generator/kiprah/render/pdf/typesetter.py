"""Typesetter: typst in a process of its own, which sets one document after the other.

typst works with threads. A process that has used it and is forked, as builds do, would wait forever in its child; and a
text that keeps typst busy costs only this process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO, Any, NamedTuple

from kiprah.problem import Place, Problem

_STANDARDS = ["a-2a", "ua-1"]
"""Standards that typst checks itself; only under one of them is a missing letter an error and not an empty box."""
_TEMPLATES = Path(__file__).parent / "templates"
_SECONDS = 60
_helpers: dict[int, _Helper] = {}
"""Helpers by process, so that a forked one does not speak into its parent's."""


class _Helper(NamedTuple):
    process: subprocess.Popen[bytes]
    folder: str
    """Folder in which all that it writes lies: who ends it removes it."""


class SettingFailed(Exception):
    """typst could not set a document: a fault of a template, a text that it takes too long for, or it died of it."""

    def __init__(self, reason: str, *, lost: bool = False) -> None:
        super().__init__(reason)
        self._is_lost = lost

    def problem(self, page: str, origin: str) -> Problem:
        """Say of which document it was; ``origin`` is the file that its words come from."""
        if self._is_lost:
            return Problem("pdf-lost", Place(origin), {"page": page})
        return Problem("pdf-fault", Place(origin), {"page": page, "message": " ".join(str(self).split())})


def set_document(order: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Set one document: ``template``, ``data``, ``moment``, ``fonts``, ``brand``. Raises ``SettingFailed``."""
    helper = _helper()
    process = helper.process
    header = json.dumps({**order, "files": [[name, len(content)] for name, content in files.items()]}).encode()
    assert process.stdin is not None and process.stdout is not None
    try:
        for part in (len(header).to_bytes(8, "big"), header, *files.values()):
            process.stdin.write(part)
        process.stdin.flush()
        if os.name == "posix" and not select.select([process.stdout], [], [], _SECONDS)[0]:
            raise SettingFailed("took too long")
        head = _exactly(process.stdout, 9)
        content = _exactly(process.stdout, int.from_bytes(head[1:], "big"))
    except (OSError, EOFError, SettingFailed) as error:
        _forget(helper)
        raise SettingFailed(str(error), lost=True) from error
    if head[:1] == b"!":
        raise SettingFailed(content.decode("utf-8", "replace"))
    return content


def _helper() -> _Helper:
    helper = _helpers.get(os.getpid())
    if helper is not None and helper.process.poll() is not None:
        _forget(helper)
        helper = None
    if helper is None:
        path = {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
        folder = mkdtemp(prefix="kiprah-")
        command = [sys.executable, "-m", "kiprah.render.pdf.typesetter", folder]
        process = subprocess.Popen(  # noqa: S603  # nothing in it comes from the content
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **path}
        )
        helper = _helpers[os.getpid()] = _Helper(process, folder)
        atexit.register(close_typesetter)
    return helper


def _forget(helper: _Helper) -> None:
    _helpers.pop(os.getpid(), None)
    helper.process.kill()
    helper.process.wait()
    for stream in (helper.process.stdin, helper.process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    shutil.rmtree(helper.folder, ignore_errors=True)


def close_typesetter() -> None:
    """End this process's typesetter, where there is one; it also ends by itself with the process."""
    helper = _helpers.get(os.getpid())
    if helper is not None:
        _forget(helper)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) != size:
        raise EOFError("the typesetter ended")
    return content


def _set(typst: Any, order: Mapping[str, Any], files: Mapping[str, bytes], known: dict[str, Any]) -> bytes:
    key = json.dumps([order["template"], order["fonts"], order["brand"]])
    # A document with pictures has a folder of its own: typst reads nothing outside of it.
    if key not in known or files:
        known[key] = _workshop(typst, order, files)
    folder, compiler, families = known[key]
    content = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps({**order["data"], **families}, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=order["moment"],
    )
    if files:
        del known[key]
        folder.cleanup()
    assert isinstance(content, bytes)
    return content


def _workshop(
    typst: Any, order: Mapping[str, Any], files: Mapping[str, bytes]
) -> tuple[Any, Any, dict[str, list[str]]]:
    """Lay out a folder with templates, fonts and pictures, and begin a compiler there."""
    folder = TemporaryDirectory(dir=sys.argv[1])
    root = Path(folder.name)
    shutil.copytree(_TEMPLATES, root / "pages")
    (root / "fonts").mkdir()
    for number, path in enumerate(order["fonts"]):
        shutil.copyfile(path, root / "fonts" / f"{number:04}{Path(path).suffix}")
    for name, content in files.items():
        (root / "pages" / name).write_bytes(content)
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")])
    compiler = typst.Compiler(
        input=str(root / "pages" / f"{order['template']}.typ"),
        root=str(root / "pages"),
        font_paths=faces,
        ignore_system_fonts=True,
        package_path=str(root / "none"),
        package_cache_path=str(root / "none"),
    )
    return folder, compiler, _families(faces, order["brand"])


def _families(faces: Any, brand: int) -> dict[str, list[str]]:
    """Name the families to ask for a letter, in order: the brand's, the shipped ones, those the site brings along."""
    by_file: dict[str, str] = {}
    for info in faces.fonts():
        if info.path is not None:
            by_file.setdefault(Path(info.path).name.partition(".")[0], info.family)
    names = [by_file[key] for key in sorted(by_file)]
    own, text, display, more = names[:brand], names[brand], names[brand + 1], names[brand + 2 :]
    ordered = [list(dict.fromkeys(each)) for each in ((*own, text, display, *more), (*own, display, text, *more))]
    return {"text": ordered[0], "display": ordered[1]}


def main() -> None:
    """Set what is ordered, until nobody orders any more; nothing of it stays in the folder that is named."""
    try:
        _set_orders()
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)


def _set_orders() -> None:
    import typst

    known: dict[str, Any] = {}
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    while size := orders.read(8):
        order = json.loads(orders.read(int.from_bytes(size, "big")))
        files = {Path(name).name: orders.read(length) for name, length in order["files"]}
        try:
            sign, content = b".", _set(typst, order, files, known)
        except (RuntimeError, OSError, ValueError) as error:
            sign, content = b"!", str(error).encode()
        answers.write(sign + len(content).to_bytes(8, "big") + content)
        answers.flush()


if __name__ == "__main__":
    main()
