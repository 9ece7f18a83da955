"""The coach's page in a preview: for the person at this machine, or who holds the editor's token; nobody else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from editor_server import EditorServer

from kiprah.serve.preview_state import CoachAccess
from support.building import request_in
from support.communities import make_community
from support.serving import Serving
from support.sites import SETTINGS, make_site

ADDRESS = "/_kiprah/coach/"
SITE = {
    "content/profile.md": "---\nname: Alya <b>\nheadline: Belajar\n---\n",
    "content/activities/2026-03-01-x.md": "---\ntitle: X\nvisibility: private\n---\nKasihan <i>Kenanga</i> & mereka.\n",
}


def fetch(address: str, cookie: str = "") -> tuple[int, str, str]:
    request = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode("utf-8", "replace"), str(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), str(error.headers)


@pytest.mark.slow
def test_the_person_at_this_machine_reads_it_and_no_copy_is_kept(
    tmp_path: Path, serving: Callable[..., Serving]
) -> None:
    server = serving(make_site(tmp_path, SITE, SETTINGS + "language: id\n"), language="id")
    server.wait_for(ADDRESS)
    status, page, headers = fetch(server.address.rstrip("/") + ADDRESS)
    assert status == 200 and "<script" not in page and "script-src" not in headers
    assert "default-src 'none'" in headers and "no-store" in headers
    assert "Kenanga" in page and "hanya untuk Anda" in page and "&amp; mereka" in page and "<i>" not in page
    assert "Alya &lt;b&gt;" in page and 'lang="id"' in page
    for name in ("coach.css", "palette.css", "figtree.woff2", "fraunces.woff2"):
        assert fetch(server.address.rstrip("/") + ADDRESS + name)[0] == 200, name
    assert fetch(server.address.rstrip("/") + ADDRESS + "nothing.css")[0] == 404
    told = fetch(server.address.rstrip("/") + "/livereload.json?page=/&shape=&since=0")[1]
    assert f'"coach": "{ADDRESS}"' in told
    kept = [p for p in (tmp_path / ".kiprah").rglob("*") if p.is_file() and b"Kenanga" in p.read_bytes()]
    assert kept == []
    server.close()


@pytest.mark.slow
def test_where_others_can_look_there_is_none(tmp_path: Path, serving: Callable[..., Serving]) -> None:
    server = serving(make_site(tmp_path, SITE), "--host", "0.0.0.0", "--drafts")
    for path in (ADDRESS, ADDRESS + "coach.css", ADDRESS + "?member=alya"):
        status, page, _ = fetch(server.address.rstrip("/") + path)
        assert status == 404 and "Kenanga" not in page
    assert '"coach": null' in fetch(server.address.rstrip("/") + "/livereload.json?page=/&shape=&since=0")[1]
    server.close()


def test_an_editor_open_to_others_shows_it_to_its_token_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path, SITE)
    server = EditorServer(site / "content", open_to_others=True)
    try:
        server.preview.coach = CoachAccess(request_in(site, today=None, jobs=None))
        address = f"http://127.0.0.1:{server.port}{ADDRESS}"
        status, page, _ = fetch(address)
        assert status == 403 and "Kenanga" not in page
        status, page, _ = fetch(address, f"kiprah-{server.port}=wrong")
        assert status == 403 and "Kenanga" not in page
        status, page, _ = fetch(address, f"kiprah-{server.port}={server.token}")
        assert status == 200 and "Kenanga" in page
    finally:
        server.close()


def test_a_member_s_editor_shows_that_member_alone(tmp_path: Path) -> None:
    files = {
        "content/members/alya/profile.md": "---\nname: Alya\n---\n",
        "content/members/bima/profile.md": "---\nname: Bima\n---\nBima helped the less fortunate.\n",
    }
    site = make_community(tmp_path, files)
    server = EditorServer(site / "content", member="alya")
    try:
        request = request_in(site, today=None, jobs=None)
        address = f"http://127.0.0.1:{server.port}{ADDRESS}"
        server.preview.coach = CoachAccess(request)
        status, page, _ = fetch(address)
        assert status == 200 and 'href="?member=alya"' in page and 'href="?member=bima"' in page
        assert "less fortunate" in fetch(address + "?member=bima")[1]
        assert "less fortunate" not in fetch(address + "?member=..%2Fbima")[1]
        server.preview.coach = CoachAccess(request, "alya")
        assert "less fortunate" not in fetch(address + "?member=bima")[1]
    finally:
        server.close()
