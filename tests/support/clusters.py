"""A real Dask cluster of processes, and what tests do to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from support.sites import draw_photo, make_project, write_files

_QUIET = {
    "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE": "False",
}
SETTINGS = (
    "kind: community\ntitle: Kawan Pantai\nurl: https://kawan.example/\nlanguage: en\non_error: skip\n"
    "cards: {formats: []}\nphotos: {widths: [16], formats: [jpeg]}\n"
)


def community(root: Path, members: int, settings: str = SETTINGS) -> Path:
    """Write a community of members who differ; return the project's folder."""
    names = [f"anggota-{number:02}" for number in range(members)]
    files = {"content/about.md": "---\ntitle: About us\n---\nWe clean beaches.\n"}
    for number, name in enumerate(names):
        folder = f"content/members/{name}"
        files[f"{folder}/profile.md"] = f"---\nname: Anggota {number:02}\nskills: [skill {number % 3}]\n---\nHello.\n"
        for entry in range(1 + number % 3):
            files[f"{folder}/activities/2026-0{1 + entry}-01-day-{entry}.md"] = (
                f"---\ntitle: Day {entry} of {name}\nhours: {1 + entry}\ncauses: [education]\n---\nWe read {number}.\n"
            )
    files["content/events/2026-05-01-beach/index.md"] = (
        f"---\ntitle: Beach day\nhours: 4\ncauses: [environment]\nparticipants: [{', '.join(names[:3])}]\n---\nLitter.\n"
    )
    return make_project(root, settings, files)


def shared_community(root: Path) -> Path:
    """Write the community that all tests of clusters build, with a photo and a broken entry; return its folder."""
    community(root, 8)
    photo = "content/members/anggota-00/activities/2026-06-01-foto"
    draw_photo(root / photo / "foto.jpg", 7)
    entry = "---\ntitle: Photo\nphotos: [{file: foto.jpg, alt: Sand, people: none}]\n---\nSand.\n"
    broken = "content/members/anggota-01/activities/broken.md"
    return write_files(root, {f"{photo}/index.md": entry, broken: "---\ntitle: [\n---\nx\n"})


def patched(folder: Path, code: str) -> dict[str, str]:
    """Return the environment of a Python that runs this code before anything else."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    return {"PYTHONPATH": str(folder)}


class Cluster:
    """One scheduler and its workers."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", protocol: str = "tcp") -> None:
        self.folder, self.port, self.host, self.protocol = folder, 0, host, protocol
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_scheduler(self, environment: Mapping[str, str] = {}, before: Sequence[str] = ()) -> None:
        """Begin the scheduler, on the port of the one before; ``before`` is a command that begins it elsewhere."""
        ready = self.folder / "scheduler.json"
        ready.unlink(missing_ok=True)
        options = ["--host", self.host, "--port", str(self.port), "--protocol", self.protocol]
        more = ["--scheduler-file", str(ready), "--no-dashboard", "--no-show"]
        self.scheduler = self._start("scheduler", [*options, *more], environment, before)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.scheduler.poll() is None, (self.folder / f"scheduler-{len(self.workers)}.log").read_text(
                "utf-8"
            )
            with suppress(OSError, ValueError):
                self.port = int(json.loads(ready.read_text("utf-8"))["address"].rpartition(":")[2])
                return
            time.sleep(0.05)
        raise AssertionError("the scheduler did not begin")

    @property
    def address(self) -> str:
        return f"dask://{self.host}:{self.port}"

    def start_worker(
        self, environment: Mapping[str, str] = {}, *, nanny: bool = False, before: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        """Begin a worker; ``before`` is a command that begins it elsewhere."""
        place = self.folder / f"worker-{len(self.workers)}"
        options = [f"{self.protocol}://{self.host}:{self.port}", "--nthreads", "1", "--no-dashboard"]
        more = ["--local-directory", str(place), "--nanny" if nanny else "--no-nanny"]
        worker = self._start("worker", [*options, *more], environment, before)
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        for process in (*self.workers, *([self.scheduler] if self.scheduler is not None else ())):
            kill_group(process)

    def _start(
        self, kind: str, options: Sequence[str], environment: Mapping[str, str], before: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        log = self.folder / f"{kind}-{len(self.workers)}.log"
        with log.open("wb") as file:
            return subprocess.Popen(
                [*before, sys.executable, "-m", f"distributed.cli.dask_{kind}", *options],
                env={**os.environ, **_QUIET, **environment},
                cwd=self.folder,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it began, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def free_port_of_cluster() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def dask_cluster(
    folder: Path,
    workers: int = 2,
    environment: Mapping[str, str] = {},
    *,
    nanny: bool = False,
    scheduler: Mapping[str, str] = {},
    protocol: str = "tcp",
) -> Iterator[Cluster]:
    """Run a scheduler and workers, each a process with one thread, until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, protocol=protocol)
    try:
        cluster.start_scheduler(scheduler)
        for _ in range(workers):
            cluster.start_worker(environment, nanny=nanny)
        yield cluster
    finally:
        cluster.stop()
