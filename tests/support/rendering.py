"""Renders what needs nothing but itself."""

from __future__ import annotations

from typing import cast

from kiprah.plan.data.file_outputs import DataOutput
from kiprah.render.context import RenderContext
from kiprah.render.kinds import kind_of


def render_data(output: DataOutput) -> bytes:
    """Render a data file by its row of the table."""
    made = kind_of(output).render(output, cast(RenderContext, None))
    assert isinstance(made, bytes), made
    return made
