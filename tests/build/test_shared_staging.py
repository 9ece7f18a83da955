"""Many files are written aside by the workers together, as one process would write them."""

from __future__ import annotations
