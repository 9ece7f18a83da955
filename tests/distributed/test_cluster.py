"""A community built by a real Dask cluster of processes is byte for byte the one of one machine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.buckets import environment as bucket_environment
from support.buckets import s3_server
from support.clusters import Cluster, community, dask_cluster, kill_group, patched
from support.command import KIPRAH, TODAY, Run, environment, run_process
from support.once import built_once
from support.sites import draw_photo, files_of, write_files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs fork")]

MEMBERS = 8
BROKEN = "content/members/anggota-01/activities/broken.md"
ALYA = "content/members/anggota-00"


def site(root: Path) -> Path:
    """Write the community that all these tests build, with a photo and a broken entry."""
    community(root, MEMBERS)
    draw_photo(root / ALYA / "activities/2026-06-01-foto/foto.jpg", 7)
    return write_files(
        root,
        {
            f"{ALYA}/activities/2026-06-01-foto/index.md": "---\ntitle: Photo\nphotos: [{file: foto.jpg, alt: Sand, people: none}]\n---\nSand.\n",
            BROKEN: "---\ntitle: [\n---\nx\n",
        },
    )


def build(root: Path, *options: str, timeout: float = 400) -> Run:
    return run_process(root, "build", "content", *TODAY, *options, timeout=timeout)


def on(cluster: Cluster, root: Path, *options: str, timeout: float = 400) -> Run:
    return build(root, "--executor", cluster.address, *options, timeout=timeout)


def report_of(root: Path) -> dict[str, dict[str, object]]:
    members: dict[str, dict[str, object]] = json.loads((root / ".kiprah/report.json").read_text("utf-8"))["members"]
    return members


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one machine makes of it."""

    def make(folder: Path) -> None:
        assert build(site(folder), "-j", "2").returncode == 0

    found = files_of(built_once(tmp_path_factory, "on-one-machine", make) / "public")
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers that nothing happens to."""
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def test_a_cluster_makes_the_same_bytes_and_an_edit_reads_nothing_of_others(
    cluster: Cluster, expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = site(tmp_path)
    time.sleep(3)  # files are trusted by their times only once they are some seconds old
    done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    ran = report_of(root)
    assert {str(member["worker"]).partition(":")[0] for member in ran.values()} == {"tcp"}
    # Nothing changed: no worker is asked, and no cluster need be there.
    done = build(root, "--executor", "dask://127.0.0.1:1")
    assert done.returncode == 0 and " 0 written" in done.stdout, done.stderr
    # Files of others that cannot be opened are no hindrance: nobody opens them.
    with (root / ALYA / "profile.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more sentence.\n")
    opened = tmp_path / "opened.txt"
    code = _WATCH.format(log=str(opened), root=f"{root}/content/")
    with dask_cluster(tmp_path / "watched", 1, patched(tmp_path / "watch", code)) as watched:
        done = run_process(root, "build", "content", *TODAY, "--executor", watched.address, **patched(tmp_path / "watch", code))  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = set(opened.read_text("utf-8").splitlines())
    assert any(path.startswith(str(root / ALYA)) for path in seen)
    inside = {path.removeprefix(f"{root}/") for path in seen if f"{root}/content/members/" in path}
    # Of a broken entry the line is shown.
    others = {path for path in inside if not path.startswith(ALYA) and path != BROKEN}
    assert others == set()
    assert [slug for slug, member in report_of(root).items() if not member["unchanged"]] == ["anggota-00"]
    again = site(tmp_path / "again")
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


def test_nothing_but_one_line_where_no_worker_fits(tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    with dask_cluster(tmp_path / "cluster", 1, patched(tmp_path / "old", _OLD_PILLOW)) as old:
        done = on(old, root)
        assert done.returncode == 3
        (line,) = [line for line in done.stderr.splitlines() if "error[" in line]
        assert "error[cluster-all-differ]" in line and "Pillow 12.1.0" in line and "tcp://" in line
        assert not (root / "public").exists()


_OLD_PILLOW = """
from PIL import features
version = features.version
features.version = lambda feature: "12.1.0" if feature == "pil" else version(feature)
"""


def test_another_pillow_on_one_worker_is_named_and_the_rest_is_done_by_others(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = site(tmp_path / "site")
    with dask_cluster(tmp_path / "cluster", 1, patched(tmp_path / "old", _OLD_PILLOW)) as cluster:
        cluster.start_worker()
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    (line,) = [line for line in done.stderr.splitlines() if "cluster-worker-differs" in line]
    assert "Pillow 12.1.0" in line
    assert {str(member["worker"]) for member in report_of(root).values()}.isdisjoint(line.split())


def test_a_worker_that_sees_another_folder_is_refused(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    blind = "import os; lstat = os.lstat\ndef other(p, *a, **k):\n    if 'anggota-03' in str(p): raise FileNotFoundError(2, 'gone', p)\n    return lstat(p, *a, **k)\nos.lstat = other\nimport pathlib; pathlib.Path.lstat = lambda self: other(self)\n"
    with dask_cluster(tmp_path / "cluster", 1, patched(tmp_path / "blind", blind)) as cluster:
        done = on(cluster, root)
        assert done.returncode == 3 and "cluster-all-blind" in done.stderr and "anggota-03" in done.stderr
        assert not (root / "public").exists()
        cluster.start_worker()
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected


_POISON = """
import os, signal, sys
def watch(event, arguments):
    if event == "open" and "anggota-02" in str(arguments[0]) and arguments[1] is None:
        {deed}
