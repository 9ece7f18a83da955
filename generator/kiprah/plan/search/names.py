"""Names of all members in one file, for narrowing a directory of several pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.json import Encoder

from kiprah.plan.addresses.routes import Routes
from kiprah.plan.community.community_lists import Person
from kiprah.plan.data.file_outputs import TextOutput
from kiprah.plan.search.chunks import chunk_path
from kiprah.plan.views.text import Link

_JSON = Encoder(order="deterministic")


def names_link(routes: Routes) -> Link:
    """Return where the names stand."""
    return Link(chunk_path(routes.root, "m", 0))


def names_output(routes: Routes, people: Sequence[Person]) -> TextOutput:
    """Write each member's page, name and line, in the directory's order."""
    rows = [
        [p.item.href.path, p.item.name, p.item.headline, p.item.language][: 4 if p.item.language else 3] for p in people
    ]
    content = ",\n".join(_JSON.encode(row).decode() for row in rows)
    return TextOutput(names_link(routes).path, f'kiprahSearch("m",0,[\n{content}\n]);\n')
