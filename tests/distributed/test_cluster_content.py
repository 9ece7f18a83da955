"""Content in a bucket, workers that share no folder: each reads its members' files there, to the bytes of one machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiprah.bucket.address import StoreAddress, near_folder
from support.bucket_proxy import BucketProxy, bucket_proxy
from support.buckets import Server, s3_server
from support.buckets import environment as bucket_environment
from support.clusters import SETTINGS, Cluster, community, kill_group, patched
from support.command import PIPED, TODAY, Run, begin_process, run_process
from support.once import built_once
from support.package import PACKAGE
from support.sites import draw_photo, files_of, write_files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs fork")]

WITH_CARDS = SETTINGS.replace("formats: []", "formats: [link]") + "brand: {font: fonts/own.ttf}\n"
"""Cards want what lies beside the members too: a logo, and a font of the site's own."""
FAULTS = ("500", "503", "cut", "lost", "half", "short", "none", "none")
ALYA = "members/anggota-00/"


def site(root: Path) -> Path:
    """Write a community with photos, a logo, a font and a broken entry; return the project's folder."""
    community(root, 6, WITH_CARDS)
    for number in range(3):
        draw_photo(root / f"content/members/anggota-0{number}/activities/2026-06-01-foto/foto.jpg", number)
        entry = "---\ntitle: Photo\nphotos: [{file: foto.jpg, alt: Sand, people: none}]\n---\nSand.\n"
        write_files(root, {f"content/members/anggota-0{number}/activities/2026-06-01-foto/index.md": entry})
    draw_photo(root / "content/static/logo.png", 9)
    (root / "content/fonts").mkdir()
    shutil.copy(next((PACKAGE / "fonts/fraunces").glob("*.ttf")), root / "content/fonts/own.ttf")
    return write_files(root, {"content/members/anggota-01/activities/broken.md": "---\ntitle: [\n---\nx\n"})


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, and what one machine makes of it from a folder."""

    def make(folder: Path) -> None:
        done = run_process(site(folder), "build", "content", *TODAY, "-j", "2")
        assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "content-on-one-machine", make)


class Machines:
    """A bucket, a proxy that only the workers speak through, and workers that see nothing of the machine that builds."""

    def __init__(self, server: Server, proxy: BucketProxy, cluster: Cluster, plain: Path, root: Path) -> None:
        self.server, self.proxy, self.cluster, self.root = server, proxy, cluster, root
        self.bucket, self.slow = server.bucket(), root / "slow"
        for path, data in files_of(plain / "content").items():
            if not path.startswith("addresses"):
                server.s3.put_object(Bucket=self.bucket, Key=f"situs/{path}", Body=data)
        self.here = root / "here"
        self.here.mkdir()

    def start_worker(self, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """Begin a worker in whose eyes the folder of the machine that builds is empty; slow while the flag is there."""
        hidden = ("unshare", "--mount", "sh", "-c", f'mount -t tmpfs none "{self.here}" && exec "$@"', "sh")
        code = _SLOWED.format(flag=str(self.slow))
        return self.cluster.start_worker(
            {**bucket_environment(self.proxy.url), **patched(self.root / "slowed", code)}, before=(*before, *hidden)
        )

    @property
    def command(self) -> list[str]:
        places = (f"s3://{self.bucket}/situs", "--cache", f"s3://{self.bucket}/cache")
        return ["build", *places, *TODAY, "--executor", self.cluster.address]

    def build(self) -> Run:
        return run_process(self.here, *self.command, timeout=240, **bucket_environment(self.server.url))

    @contextmanager
    def building(self) -> Iterator[subprocess.Popen[str]]:
        """A build beside the test, which does not outlive it."""
        process = begin_process(self.here, *self.command, streams=PIPED, **bucket_environment(self.server.url))
        try:
            yield process
        finally:
            process.kill()
            process.communicate(timeout=60)

    def put(self, path: str, content: str) -> None:
        self.server.s3.put_object(Bucket=self.bucket, Key=f"situs/{path}", Body=content.encode())


_SLOWED = """
import os, sys, time
def watch(event, arguments):
    if event == "open" and "/activities/" in str(arguments[0]) and os.path.exists({flag!r}):
        time.sleep(0.3)