sys.addaudithook(watch)
"""


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("os.abort()", "member-lost"),  # its own process dies
        ("os.kill(os.getppid(), signal.SIGKILL)", "member-lost"),  # the fork server dies
    ],
)
def test_a_member_whose_run_dies_twice_is_left_out_as_a_broken_one(
    deed: str, code: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = site(tmp_path / "site")
    with dask_cluster(tmp_path / "cluster", 2, patched(tmp_path / "poison", _POISON.format(deed=deed))) as cluster:
        done = on(cluster, root)
    assert done.stderr.count(f"error[{code}]") == 1 and "anggota-02" in done.stderr, done.stderr
    assert done.returncode == 0, "on_error: skip publishes the rest"
    assert [slug for slug, member in report_of(root).items() if member["lost"]] == ["anggota-02"]
    found = files_of(root / "public")
    assert not [path for path in found if path.startswith("members/anggota-02/")]
    mine = {path: data for path, data in expected.items() if path.startswith("members/anggota-0") and "anggota-02" not in path}  # fmt: skip
    assert mine and {path: found.get(path) for path in mine} == mine
    # The next build, where nothing kills it, has everything.
    done = build(root)
    assert done.returncode == 0 and files_of(root / "public") == expected


def test_a_run_that_hangs_is_ended_by_its_own_limits(tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    # The limits of a real run are minutes: these workers' are a second.
    code = "import kiprah.build.members as m; m.SECONDS, m.SECONDS_A_PHOTO = 0.5, 0.0\n" + _POISON.format(
        deed="import time; time.sleep(3600)"
    )
    with dask_cluster(tmp_path / "cluster", 2, patched(tmp_path / "slow", code)) as cluster:
        begun = time.monotonic()
        done = on(cluster, root)
        assert time.monotonic() - begun < 300
    assert done.returncode == 0, done.stderr
    assert "error[member-too-slow]" in done.stderr and "anggota-02" in done.stderr
    assert report_of(root)["anggota-03"]["status"] == "published"


def test_kiprah_that_does_not_start_on_a_worker_is_named(tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    code = "import sys\nif 'kiprah.distributed.fork_server' in sys.orig_argv: sys.exit('no such disk')\n"
    with dask_cluster(tmp_path / "cluster", 1, patched(tmp_path / "broken", code)) as cluster:
        done = on(cluster, root)
    assert done.returncode == 3
    assert "error[cluster-all-broken]" in done.stderr and "no such disk" in done.stderr


def test_workers_killed_again_and_again_cost_time_and_never_a_page(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    code = _POISON.format(deed="import time; time.sleep(0.1)").replace("anggota-02", "anggota-")
    env = patched(tmp_path / "slow", code)
    with dask_cluster(tmp_path / "cluster", 2, env) as cluster:
        building = begin(root, cluster)
        kills = 0
        while building.poll() is None and kills < 20:
            time.sleep(1.5)
            victim = cluster.workers[kills % len(cluster.workers)]
            kill_group(victim)
            kills += 1
            cluster.start_worker(env)
        _, errors = building.communicate(timeout=400)
    assert kills >= 2
    assert building.returncode == 0, errors
    assert files_of(root / "public") == expected


def begin(root: Path, cluster: Cluster) -> subprocess.Popen[str]:
    command = [*KIPRAH, "build", "content", *TODAY, "--executor", cluster.address]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=root, env=environment({}), stdout=pipe, stderr=pipe, text=True)


def until_some_are_done(root: Path) -> int:
    """Wait until results of members lie in the cache; return how many files do."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        count = sum(1 for path in (root / ".kiprah/store").rglob("*") if path.is_file())
        if count > 60:
            return count
        time.sleep(0.05)
    raise AssertionError("nothing was made")


