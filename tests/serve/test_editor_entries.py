"""Whole entries in the editor: another name, removal, what is brought back, and what can be begun."""

from __future__ import annotations
