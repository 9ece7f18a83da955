"""The search index of a community's build: whole, nothing hidden in it, and made again only where it changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from kiprah.build.community import search_index
from kiprah.build.community.search_index import built_index
from kiprah.cache.blobs import BlobLost, FolderBlobs, blob_content, put_content
from kiprah.plan.search import merge
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.packed_parts import packed_part
from kiprah.plan.search.plan import SearchPlan, search_plan
from kiprah.plan.search.slices import SearchPart, search_part
from kiprah.workers import WorkerPool
from support.command import TODAY, run
from support.communities import make_community
from support.searching import activity_record
from support.sites import files_of
from support.whole_index import index_chunks

WORDS = [f"kata{number}" for number in range(900)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut even a small index into several buckets and tasks."""
    monkeypatch.setattr(merge, "_BUCKET", 4_000)
    monkeypatch.setattr(merge, "MEMBERS_PER_GROUP", 2)


def part_of(slug: str, more: str = "") -> SearchPart:
    rng = Random(slug)
    records = [
        activity_record(
            " ".join(rng.choices(WORDS, k=4)), f"members/{slug}/activities/{n}/", " ".join(rng.choices(WORDS, k=60))
        )
        for n in range(12)
    ]
    records += [activity_record(more, f"members/{slug}/activities/more/", day="2026-09-09")] if more else []
    return search_part(slug, slug.title(), f"members/{slug}/", records, "id")


def planned(parts: Mapping[str, SearchPart], blobs: FolderBlobs) -> SearchPlan:
    heads: list[SearchHead] = []
    for part in parts.values():
        head, content = packed_part(part)
        put_content(blobs, head.blob, content)
        heads.append(head)
    return search_plan("id", "", heads)


def made(parts: Mapping[str, SearchPart], blobs: FolderBlobs) -> dict[str, bytes]:
    with WorkerPool(1) as workers:
        built = built_index(planned(parts, blobs), blobs, "recipe", workers, force=False)
    return {path: blob_content(blobs, blob) or b"" for path, blob in built.files.items()}


@pytest.fixture
def parts() -> dict[str, SearchPart]:
    return {slug: part_of(slug) for slug in ("alya", "bima", "citra", "dewi", "eka", "fajar")}


def test_gathered_from_blobs_it_is_the_index_made_whole(tmp_path: Path, parts: dict[str, SearchPart]) -> None:
    chunks = made(parts, FolderBlobs(tmp_path))
    assert chunks == index_chunks(parts.values(), "id")
    assert len([path for path in chunks if "/t" in path]) >= 8


def test_what_is_made_after_an_edit_is_what_a_clean_build_makes(tmp_path: Path, parts: dict[str, SearchPart]) -> None:
    blobs = FolderBlobs(tmp_path)
    before = made(parts, blobs)
    merged: list[int] = []
    original = search_index.merged_bucket

    def counted(slices: object, bucket: int, bits: int) -> bytes:
        merged.append(bucket)
        return original(slices, bucket, bits)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "merged_bucket", counted)
        edited = {**parts, "bima": part_of("bima", "kata1 kata2")}
        after = made(edited, blobs)
        # Two words and the facets of one entry more: few buckets, never all.
        assert 1 <= len(merged) < len([path for path in before if "/t" in path]) / 2
        merged.clear()
        assert made(edited, blobs) == after and merged == []
        without = {slug: part for slug, part in edited.items() if slug != "citra"}
        assert made(without, blobs) == index_chunks(without.values(), "id")
    assert after == index_chunks(edited.values(), "id")


def test_workers_make_the_same(tmp_path: Path, parts: dict[str, SearchPart]) -> None:
    blobs = FolderBlobs(tmp_path)
    with WorkerPool(2) as workers:
        built = built_index(planned(parts, blobs), blobs, "recipe", workers, force=False)
    assert {path: blob_content(blobs, blob) for path, blob in built.files.items()} == index_chunks(parts.values(), "id")


def test_a_lost_part_is_named_and_what_is_made_of_parts_is_made_again(
    tmp_path: Path, parts: dict[str, SearchPart]
) -> None:
    blobs = FolderBlobs(tmp_path)
    index = planned(parts, blobs)
    heads = {head.blob for head in index.heads}
    with WorkerPool(1) as workers:
        built = built_index(index, blobs, "recipe", workers, force=False)
        ours = sorted(built.kept - heads)
        assert len(ours) > 3 * 32, "groups, their chunks, and forms"
        for name in ours:
            blobs.path(name).write_bytes(b"damaged")
        for path in sorted(built.files):
            if "/t" in path:
                blobs.delete(built.files[path])
        assert built_index(index, blobs, "recipe", workers, force=False) == built
        assert [name for name in ours if blobs.get(name) is None] == []
        blobs.path(index.heads[0].blob).write_bytes(b"damaged")
        with pytest.raises(BlobLost):
            built_index(index, blobs, "recipe", workers, force=True)
    # It is not mistaken for a whole one by the next build.
    assert not blobs.exists(index.heads[0].blob)


