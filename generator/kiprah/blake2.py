"""BLAKE2b, taken from where Python keeps it: ``hashlib`` loads OpenSSL besides, a fortieth of a build after an edit."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
