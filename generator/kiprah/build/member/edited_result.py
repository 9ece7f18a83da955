"""Edited result: a member's last result with the entries made anew whose bodies are others, and nothing else planned.

Everything else of a portfolio is planned from its facts (``plan/facts.py``). Where those have the digest they had, so
have all other outputs, and what was noted of them holds. Where anything is doubtful the whole member is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec.msgpack import Encoder
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.member.edited_portfolio import EditedPortfolio
from kiprah.build.member.member_outputs import KeyedOutput
from kiprah.build.member.member_result import BuiltOutput, FactsRecord, MemberResult
from kiprah.build.output_keys import OutputKey, output_keys, recipe_part
from kiprah.cache.blobs import Blobs
from kiprah.cache.digests import key_of
from kiprah.lint.child_safety import log_risks
from kiprah.model.addresses import AddressRegister
from kiprah.model.entry import Activity, Reflection
from kiprah.model.member import Member
from kiprah.model.settings import Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.data.file_outputs import EncodedOutput, PortfolioOutput, portfolio_parts
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.edited_entries import EditedPlanner, EditedPortfolios
from kiprah.plan.facts import member_facts
from kiprah.plan.outputs import outputs_of
from kiprah.plan.privacy.leaks import LeakTrace, leak_traces_of
from kiprah.plan.privacy.risks import Risks, holds_back
from kiprah.plan.privacy.visibility import Visible, visible_of
from kiprah.plan.value_digests import ValueDigests, joined_value, nothing_of_places
from kiprah.problem import Problem

if TYPE_CHECKING:
    from kiprah.plan.member import MemberPlan

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")
_SIZE = 16
_MANY = 40
"""Maximum number of edited entries planned alone; with more the whole plan is made: it takes about as long."""


class EditedResult(NamedTuple):
    """Outputs planned anew for edited entries, and the record of all the rest."""

    visible: Visible
    keyed: tuple[KeyedOutput, ...]
    """Outputs planned anew, with their keys."""
    portfolio: EditedPortfolio | None
    """New ``portfolio.json``, where it tells any of them; else None."""
    record: FactsRecord
    """Record noted for the next run."""
    traces: tuple[LeakTrace, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems that planning finds."""
        return (*self.record.problems, *(problem for _, problem in self.record.risks), *self.record.links)


class DigestedFacts(NamedTuple):
    """A member's facts, and their digest with that of all else that shapes its result."""

    member: Member
    digest: bytes


def digested_facts(key: str, member: Member, viewing: Viewing) -> DigestedFacts:
    """Digest a member's facts with ``key``, that of all else that shapes its result, and what is shown today.

    The register of addresses is not among them: who compares asks whether it stands as the last result left it. Nor is
    what is private: no output is planned from it, and texts are searched for it in every run that has other such words.
    """
    facts = member_facts(member)
    value = _ENCODER.encode((replace(facts, register=AddressRegister(), secrets=()), viewing))
    return DigestedFacts(facts, blake2b(key.encode() + value, digest_size=_SIZE).digest())


def facts_record(
    facts: bytes, member: Member, plan: MemberPlan, values: ValueDigests, digests: Mapping[str, str]
) -> FactsRecord:
    """Note what the next run asks; ``digests`` are those of all files, ``facts`` that of the member's facts.

    Nothing is noted where something was held back for what its body says, or lost its address: then the plan was made
    from less than the facts.
    """
    portfolio = next(iter(outputs_of(PortfolioOutput, plan.outputs)), None)
    is_contested = any(problem.code == "double-address" for problem in plan.of_facts)
    if portfolio is None or is_contested or holds_back(plan.risks):
        return FactsRecord()
    (_, shared), _ = values.parts(portfolio)
    return FactsRecord(
        facts,
        _text_digests(member, digests),
        _without_lines(plan.of_facts),
        tuple((owner, replace(problem, source="")) for owner, problem in plan.risks),
        _without_lines(plan.links),
        shared,
        portfolio.entry_digests(values.digest),
    )


