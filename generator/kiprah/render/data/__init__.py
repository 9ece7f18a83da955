"""Data files become bytes."""

from kiprah.render.data.file import render_data

__all__ = ["render_data"]
