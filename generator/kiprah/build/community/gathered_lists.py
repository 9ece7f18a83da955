"""Lists of a community: pages, cards, feeds and data that no member owns, made from summaries, as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.address_registers import RegisterChange, register_change
from kiprah.build.cached_outputs import LastOutputs, faults_of_cached
from kiprah.build.community.member_task import MemberRun
from kiprah.build.failed_outputs import Omission, home_pages, omission_of
from kiprah.build.load import LoadedSite
from kiprah.build.member.member_result import is_valid_on
from kiprah.build.outcome import render_missing
from kiprah.build.request import Request
from kiprah.cache.blobs import put_content
from kiprah.cache.manifest import site_shards
from kiprah.cache.shard_files import PackedFiles, packed_files
from kiprah.model.member import Withheld
from kiprah.model.slug import same_name
from kiprah.plan.addresses.address_claims import keeps_address, settled_community
from kiprah.plan.community.community_plan import HostPart, plan_community
from kiprah.plan.outputs import Output
from kiprah.plan.privacy.leaks import told_traces
from kiprah.plan.privacy.told_words import told_words
from kiprah.plan.site_files import plan_site_files, site_problems
from kiprah.plan.summary import Summary
from kiprah.plan.value_digests import ValueDigests
from kiprah.problem import Problem
from kiprah.publish.output_scan import traces_digest
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool


class GatheredLists(Struct, frozen=True, array_like=True):
    """Outputs of a community but for the search index, which every edit changes: pages, cards, feeds and data."""

    key: str
    shards: Mapping[str, PackedFiles]
    """Path and blob of each published file, by shard: most edits ask for none of them."""
    photos: tuple[str, ...]
    """Digests of the photos that some of them are made from."""
    problems: tuple[Problem, ...]
    """Problems that planning found, and what was left out for."""
    held: tuple[Withheld, ...]
    texts: Mapping[str, tuple[str, ...]]
    """Files whose bodies each page shows, by page."""
    complete: bool
    valid_from: date
    valid_until: date | None
    """The first day on which it would differ; None: never."""
    hosts: tuple[HostPart, ...]
    """The community's own parts of the search index; what they hold is in the store."""
    origins: Mapping[str, str]
    """Origin of each file that stands where the search index does, by path."""
    register: RegisterChange = RegisterChange()
    """The community's own file of addresses as it should be once this is published."""
    left_out: Omission = Omission()
    """Omission of events and pages that could not be made; lists that are kept have none."""
    faults: tuple[Fault, ...] = ()
    """Faults that rendering found; said again for as long as those outputs are not made anew."""
    traces: str = ""
    """A digest of the hidden words that texts were scanned for."""

    def holds_on(self, day: date) -> bool:
        """Say whether the same would be made on this day."""
        return is_valid_on(day, self.valid_from, self.valid_until)


def gather_lists(
    request: Request,
    site: LoadedSite,
    runs: Sequence[MemberRun],
    workers: WorkerPool,
    already: Omission,
    last: LastOutputs,
    *,
    leave_out: bool,
) -> GatheredLists:
    """Make the lists; what cannot be made is left out as ``omission_of`` says, where ``leave_out`` asks for that.

    ``already`` is what an earlier round of this build left out, ``last`` what was gathered before.
    """
    assert site.community is not None
    left_out = already
    summaries: list[Summary] = []
    paths: list[str] = []
    for run in runs:
        details = run.result.details(request.blobs)
        summaries.append(run.result.summary(details))
        paths.extend(output.path for output in details.outputs)
    theme, homes = site.theme, home_pages(site.settings)
    apart = Omission()
    while True:
        plan = plan_community(site.community, site.context, site.viewing, theme.digests, summaries, left_out.entries)
        own = [*(output.path for output in plan.outputs), *paths]
        pages = tuple(page for page in plan.summary.pages if page[0] not in apart.outputs)
        everybody = [*summaries, replace(plan.summary, pages=pages)]
        files = plan_site_files(site.context, site.viewing, theme.assets, everybody, own, plan.redirects)
        digests = ValueDigests()
        outputs = [output for output in (*plan.outputs, *files) if output.path not in apart.outputs]
        keyed = [(output, theme.key_of(output, digests)) for output in outputs]
        context = RenderContext(request.blobs, site.context.folder, theme.theme, theme.asset_links, plan.traces)
        faults = _faults_of(keyed, context, last, workers, force=request.force)
        if any(fault.problem.code == "hidden-text" for fault in faults):
            # What a member says publicly stands on the member's own pages: it is no secret, and stops nobody.
            told = told_traces(plan.traces, (_words_of(summary) for summary in summaries))
            if told:
                context = replace(context, traces=tuple(one for one in plan.traces if one.text not in told))
                faults = _faults_of(keyed, context, last, workers, force=request.force)
        failed = omission_of(faults, plan.owners, left_out.entries, homes)
        if not failed.problems or failed.stops or not leave_out:
            break
        # Each round knows its own faults alone: the next one has no reason to speak of what was left out.
        if failed.entries:
            left_out = left_out.joined(failed)
        else:
            apart = apart.joined(failed)
    for part in plan.hosts:
        put_content(context.blobs, part.head.blob, part.content)
    doubles, lost = settled_community([output for output, _ in keyed], plan.owners, paths)
    none = {(claim.path, claim.rank) for claim in lost}
    kept = ((output, key) for output, key in keyed if keeps_address(output, none))
    published = {output.path: blob_of(output, key) for output, key in kept}
    return GatheredLists(
        key="",
        shards={name: packed_files(shard) for name, shard in site_shards(published).items()},
        photos=tuple(sorted({blob.split("/")[1] for blob in published.values() if blob.startswith("photos/")})),
        problems=(
            *plan.problems,
            *site_problems(site.context),
            *doubles,
            *left_out.problems,
            *apart.problems,
        ),
        held=plan.held,
        texts=plan.texts,
        complete=not failed.problems,
        valid_from=site.viewing.today,
        valid_until=plan.valid_until,
        hosts=tuple(replace(part, content=b"") for part in plan.hosts),
        origins={o.path: o.made_from({}) for o, _ in keyed if "search/data" in same_name(o.path)},
        register=register_change(site.community.host.register, plan.register),
        left_out=left_out,
        faults=faults,
        traces=traces_digest(context.traces),
    )


def _faults_of(
    keyed: Sequence[tuple[Output, str]], context: RenderContext, last: LastOutputs, workers: WorkerPool, *, force: bool
) -> tuple[Fault, ...]:
    """Make what is missing; say what is wrong with that and with all the rest."""
    made, faults = render_missing(keyed, context, workers, force=force)
    cached = ((output.path, blob_of(output, key)) for output, key in keyed if output.path not in made)
    planned = {output.path: output for output, _ in keyed}
    return faults + faults_of_cached(cached, planned, last, context.blobs, context.traces)


def _words_of(summary: Summary) -> str:
    """Join all words of a member that the community's lists may tell."""
    return " ".join(word for localized in summary.localized.values() for word in told_words(localized))
