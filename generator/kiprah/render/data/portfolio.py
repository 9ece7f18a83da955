"""``portfolio.json`` as bytes."""

from __future__ import annotations

from msgspec import json

from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.portfolio_json import portfolio_json


def portfolio_text(output: PortfolioOutput) -> bytes:
    """Write the file in its own order, indented by 2, with a newline at the end."""
    return json.format(json.encode(portfolio_json(output.portfolios)), indent=2) + b"\n"
