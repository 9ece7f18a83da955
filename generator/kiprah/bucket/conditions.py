"""Probe of a bucket: does it refuse to write over an object where it is told that none may be there?"""

from __future__ import annotations

import secrets

from kiprah.bucket.objects import Objects
from kiprah.bucket.store import NewObject

_ANSWER = "kiprah-conditions"
"""Name of the object that holds what the last probe found, so that a bucket is probed once."""


def honours_conditions(objects: Objects, *, keep: bool = True) -> bool:
    """Say whether conditional writes hold; a server that ignores the condition writes over, and says that all is well.

    Where strangers read, no answer is kept: each publication probes. Raises ``BucketFailed``.
    """
    known = objects.get(_ANSWER) if keep else None
    if known in (b"honoured\n", b"ignored\n"):
        return known == b"honoured\n"
    # A listing, since many servers answer a read in a bucket that does not exist as one of a missing object.
    objects.folders()
    name = f"kiprah-probe-{secrets.token_hex(8)}"
    try:
        objects.put(NewObject(name, b"first"), create=True)
        # What is read may be cut off; what must not be read is the second.
        honoured = objects.put(NewObject(name, b"second"), create=True) is None and objects.get(name) != b"second"
    finally:
        objects.delete([name])
    if keep:
        objects.put(NewObject(_ANSWER, b"honoured\n" if honoured else b"ignored\n"))
    return honoured
