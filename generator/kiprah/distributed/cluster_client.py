"""Connection to the scheduler of a Dask cluster, for as long as one build needs it."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiprah.build.outcome import RunsStopped
from kiprah.distributed.cluster_problems import scheduler_lost, unreachable

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 10.0
_LIBRARIES = ("distributed", "tornado.application", "asyncio")


def _for_dask(address: str) -> str:
    import dask

    import distributed  # noqa: F401  brings the defaults of its configuration

    scheme, _, rest = address.partition("://")
    if scheme != "dask":
        return address
    encrypted = dask.config.get("distributed.comm.require-encryption") or dask.config.get(
        "distributed.comm.tls.client.cert"
    )
    return f"{'tls' if encrypted else 'tcp'}://{rest}"


@contextmanager
def cluster_client(address: str) -> Iterator[Client]:
    """Connect to a scheduler, and let it go, whatever happens. Raises ``RunsStopped`` where nobody answers."""
    from distributed import Client

    with _quiet():
        try:
            client = Client(_for_dask(address), timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise RunsStopped(unreachable(address, reason)) from None
        try:
            yield client
        finally:
            # A scheduler that is gone does not say good-bye.
            with contextlib.suppress(OSError, TimeoutError, RuntimeError):
                client.close(timeout=5)


def threads_of(client: Client, address: str) -> Mapping[str, int]:
    """Return how many tasks each worker runs at once, by its address. Raises ``RunsStopped``."""
    try:
        found: Mapping[str, int] = client.nthreads(callback_timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, RuntimeError, AttributeError):
        raise RunsStopped(scheduler_lost(address)) from None
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to ourselves what Dask logs of workers that come and go: the build says what matters."""
    loggers = [logging.getLogger(name) for name in _LIBRARIES]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            # Versions that matter to us are compared by ourselves, task by task.
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
