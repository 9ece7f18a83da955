"""A community built by a real Dask cluster of processes is byte for byte the one of one machine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.clusters import Cluster, dask_cluster, kill_group, patched, shared_community
from support.command import PIPED, TODAY, Run, begin_process, run, run_process
from support.sites import files_of, make_project

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs fork")]

BROKEN = "content/members/anggota-01/activities/broken.md"
ALYA = "content/members/anggota-00"


def build(root: Path, *options: str, **env: str) -> Run:
    return run_process(root, "build", "content", *TODAY, *options, timeout=240, **env)


def on(cluster: Cluster, root: Path, *options: str, **env: str) -> Run:
    return build(root, "--executor", cluster.address, *options, **env)


def report_of(root: Path) -> dict[str, dict[str, object]]:
    members: dict[str, dict[str, object]] = json.loads((root / ".kiprah/report.json").read_text("utf-8"))["members"]
    return members


def test_a_cluster_makes_the_same_bytes_and_an_edit_reads_nothing_of_others(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    root, opened = shared_community(tmp_path / "site"), tmp_path / "opened.txt"
    time.sleep(3)  # files are trusted by their times only once they are some seconds old
    watch = patched(tmp_path / "watch", _WATCH.format(log=str(opened), root=f"{root}/content/"))
    with dask_cluster(tmp_path / "cluster", 2, watch) as cluster:
        done = on(cluster, root)
        assert done.returncode == 0, done.stderr
        assert files_of(root / "public") == expected
        ran = report_of(root)
        assert {str(member["worker"]).partition(":")[0] for member in ran.values()} == {"tcp"}
        # Nothing changed: no worker is asked, and no cluster need be there.
        done = build(root, "--executor", "dask://127.0.0.1:1")
        assert done.returncode == 0 and " 0 written" in done.stdout, done.stderr
        # Files of others that cannot be opened are no hindrance: nobody opens them.
        opened.write_text("")
        with (root / ALYA / "profile.md").open("a", encoding="utf-8") as file:
            file.write("\nOne more sentence.\n")
        done = on(cluster, root, **watch)
    assert done.returncode == 0, done.stderr
    seen = set(opened.read_text("utf-8").splitlines())
    assert any(path.startswith(str(root / ALYA)) for path in seen)
    inside = {path.removeprefix(f"{root}/") for path in seen if f"{root}/content/members/" in path}
    # Of a broken entry the line is shown.
    others = {path for path in inside if not path.startswith(ALYA) and path != BROKEN}
    assert others == set()
    assert [slug for slug, member in report_of(root).items() if not member["unchanged"]] == ["anggota-00"]
    again = shared_community(tmp_path / "again")
    with (again / ALYA / "profile.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more sentence.\n")
    assert build(again).returncode == 0
    assert files_of(again / "public") == files_of(root / "public")


_WATCH = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.fspath(arguments[0])
        if path.startswith({root!r}):
            os.write(log, path.encode() + bytes([10]))
sys.addaudithook(watch)
"""


# What a test makes a worker do when a run opens a file of this member; sitecustomize runs it in each Python there.
_AT_MEMBER = """
import os, signal, sys, time
def worker_of(pid):
    while "kiprah.distributed.fork_server" in open(f"/proc/{{pid}}/cmdline").read():
        pid = int(open(f"/proc/{{pid}}/stat").read().rpartition(")")[2].split()[1])
    return pid
def watch(event, arguments):
    if event != "open" or arguments[1] is not None or "/activities/" not in str(arguments[0]):
        return
    path = str(arguments[0])
    {deeds}
sys.addaudithook(watch)
"""


def at_member(**deeds: str) -> str:
    return _AT_MEMBER.format(
        deeds="\n    ".join(f"if '{slug.replace('_', '-')}' in path: {deed}" for slug, deed in deeds.items())
    )


_OLD_PILLOW = """
from PIL import features
version = features.version
features.version = lambda feature: "12.1.0" if feature == "pil" else version(feature)
"""
_BLIND = """
import os, pathlib
lstat = os.lstat
def other(path, *more, **options):
    if "anggota-03" in str(path): raise FileNotFoundError(2, "gone", path)
    return lstat(path, *more, **options)
os.lstat = other
pathlib.Path.lstat = lambda self: other(self)
"""
_BROKEN = "import sys\nif 'kiprah.distributed.fork_server' in sys.orig_argv: sys.exit('no such disk')\n"