def edited_result(
    facts: DigestedFacts,
    member: Member,
    context: SiteContext,
    viewing: Viewing,
    theme: LoadedTheme,
    before: MemberResult,
    blobs: Blobs,
    digests: Mapping[str, str],
    begin: Callable[[EditedPortfolio, tuple[LeakTrace, ...]], None],
    *,
    sound: bool,
) -> EditedResult | None:
    """Plan what differs from the last result; None where more than some bodies may differ, or something is missing.

    ``facts`` are the member's. ``begin`` is called with ``portfolio.json`` and hidden words before pages are planned:
    writing it takes as long. With ``sound`` all blobs of the last result are there.
    """
    details = before.details(blobs)
    record = details.record
    if not record.facts or record.facts != facts.digest:
        return None
    texts = _text_digests(member, digests)
    edited = frozenset(path for path, digest in texts.items() if record.texts.get(path) != digest)
    visible = visible_of(member, context.settings, viewing)
    entries = [entry for entry in visible.log if _is_of(entry, edited)]
    traces = leak_traces_of(member, visible)
    if len(entries) > _MANY:
        return None
    risks = _risks(visible, entries, record.risks)
    if holds_back(risks):
        return None
    old = {output.path: output for output in details.outputs}
    names = frozenset(output.blob for output in details.outputs)
    # Where nothing was edited a run is there to mend what the store lost.
    if (sound or not entries) and blobs.exists(*names) != names:
        return None
    paths = frozenset(entry.common.path for entry in entries)
    # Neither what leads on nor a copied file is a page that others lead to.
    others = {alias.path for alias in before.summary(details).aliases} | {file.path for file in context.static}
    pages = _pages(path for path in old if path not in others)
    planner = EditedPlanner(visible, paths, pages, context, theme.digests, facts.member)
    plan = planner.portfolios()
    told = _portfolio(plan, record, old, theme) if plan.portfolios else (None, record.entries)
    if told is None:
        return None
    portfolio, entry_digests = told
    if portfolio is not None:
        begin(portfolio, traces)
    outputs = planner.outputs()
    keyed = tuple(zip(outputs, output_keys(outputs, theme), strict=True))
    if any(output.path not in old for output in outputs):
        return None
    links = (*(p for p in record.links if p.place.path not in edited), *_without_lines(planner.links()))
    noted = FactsRecord(facts.digest, texts, record.problems, risks, links, record.portfolio, entry_digests)
    return EditedResult(visible, keyed, portfolio, noted, traces)


def _portfolio(
    plan: EditedPortfolios, record: FactsRecord, old: Mapping[str, BuiltOutput], theme: LoadedTheme
) -> tuple[EditedPortfolio | None, bytes] | None:
    """Say how ``portfolio.json`` tells the edited entries; its key is the one that a whole plan would make."""
    count, values = sum(plan.listed), ValueDigests()
    path = plan.portfolios[0].routes.file(PORTFOLIO).path
    if len(record.entries) != _SIZE * count * len(plan.portfolios) or path not in old:
        return None
    places = (*plan.activities, *(plan.listed[0] + number for number in plan.reflections))
    entries = bytearray(record.entries)
    for number, portfolio in enumerate(plan.portfolios):
        digests = [values.digest(one) for one in portfolio.activities]
        digests += [values.digest(one) for one in portfolio.reflections]
        for place, digest in zip(places, digests, strict=True):
            start = _SIZE * (number * count + place)
            entries[start : start + _SIZE] = digest
    if entries == record.entries:
        return None, record.entries
    parts = portfolio_parts(record.portfolio, bytes(entries))
    recipe = theme.recipe_of(EncodedOutput(path, b""))
    key = key_of(joined_value(PortfolioOutput.__name__, path, parts), recipe)
    short = b"".join(digest[:4] for _, digest in parts)
    return EditedPortfolio(path, OutputKey(key, recipe_part(recipe) + short), old[path].blob, plan.portfolios), bytes(
        entries
    )


def _risks(visible: Visible, entries: Collection[Activity | Reflection], before: Risks) -> Risks:
    """Look again at the edited entries, and at the activities that edited reflections look back on."""
    slugs = {entry.activity for entry in entries if isinstance(entry, Reflection) and entry.activity}
    paths = {entry.common.path for entry in entries}
    paths |= {activity.common.path for activity in visible.all_activities if activity.common.slug in slugs}
    found = ((owner, replace(problem, source="")) for owner, problem in log_risks(visible, paths))
    return (*(one for one in before if one[0] not in paths), *found)


def _pages(outputs: Iterable[str]) -> frozenset[str]:
    """Name the folders of all pages."""
    return frozenset(path.removesuffix("index.html") for path in outputs if path.endswith(".html"))


def _text_digests(member: Member, digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the digests of all texts with a body of the log, by file."""
    texts = (text.written_in for entry in member.log for text in entry.texts)
    return {path: bytes.fromhex(digests.get(path, ""))[:_SIZE] for path in texts}


def _is_of(entry: Activity | Reflection, texts: Collection[str]) -> bool:
    return any(text.written_in in texts for text in entry.texts)


def _without_lines(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out the lines that problems point at: they are read from the file when they are shown."""
    return tuple(replace(problem, source="") for problem in problems)
