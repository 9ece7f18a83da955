"""A cache that several machines share: what one has built, another does not build again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.buckets import Server
from support.command import TODAY, Run, run
from support.communities import make_community
from support.sites import draw_photo, files_of, make_site

pytestmark = pytest.mark.slow

ENTRY = "---\ntitle: Hari pertama\nphotos: [hari.jpg]\n---\nIsi.\n"
INDEX = "content/activities/2026-05-01-hari/index.md"


def build(root: Path, *args: str) -> Run:
    done = run(root, "build", "-j", "1", *TODAY, *args)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("place", ["s3", "file"])
def test_a_fresh_checkout_with_only_the_bucket_is_warm(place: str, server: Server, tmp_path: Path) -> None:
    url = f"s3://{server.bucket()}/cache" if place == "s3" else f"file://{tmp_path}/all"
    make_community(tmp_path / "one")
    first = build(tmp_path / "one", "--cache", url)
    shutil.copytree(tmp_path / "one" / "content", tmp_path / "two" / "content")
    second = build(tmp_path / "two", "--cache", url)
    build(tmp_path / "two", "--cache", str(tmp_path / "alone"), "-o", "plain")
    assert " 0 made anew" not in first.stdout
    assert " 0 made anew" in second.stdout
    assert files_of(tmp_path / "two/public") == files_of(tmp_path / "one/public") == files_of(tmp_path / "two/plain")


def test_an_edit_elsewhere_makes_only_what_it_changed(server: Server, tmp_path: Path) -> None:
    url = f"s3://{server.bucket()}"
    make_site(tmp_path / "one", {INDEX: ENTRY})
    draw_photo(tmp_path / "one" / INDEX.replace("index.md", "hari.jpg"), 1)
    build(tmp_path / "one", "--cache", url)
    shutil.copytree(tmp_path / "one" / "content", tmp_path / "two" / "content")
    index = tmp_path / "two" / INDEX
    index.write_text(ENTRY.replace("Isi.", "Isi lain."), "utf-8")
    changed = build(tmp_path / "two", "--cache", url)
    made = int(changed.stdout.split(" made anew")[0].rpartition(" ")[2])
    assert 0 < made < 12, changed.stdout
    build(tmp_path / "two", "--cache", "alone", "-o", "plain")
    assert files_of(tmp_path / "two/public") == files_of(tmp_path / "two/plain")


def test_what_is_withheld_leaves_the_bucket_too(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    make_site(tmp_path, {INDEX: ENTRY})
    draw_photo(tmp_path / INDEX.replace("index.md", "hari.jpg"), 1)
    build(tmp_path, "--cache", f"s3://{bucket}")
    assert [key for key in server.keys(bucket) if key.startswith("photos/")]
    (tmp_path / INDEX).write_text(
        ENTRY.replace("[hari.jpg]", "[{file: hari.jpg, people: adults, consent: no}]"), "utf-8"
    )
    build(tmp_path, "--cache", f"s3://{bucket}", "--keep-going")
    assert not [key for key in server.keys(bucket) if key.startswith("photos/")]


@pytest.mark.parametrize(
    "url", ["s3://key:secret@bucket/x", "ftp://bucket", "s3://", "s3://b/../x", "s3://b/x?y=1", "file://host/x"]
)
def test_an_address_that_is_none_is_refused_without_showing_keys(url: str, tmp_path: Path) -> None:
    make_site(tmp_path)
    done = run(tmp_path, "build", "--cache", url)
    assert done.returncode == 2
    assert "no address kiprah knows" in done.stderr
    assert "secret" not in done.stderr


def test_a_bucket_that_is_not_there_is_said_in_one_line(server: Server, tmp_path: Path) -> None:
    make_site(tmp_path)
    done = run(tmp_path, "build", "--cache", "s3://no-such-bucket-here/x")
    assert done.returncode == 3
    assert "error[bucket-missing]: there is no bucket s3://no-such-bucket-here/x" in done.stderr
    assert not (tmp_path / "public").exists()