def test_workers_that_do_not_fit_are_named_and_others_do_their_work(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = shared_community(tmp_path / "site")
    unfit = {"differ": _OLD_PILLOW, "blind": _BLIND, "broken": _BROKEN}
    words = {"differ": "Pillow 12.1.0", "blind": "anggota-03", "broken": "no such disk"}
    with dask_cluster(tmp_path / "cluster", 0) as cluster:
        for code, program in unfit.items():
            worker = cluster.start_worker(patched(tmp_path / code, program))
            done = on(cluster, root)
            assert done.returncode == 3
            (line,) = [line for line in done.stderr.splitlines() if "error[" in line]
            assert f"error[cluster-all-{code}]" in line and words[code] in line and "tcp://" in line
            assert not (root / "public").exists()
            kill_group(worker)
        cluster.start_worker(patched(tmp_path / "differ", _OLD_PILLOW))
        cluster.start_worker()
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    named = [line for line in done.stderr.splitlines() if "cluster-worker-differs" in line]
    assert all("Pillow 12.1.0" in line for line in named) and len(named) < 2
    assert {str(member.get("worker")) for member in report_of(root).values()}.isdisjoint(" ".join(named).split())


def test_members_whose_runs_die_or_hang_are_left_out_and_take_nobody_along(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = shared_community(tmp_path / "site")
    code = "import kiprah.build.community.members as m\nm.SECONDS, m.SECONDS_A_PHOTO = 2.0, 0.0\n" + at_member(
        anggota_02="os.abort()",  # its own process
        anggota_05="os.kill(os.getppid(), signal.SIGKILL)",  # the fork server
        anggota_06="time.sleep(3600)",
        anggota_07="os.kill(worker_of(os.getpid()), signal.SIGKILL)",  # Dask's worker, each time
    )
    # Dask asks no more with a member after its second worker, and its nanny begins another.
    env, asked = patched(tmp_path / "poison", code), {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with dask_cluster(tmp_path / "cluster", 2, env, nanny=True, scheduler=asked) as cluster:
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert "worker" not in report_of(root)["anggota-07"], "no worker lived to say it"
    wrong = {f"anggota-0{n}": "member-too-slow" if n == 6 else "member-lost" for n in (2, 5, 6, 7)}
    for slug, code in wrong.items():
        assert any(f"error[{code}]" in line and slug in line for line in done.stderr.splitlines()), done.stderr
    report = report_of(root)
    assert {slug for slug, member in report.items() if member["status"] != "published"} == wrong.keys()
    assert {slug for slug, member in report.items() if member["lost"]} == wrong.keys()
    found = files_of(root / "public")
    assert not [path for path in found if path.startswith(tuple(f"members/{slug}/" for slug in wrong))]
    mine = [path for path in expected if path.startswith(tuple(f"members/anggota-0{n}/" for n in (0, 1, 3, 4)))]
    assert len(mine) > 50 and {path: found.get(path) for path in mine} == {path: expected[path] for path in mine}
    # The next build, where nothing kills them, has everything.
    done = build(root)
    assert done.returncode == 0 and files_of(root / "public") == expected


class Slowed:
    """Workers that take a while at each file, until they are let go."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._flag = folder / "slow"
        self._flag.touch()
        deed = f"os.path.exists({str(self._flag)!r}) and time.sleep({seconds})"
        self.environment = patched(folder / "slowed", at_member(anggota=deed))

    def let_go(self) -> None:
        self._flag.unlink()


@contextmanager
def building(root: Path, cluster: Cluster) -> Iterator[subprocess.Popen[str]]:
    """A build that runs beside the test, and does not outlive it."""
    process = begin_process(root, "build", "content", *TODAY, "--executor", cluster.address, streams=PIPED)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def until_some_are_done(root: Path) -> None:
    """Wait until results of members lie in the cache."""
    deadline = time.monotonic() + 120
    while sum(1 for path in (root / ".kiprah/store").rglob("*") if path.is_file()) <= 60:
        assert time.monotonic() < deadline, "nothing was made"
        time.sleep(0.05)


def test_workers_killed_again_and_again_cost_time_and_never_a_page(expected: dict[str, bytes], tmp_path: Path) -> None:
    root, slowed = shared_community(tmp_path / "site"), Slowed(tmp_path, 0.5)
    with dask_cluster(tmp_path / "cluster", 2, slowed.environment) as cluster, building(root, cluster) as process:
        for kills in range(5):
            time.sleep(1.5)
            kill_group(cluster.workers[kills])
            cluster.start_worker(slowed.environment)
        assert process.poll() is None, "it was at work all the time"
        slowed.let_go()
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert files_of(root / "public") == expected


def test_a_scheduler_killed_is_one_line_and_the_next_build_goes_on(expected: dict[str, bytes], tmp_path: Path) -> None:
    root, slowed = shared_community(tmp_path / "site"), Slowed(tmp_path, 0.3)
    with dask_cluster(tmp_path / "cluster", 2, slowed.environment) as cluster:
        with building(root, cluster) as process:
            until_some_are_done(root)
            assert cluster.scheduler is not None
            kill_group(cluster.scheduler)
            _, errors = process.communicate(timeout=200)
        assert process.returncode == 3, errors
        (line,) = [line for line in errors.splitlines() if "error[" in line]
        assert "error[cluster-lost]" in line
        assert not (root / "public").exists()
        files = [path for path in (root / ".kiprah/store").rglob("*") if path.is_file()]
        made = {path: path.stat().st_ino for path in files}
        # Another machine begins, which knows nothing but what lies in the cache.
        for name in ("state.db", "state.db-wal", "state.db-shm"):
            (root / ".kiprah" / name).unlink(missing_ok=True)
        for worker in cluster.workers:
            kill_group(worker)
        slowed.let_go()
        cluster.start_scheduler()
        for _ in range(2):
            cluster.start_worker()
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    kept = [path for path, inode in made.items() if path.exists() and path.stat().st_ino == inode]
    assert len(kept) > 50, "what was finished was not made again"


def test_ctrl_c_ends_well_and_leaves_the_cluster_free(expected: dict[str, bytes], tmp_path: Path) -> None:
    root, slowed = shared_community(tmp_path / "site"), Slowed(tmp_path, 0.2)
    with dask_cluster(tmp_path / "cluster", 1, slowed.environment) as cluster:
        with building(root, cluster) as process:
            until_some_are_done(root)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 130 and "Traceback" not in errors, errors
        assert not (root / "public").exists()
        slowed.let_go()
        done = on(cluster, root)
    assert done.returncode == 0 and files_of(root / "public") == expected, done.stderr


def test_one_portfolio_needs_no_cluster_and_says_so(tmp_path: Path) -> None:
    settings = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n"
    root = make_project(tmp_path, settings, {"content/profile.md": "---\nname: Alya\n---\nHalo.\n"})
    done = run(root, "build", "-j", "1", *TODAY, "--executor", "dask://127.0.0.1:1")
    assert done.returncode == 0 and "One portfolio needs no cluster" in done.stderr
    assert (root / "public/index.html").exists()
