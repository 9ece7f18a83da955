"""A site published into a bucket: the same bytes as in a folder, with headers, and nobody else's objects touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.publish.bucket_writer import RECORD
from support.buckets import Server
from support.command import TODAY, Run, run
from support.communities import make_community
from support.sites import HARI, files_of, make_site

pytestmark = pytest.mark.slow


def build(root: Path, *args: str, code: int = 0) -> Run:
    done = run(root, "build", "-j", "1", *TODAY, *args)
    assert done.returncode == code, done.stderr
    return done


def published(server: Server, bucket: str, prefix: str = "") -> dict[str, bytes]:
    keys = [key for key in server.keys(bucket) if key != f"{prefix}{RECORD}"]
    return {key.removeprefix(prefix): server.read(bucket, key) for key in keys if key.startswith(prefix)}


def test_the_bytes_are_those_of_a_folder_and_unchanged_costs_no_upload(server: Server, tmp_path: Path) -> None:
    make_community(tmp_path)
    bucket = server.bucket()
    build(tmp_path)
    build(tmp_path, "-o", f"s3://{bucket}/situs")
    assert published(server, bucket, "situs/") == files_of(tmp_path / "public")
    page = server.s3.head_object(Bucket=bucket, Key="situs/members/alya/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["CacheControl"] == "public, max-age=0, must-revalidate"
    asset = next(key for key in server.keys(bucket) if key.startswith("situs/assets/") and key.endswith(".css"))
    kept = server.s3.head_object(Bucket=bucket, Key=asset)
    assert "immutable" in kept["CacheControl"]
    assert kept["ContentType"] == "text/css; charset=utf-8"
    before = server.keys(bucket)
    assert " 0 written" in build(tmp_path, "-o", f"s3://{bucket}/situs").stdout
    assert server.keys(bucket) == before, "nothing was written, not even the record"


def test_what_vanishes_is_deleted_and_a_strangers_object_stays(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n"})
    bucket = server.bucket()
    server.s3.put_object(Bucket=bucket, Key="milik-orang.txt", Body=b"x")
    build(tmp_path, "-o", f"s3://{bucket}")
    (tmp_path / HARI).unlink()
    build(tmp_path, "-o", f"s3://{bucket}")
    build(tmp_path)
    assert published(server, bucket) == {**files_of(tmp_path / "public"), "milik-orang.txt": b"x"}


def test_a_strangers_object_in_the_way_stops_before_anything_is_written(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path)
    bucket = server.bucket()
    server.s3.put_object(Bucket=bucket, Key="index.html", Body=b"milik orang")
    assert "bucket-foreign" in build(tmp_path, "-o", f"s3://{bucket}", code=2).stderr
    assert published(server, bucket) == {"index.html": b"milik orang"}


def test_the_record_names_no_page(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\nvisibility: unlisted\n---\nIsi.\n"})
    bucket = server.bucket()
    build(tmp_path, "-o", f"s3://{bucket}")
    assert b"hari" not in server.read(bucket, RECORD)


def test_what_somebody_changed_or_took_away_is_put_right(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path)
    bucket = server.bucket()
    build(tmp_path, "-o", f"s3://{bucket}")
    good = published(server, bucket)
    server.s3.put_object(Bucket=bucket, Key="index.html", Body=b"rusak")
    server.s3.delete_object(Bucket=bucket, Key="robots.txt")
    build(tmp_path, "-o", f"s3://{bucket}")
    assert published(server, bucket) == good
