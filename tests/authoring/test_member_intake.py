"""What a member sends becomes drafts in their folder: cleaned, over nothing, nowhere else, and what was left out is said."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from kiprah.authoring.members.drafts import StrangersText, as_draft
from kiprah.authoring.members.intake import AddedMember, add_member
from kiprah.authoring.refusal import Refusal, refusal_values
from kiprah.catalog import words
from kiprah.content.folder import list_folder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.metadata_scan import traces_of_metadata
from kiprah.model.settings import Viewing
from kiprah.plan.privacy.consent import admission_of, all_photos
from kiprah.plan.privacy.visibility import visible_of
from kiprah.problem import Problem
from kiprah.workers import WorkerPool
from problems.problem_cases import pdf
from support.command import run
from support.communities import TODAY, context_in, make_community
from support.examples import examples
from support.sites import files_of
from support.zips import entry_named, zip_of, zipped

PROFILE = "---\nname: Citra\n---\nHalo.\n"


def camera_photo(kind: str = "JPEG", color: int = 90) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (7.0, 48.0, 3.0)
    target = io.BytesIO()
    Image.new("RGB", (60, 40), (color, 120, 40)).save(target, kind, exif=exif)
    return target.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_community(tmp_path)


def sent(root: Path, files: Mapping[str, str | bytes] | bytes, slug: str = "citra") -> AddedMember | Refusal:
    path = root / "kiriman.zip"
    path.write_bytes(files if isinstance(files, bytes) else zipped(files))
    answer = add_member(path, slug, context_in(root))
    path.unlink()
    assert not [path for path in (root / "content").iterdir() if path.name.startswith(".new")]
    if isinstance(answer, Refusal):
        for language in ("en", "id"):
            catalogue = words(language, answer.domain)
            assert catalogue.say(answer.key, **refusal_values(answer, catalogue))
    else:
        for one in answer.left_out:
            assert words("id", "members").say(f"left.{one.reason}", detail=one.detail)
    return answer


def added(root: Path, files: Mapping[str, str | bytes], slug: str = "citra") -> AddedMember:
    answer = sent(root, files, slug)
    assert isinstance(answer, AddedMember), answer
    return answer


def front(root: Path, path: str, slug: str = "citra") -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load(
        (root / "content/members" / slug / path).read_text("utf-8").split("---\n")[1]
    )
    return loaded


def left_out(answer: AddedMember) -> dict[str, str]:
    return {one.path: one.reason for one in answer.left_out}


def test_everything_arrives_as_a_draft_and_waits_for_consent(root: Path) -> None:
    answer = added(
        root,
        {
            "citra/profile.md": "---\nname: Citra\nphoto: {file: saya.jpg, people: adults, consent: yes}\n---\nHalo.\n",
            "citra/saya.jpg": camera_photo(),
            "citra/activities/2026-05-01-hari/index.md": (
                "---\ntitle: Hari\ndraft: false # jadi\nphotos:\n  - satu.jpg\n  - {file: dua.jpg, people: minors, consent: guardian}\n"
                "  - {file: tiga.jpg, people: adults, consent: withdrawn}\n---\n![x](empat.jpg)\n"
            ),
            **{
                f"citra/activities/2026-05-01-hari/{name}.jpg": camera_photo(color=n)
                for n, name in enumerate(("satu", "dua", "tiga", "empat"))
            },
            "citra/reflections/2026-05-02-suara.md": "---\ntitle: Suara\n---\nIsi.\n",
            "citra/pages/kontak.md": "---\ntitle: Kontak\ndraft: false\n---\nIsi.\n",
            "citra/selections/beasiswa.md": "---\ntitle: Beasiswa\nto: Panitia\nactivities: [hari]\n---\nIsi.\n",
            "citra/testimonials/ibu.md": "---\nfrom: Ibu\nconsent: yes\n---\nBaik.\n",
        },
    )
    assert (answer.is_new, answer.texts, answer.photos, answer.left_out) == (True, 5, 5, ())
    photos = front(root, "activities/2026-05-01-hari/index.md")["photos"]
    assert [(photo["file"], photo["consent"]) for photo in photos] == [  # type: ignore[attr-defined]
        ("satu.jpg", "pending"),
        ("dua.jpg", "pending"),
        ("tiga.jpg", "withdrawn"),
        ("empat.jpg", "pending"),
    ]
    assert front(root, "testimonials/ibu.md")["consent"] == "pending"
    assert nothing_is_published(root, "citra") == {"profile"}
    # Not even the profile, which knows no drafts.
    assert yaml.safe_load((root / "content/members/citra.yml").read_text("utf-8")) == {
        "since": TODAY,
        "status": "paused",
    }
    done = run(root, "build", "--today", TODAY.isoformat())
    assert done.returncode == 0, done.stderr
    assert not any(b"Citra" in content or "citra" in name for name, content in files_of(root / "public").items())


def nothing_is_published(root: Path, slug: str) -> set[str]:
    """Return what a build of today would show of a member."""
    context = context_in(root)
    site, _ = list_folder(context.folder)
    prefix = f"members/{slug}/"
    member, _ = read_member(site, prefix, prefix, context.settings, ReadCache(site, root=prefix), WorkerPool(1))
    assert member is not None
    visible = visible_of(member, context.settings, Viewing(TODAY))
    admission = admission_of(member, context.settings.photos.policy, TODAY)
    shown = {"profile"}
    shown |= {entry.common.slug for entry in (*visible.all_activities, *visible.all_reflections, *visible.all_pages)}
    shown |= {one.common.slug for one in (*visible.testimonials, *visible.selections)}
    shown |= {photo.file for photo in all_photos(member) if admission.reason(photo) is None}
    return shown


def test_photos_and_papers_lose_what_they_tell(root: Path) -> None:
    added(
        root,
        {
            "profile.md": PROFILE,
            "activities/2026-05-01-hari/index.md": "---\ntitle: Hari\nphotos: [a.jpg, b.webp]\ncover: b.webp\nevidence: [{kind: letter, file: surat.pdf}]\n---\n![b](b.webp)\n",
            "activities/2026-05-01-hari/a.jpg": camera_photo(),
            "activities/2026-05-01-hari/b.webp": camera_photo("WEBP"),
            "activities/2026-05-01-hari/b.jpg": camera_photo(color=200),
            "activities/2026-05-01-hari/surat.pdf": pdf(),
        },
    )
    folder = root / "content/members/citra/activities/2026-05-01-hari"
    names = {path.name for path in folder.iterdir()}
    # Two files that would have one name now keep apart, and the text follows.
    assert names == {"index.md", "a.jpg", "b.jpg", "b-2.jpg", "surat.pdf"}
    keys = front(root, "activities/2026-05-01-hari/index.md")
    assert keys["cover"] == "b-2.jpg" and [photo["file"] for photo in keys["photos"]] == ["a.jpg", "b-2.jpg"]  # type: ignore[attr-defined]
    assert "![b](b-2.jpg)" in (folder / "index.md").read_text("utf-8")
    for path in folder.iterdir():
        assert b"SecretCamera" not in path.read_bytes()
        if path.suffix == ".jpg":
            assert traces_of_metadata(path.name, path.read_bytes()) == ()


def test_what_is_not_the_members_is_left_out(root: Path) -> None:
    answer = added(
        root,
        {
            "kirim/alya-site/profile.md": PROFILE,
            "kirim/alya-site/site.yml": "title: x\n",
            "kirim/alya-site/static/a.html": "<script>",
            "kirim/alya-site/themes/x/theme.yml": "name: x\n",
            "kirim/alya-site/members/bima/profile.md": PROFILE,
            "kirim/alya-site/.git/config": "x",
            "kirim/alya-site/catatan.txt": "x",
            "kirim/alya-site/activities/2026-05-01-a.exe": b"MZ",
            "kirim/alya-site/activities/2026-05-01-b/foto.jpg": camera_photo(),
            "kirim/alya-site/activities/2026-05-01-c/index.md": "tanpa kunci",
            "kirim/alya-site/activities/2026-05-01-c/foto.jpg": camera_photo(),
            "kirim/alya-site/activities/2026-05-01-d/index.md": "---\ntitle: D\n---\n",
            "kirim/alya-site/activities/2026-05-01-d/rusak.jpg": b"\xff\xd8\xff rusak",
            "kirim/alya-site/activities/2026-05-01-d/dalam/x.jpg": camera_photo(),
            "kirim/lain/x.md": "x",
        },
    )
    assert sorted(answer.files) == ["members/citra/activities/2026-05-01-d/index.md", "members/citra/profile.md"]
    own = "kirim/alya-site/"
    assert left_out(answer) == {
        f"{own}.git/config": "hidden",
        f"{own}site.yml": "settings",
        f"{own}static/a.html": "settings",
        f"{own}themes/x/theme.yml": "settings",
        f"{own}members/bima/profile.md": "settings",
        f"{own}catatan.txt": "kind",
        f"{own}activities/2026-05-01-a.exe": "kind",
        f"{own}activities/2026-05-01-b/foto.jpg": "alone",
        f"{own}activities/2026-05-01-c/index.md": "problem",
        f"{own}activities/2026-05-01-c/foto.jpg": "alone",
        f"{own}activities/2026-05-01-d/rusak.jpg": "problem",
        f"{own}activities/2026-05-01-d/dalam/x.jpg": "kind",
        "kirim/lain/x.md": "elsewhere",
    }


def test_nothing_is_written_over(root: Path) -> None:
    before = files_of(root / "content")
    answer = added(
        root,
        {
            "profile.md": PROFILE,
            "activities/2026-05-01-HARI.md": "---\ntitle: Lain\n---\n",
            "activities/2026-06-01-baru.md": "---\ntitle: Baru\n---\n",
        },
        "alya",
    )
    assert not answer.is_new and answer.files == ("members/alya/activities/2026-06-01-baru.md",)
    assert left_out(answer) == {"profile.md": "exists", "activities/2026-05-01-HARI.md": "exists"}
    after = files_of(root / "content")
    assert {path: content for path, content in after.items() if path in before} == before


@pytest.mark.parametrize("slug", ["../bima", "Citra", "a/b", "page", "con", ""])
def test_a_slug_that_is_no_address_takes_nothing_in(root: Path, slug: str) -> None:
    before = files_of(root)
    answer = sent(root, {"profile.md": PROFILE}, slug)
    assert isinstance(answer, Refusal) and answer.key == "member-slug"
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"x.md": "x"}, "add-nothing"),
        ({"activities/2026-05-01-a.md": "---\ntitle: A\n---\n"}, "add-nothing"),
        ({"profile.md": "tanpa kunci"}, "add-all-left-out"),
        ({"profile.md": "tanpa", "activities/2026-05-01-a.md": "---\ntitle: A\n---\n"}, "add-no-profile"),
    ],
)
def test_what_holds_no_member_takes_nothing_in(root: Path, files: dict[str, str], key: str) -> None:
    before = files_of(root)
    answer = sent(root, files)
    assert isinstance(answer, Refusal) and answer.key == key
    assert files_of(root) == before


def test_what_was_sent_before_is_said_to_be_there_already(root: Path) -> None:
    assert not isinstance(sent(root, {"profile.md": PROFILE}), Refusal)
    answer = sent(root, {"index.html": "<p>", "profile.md": PROFILE})
    assert isinstance(answer, Refusal) and answer.key == "add-all-left-out"
    assert [one.reason for one in answer.left_out] == ["exists", "kind"]


HOSTILE = [
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("../bima/profile.md"), "jahat")]),
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("activities/../../bima/profile.md"), "jahat")]),
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("/tmp/jahat.md"), "jahat")]),
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("activities", 0o120777 << 16), "../bima")]),
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("Profile.md"), "---\nname: Dua\n---\n")]),
    zip_of([(entry_named("profile.md"), PROFILE), (entry_named("a.jpg"), bytes(30_000_000))]),
    b"bukan zip",
]


@pytest.mark.parametrize("data", HOSTILE)
def test_a_hostile_zip_changes_nothing_anywhere(root: Path, data: bytes) -> None:
    before = files_of(root)
    answer = sent(root, data)
    assert isinstance(answer, Refusal) and answer.key.startswith("archive-")
    assert files_of(root) == before


def test_a_link_in_the_communitys_folder_is_not_written_through(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("lain")
    (root / "content/members/citra").symlink_to(elsewhere)
    answer = sent(root, {"profile.md": PROFILE})
    assert isinstance(answer, Refusal) and list(elsewhere.iterdir()) == []
    (root / "content/members/alya/reflections").symlink_to(elsewhere)
    answer = sent(root, {"reflections/2026-05-02-x.md": "---\ntitle: X\n---\n"}, "alya")
    assert isinstance(answer, Refusal) and list(elsewhere.iterdir()) == []


def test_a_failure_in_between_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(root)
    from kiprah.authoring.members import staging

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging, "_put", full)
    answer = sent(root, {"activities/2026-06-01-baru.md": "---\ntitle: Baru\n---\n", "profile.md": PROFILE})
    assert isinstance(answer, Refusal) and answer.cause == "machine"
    assert files_of(root) == before


def test_a_folder_is_taken_like_a_zip(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kiriman") / "citra"
    (folder / "activities").mkdir(parents=True)
    (folder / "profile.md").write_text(PROFILE, "utf-8")
    (folder / "activities/2026-05-01-a.md").write_text("---\ntitle: A\n---\nIsi.\n", "utf-8")
    (folder / "activities/2026-05-02-b.md").symlink_to("/etc/passwd")
    answer = add_member(folder, "citra", context_in(root))
    assert isinstance(answer, AddedMember) and answer.texts == 1
    assert left_out(answer) == {"activities/2026-05-02-b.md": "link"}


KEYS = st.sampled_from(
    [
        "draft: false",
        "draft: true",
        "draft: no",
        "draft: |\n  false",
        "draft: [false]",
        "draft: {a: b}",
        '"draft": false',
        "'draft': false",
        "draft:",
        "Draft: false",
        "draft : false",
        "? draft\n: false",
        "photos: [a.jpg]",
        "photos: a.jpg",
        "photos:\n  - file: a.jpg\n    consent: yes",
        "photos:\n- {file: a.jpg, consent: guardian, people: minors}",
        "photos: [[a.jpg]]",
        "photos: {file: a.jpg}",
        "photos:",
        "visibility: public",
        "photos:\n  - file: a.jpg\n    consent: yes\n    consent: yes",
        "consent: yes",
        "tags: [x]",
        "# x",
        "publish_after: 2020-01-01",
        "description: |\n  dua\n  baris\n# bukan",
        "hours: 2:30",
        "extra: {photos: [{consent: yes}]}",
    ]
)


@settings(max_examples=examples(100), deadline=None)
@example(["draft: |\n  false"], "\n", "Isi.")
@example(["draft: |\n  false", "# x", "tags: [x]"], "\r\n", "---\ndraft: false\n---")
@example(["tags: [x]", "draft: |\n  false"], "\r\n", "![x](a.jpg)")
@given(
    st.lists(KEYS, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["Isi.", "![x](a.jpg)", "---\ndraft: false\n---", "[x]: a.jpg"]),
)
def test_no_keys_in_any_order_publish_anything(keys: list[str], newline: str, body: str) -> None:
    text = "\n".join(["---", "title: Hari", *keys, "---", body, ""]).replace("\n", newline)
    answer = as_draft(StrangersText("activities/2026-05-01-x/index.md", "activities", text.encode(), ("a.jpg",)))
    if isinstance(answer, Problem):
        assert answer.is_error
        return
    written = answer.decode()
    loaded = yaml.safe_load(written.split("---\n")[1])
    # As a block of text it is no answer at all, and hides as well, with or without a line's end behind it.
    assert loaded["draft"] is True or loaded["draft"].strip() == "true"
    for photo in loaded.get("photos") or []:
        assert not isinstance(photo, dict) or photo.get("consent") == "pending"
    if "a.jpg" in body and isinstance(loaded.get("photos"), list):
        assert "a.jpg" in [photo.get("file") for photo in loaded["photos"]]