sys.addaudithook(watch)
"""


@pytest.fixture
def machines(plain: Path, tmp_path: Path) -> Iterator[Machines]:
    try:
        subprocess.run(["unshare", "--mount", "true"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine hides no folders from a process")
    folder = tmp_path / "cluster"
    folder.mkdir()
    with s3_server() as server, bucket_proxy(server.url) as proxy:
        cluster = Cluster(folder)
        try:
            cluster.start_scheduler()
            yield Machines(server, proxy, cluster, plain, tmp_path)
        finally:
            cluster.stop()


def until(true: object, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def others_of(machines: Machines, slugs: Sequence[str]) -> list[dict[str, object]]:
    """Rules that only count: requests for the files of these members, under their names."""
    return [{"fault": slug, "below": f"/{machines.bucket}/situs/members/{slug}/"} for slug in slugs]


def test_a_bucket_that_fails_is_all_that_workers_share(machines: Machines, plain: Path) -> None:
    for _ in range(2):
        machines.start_worker()
    machines.proxy.rule(*({"fault": fault, "first": 1} for fault in FAULTS))
    done = machines.build()
    assert done.returncode == 0, done.stderr
    assert files_of(machines.here / "public") == files_of(plain / "public")
    assert {"500", "503", "cut", "half", "short"} <= machines.proxy.made().keys(), "workers met them"
    # An edit of one member: workers ask for nothing of any other, and the machine that builds for one file.
    rules = others_of(machines, [f"anggota-0{number}" for number in range(6)])
    machines.proxy.rule(*rules)
    profile = (plain / "content" / ALYA / "profile.md").read_text("utf-8") + "\nOne more sentence.\n"
    machines.put(f"{ALYA}profile.md", profile)
    done = machines.build()
    assert done.returncode == 0, done.stderr
    own = sum(1 for path in files_of(plain / "content") if path.startswith(ALYA))
    assert machines.proxy.made().keys() == {"anggota-00"} and 1 <= machines.proxy.made()["anggota-00"] <= own
    assert "LIST" not in machines.proxy.seen(), "what there is comes with what is asked"
    other = write_files(site(machines.root / "other"), {f"content/{ALYA}profile.md": profile})
    assert run_process(other, "build", "content", *TODAY, "-j", "2").returncode == 0
    assert files_of(machines.here / "public") == files_of(other / "public")
    # A bucket that denies a worker its content is one line, and what stood stands.
    machines.put(f"{ALYA}profile.md", profile.replace("more", "other"))
    machines.proxy.rule({"fault": "403", "below": f"/{machines.bucket}/situs"})
    done = machines.build()
    assert done.returncode == 3
    (line,) = [line for line in done.stderr.splitlines() if "error[" in line]
    assert "error[bucket-denied]" in line and machines.bucket in line and "Traceback" not in done.stderr
    assert files_of(machines.here / "public") == files_of(other / "public")


def test_workers_killed_while_they_read_a_bucket_cost_time_and_never_a_page(machines: Machines, plain: Path) -> None:
    machines.slow.touch()
    for _ in range(2):
        machines.start_worker()
    with machines.building() as process:
        for kills in range(3):
            seen = sum(machines.proxy.seen().values())
            until(lambda seen=seen: sum(machines.proxy.seen().values()) > seen)
            time.sleep(0.7)
            kill_group(machines.cluster.workers[kills])
            machines.start_worker()
        assert process.poll() is None, "it was at work all the time"
        machines.slow.unlink()
        _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert files_of(machines.here / "public") == files_of(plain / "public")


def test_what_changes_in_the_bucket_meanwhile_is_the_next_builds(machines: Machines, plain: Path) -> None:
    mirror = near_folder(machines.here / ".kiprah", StoreAddress(f"s3://{machines.bucket}/situs"))
    names = [path for path in files_of(plain / "content") if path.startswith("members/") and path.count("/") > 1]
    record = mirror / "content.json"
    with machines.building() as process:
        # All is listed and fetched, and nobody is there yet who runs members.
        until(lambda: record.exists() and all(f'"{name}"' in record.read_text("utf-8") for name in names))
        machines.put("members/anggota-02/profile.md", "---\nname: Somebody else\n---\nI came later.\n")
        photo = "members/anggota-00/activities/2026-06-01-foto/foto.jpg"
        machines.server.s3.delete_object(Bucket=machines.bucket, Key=f"situs/{photo}")
        machines.start_worker()
        _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert files_of(machines.here / "public") == files_of(plain / "public")
    done = machines.build()
    assert b"Somebody else" in (machines.here / "public/members/anggota-02/index.html").read_bytes(), done.stderr


_RELAY = """
import asyncio, sys
async def pass_on(one, other):
    try:
        while data := await one.read(65536):
            other.write(data)
            await other.drain()
    finally:
        other.close()
