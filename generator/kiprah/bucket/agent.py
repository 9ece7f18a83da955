"""Bucket agent: the process that speaks with a bucket for all processes of one machine.

obstore keeps threads, and a forked child of a process that has used it waits forever; builds fork. So it is loaded only
here, in a process begun from nothing. Requests come over a socket that only this user's processes know the key of.
"""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing.connection import Connection, Listener
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.background_call import end_with_parent
from kiprah.bucket.errors import BucketFailed
from kiprah.bucket.store import NewObject, ObjectStore, StoredObject


class BucketRequest(Struct, frozen=True, array_like=True):
    """A request to the agent."""

    work: str
    names: list[str] = []
    objects: list[NewObject] = []
    create: bool = False
    etag: str = ""


class Reply(Struct, frozen=True, array_like=True):
    """Reply to a request; ``failed`` is how an operation failed for good."""

    failed: list[str] = []
    payloads: list[bytes | None] = []
    facts: list[StoredObject | None] = []
    names: list[str | None] = []


REQUESTS, REPLIES = Decoder(BucketRequest), Decoder(Reply)
ENCODER = Encoder()


def do_request(store: ObjectStore, ask: BucketRequest) -> Reply:
    """Do what is asked."""
    try:
        if ask.work == "get":
            return Reply(payloads=store.get(ask.names))
        if ask.work == "head":
            return Reply(facts=store.head(ask.names))
        if ask.work == "put":
            return Reply(names=store.put(ask.objects, create=ask.create, etag=ask.etag))
        if ask.work == "list":
            return Reply(facts=list(store.listing(ask.names[0])))
        if ask.work == "folders":
            return Reply(names=list(store.folders(ask.names[0])))
        store.delete(ask.names)
        return Reply()
    except BucketFailed as error:
        return Reply(failed=[error.code, error.bucket, error.operation, error.reason])


def _serve(connection: Connection[Any, Any], store: ObjectStore) -> None:
    try:
        while True:
            connection.send_bytes(ENCODER.encode(do_request(store, REQUESTS.decode(connection.recv_bytes()))))
    except (EOFError, OSError):
        connection.close()


def run_agent() -> None:
    """Say where the agent listens, and serve until the process that began it ends."""
    url, key = sys.stdin.readline().strip(), bytes.fromhex(sys.stdin.readline().strip())
    end_with_parent(os.getppid())
    try:
        store = ObjectStore(url)
    except BucketFailed as error:
        sys.stdout.write("\t".join(("failed", error.code, error.bucket, error.operation, error.reason)) + "\n")
        return
    with Listener(authkey=key) as listener:
        sys.stdout.write(f"ready\t{listener.address}\n")
        sys.stdout.flush()
        while True:
            try:
                connection = listener.accept()
            except (OSError, EOFError):
                continue
            except Exception as error:  # a stranger without the key
                if type(error).__name__ != "AuthenticationError":
                    raise
                continue
            threading.Thread(target=_serve, args=(connection, store), daemon=True).start()


if __name__ == "__main__":
    run_agent()
