"""Private-use characters that carry through Markdown what kiprah knows of a body; an author's own are removed first."""

from __future__ import annotations

import re

ID_START, ID_END = "\ue000", "\ue001"
"""Marks around a heading's own id."""

TASK_DONE, TASK_OPEN = "\ue002", "\ue003"
"""The box of a task."""

PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
