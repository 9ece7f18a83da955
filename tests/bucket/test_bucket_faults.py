"""Buckets that fail: as content, cache and output at once, the site is the one of a folder, or one line says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiprah.publish.bucket_writer import RECORD
from support.bucket_proxy import BucketProxy, bucket_proxy
from support.buckets import Server, environment
from support.command import TODAY, Run, run
from support.sites import HARI, draw_photo, files_of, make_site

pytestmark = pytest.mark.slow

PHOTO = "content/activities/2026-05-02-foto"
PATIENCE = "KIPRAH_BUCKET_PATIENCE"


@pytest.fixture(scope="module")
def middle(running: Server) -> Iterator[BucketProxy]:
    with bucket_proxy(running.url) as proxy:
        yield proxy


@pytest.fixture
def proxy(middle: BucketProxy, monkeypatch: pytest.MonkeyPatch) -> BucketProxy:
    """A proxy that passes everything on, and that the environment names."""
    for name, value in environment(middle.url).items():
        monkeypatch.setenv(name, value)
    middle.rule()
    return middle


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder, built there."""
    root = tmp_path_factory.mktemp("plain")
    make_site(root, {HARI: "---\ntitle: Hari\n---\nIsi.\n", f"{PHOTO}/index.md": "---\ntitle: Foto\nphotos: [a.jpg]\n---\nIsi.\n"})  # fmt: skip
    draw_photo(root / PHOTO / "a.jpg", 1)
    done = run(root, "build", "-j", "1", *TODAY)
    assert done.returncode == 0, done.stderr
    return root


class Places:
    """The site in three buckets: its content, its cache, and where it is published."""

    def __init__(self, server: Server, plain: Path, root: Path) -> None:
        self.server, self.root = server, root
        self.content, self.cache, self.output = server.bucket(), server.bucket(), server.bucket()
        for path, data in files_of(plain / "content").items():
            server.s3.put_object(Bucket=self.content, Key=path, Body=data)
        self.expected = files_of(plain / "public")

    def build(self, machine: str) -> Run:
        """Build on a machine that knows nothing but the three addresses."""
        (self.root / machine).mkdir(exist_ok=True)
        options = ("--cache", f"s3://{self.cache}", "-o", f"s3://{self.output}/situs")
        return run(self.root / machine, "build", "-j", "1", *TODAY, f"s3://{self.content}", *options)

    def published(self) -> dict[str, bytes]:
        keys = [key for key in self.server.keys(self.output) if key != f"situs/{RECORD}"]
        return {key.removeprefix("situs/"): self.server.read(self.output, key) for key in keys}


READ = ["GET", "LIST"]
TROUBLES: list[dict[str, Any]] = [
    {"fault": "500", "first": 2},
    {"fault": "503", "first": 1},
    {"fault": "503", "after": 1},  # with Retry-After
    {"fault": "cut", "first": 1},  # reset before anything is done
    {"fault": "lost", "first": 1},  # done, and reset before it is said
    {"fault": "half", "first": 1, "kinds": READ},  # breaks off in the middle
    {"fault": "short", "first": 1, "kinds": READ},  # half of it, as if that were all
]


@pytest.mark.parametrize("troubles", ["mixed", "slow", "unconditional"])
def test_a_fault_of_every_request_costs_time_and_never_a_byte(
    troubles: str, proxy: BucketProxy, running: Server, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(running, plain, tmp_path)
    rules = TROUBLES if troubles == "mixed" else [{"fault": "deaf"}]
    if troubles == "slow":
        monkeypatch.setenv(PATIENCE, "6")  # which waits two seconds for an answer
        rules = [{"fault": "slow", "first": 1, "seconds": 2.5}, *[{"fault": "none"}] * 20]
    proxy.rule(*rules)
    done = places.build("one")
    assert done.returncode == 0, done.stderr
    made = set(proxy.made())
    assert made, "something failed"
    assert places.published() == places.expected
    assert ("bucket-unconditional" in done.stderr) == (troubles == "unconditional")
    # Another machine makes nothing anew, and writes nothing, though everything fails once more.
    proxy.rule(*rules)
    again = places.build("two")
    assert again.returncode == 0, again.stderr
    # A first build reads little: what fails in reading may be met by the second alone.
    assert made | set(proxy.made()) == {rule["fault"] for rule in rules}
    assert " 0 written" in again.stdout and " 0 made anew" in again.stdout
    assert places.published() == places.expected


@pytest.mark.parametrize("use", ["content", "cache", "output"])
def test_what_does_not_end_is_one_line_and_what_stood_stands(
    use: str, proxy: BucketProxy, running: Server, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(running, plain, tmp_path)
    assert places.build("one").returncode == 0
    running.s3.put_object(
        Bucket=places.content, Key=HARI.removeprefix("content/"), Body=b"---\ntitle: Lain\n---\nIsi.\n"
    )
    monkeypatch.setenv(PATIENCE, "0.5")
    bucket: str = getattr(places, use)
    for fault, code in (("403", "denied"), ("500", "unreachable"), ("cut", "unreachable")):
        proxy.rule({"fault": fault, "below": f"/{bucket}"})
        done = places.build("two")
        assert done.returncode == 3, (fault, done.stderr)
        (line,) = [line for line in done.stderr.splitlines() if "error[" in line]
        assert f"error[bucket-{code}]" in line and bucket in line, fault
        assert "Traceback" not in done.stderr and "rahasia" not in done.stderr, (
            "nothing that a server wrote is passed on"
        )
        assert places.published() == places.expected, fault


def test_a_publication_that_a_fault_broke_off_goes_on_where_it_was(
    proxy: BucketProxy, running: Server, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(running, plain, tmp_path)
    monkeypatch.setenv(PATIENCE, "0.5")
    proxy.rule({"fault": "500", "below": f"/{places.output}/situs/index.html", "kinds": ["PUT"]})
    broken = places.build("one")
    assert broken.returncode == 3 and "error[bucket-unreachable]" in broken.stderr
    stood = places.published()
    assert stood and "index.html" not in stood, "the first page is the last to be written"
    proxy.rule()
    assert places.build("one").returncode == 0
    assert places.published() == places.expected
