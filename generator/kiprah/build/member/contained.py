"""Containment: a call in a forked child with limited processor time and memory, which cannot take its caller along.

The child begins warm, with all that its caller has loaded: 5 to 80 milliseconds. Where a system cannot fork (Windows),
the call is made in the process itself: what it raises costs its member alone, but nothing ends a loop or a crash.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from kiprah.background_call import end_with_parent

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

R = TypeVar("R")

Ending = Literal["done", "time", "memory", "crash", "fault"]
"""Ending of a call: a limit of ``time`` or ``memory``, a signal (``crash``), or what it raised, our own ``fault``."""

_PATIENCE = 4
"""Factor of its processor time that a child may take by the clock: others work beside it, and disks are slow."""
_CHUNK = 1 << 20


class Contained(Struct, Generic[R], frozen=True):
    """Result of a contained call: its ending, its value, and the time and memory it used."""

    ending: Ending
    value: R | None
    seconds: float
    """Seconds of processor time."""
    megabytes: int
    """Megabytes of memory at its most."""
    message: str = ""
    """Message of a fault."""


def run_contained(
    function: Callable[..., R], *arguments: Any, seconds: float, megabytes: int, patience: float | None = None
) -> Contained[R]:
    """Call a function in a child with at most so much processor time and memory; its result must be picklable.

    ``patience`` is how long it may take by the clock, in seconds; four times the processor time where not given.
    Raises ``OSError`` where the machine refuses another process, or refused the child something.
    """
    if not hasattr(os, "fork"):
        return _uncontained(function, arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # The only other thread of a worker sleeps, and holds nothing.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _child(writing, parent, function, arguments, seconds, megabytes)
    os.close(writing)
    try:
        answer, late = _answer_of(reading, time.monotonic() + (patience or seconds * _PATIENCE))
    finally:
        os.close(reading)
        # Whatever it has begun goes with it.
        _kill_group(child)
        _, status, usage = os.wait4(child, 0)
    used = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
    if late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return Contained("time", None, used, peak)
    try:
        ending, value = pickle.loads(answer)  # noqa: S301  our own child wrote it
    except (EOFError, pickle.UnpicklingError):
        return Contained("crash", None, used, peak)
    if ending == "machine":
        raise value
    if ending in ("fault", "memory"):
        return Contained(ending, None, used, peak, str(value))
    return Contained("done", value, used, peak)


def _uncontained(function: Callable[..., R], arguments: tuple[Any, ...]) -> Contained[R]:
    """Make the call here, where a system cannot fork: what it raises is told as ever, and nothing limits it."""
    begun = time.process_time()
    ending: Ending = "done"
    value, message = None, ""
    try:
        value = function(*arguments)
    except MemoryError:
        ending = "memory"
    except OSError:
        raise
    except Exception:  # noqa: BLE001  whatever it is, it is told, and costs this member alone
        ending, message = "fault", traceback.format_exc(limit=-6)
    return Contained(ending, value, time.process_time() - begun, 0, message)


def _answer_of(descriptor: int, deadline: float) -> tuple[bytes, bool]:
    """Read what a child says until it ends; True where that took too long."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return b"", True
        part = os.read(descriptor, _CHUNK)
        if not part:
            return b"".join(parts), False
        parts.append(part)


def _kill_group(child: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _child(
    writing: int, parent: int, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float, megabytes: int
) -> None:
    """Do the call and end; never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        # How it ends is told by the caller, in words.
        faulthandler.disable()
        end_with_parent(parent)
        _limit(seconds, megabytes)
        try:
            answer: tuple[str, Any] = ("done", function(*arguments))
        except MemoryError:
            answer = ("memory", "")
        except OSError as error:
            answer = ("machine", error)
        except BaseException:  # noqa: BLE001  whatever it is, it is told, and costs this member alone
            answer = ("fault", traceback.format_exc(limit=-6))
        data = pickle.dumps(answer)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
        code = 0
    finally:
        # Nothing of the caller's is to be flushed or closed twice.
        os._exit(code)


def _limit(seconds: float, megabytes: int) -> None:
    whole = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 5))
    most = (_mapped_megabytes() + megabytes) << 20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # A crash leaves no picture of a member's files on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mapped_megabytes() -> int:
    """Return the address space in use: what the caller had mapped already is not the call's."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  a file of the kernel's
            return int(file.read().split()[0]) * resource.getpagesize() >> 20
    except OSError:
        return 0
