"""Decode worker: a child that decodes what people bring, so that a file that ends its decoder costs itself alone.

A build has workers for that. This one is for what takes in or shows one picture at a time: commands, and the server of
the editor, which asks from several threads.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

from kiprah.cache.digests import digest_of
from kiprah.process_pool import kill_pool, process_pool
from kiprah.task_runner import LostTask, run_tasks

R = TypeVar("R")


class DecodeWorker:
    """Child process for decoders, begun with the first file and kept for those to come; any thread may ask it."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._executor: Executor | None = None
        self._lock = threading.Lock()
        self._lost: dict[str, LostTask] = {}

    def call(self, function: Callable[..., R], data: bytes, *arguments: Any) -> R | LostTask:
        """Return ``function(data, *arguments)``, a module's own function; what is lost is not asked for again."""
        digest = digest_of(data)
        if digest in self._lost:
            return self._lost[digest]
        alone = partial(process_pool, 1)
        [one] = run_tasks(self._begun(), function, [data], *arguments, alone=alone, abandon=self._end)
        if isinstance(one.result, LostTask):
            self._lost[digest] = one.result
        return one.result

    def end(self) -> None:
        """End the child, where there is one; beside it nothing could be forked."""
        if self._executor is not None:
            self._end(self._executor)

    def _begun(self) -> Executor:
        with self._lock:
            if self._executor is None:
                self._executor = process_pool(1)
                # Who is interrupted waits for nobody, but for children that are told to end.
                atexit.register(self.end)
            return self._executor

    def _end(self, executor: Executor) -> None:
        with self._lock:
            if executor is self._executor:
                self._executor = None
        kill_pool(executor)


DECODE_WORKER = DecodeWorker()
"""The one of this process."""
