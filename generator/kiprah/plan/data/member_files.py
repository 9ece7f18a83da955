"""Data files of a member, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.data.calendar import calendar_outputs
from kiprah.plan.data.file_outputs import DataOutput, PortfolioOutput
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.data.resume import resume_output


def data_outputs(portfolios: Sequence[Portfolio]) -> tuple[DataOutput, ...]:
    """Plan one member's data from the same portfolio in each language of the site, the default first.

    In each language: ``activities.ics`` where the site has an address, and
    ``resume.json``; once, with all languages in it: ``portfolio.json``.
    """
    outputs: list[DataOutput] = []
    for portfolio in portfolios:
        outputs.extend(calendar_outputs(portfolio))
        outputs.append(resume_output(portfolio))
    return (*outputs, PortfolioOutput(portfolios[0].routes.file(PORTFOLIO).path, tuple(portfolios)))
