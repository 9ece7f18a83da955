"""Object store: what obstore does for one bucket, with bounded retries; it is used in the bucket agent alone.

What a server answers is never passed on: it may hold the name of a key or parts of a request.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.bucket.errors import BucketFailed, Operation, Trouble

if TYPE_CHECKING:
    from obstore import ListStream

_PATIENCE = "KIPRAH_BUCKET_PATIENCE"
"""Seconds for which one request is tried again (environment)."""
_SECONDS = 60.0
_FIRST_WAIT = 0.1
_AT_ONCE = 32
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_METADATA_HOST = "169.254.169.254"
"""Address where clouds hand out credentials: it is asked when none are given, and is not there on other machines."""

T = TypeVar("T")
R = TypeVar("R")


class StoredObject(Struct, frozen=True, array_like=True):
    """Metadata of an object in a bucket; ``name`` is below the address's prefix."""

    name: str
    size: int
    etag: str
    modified: float
    """Seconds since 1970 by the bucket's clock."""


class NewObject(Struct, frozen=True, array_like=True):
    """An object to be written, with the headers it is served with."""

    name: str
    payload: bytes
    headers: dict[str, str] = {}


class ObjectStore:
    """Object store below one address."""

    def __init__(self, url: str) -> None:
        """Connect to nobody yet. Raises ``BucketFailed`` where obstore is not installed or knows no such address."""
        try:
            from obstore import store
        except ImportError:
            raise BucketFailed("bucket-extra", url, "GET") from None
        self._url = url
        self._threads = ThreadPoolExecutor(_AT_ONCE)
        self._patience = patience = float(os.environ.get(_PATIENCE, _SECONDS))
        options: dict[str, Any] = {
            "client_options": {
                "timeout": timedelta(seconds=4 * patience),
                "read_timeout": timedelta(seconds=min(20.0, max(2.0, patience / 3))),
                "connect_timeout": timedelta(seconds=min(5.0, patience)),
                "allow_http": _is_loopback(os.environ),
            },
            "retry_config": {
                "max_retries": 10,
                "retry_timeout": timedelta(seconds=patience),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=min(10.0, patience / 4)),
                    "base": 2,
                },
            },
        }
        try:
            self._store = store.from_url(url, **options)
        except Exception as error:  # noqa: BLE001  obstore has no common class for what its builders refuse
            raise self._failed(error, "GET") from None

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return what each object holds; None where there is none."""
        return self._each(self._get, names)

    def head(self, names: Sequence[str]) -> list[StoredObject | None]:
        """Return what is said of each object; None where there is none."""
        return self._each(self._head, names)

    def put(self, objects: Sequence[NewObject], *, create: bool, etag: str = "") -> list[str | None]:
        """Write objects and return their ETags; None where ``create`` met one, or where ``etag`` is not the present."""
        mode: Any = {"e_tag": etag} if etag else "create" if create else "overwrite"
        return self._each(lambda one: self._put(one, mode), objects)

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; those that are not there too."""
        for start in range(0, len(names), 1000):
            some = list(names[start : start + 1000])
            self._ask("DELETE", partial(self._store.delete, some))

    def listing(self, prefix: str) -> list[StoredObject]:
        """List the objects whose names begin with ``prefix``, whole folders or all."""

        def ask() -> list[StoredObject]:
            stream: ListStream[Any] = self._store.list(prefix or None, chunk_size=1000)
            return [_facts(meta) for chunk in stream for meta in chunk]

        return self._ask("LIST", ask) or []

    def folders(self, prefix: str) -> list[str]:
        """List the folders right below ``prefix``."""
        found = self._ask("LIST", lambda: self._store.list_with_delimiter(prefix or None))
        return [str(name) for name in found["common_prefixes"]] if found is not None else []

    def _get(self, name: str) -> bytes | None:
        return self._ask("GET", lambda: bytes(self._store.get(name).bytes()))

    def _head(self, name: str) -> StoredObject | None:
        meta = self._ask("GET", lambda: self._store.head(name))
        return _facts(meta) if meta is not None else None

    def _put(self, one: NewObject, mode: Any) -> str | None:
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        headers: Any = one.headers or None

        def work() -> str | None:
            try:
                done = self._store.put(one.name, one.payload, attributes=headers, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                return None
            return done["e_tag"] or ""

        return self._ask("PUT", work)

    def _each(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        return list(self._threads.map(work, items))

    def _ask(self, operation: Operation, work: Callable[[], R]) -> R | None:
        """Do what is asked; again where a connection broke, since all that is asked here may be done twice.

        A condition that a first try fulfilled is not met by the second: whoever sets one expects that. obstore itself
        asks again what it knows to be repeatable, and what was answered with an error of the server.
        """
        from obstore.exceptions import NotFoundError

        deadline, wait = time.monotonic() + self._patience, _FIRST_WAIT
        while True:
            try:
                return work()
            except (FileNotFoundError, NotFoundError) as error:
                if "NoSuchBucket" in str(error):
                    raise self._failed(error, operation) from None
                return None
            except Exception as error:  # noqa: BLE001  whatever it is, it is told in our words
                failed = self._failed(error, operation)
                if failed.code != "bucket-unreachable" or failed.reason.isdigit() or time.monotonic() + wait > deadline:
                    raise failed from None
            time.sleep(wait)
            wait = min(2 * wait, self._patience / 4)

    def _failed(self, error: Exception, operation: Operation) -> BucketFailed:
        text = str(error)
        return BucketFailed(_trouble(type(error).__name__, text), self._url, operation, _status_of(text))


def _trouble(kind: str, text: str) -> Trouble:
    if "RequestTimeTooSkewed" in text or "RequestExpired" in text:
        return "bucket-clock"
    if _METADATA_HOST in text or kind in ("UnauthenticatedError", "UnknownConfigurationKeyError"):
        return "bucket-credentials"
    if "InvalidAccessKeyId" in text or "SignatureDoesNotMatch" in text or "MissingAccountName" in text:
        return "bucket-credentials"
    if "NoSuchBucket" in text or "NotFound" in kind or kind == "FileNotFoundError":
        return "bucket-missing"
    if kind in ("PermissionDeniedError", "PermissionError") or _status_of(text) in ("401", "403"):
        return "bucket-denied"
    if kind == "InvalidPathError" or "parse path" in text or "parsing Path" in text or "empty path segment" in text:
        return "bucket-key"
    return "bucket-unreachable"


def _status_of(text: str) -> str:
    """Find the status a server answered with; nothing else of what it said."""
    found = re.search(r"status code: (\d{3})", text)
    return found[1] if found else "timeout" if "timed out" in text or "timeout" in text else ""


def _facts(meta: Mapping[str, Any]) -> StoredObject:
    return StoredObject(meta["path"], meta["size"], meta["e_tag"] or "", meta["last_modified"].timestamp())


def _is_loopback(environment: Mapping[str, str]) -> bool:
    """Allow a connection without TLS only to this machine itself."""
    named = [value for key, value in environment.items() if key.startswith("AWS_ENDPOINT_URL") or key == "AWS_ENDPOINT"]
    return any(urlsplit(value).hostname in _LOOPBACK for value in named)
