"""A site published into a bucket: the same bytes as in a folder, with headers, and nobody else's objects touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.bucket.client import BucketClient
from kiprah.publish.bucket_writer import RECORD, plan_bucket, write_bucket
from support.bucket_proxy import bucket_proxy
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


def test_a_site_built_before_is_sent_by_itself(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n"})
    build(tmp_path)
    bucket = server.bucket()
    send = ("publish", "s3", "--to", f"s3://{bucket}/situs")
    would = run(tmp_path, *send, "--dry-run")
    assert (would.returncode, server.keys(bucket)) == (0, {}), would.stderr
    count = str(len(files_of(tmp_path / "public")))
    assert count in would.stdout
    done = run(tmp_path, *send)
    assert done.returncode == 0 and f" {count} written" in done.stdout, done.stderr
    assert published(server, bucket, "situs/") == files_of(tmp_path / "public")
    page = server.s3.head_object(Bucket=bucket, Key="situs/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    before = server.keys(bucket)
    assert " 0 written" in run(tmp_path, *send).stdout
    assert server.keys(bucket) == before, "nothing was written, not even the record"
    (tmp_path / HARI).write_text("---\ntitle: Hari\n---\nIsi lain.\n", "utf-8")
    assert "deploy-stale" in run(tmp_path, *send).stderr
    build(tmp_path)
    changed = run(tmp_path, *send)
    assert changed.returncode == 0, changed.stderr
    assert published(server, bucket, "situs/") == files_of(tmp_path / "public")
    assert 0 < sum(before.get(key, {}).get("ETag") != one["ETag"] for key, one in server.keys(bucket).items()) < 12


def test_an_unchanged_site_costs_listings_and_one_record(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"s3://{server.bucket()}/situs"
    pages = {f"members/anggota-{n}/index.html": f"blob {n}" for n in range(50)}
    with bucket_proxy(server.url) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        for changed, requests in ((50, None), (0, {"LIST": 1, "GET": 1}), (1, {"LIST": 1, "GET": 1, "PUT": 4})):
            proxy.rule()
            if changed == 1:
                pages["members/anggota-7/index.html"] = "another"
            objects = BucketClient(url)
            plan = plan_bucket(objects, pages, "https://a.example/")
            done = write_bucket(objects, plan, pages, lambda path: pages[path].encode(), "", lambda done, of: None)
            assert (done.written, done.removed) == (changed, 0)
            # A listing (one for each thousand); of a change the page, and the record before, after and at the end.
            assert requests is None or proxy.seen() == requests
