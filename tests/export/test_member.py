"""One member's exports in a community: theirs alone, by the name of their folder."""

from __future__ import annotations

from pathlib import Path

from kiprah.build.export.export_request import export
from kiprah.build.export.export_source import ExportRequest
from kiprah.plan.export.selection import ExportChoice
from support.sites import make_project

ENTRY = "---\ntitle: {title}\norganization: Pelangi\nrole: Relawan\nhours: 2\n---\nIsi.\n"
SETTINGS = "kind: community\ntitle: Bersama\nurl: https://c.example/\nlanguage: id\ncards: {formats: []}\n"
FILES: dict[str, str | bytes] = {
    "content/about.md": "---\ntitle: Tentang\n---\nKami.\n",
    "content/members/alya/profile.md": "---\nname: Alya\n---\nHalo.\n",
    "content/members/alya/activities/2026-01-01-baca.md": ENTRY.format(title="Kelas baca"),
    "content/members/bima/profile.md": "---\nname: Bima\n---\nHalo.\n",
    "content/members/bima/activities/2026-01-02-pantai.md": ENTRY.format(title="Bersih pantai"),
}


def request_of(root: Path, member: str) -> ExportRequest:
    return ExportRequest(root / "content", root / "cache", "log", ExportChoice(), root / "out", member=member)


def test_a_members_log_is_theirs_alone(tmp_path: Path) -> None:
    root = make_project(tmp_path, SETTINGS, FILES)
    report = export(request_of(root, "alya"))
    assert report.exit_code == 0, report
    text = report.files[0].read_text("utf-8-sig")
    assert "Kelas baca" in text and "Bersih pantai" not in text
    assert "https://c.example/members/alya/activities/baca/" in text


def test_a_community_asks_whose(tmp_path: Path) -> None:
    root = make_project(tmp_path, SETTINGS, FILES)
    (refusal,) = export(request_of(root, "")).refusals
    assert (refusal.key, refusal.values["known"]) == ("which-member", "alya, bima")
    (refusal,) = export(request_of(root, "citra")).refusals
    assert refusal.key == "no-such-member"
