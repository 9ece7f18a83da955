"""A server for the tests of buckets, begun once a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiprah.bucket.client import end_agents
from support.buckets import Server, environment, s3_server


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(autouse=True)
def agents_end() -> Iterator[None]:
    """No process stays behind that speaks with a bucket of a test that is over."""
    yield
    end_agents()


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that the environment names, as a person's would."""
    for name, value in environment(running.url).items():
        monkeypatch.setenv(name, value)
    return running
