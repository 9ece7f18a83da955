"""``portfolio.json`` as bytes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Raw, Struct, json

from kiprah.plan.data.entry_json import activity_json, reflection_json
from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.data.portfolio_json import portfolio_json


def portfolio_text(output: PortfolioOutput) -> bytes:
    """Write the file in its own order, indented by 2, with a newline at the end."""
    return _indented(json.encode(portfolio_json(output.portfolios)))


def edited_text(
    before: bytes, told: Sequence[Portfolio], activity_places: Sequence[int], reflection_places: Sequence[int]
) -> bytes:
    """Write the file that ``before`` holds with some entries told anew, as ``portfolio_text`` writes the whole.

    ``told`` has them in each language, the places say which of all they are. What is not told anew is copied as it
    stands, and not taken apart. Raises ``msgspec.DecodeError``.
    """
    activities = [activity_json(one, told) for one in zip(*(p.activities for p in told), strict=True)]
    reflections = [reflection_json(one, told) for one in zip(*(p.reflections for p in told), strict=True)]
    file = json.decode(before, type=dict[str, Raw])
    _exchange(file, "activities", activity_places, activities)
    _exchange(file, "reflections", reflection_places, reflections)
    return _indented(json.encode(file))


def _exchange(file: dict[str, Raw], name: str, places: Sequence[int], written: Sequence[Struct]) -> None:
    if not places:
        return
    entries = json.decode(file[name], type=list[Raw])
    for place, entry in zip(places, written, strict=True):
        entries[place] = Raw(json.encode(entry))
    file[name] = Raw(json.encode(entries))


def _indented(text: bytes) -> bytes:
    return json.format(text, indent=2) + b"\n"
