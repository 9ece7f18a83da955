"""Clusters whose machines share only a bucket, speak TLS, or stand in two networks: the bytes are those of one machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.bucket_proxy import bucket_proxy
from support.buckets import environment as bucket_environment
from support.buckets import s3_server
from support.clusters import Cluster, dask_cluster, patched, shared_community
from support.command import TODAY, Run, run_process
from support.sites import files_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs fork")]

# A day and more ahead, in what runs members.
_WRONG_CLOCK = """
import sys, time
if 'kiprah.distributed.fork_server' in sys.orig_argv:
    now, ns = time.time, time.time_ns
    time.time = lambda: now() + 90000000
    time.time_ns = lambda: ns() + 90000000 * 10**9
"""


def on(cluster: Cluster, root: Path, *options: str, before: tuple[str, ...] = (), **env: str) -> Run:
    options = ("--executor", cluster.address, *options)
    return run_process(root, "build", "content", *TODAY, *options, before=before, timeout=240, **env)


def test_blobs_in_a_bucket_that_fails_and_a_clock_that_is_wrong(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = shared_community(tmp_path / "site")
    with s3_server() as server, bucket_proxy(server.url) as proxy:
        bucket = server.bucket()
        here, there = bucket_environment(server.url), bucket_environment(proxy.url)
        proxy.rule(*({"fault": fault, "first": 1} for fault in ("500", "503", "cut", "lost", "half", "none", "none")))
        with dask_cluster(tmp_path / "cluster", 2, {**there, **patched(tmp_path / "clock", _WRONG_CLOCK)}) as cluster:
            done = on(cluster, root, "--cache", f"s3://{bucket}/cache", **here)
            assert done.returncode == 0, done.stderr
            assert files_of(root / "public") == expected
            assert len(proxy.made()) == 6, "workers met each of them"
            # Another machine, which has nothing but the content, makes nothing of members anew.
            other = shared_community(tmp_path / "other")
            proxy.rule()
            done = on(cluster, other, "--cache", f"s3://{bucket}/cache", **here)
            assert done.returncode == 0, done.stderr
            assert files_of(other / "public") == expected
            assert "PUT" not in proxy.seen(), "workers wrote nothing"
            # Workers whom the bucket denies: one line, and what stood stands.
            proxy.rule({"fault": "403"})
            with (root / "content/members/anggota-00/profile.md").open("a", encoding="utf-8") as file:
                file.write("\nOne more sentence.\n")
            done = on(cluster, root, "--cache", f"s3://{bucket}/cache", **here)
        assert done.returncode == 3
        (line,) = [line for line in done.stderr.splitlines() if "error[" in line]
        assert "error[bucket-denied]" in line and bucket in line
        assert files_of(root / "public") == expected


def _keys(folder: Path) -> dict[str, str]:
    """Make a key and a certificate that is its own authority; return Dask's configuration for all who have them."""
    folder.mkdir()
    asked = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=kawan"]
    files = ["-keyout", "key.pem", "-out", "cert.pem", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", "req", "-x509", *asked, *files], cwd=folder, check=True, capture_output=True, timeout=60)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    found = {f"{tls}CA_FILE": str(folder / "cert.pem"), "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{tls}{who}__CERT": str(folder / "cert.pem"), f"{tls}{who}__KEY": str(folder / "key.pem")}
    return found


def test_tls_by_dasks_own_configuration(expected: dict[str, bytes], tmp_path: Path) -> None:
    root, keys = shared_community(tmp_path / "site"), _keys(tmp_path / "keys")
    with dask_cluster(tmp_path / "cluster", 2, keys, scheduler=keys, protocol="tls") as cluster:
        # Whoever has other keys, or none, learns nothing, and nothing is built.
        soon = patched(tmp_path / "soon", "import kiprah.distributed.cluster_client as c\nc.CONNECT_SECONDS = 2.0\n")
        for stranger in ({}, _keys(tmp_path / "strange")):
            done = on(cluster, root, **stranger, **soon)
            assert (
                done.returncode == 3 and "error[cluster-unreachable]" in done.stderr and "Traceback" not in done.stderr
            )
            assert not (root / "public").exists()
        done = on(cluster, root, **keys)
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected


@contextmanager
def _two_hosts() -> Iterator[tuple[str, str]]:
    """Two network namespaces with a wire between them; yields their names, and skips where the machine denies it."""
    names, made = ("kiprah-a", "kiprah-b"), []

    def ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True, timeout=20)

    try:
        try:
            for name in names:
                ip("netns", "add", name)
                made.append(name)
            ip("-n", names[0], "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", names[1])
            for number, name in enumerate(names, 1):
                ip("-n", name, "addr", "add", f"10.177.0.{number}/24", "dev", "wire")
                ip("-n", name, "link", "set", "wire", "up")
                ip("-n", name, "link", "set", "lo", "up")
        except (OSError, subprocess.CalledProcessError) as error:
            reason = getattr(error, "stderr", b"") or str(error).encode()
            pytest.skip(f"this machine makes no network namespaces: {reason.decode().strip()}")
        yield names
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True, timeout=20)


def test_two_hosts_with_a_wire_between_them(expected: dict[str, bytes], tmp_path: Path) -> None:
    root = shared_community(tmp_path / "site")
    with _two_hosts() as hosts:
        here, there = (("ip", "netns", "exec", name) for name in hosts)
        cluster = Cluster(tmp_path, host="10.177.0.1")
        try:
            cluster.start_scheduler(before=here)
            for _ in range(2):
                cluster.start_worker(before=there)
            done = on(cluster, root, before=here)
        finally:
            cluster.stop()
    assert done.returncode == 0, done.stderr
    assert files_of(root / "public") == expected
    report = (root / ".kiprah/report.json").read_text("utf-8")
    assert "tcp://10.177.0.2:" in report and "tcp://10.177.0.1:" not in report
