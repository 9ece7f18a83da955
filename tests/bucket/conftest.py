"""A server for the tests of buckets, begun once a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.buckets import Server, environment, s3_server


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that the environment names, as a person's would."""
    for name, value in environment(running.url).items():
        monkeypatch.setenv(name, value)
    return running
