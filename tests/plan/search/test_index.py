"""An index merged from members' parts: whole, the same from any order, and with nothing in it that is not listed."""

from __future__ import annotations
