"""Commands as the shell at hand takes them: one a line, quoted, and by the name that kiprah answers to."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

_PLAIN_ON_WINDOWS = re.compile(r"[\w.:\\/+-]+")


def command(*args: str) -> str:
    """Write a command of kiprah's: by its name where the shell finds it, else by where it is."""
    import shutil  # which loads every compression there is

    if shutil.which("kiprah"):
        return " ".join(("kiprah", *map(shell_quoted, args)))
    script = Path(sys.argv[0])
    if script.stem.casefold() == "kiprah" and script.exists():
        called = shell_quoted(str(script.absolute()))
        program = called
    else:
        program = f"{shell_quoted(sys.executable)} -m kiprah"
    # PowerShell takes a quoted text for a text, not for a command; cmd, which sets PROMPT, knows no such sign.
    powershell = "PSModulePath" in os.environ and "PROMPT" not in os.environ
    sign = "& " if program.startswith('"') and powershell else ""
    return sign + " ".join((program, *map(shell_quoted, args)))


def change_folder(folder: Path) -> tuple[str, ...]:
    """Write the command that goes into a folder; none where that is the current one."""
    if folder.absolute().resolve() == Path.cwd().resolve():
        return ()
    try:
        name = str(folder.absolute().relative_to(Path.cwd()))
    except ValueError:
        name = str(folder)
    return (f"cd {shell_quoted(name)}",)


def shell_quoted(text: str, *, windows: bool = os.name == "nt") -> str:
    """Quote an argument for the shell: cmd and PowerShell take double quotes, others what POSIX says."""
    if not windows:
        return shlex.quote(text)
    return text if _PLAIN_ON_WINDOWS.fullmatch(text) else f'"{text}"'


def expanded(path: Path) -> Path:
    """Understand ``~`` where the shell left it as it was: in quotes, behind ``=``, and on Windows."""
    try:
        return path.expanduser()
    except RuntimeError:  # nobody of that name lives here
        return path
