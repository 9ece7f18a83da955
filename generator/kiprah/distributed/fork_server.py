"""Fork server: a process with one thread beside a worker of a cluster, which forks each member's run.

A worker of Dask has threads, and a process with threads that forks may wait forever in its child. Began with
``python -m kiprah.distributed.fork_server``; asked over its standard input, it answers on its standard output.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from msgspec.structs import replace

from kiprah.background_call import end_with_parent
from kiprah.build.member.shard import Shard
from kiprah.build.member.warm_up import warm_up
from kiprah.cache.blobs import is_shared
from kiprah.content.folder import MEMBERS
from kiprah.distributed.bucket_content import NearContent, context_in
from kiprah.distributed.fingerprint import Fingerprint, fingerprint, first_difference
from kiprah.distributed.pipe_messages import read_frame, write_frame
from kiprah.distributed.receipt import MemberOrder, run_order, unpacked_shard
from kiprah.render.page import warm


class ForkServer:
    """State of one fork server: its own fingerprint, and the shard of the last batch."""

    def __init__(self) -> None:
        """Ask what this process makes bytes with."""
        self._own = fingerprint()
        self._name = ""
        self._shard: Shard | None = None
        self._warm = ""
        self._near: NearContent | None = None
        """Part of the content that is on this machine, where content lies in a bucket; else None."""

    def begin(self, expected: Fingerprint, setting: bytes, place: str) -> tuple[str, ...]:
        """Make ready for a batch, or say why this machine cannot run it; only then is anything unpacked.

        ``place`` is a folder of this machine that goes with the worker.
        """
        difference = first_difference(expected, self._own)
        if difference is not None:
            return ("differs", *difference)
        name, blobs, content, many = pickle.loads(setting)  # noqa: S301  a task of the cluster runs code anyway
        if is_shared(blobs):
            blobs = replace(blobs, root=Path(place) / "blobs")
        if name != self._name:
            unpacked = unpacked_shard(name, blobs)
            if unpacked is None:
                return ("blind", str(blobs.address.url if is_shared(blobs) else blobs.root))
            shard, files = unpacked
            self._near = NearContent(content, Path(place)) if content is not None else None
            if self._near is not None:
                self._near.write(files)
                shard = replace(shard, context=context_in(shard.context, self._near.site))
            self._name, self._shard = name, replace(shard, blobs=blobs)
            warm(shard.theme.theme)
        if many and self._warm != self._name:
            assert self._shard is not None
            warm_up(self._shard)
            self._warm = self._name
            # A collector that looks through all of it in each child would make the child's own copy of it.
            gc.collect()
            gc.freeze()
        return ("ready",)

    def run(self, packed: bytes) -> tuple[Any, ...]:
        """Run one member."""
        order: MemberOrder = pickle.loads(packed)  # noqa: S301  a task of the cluster runs code anyway
        assert self._shard is not None
        if self._near is not None:
            return self._run_near(order, self._shard, self._near)
        unseen = order.unseen()
        if unseen:
            return "blind", unseen
        return "done", pickle.dumps(run_order(order, self._shard))

    @staticmethod
    def _run_near(order: MemberOrder, shard: Shard, near: NearContent) -> tuple[Any, ...]:
        """Run one member whose files lie in a bucket."""
        root = f"{MEMBERS}/{order.task.slug}"
        try:
            found = order.laid_out(near)
            return ("changed", found) if isinstance(found, tuple) else ("done", pickle.dumps(run_order(found, shard)))
        finally:
            near.clear(root)


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    server = ForkServer()
    while (question := read_frame(asked)) is not None:
        verb, *arguments = pickle.loads(question)  # noqa: S301  our own worker asks
        try:
            answer = server.begin(*arguments) if verb == "begin" else server.run(*arguments)
        except OSError as error:
            answer = ("machine", pickle.dumps(error))
        write_frame(answers, pickle.dumps(answer))


def main() -> None:
    """Serve on the standard streams; what a library prints goes where errors go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As in the command: a run makes many values that live until its end.
    gc.set_threshold(100_000, 50, 50)
    end_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
