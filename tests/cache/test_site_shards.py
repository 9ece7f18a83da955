"""What a whole site has once is cut into shards, so that an edit meets those alone that it changes."""

from __future__ import annotations

from kiprah.cache.manifest import SITE, site_shards
from kiprah.cache.shard_files import files_digest, packed_files

FILES = {f"causes/{number}/index.html": f"blob{number}" for number in range(3_000)}


def test_a_few_files_are_one_shard() -> None:
    few = dict(list(FILES.items())[:2_000])
    assert site_shards(few) == {SITE: few} and site_shards({}) == {SITE: {}}


def test_one_more_file_changes_one_shard() -> None:
    before, after = site_shards(FILES), site_shards({**FILES, "causes/new/index.html": "blob"})
    joined = {path: blob for files in before.values() for path, blob in files.items()}
    assert joined == FILES and sum(map(len, before.values())) == len(FILES)
    assert len(before) == len(after) == 64
    # No member's folder can have such a name.
    assert all(name.startswith(f"{SITE}/") for name in before)
    assert sum(before[name] != after[name] for name in before) == 1


def test_packed_files_are_the_same_files() -> None:
    packed = packed_files(FILES)
    assert dict(packed.files) == FILES and len(packed.files) == len(FILES)
    assert packed.files.digest == packed.digest == files_digest(FILES)
