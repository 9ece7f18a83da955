"""Addresses of schedulers, and what a host without a cluster needs: nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kiprah.distributed.address import scheduler_address
from support.clusters import community, free_port_of_cluster, patched
from support.command import TODAY, run, run_process


@pytest.mark.parametrize("address", ["dask://localhost:8786", "tls://10.0.0.7:8786", "tcp://[::1]:8786"])
def test_an_address_names_host_and_port(address: str) -> None:
    assert scheduler_address(address) == address


@pytest.mark.parametrize(
    "text", ["", "dask", "dask://", "dask://host", "dask://:8786", "dask://host:", "dask://host:port", "dask://host:99999",
             "http://host:8786", "local:8786", "dask://a b:1", "dask://user@host:8786", "dask://host/x:8786", "dask://host:٨"],
)  # fmt: skip
def test_what_names_no_scheduler_is_a_usage_error(text: str, tmp_path: Path) -> None:
    assert scheduler_address(text) is None
    done = run(community(tmp_path, 1), "build", "content", "--executor", text)
    assert done.returncode == 2 and "dask://host:8786" in done.stderr


@pytest.mark.slow
def test_nobody_at_the_address_is_one_line_within_seconds(tmp_path: Path) -> None:
    address = f"dask://127.0.0.1:{free_port_of_cluster()}"
    # The real ones are ten.
    soon = patched(tmp_path / "soon", "import kiprah.distributed.cluster_client as c\nc.CONNECT_SECONDS = 1.0\n")
    done = run_process(community(tmp_path, 2), "build", "content", *TODAY, "--executor", address, timeout=60, **soon)
    assert done.returncode == 3
    first, *_ = done.stderr.splitlines()
    assert first.startswith(f"{address}: error[cluster-unreachable]: nobody answers at {address}")
    assert "Traceback" not in done.stderr and "distributed" not in done.stderr
    assert not (tmp_path / "public").exists()


_WITHOUT = """
import sys
from importlib.machinery import PathFinder
find = PathFinder.find_spec
def not_there(name, path=None, target=None):
    if name.partition(".")[0] in ("distributed", "dask", "msgpack", "cloudpickle"):
        return None
    return find(name, path, target)
PathFinder.find_spec = not_there
from kiprah.cli import main
try:
    main(sys.argv[1:])
finally:
    assert not [n for n in sys.modules if n.startswith("kiprah.distributed.") and n != "kiprah.distributed.address"]
"""


@pytest.mark.slow
def test_a_host_without_a_cluster_needs_nothing_of_it(tmp_path: Path) -> None:
    root = community(tmp_path, 3)
    python = (sys.executable, "-c", _WITHOUT)
    done = run_process(root, "build", "content", *TODAY, command=python)
    assert done.returncode == 0, done.stderr
    done = run_process(root, "build", "content", *TODAY, "--executor", "dask://127.0.0.1:1", "--force", command=python)
    assert done.returncode == 2 and "kiprah[cluster]" in done.stderr