async def relay(here, there, port):
    async def serve(reading, writing):
        far, near = await asyncio.open_connection(there, port)
        await asyncio.gather(pass_on(reading, near), pass_on(far, writing), return_exceptions=True)
    await (await asyncio.start_server(serve, here, port)).serve_forever()
asyncio.run(relay(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""
_HERE, _THERE = "10.178.0.1", "10.178.0.2"


@contextmanager
def other_host(port: int) -> Iterator[tuple[str, ...]]:
    """Make a host with a wire to this one, on which 127.0.0.1 leads to this one's at a port; yield what runs there."""
    name, wire = f"kiprah-c{os.getpid()}", f"kc{os.getpid()}"
    there = ("ip", "netns", "exec", name)
    relays: list[subprocess.Popen[bytes]] = []
    try:
        try:
            for words in (
                ["ip", "netns", "add", name],
                ["ip", "link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name],
                ["ip", "addr", "add", f"{_HERE}/24", "dev", wire],
                ["ip", "link", "set", wire, "up"],
                ["ip", "-n", name, "addr", "add", f"{_THERE}/24", "dev", "wire"],
                ["ip", "-n", name, "link", "set", "wire", "up"],
                ["ip", "-n", name, "link", "set", "lo", "up"],
            ):
                subprocess.run(words, check=True, capture_output=True, timeout=20)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this machine makes no network namespaces")
        # The bucket is asked at 127.0.0.1, since without TLS no other host is.
        for before, here, to in (((), _HERE, "127.0.0.1"), (there, "127.0.0.1", _HERE)):
            relays.append(subprocess.Popen([*before, sys.executable, "-c", _RELAY, here, to, str(port)]))
        yield there
    finally:
        for relay in relays:
            relay.kill()
            relay.wait(timeout=30)
        for words in (["netns", "del", name], ["link", "del", wire]):
            subprocess.run(["ip", *words], check=False, capture_output=True, timeout=20)


def test_a_worker_on_another_host_that_sees_no_folder(machines: Machines, plain: Path, tmp_path: Path) -> None:
    with other_host(int(machines.proxy.url.rpartition(":")[2])) as there:
        folder = tmp_path / "over-there"
        folder.mkdir()
        far = machines.cluster = Cluster(folder, host=_HERE)
        try:
            far.start_scheduler()
            machines.start_worker(before=there)
            machines.proxy.rule({"fault": "short", "first": 1}, {"fault": "none"})
            done = machines.build()
        finally:
            far.stop()
    assert done.returncode == 0, done.stderr
    assert files_of(machines.here / "public") == files_of(plain / "public")
    report = next(machines.here.rglob("report.json")).read_text("utf-8")
    assert f"tcp://{_THERE}:" in report and f"tcp://{_HERE}:" not in report
