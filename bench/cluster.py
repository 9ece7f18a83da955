"""A community on a Dask cluster beside the local pool: the price of Dask, what a second worker brings, and a model.

    python bench/cluster.py --members 200 --work /tmp/cluster

Everything runs on this machine: a scheduler and workers of one thread each, as processes, set up as docs/cluster.md
says. Each build is a first one, of the same posts (``corpus.py --members``); what is compared is the sharded part
(members' runs) and the whole. Builds of both kinds take turns, and the least of each counts, since other work on the
machine only adds. All is said twice: in seconds of the clock, and in processor time of every process that takes part,
by its role, which says what a machine that is busy with other things cannot say by the clock. The model at the end is
fitted to what was measured here, and says so: it is no measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from community import corpus

PROGRAM = """
import gc, json, resource, sys, time
from datetime import date
from pathlib import Path
import psutil
import kiprah.build.community.community_build as community
from kiprah.build.pipeline import build
from kiprah.build.request import Request

root, jobs, executor = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
sharded = []
run_members = community.run_members
def pool():
    times = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    alive = sum(time.user + time.system + time.children_user + time.children_system for time in times)
    return alive + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
def timed(*arguments, **named):
    begun, used, beside = time.perf_counter(), time.process_time(), pool()
    runs = run_members(*arguments, **named)
    own = time.process_time() - used
    sharded.append((time.perf_counter() - begun, sum(run.seconds for run in runs), own, own + pool() - beside))
    return runs
community.run_members = timed
gc.set_threshold(100_000, 50, 50)  # as the command does
begun = time.perf_counter()
folders = root / "content", root / "public", root / ".kiprah"
report = build(Request(*folders, today=date(2026, 11, 28), jobs=jobs, executor=executor))
whole = time.perf_counter() - begun
assert report.exit_code == 0, report.problems
names = ("sharded", "runs cpu", "coordinator cpu", "sharded cpu")
print(json.dumps({"whole": whole, **dict(zip(names, sharded[0]))}))
"""


QUIET = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms"}
"""Settings that docs/cluster.md advises: else Dask looks at itself a hundred times a second, even where it waits."""


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def cluster(work: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """Run a scheduler and workers of one thread each; yield the address, and the processes."""
    environment = os.environ | QUIET
    port = free_port()
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"]
    worker = ["worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    begun = []
    try:
        for number, arguments in enumerate([scheduler, *[worker] * workers]):
            place = ["--local-directory", str(work / f"worker-{number}")] if number else []
            command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:], *place]
            log = (work / f"{arguments[0]}-{number}.log").open("wb")
            begun.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True))
            time.sleep(2 if number == 0 else 0)
        time.sleep(4)
        yield f"dask://127.0.0.1:{port}", [process.pid for process in begun]
    finally:
        for process in begun:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


ROLES = ("scheduler", "workers", "fork servers", "runs")


def processor_seconds(pids: Sequence[int]) -> dict[str, float]:
    """Add up what a scheduler and its workers used so far, with all that they began, by what each is for."""
    found = dict.fromkeys(ROLES, 0.0)
    for number, pid in enumerate(pids):
        process = psutil.Process(pid)
        times = process.cpu_times()
        found["workers" if number else "scheduler"] += times.user + times.system
        # Of a fork server that was ended nobody says what of it were runs.
        found["fork servers"] += times.children_user + times.children_system
        for child in process.children(recursive=True):
            times = child.cpu_times()
            found["fork servers"] += times.user + times.system
            # Runs that are over are a fork server's children of the past.
            found["runs"] += times.children_user + times.children_system
    return found


def built(root: Path, jobs: int, executor: str = "", others: Sequence[int] = ()) -> dict[str, float]:
    """Build from nothing; return seconds: of all, of the sharded part, and in that of runs and of this process.

    ``cpu`` is what all processes used: the build, what it began, and the ``others`` that worked for it; ``sharded cpu``
    what of it belongs to the sharded part.
    """
    for name in ("public", ".kiprah"):
        shutil.rmtree(root / name, ignore_errors=True)
    command = [sys.executable, "-c", PROGRAM, str(root), str(jobs), executor]
    before, beside = resource.getrusage(resource.RUSAGE_CHILDREN), processor_seconds(others)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures: dict[str, float] = json.loads(done.stdout)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    roles = {role: seconds - beside[role] for role, seconds in processor_seconds(others).items()} if others else {}
    figures["sharded cpu"] += sum(roles.values())
    return {**figures, "cpu": own + sum(roles.values()), **roles}


def least(results: list[dict[str, float]]) -> dict[str, float]:
    """Take the least of each figure."""
    return {name: min(result[name] for result in results) for name in results[0]}


def measured(source: Path, work: Path, runs: int) -> dict[str, dict[str, float]]:
    """Measure each way by turns."""
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(runs):
        found.setdefault("pool of 2", []).append(built(source, 2))
        for workers in (2, 1):
            with cluster(work, workers) as (address, others):
                # The first task of a worker loads everything; a cluster that stands has done that.
                found.setdefault(f"cluster of {workers}, cold", []).append(built(source, 2, address, others))
                found.setdefault(f"cluster of {workers}", []).append(built(source, 2, address, others))
    return {name: least(results) for name, results in found.items()}


def main() -> None:
    """Measure, and print each figure on a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--activities", type=int, default=20, help="of each member")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    found = measured(corpus(args.work, args.members, args.activities), args.work, args.runs)
    load = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    print(f"{args.members} members of {args.activities} activities, {load}")
    for name, figures in found.items():
        parts = "  ".join(f"{part} {seconds:.2f}" for part, seconds in figures.items())
        print(f"{name:22} {parts}")
    pool, two, one = found["pool of 2"], found["cluster of 2"], found["cluster of 1"]
    for name, by in (("clock", ""), ("processor time of all", " cpu")):
        whole, part = by.strip() or "whole", f"sharded{by}"
        print(
            f"Dask beside the pool, same processors, by {name} (aim: at most +10%): "
            f"{two[whole] / pool[whole] - 1:+.1%}, the sharded part {two[part] / pool[part] - 1:+.1%}"
        )
    print(f"two workers beside one, sharded part: {one['sharded'] / two['sharded']:.2f} x (aim: at least 1.70)")
    # What divides is one worker's time; what does not is the coordinator's own, measured beside it.
    each, own = one["sharded"] / args.members, one["coordinator cpu"] / args.members
    print("model, fitted to these figures and not measured, for processors that this machine does not have:")
    print(f"  {each * 1000:.0f} ms a member divide, {own * 1000:.1f} ms a member are the coordinator's alone")
    serial = two["whole"] - two["sharded"]
    for workers in (4, 16, 64):
        sharded = max(args.members * each / workers, args.members * own)
        gain = one["sharded"] / sharded
        print(f"  {workers:3} workers: {gain:5.1f} x = {gain / workers:.2f} x W; whole {sharded + serial:6.1f} s")
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