def test_a_scheduler_killed_is_one_line_and_the_next_build_goes_on(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    env = patched(
        tmp_path / "slow", _POISON.format(deed="import time; time.sleep(0.3)").replace("anggota-02", "anggota-")
    )
    with dask_cluster(tmp_path / "cluster", 2, env) as cluster:
        building = begin(root, cluster)
        until_some_are_done(root)
        assert cluster.scheduler is not None
        kill_group(cluster.scheduler)
        _, errors = building.communicate(timeout=200)
        assert building.returncode == 3, errors
        (line,) = [line for line in errors.splitlines() if "error[" in line]
        assert "error[cluster-lost]" in line
        assert not (root / "public").exists()
        made = {
            path.relative_to(root): path.stat().st_ino for path in (root / ".kiprah/store").rglob("*") if path.is_file()
        }
        # Another machine begins, which knows nothing but what lies in the cache.
        for name in ("state.db", "state.db-wal", "state.db-shm"):
            (root / ".kiprah" / name).unlink(missing_ok=True)
        for worker in cluster.workers:
            kill_group(worker)
        cluster.start_scheduler()
        for _ in range(2):
            cluster.start_worker()
        done = on(cluster, root)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    kept = [path for path, inode in made.items() if (root / path).exists() and (root / path).stat().st_ino == inode]
    assert len(kept) > 50, "what was finished was not made again"


def test_ctrl_c_ends_well_and_leaves_the_cluster_free(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    env = patched(
        tmp_path / "slow", _POISON.format(deed="import time; time.sleep(0.2)").replace("anggota-02", "anggota-")
    )
    with dask_cluster(tmp_path / "cluster", 1, env) as cluster:
        building = begin(root, cluster)
        until_some_are_done(root)
        building.send_signal(signal.SIGINT)
        _, errors = building.communicate(timeout=60)
        assert building.returncode == 130 and "Traceback" not in errors, errors
        assert not (root / "public").exists()
        done = on(cluster, root)
    assert done.returncode == 0 and files_of(root / "public") == expected, done.stderr


def test_a_clock_that_is_wrong_changes_nothing(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    code = "import sys, time\nif 'kiprah.distributed.fork_server' in sys.orig_argv:\n    now, ns = time.time, time.time_ns\n    time.time = lambda: now() + 90000000\n    time.time_ns = lambda: ns() + 90000000 * 10**9\n"
    with dask_cluster(tmp_path / "cluster", 1, patched(tmp_path / "clock", code)) as cluster:
        done = on(cluster, root)
    assert done.returncode == 0 and files_of(root / "public") == expected, done.stderr


def test_one_portfolio_needs_no_cluster_and_says_so(tmp_path: Path) -> None:
    files = {"content/site.yml": "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n", "content/profile.md": "---\nname: Alya\n---\nHalo.\n"}  # fmt: skip
    here, there = write_files(tmp_path / "here", files), write_files(tmp_path / "there", files)
    assert build(here).returncode == 0
    done = build(there, "--executor", "dask://127.0.0.1:1")
    assert done.returncode == 0 and "One portfolio needs no cluster" in done.stderr
    assert files_of(here / "public") == files_of(there / "public")


def test_blobs_in_a_bucket_and_a_coordinator_that_knew_nothing(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    with s3_server() as server:
        store = f"s3://{server.bucket()}/cache"
        names = bucket_environment(server.url)
        with dask_cluster(tmp_path / "cluster", 2, names) as cluster:
            options = ("--executor", cluster.address, "--cache", store)
            done = run_process(root, "build", "content", *TODAY, *options, timeout=400, **names)
            assert done.returncode == 0, done.stderr
            assert files_of(root / "public") == expected
            # Another machine, which has nothing but the content: it makes nothing of members anew.
            other = site(tmp_path / "other")
            done = run_process(other, "build", "content", *TODAY, *options, timeout=400, **names)
        assert done.returncode == 0, done.stderr
        assert files_of(other / "public") == expected


def test_a_bucket_that_denies_is_one_line(tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    with s3_server() as server:
        server.bucket()
        names = {**bucket_environment(server.url), "KIPRAH_BUCKET_PATIENCE": "5"}
        with dask_cluster(tmp_path / "cluster", 1, names) as cluster:
            options = ("--executor", cluster.address, "--cache", "s3://nobodys-bucket/cache")
            done = run_process(root, "build", "content", *TODAY, *options, timeout=400, **names)
    assert done.returncode == 3
    assert len([line for line in done.stderr.splitlines() if "error[bucket-" in line]) == 1, done.stderr
    assert not (root / "public").exists()
