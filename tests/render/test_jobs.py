"""What is made of a photo is the same made alone and in any company."""

from __future__ import annotations
