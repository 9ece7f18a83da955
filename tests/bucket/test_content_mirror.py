"""Content that lies in a bucket: built as from a folder, for one listing and what changed; names are not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.bucket.address import StoreAddress, near_folder
from kiprah.cache.content_mirror import mirrored_content
from kiprah.cache.digests import digest_of
from kiprah.content.folder import list_folder
from kiprah.distributed.bucket_content import BucketContent, MirroredContent, NearContent
from support.buckets import Server
from support.command import TODAY, Run, run
from support.communities import make_community
from support.sites import files_of

pytestmark = pytest.mark.slow


def put_all(server: Server, bucket: str, folder: Path, prefix: str = "") -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            key = f"{prefix}{path.relative_to(folder).as_posix()}"
            server.s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())


def build(root: Path, *args: str) -> Run:
    root.mkdir(exist_ok=True)
    return run(root, "build", "-j", "1", *TODAY, *args)


def test_the_bytes_are_those_of_a_folder(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    make_community(tmp_path / "plain")
    put_all(server, bucket, tmp_path / "plain" / "content", "situs/")
    assert build(tmp_path / "plain").returncode == 0
    far = build(tmp_path / "far", f"s3://{bucket}/situs")
    assert far.returncode == 0, far.stderr
    assert files_of(tmp_path / "far/public") == files_of(tmp_path / "plain/public")
    # What builds write into the content lies in the bucket as it does in the folder.
    kept = {key.removeprefix("situs/"): server.read(bucket, key) for key in server.keys(bucket) if "addresses" in key}
    own = {path: content for path, content in files_of(tmp_path / "plain/content").items() if "addresses" in path}
    assert own and kept == own
    again = build(tmp_path / "far", f"s3://{bucket}/situs")
    assert (again.returncode, " 0 written" in again.stdout, " 0 made anew" in again.stdout) == (0, True, True)


def test_only_what_changed_is_read_again(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiprah.bucket.address import store_address
    from kiprah.bucket.client import BucketClient

    bucket = server.bucket()
    for name in ("site.yml", "activities/a.md", "activities/b.md", "activities/c.md"):
        server.s3.put_object(Bucket=bucket, Key=name, Body=name.encode())
    fetched: list[str] = []
    get_many = BucketClient.get_many

    def noted(self: BucketClient, names: list[str], **options: int) -> object:
        fetched.extend(names)
        return get_many(self, names, **options)

    monkeypatch.setattr(BucketClient, "get_many", noted)
    address = store_address(f"s3://{bucket}")
    assert address is not None
    folder = mirrored_content(address, tmp_path)
    assert len(fetched) == 4
    fetched.clear()
    server.s3.put_object(Bucket=bucket, Key="activities/b.md", Body=b"other")
    server.s3.delete_object(Bucket=bucket, Key="activities/c.md")
    (folder / "activities/a.md").write_text("changed here")
    assert mirrored_content(address, tmp_path) == folder
    assert fetched == ["activities/a.md", "activities/b.md"]
    assert files_of(folder) == {
        "site.yml": b"site.yml",
        "activities/a.md": b"activities/a.md",
        "activities/b.md": b"other",
    }


@pytest.mark.parametrize("key", ["../out.md", "a/../../out.md", "a//b.md", "a/\x07b.md", "site.yml/b.md"])
def test_a_name_that_no_file_may_have_ends_it_before_anything_is_written(
    key: str, server: Server, tmp_path: Path
) -> None:
    bucket = server.bucket()
    server.s3.put_object(Bucket=bucket, Key="site.yml", Body=b"title: Jejak\n")
    server.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    done = build(tmp_path / "far", f"s3://{bucket}")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr and "bucket-key" in done.stdout + done.stderr
    assert not (tmp_path / "out.md").exists() and not (tmp_path / "far/public").exists()


def test_a_bucket_that_is_not_there_is_one_line(server: Server, tmp_path: Path) -> None:
    done = build(tmp_path / "far", "s3://nobody-has-this-bucket")
    assert done.returncode == 3
    assert "bucket-missing" in done.stdout + done.stderr and "Traceback" not in done.stderr


def test_what_a_worker_keeps_is_compared_before_it_is_used(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    for name, content in (
        ("situs/site.yml", b"x"),
        ("situs/members/a/profile.md", b"Alya"),
        ("situs/members/b.md", b"B"),
    ):
        server.s3.put_object(Bucket=bucket, Key=name, Body=content)
    address = StoreAddress(f"s3://{bucket}")
    source = MirroredContent(address, mirrored_content(address, tmp_path / "here") / "situs")
    assert source.place == BucketContent(address, "situs/")
    folder, _ = list_folder(tmp_path / "here" / near_folder(Path(), address) / "content/situs")
    files = source.files_of(folder)
    assert {file.name: file.digest for file in files}["members/a/profile.md"] == digest_of(b"Alya")
    near = NearContent(source.place, tmp_path / "worker")
    assert near.lay_out(files) == ()
    assert files_of(near.site) == {"site.yml": b"x", "members/a/profile.md": b"Alya", "members/b.md": b"B"}
    # A disk of the worker's that fails: what is kept is fetched again.
    for path in (tmp_path / "worker/content").rglob("*"):
        if path.is_file() and path.read_bytes() == b"Alya":
            path.write_bytes(b"Al")
    assert near.lay_out(files) == () and (near.site / "members/a/profile.md").read_bytes() == b"Alya"
    near.clear("members/a")
    assert not (near.site / "members/a").exists() and (near.site / "members/b.md").exists()
    # What the bucket holds no more is named; what comes along in its place is believed by its digest alone.
    other = NearContent(source.place, tmp_path / "other")
    server.s3.put_object(Bucket=bucket, Key="situs/members/a/profile.md", Body=b"Somebody")
    server.s3.delete_object(Bucket=bucket, Key="situs/members/b.md")
    assert set(other.lay_out(files)) == {"members/a/profile.md", "members/b.md"}
    for content in (b"Alya", b"B"):
        other.put(content)
    assert other.lay_out(files) == () and files_of(other.site) == files_of(tmp_path / "worker" / near.site.name) | {
        "members/a/profile.md": b"Alya"
    }
