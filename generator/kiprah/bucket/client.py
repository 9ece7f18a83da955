"""Bucket client: what any process does with a bucket, through the agent of its machine; it travels as its address."""

from __future__ import annotations

import atexit
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.bucket.agent import ENCODER, REPLIES, BucketRequest, Reply
from kiprah.bucket.errors import BucketFailed
from kiprah.bucket.store import NewObject, StoredObject

_OURS = ("AWS_", "AZURE_", "GOOGLE_", "KIPRAH_BUCKET", "HTTP", "SSL_", "NO_PROXY")
_NAMES_AT_ONCE = 256
_BYTES_AT_ONCE = 16_000_000


class _Agent:
    """An agent that runs: where it listens, and its key."""

    def __init__(self, url: str) -> None:
        key = secrets.token_bytes(32)
        paths = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kiprah.bucket.agent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths},
            text=True,
            start_new_session=True,  # a terminal's interrupt is the build's to answer
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._process.stdin as stdin, self._process.stdout as stdout:
            stdin.write(f"{url}\n{key.hex()}\n")
            stdin.flush()
            reply = stdout.readline().rstrip("\n").split("\t")
        if reply[0] == "failed":
            self._process.wait()
            raise BucketFailed(*reply[1:5])  # type: ignore[arg-type]
        if reply[0] != "ready":
            raise BucketFailed("bucket-unreachable", url, "GET", "agent")
        self.where, self.key = reply[1], key

    def end(self) -> None:
        """End it, where this process began it: a fork's end is none of its parent's."""
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()


_LOCK = threading.RLock()
_AGENTS: dict[tuple[str, str], _Agent] = {}
"""Agents of this machine that this process, or the one it was forked from, has begun."""
_CONNECTIONS: dict[tuple[str, str, int], Connection[Any, Any]] = {}


def end_agents() -> None:
    """End the agents that this process began: a caller that waits for its output need not wait for theirs."""
    for connection in list(_CONNECTIONS.values()):
        connection.close()
    for agent in list(_AGENTS.values()):
        agent.end()
    _CONNECTIONS.clear()
    _AGENTS.clear()


atexit.register(end_agents)


def _environment() -> str:
    ours = sorted(item for item in os.environ.items() if item[0].upper().startswith(_OURS))
    return blake2b(repr(ours).encode(), digest_size=8).hexdigest()


class BucketClient(Struct, frozen=True):
    """The objects below one address. Raises ``BucketFailed`` for what no retry mends."""

    url: str

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes; None where there is none."""
        return self._ask(BucketRequest("get", [name])).payloads[0]

    def get_many(self, names: Sequence[str], *, at_once: int = 32) -> Iterator[tuple[str, bytes | None]]:
        """Yield objects' bytes, in order, so many of them held at once."""
        for start in range(0, len(names), at_once):
            some = list(names[start : start + at_once])
            yield from zip(some, self._ask(BucketRequest("get", some)).payloads, strict=True)

    def heads(self, names: Sequence[str]) -> dict[str, StoredObject]:
        """Return what is said of those objects that are there."""
        found: dict[str, StoredObject] = {}
        for start in range(0, len(names), _NAMES_AT_ONCE):
            facts = self._ask(BucketRequest("head", list(names[start : start + _NAMES_AT_ONCE]))).facts
            found |= {one.name: one for one in facts if one is not None}
        return found

    def put(self, one: NewObject, *, create: bool = False, etag: str = "") -> str | None:
        """Write an object; its ETag, or None where a condition was not met."""
        return self._ask(BucketRequest("put", objects=[one], create=create, etag=etag)).names[0]

    def put_many(self, objects: Iterable[NewObject], *, create: bool = False) -> Iterator[tuple[str, str | None]]:
        """Write objects, and yield names and ETags as they are done; None where ``create`` met one."""
        some: list[NewObject] = []
        size = 0
        for one in objects:
            some.append(one)
            size += len(one.payload)
            if size >= _BYTES_AT_ONCE or len(some) >= _NAMES_AT_ONCE:
                yield from self._put(some, create=create)
                some, size = [], 0
        yield from self._put(some, create=create)

    def _put(self, some: list[NewObject], *, create: bool) -> Iterator[tuple[str, str | None]]:
        if some:
            etags = self._ask(BucketRequest("put", objects=some, create=create)).names
            yield from zip((one.name for one in some), etags, strict=True)

    def listing(self, prefix: str = "") -> list[StoredObject]:
        """List the objects in a folder and all below it."""
        return [one for one in self._ask(BucketRequest("list", [prefix])).facts if one is not None]

    def folders(self, prefix: str = "") -> list[str]:
        """List the folders right below one."""
        return [name for name in self._ask(BucketRequest("folders", [prefix])).names if name is not None]

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is not there is no fault."""
        if names:
            self._ask(BucketRequest("delete", list(names)))

    def _ask(self, ask: BucketRequest) -> Reply:
        data = ENCODER.encode(ask)
        with _LOCK:
            try:
                connection = self._connection()
                connection.send_bytes(data)
                reply = REPLIES.decode(connection.recv_bytes())
            except (EOFError, ConnectionError):
                # Somebody ended the agent: every request can be made twice, so another one is begun.
                self._forget()
                connection = self._connection()
                connection.send_bytes(data)
                reply = REPLIES.decode(connection.recv_bytes())
        if reply.failed:
            raise BucketFailed(*reply.failed)  # type: ignore[arg-type]
        return reply

    def _connection(self) -> Connection[Any, Any]:
        environment = _environment()
        key = (self.url, environment, os.getpid())
        if key not in _CONNECTIONS:
            if key[:2] not in _AGENTS:
                _AGENTS[key[:2]] = _Agent(self.url)
            agent = _AGENTS[key[:2]]
            try:
                _CONNECTIONS[key] = Client(agent.where, authkey=agent.key)
            except OSError as error:
                raise ConnectionError from error
        return _CONNECTIONS[key]

    def _forget(self) -> None:
        environment = _environment()
        _CONNECTIONS.pop((self.url, environment, os.getpid()), None)
        _AGENTS.pop((self.url, environment), None)
