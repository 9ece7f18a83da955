"""Deploys of a built site into a bucket, or into another folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.client import BucketClient
from kiprah.bucket.conditions import honours_conditions
from kiprah.bucket.errors import BucketFailed
from kiprah.build.shared_places import bucket_problem, busy, objects_in_the_way
from kiprah.cache.blobs import with_digest
from kiprah.cache.manifest import PublishedFile, read_manifest, write_manifest, write_pending
from kiprah.cache.state import open_state
from kiprah.deploy.built_site import BuiltSite, FolderTouched, touched_problem
from kiprah.problem import Place, Problem
from kiprah.publish.bucket_writer import BucketBusy, BucketOutcome, BucketTaken, plan_bucket, write_bucket
from kiprah.publish.file_moves import FolderRefused, OneByOne
from kiprah.publish.site_identity import SiteIdentity, published_identity
from kiprah.publish.staging import sweep
from kiprah.publish.writer import foreign, guard, is_in_place, publish

_SHARD = "deployed"


def deploy_to_bucket(
    site: BuiltSite, address: StoreAddress, site_url: str, done: Callable[[int, int], None], *, dry_run: bool
) -> BucketOutcome:
    """Make a bucket equal to a built site. Raises ``BucketFailed``, ``BucketTaken``, ``BucketBusy`` and others."""
    objects = BucketClient(address.url)
    wanted = {path: f"={file.digest}" for path, file in site.files.items()}
    plan = plan_bucket(objects, wanted, site_url)
    if dry_run or not (plan.changed or plan.removed):
        return BucketOutcome(len(plan.changed), plan.unchanged, len(plan.removed))
    for path in plan.changed:
        site.read(path)
    headers = site.read("_headers").decode() if "_headers" in wanted else ""
    conditions = honours_conditions(objects, keep=False)
    return write_bucket(objects, plan, wanted, site.read, headers, done, conditions=conditions)


def deploy_to_folder(site: BuiltSite, target: Path, content: Path, cache: Path, *, dry_run: bool) -> BucketOutcome:
    """Make another folder equal to a built site, in whole files. Raises ``FolderRefused`` and ``FolderTouched``."""
    guard(target, content, cache)
    if target.resolve() == site.folder.resolve():
        raise FolderRefused("output-holds-content", str(target))
    wanted = {path: file.digest for path, file in site.files.items()}
    with open_state(cache) as state:
        manifest = read_manifest(state, target)
        strangers = foreign(target, wanted, manifest, lambda: _identity_of(site))
        if strangers:
            raise FolderRefused("output-in-the-way", str(target / strangers[0]))
        in_place = frozenset(path for path, digest in wanted.items() if is_in_place(target, path, digest, manifest))
        known = manifest.files if manifest is not None else {}
        if dry_run:
            gone = len(set(known) - set(wanted))
            return BucketOutcome(len(wanted) - len(in_place), len(in_place), gone)
        staging = cache / "staging"
        sweep(staging, target)

        def keep(files: Mapping[str, PublishedFile]) -> None:
            write_pending(state, target, files)

        handling = OneByOne(lambda path: with_digest(site.read(path)))
        outcome, published = publish(target, staging, wanted, handling, manifest, in_place, keep)
        write_manifest(state, target, {_SHARD: published})
    return BucketOutcome(outcome.written, outcome.unchanged, outcome.removed)


def _identity_of(site: BuiltSite) -> SiteIdentity | None:
    """Return what the site says of itself, by which what it published elsewhere is known again."""
    return published_identity(lambda path: site.read(path) if path in site.files else None)


def deploy_elsewhere(
    site: BuiltSite,
    to: StoreAddress | Path,
    content: Path,
    cache: Path,
    done: Callable[[int, int], None],
    *,
    dry_run: bool,
) -> BucketOutcome | tuple[int, Problem]:
    """Make a bucket or a folder equal to a built site, or say what stands in the way, with the exit code."""
    try:
        if isinstance(to, StoreAddress):
            identity = _identity_of(site)
            return deploy_to_bucket(site, to, identity.url if identity is not None else "", done, dry_run=dry_run)
        return deploy_to_folder(site, to, content, cache, dry_run=dry_run)
    except FolderTouched as touched:
        return 1, touched_problem(site.folder, touched.path)
    except BucketFailed as failure:
        return 3, bucket_problem(failure)
    except BucketTaken as taken:
        return 2, objects_in_the_way(to.url if isinstance(to, StoreAddress) else str(to), taken.names)
    except BucketBusy:
        return 3, busy(to.url if isinstance(to, StoreAddress) else str(to))
    except FolderRefused as refused:
        return 2, Problem(refused.code, Place(refused.path), {"path": refused.path})