def test_after_an_edit_one_group_is_made_and_parts_of_others_are_not_read(
    tmp_path: Path, parts: dict[str, SearchPart]
) -> None:
    blobs = FolderBlobs(tmp_path)
    before = planned(parts, blobs)
    with WorkerPool(1) as workers:
        built_index(before, blobs, "recipe", workers, force=False)
        edited = {**parts, "bima": part_of("bima", "kata1 kata2")}
        after = planned(edited, blobs)
        groups = [members for members, _ in after.groups()]
        assert len(groups) > 2
        own = next({head.slug for _, head in members} for members in groups if "bima" in {h.slug for _, h in members})
        for head in after.heads:
            if head.slug not in own:
                blobs.delete(head.blob)
        files = built_index(after, blobs, "recipe", workers, force=False).files
        # Blocks of results hold members of other groups too: what they show was there already.
        assert {path: blob_content(blobs, blob) for path, blob in files.items()} == index_chunks(edited.values(), "id")


def test_the_index_has_an_address_of_its_own(tmp_path: Path, parts: dict[str, SearchPart]) -> None:
    blobs = FolderBlobs(tmp_path)
    index = planned(parts, blobs)
    assert index.version != planned({**parts, "bima": part_of("bima", "kata1")}, blobs).version
    assert index.version == planned(dict(reversed(parts.items())), blobs).version
    assert index.version != replace(index, language="en").version


HIDDEN = {
    "content/members/alya/activities/2026-05-02-a.md": "---\ntitle: Kerinci\nvisibility: unlisted\n---\nkerinci\n",
    "content/members/alya/activities/2026-05-03-b.md": "---\ntitle: Merapi\nvisibility: private\n---\nmerapi\n",
    "content/members/alya/activities/2026-05-04-c.md": "---\ntitle: Tampak\n---\ntampak\n\n## Catatan {visibility=private}\n\nrinjani\n",
    "content/members/bima/activities/2029-05-04-d.md": "---\ntitle: Tambora\n---\ntambora\n",
    "content/events/2026-06-01-u/index.md": "---\ntitle: Semeru\nvisibility: unlisted\n---\nsemeru\n",
    "content/members/citra/profile.md": "---\nname: Raung Citra\n---\nraung\n",
    "content/members/citra.yml": "status: paused\n",
}


def test_a_community_is_searched_and_nothing_hidden_is(tmp_path: Path) -> None:
    root = make_community(tmp_path, HIDDEN)
    done = run(root, "build", *TODAY, "-j1")
    assert done.returncode == 0, done.stdout + done.stderr
    public = files_of(root / "public")
    vocabulary = public["search/data/w0.js"].decode()
    docs = public["search/data/d0.js"].decode()
    assert "tampak" in vocabulary and "pantai" in vocabulary and "Alya Putri" in docs
    # The event once, as the community's; a member without words of it has no entry of it.
    assert docs.count('"Pantai"') == 1 and '"/events/pantai/"' not in docs
    told = (vocabulary + docs).casefold()
    assert [word for word in ("kerinci", "merapi", "rinjani", "tambora", "semeru", "raung") if word in told] == []
    page = public["search/index.html"].decode()
    assert 'data-index="data/s0.js"' in page and "noindex" not in page
    # Somebody leaves: nothing of them can be found any more.
    (root / "content/members/alya.yml").write_text("status: paused\n", "utf-8")
    done = run(root, "build", *TODAY, "-j1")
    assert done.returncode == 0, done.stdout + done.stderr
    left = files_of(root / "public")
    assert "tampak" not in left["search/data/w0.js"].decode() and "Alya" not in left["search/data/d0.js"].decode()


def test_a_part_that_the_store_lost_is_made_again(tmp_path: Path) -> None:
    root = make_community(tmp_path)
    assert run(root, "build", *TODAY, "-j1").returncode == 0
    before = files_of(root / "public")
    for path in sorted((root / ".kiprah" / "store").rglob("*")):
        if path.is_file():
            path.write_bytes(b"damaged")
    (root / "content/members/bima/profile.md").write_text("---\nname: Bima\n---\nHai semua.\n", "utf-8")
    done = run(root, "build", *TODAY, "-j1")
    assert done.returncode == 0, done.stdout + done.stderr
    after = files_of(root / "public")
    assert "semua" not in before["search/data/d0.js"].decode() and "Hai semua" in after["search/data/d0.js"].decode()
