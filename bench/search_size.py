"""Cost of an index: made-up communities, indexed by kiprah and by Pagefind, each in a process of its own."""

from __future__ import annotations

import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import corpus
from pagefind import installed, write_index, write_pages

from kiprah.build.community.search_index import built_index
from kiprah.cache.blobs import FolderBlobs, blob_content, put_content
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.packed_parts import packed_part
from kiprah.plan.search.plan import search_plan
from kiprah.plan.search.records import BODY_WEIGHT, FACT_WEIGHT, NAME_WEIGHT, TITLE_WEIGHT, SearchRecord
from kiprah.plan.search.slices import search_part
from kiprah.workers import WorkerPool


def member_records(rng: random.Random, slug: str, vocabulary: list[str]) -> list[SearchRecord]:
    """Make up a member's entries: everyday words and a long tail of rare ones."""
    records = []
    for number in range(20):
        post = corpus.post(rng, number, [])
        words = [
            rng.choice(corpus.WORDS) if rng.random() < 0.6 else vocabulary[int(len(vocabulary) * rng.random() ** 3)]
            for _ in range(rng.randint(150, 400))
        ]
        facts = "\n".join((post.role, *post.skills, post.cause))
        texts = (
            (TITLE_WEIGHT, post.title),
            (NAME_WEIGHT, post.organization),
            (FACT_WEIGHT, facts),
            (BODY_WEIGHT, " ".join(words)),
        )
        url = f"members/{slug}/activities/{post.slug}/"
        records.append(
            SearchRecord(
                "activity", url, post.title, texts, post.date, post.date[:7], post.organization, "Sleman, ID",
                " ".join(words[:20]), causes=(post.cause,), skills=tuple(map(corpus.slugged, post.skills)),
            )
        )  # fmt: skip
    return records


def measure_own(members: int, folder: Path) -> dict[str, float]:
    """Index a made-up community as a build does, in a process of its own: first, again, after one member's edit."""
    rng = random.Random(1)
    vocabulary = [f"{one}{other}" for one in corpus.WORDS[:220] for other in corpus.WORDS[:240]]
    blobs = FolderBlobs(folder / "cache")
    heads: list[SearchHead] = []
    making = 0.0
    records: list[SearchRecord] = []
    for number in range(members):
        records = member_records(rng, f"m{number}", vocabulary)
        before = time.process_time()
        head, content = packed_part(search_part(f"m{number}", f"Member {number}", f"members/m{number}/", records, "en"))
        making += time.process_time() - before
        put_content(blobs, head.blob, content)
        heads.append(head)
    spent: dict[str, float] = {"parts_s": making}
    files, spent["merge_s"] = timed_index(heads, blobs)
    again, spent["again_s"] = timed_index(heads, blobs)
    assert again == files
    for path, blob in files.items():
        write_index(folder, {path: blob_content(blobs, blob) or b""})
    spent |= weighed(folder / "search")
    # The last member writes one entry more.
    slug = f"m{members - 1}"
    more = member_records(rng, slug, vocabulary)[0]
    head, content = packed_part(search_part(slug, slug.title(), f"members/{slug}/", [*records, more], "en"))
    put_content(blobs, head.blob, content)
    edited, spent["edit_s"] = timed_index([*heads[:-1], head], blobs)
    spent["edit_files"] = sum(files.get(path) != blob for path, blob in edited.items())
    spent["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent


def timed_index(heads: Sequence[SearchHead], blobs: FolderBlobs) -> tuple[dict[str, str], float]:
    """Make an index in this process; returns its files and the processor's seconds."""
    before = time.process_time()
    with WorkerPool(1) as workers:
        built = built_index(search_plan("en", "", heads), blobs, "bench", workers, force=False)
    return dict(built.files), time.process_time() - before


def measure_pagefind(program: Path, members: int, folder: Path) -> dict[str, float]:
    """Index the same with Pagefind."""
    rng = random.Random(1)
    vocabulary = [f"{one}{other}" for one in corpus.WORDS[:220] for other in corpus.WORDS[:240]]
    for number in range(members):
        write_pages(folder, member_records(rng, f"m{number}", vocabulary), "en")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "--site", folder, "--silent"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"index_s": spent, "peak_mb": after.ru_maxrss / 1024, **weighed(folder / "pagefind")}


def weighed(folder: Path) -> dict[str, float]:
    """Count files and bytes, as they are and as a host sends them."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    packed = sum(len(c) if c[:2] == b"\x1f\x8b" else len(gzip.compress(c, 6)) for c in contents)
    return {"files": len(contents), "mb": sum(map(len, contents)) / 1e6, "gz_mb": packed / 1e6}


def size(work: Path, counts: Sequence[int], tools: Sequence[str]) -> None:
    """Print what indexes of made-up communities take; each is measured in a process of its own."""
    program = installed(work)
    for members in counts:
        for kind in tools:
            folder = work / f"{kind}-{members}"
            shutil.rmtree(folder, ignore_errors=True)
            command = [
                sys.executable,
                str(Path(__file__).with_name("search.py")),
                "one",
                kind,
                str(members),
                str(folder),
                str(program),
            ]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            shown = "  ".join(f"{name} {value:.2f}" for name, value in told.items())
            print(f"{members:5} members {members * 20:7} entries  {kind:9} {shown}", flush=True)
