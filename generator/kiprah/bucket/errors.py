"""Faults of a bucket in kiprah's words: which bucket, which operation, and what kind; nothing a server wrote."""

from __future__ import annotations

import errno
from typing import Any, Literal

Operation = Literal["GET", "PUT", "LIST", "DELETE"]
Trouble = Literal[
    "bucket-denied",
    "bucket-credentials",
    "bucket-missing",
    "bucket-unreachable",
    "bucket-clock",
    "bucket-extra",
    "bucket-key",
]


class BucketFailed(OSError):
    """An operation on a bucket failed for good: after every retry, or where none helps."""

    def __init__(self, code: Trouble, bucket: str, operation: str, reason: str = "") -> None:
        super().__init__(errno.EIO, f"{code}: {operation} {bucket} {reason}".strip(), bucket)
        self.code, self.bucket, self.operation, self.reason = code, bucket, operation, reason

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole."""
        return (BucketFailed, (self.code, self.bucket, self.operation, self.reason))
