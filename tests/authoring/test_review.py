"""A review shows all that is new of a member, whose it is, and what there is to ask; and nothing in it can act."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.community import review_community
from kiprah.authoring.review.findings import MemberFindings, Review
from kiprah.authoring.review.formats import MARKDOWN_BYTES, as_html, as_markdown, as_text
from kiprah.workers import WorkerPool
from problems.problem_cases import jpeg
from support.communities import COMMUNITY, context_in, make_community
from support.repositories import commit_all, git
from support.sites import write_files, write_settings
from support.variants import variants

PHOTO = "title: Hari\nphotos:\n  - {{file: kelas.jpg, alt: Tiga anak, people: {people}, consent: {consent}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_community(tmp_path)
    commit_all(tmp_path)
    return tmp_path


def review_of(root: Path, since: str = "HEAD", member: str = "", author: str = "") -> Review:
    found = review_community(context_in(root), since, member, author, WorkerPool(1))
    assert isinstance(found, Review), found
    for language in ("en", "id"):
        assert as_text(found, language) and as_markdown(found, language) and as_html(found, language)
    return found


def alya_after(root: Path, files: Mapping[str, str | bytes], author: str = "github:alya") -> MemberFindings:
    write_files(root, {f"content/members/alya/{path}": content for path, content in files.items()})
    (alya,) = review_of(root, author=author).members
    assert alya.slug == "alya"
    return alya


def activity(keys: str, body: str = "Isi.") -> str:
    return f"---\n{keys}---\n{body}\n"


def test_nothing_new_is_nothing_to_look_at(root: Path) -> None:
    found = review_of(root)
    assert found.members == () and found.elsewhere == () and found.verdict == "merge"
    # What was only touched holds what it held.
    (root / "content/members/alya/profile.md").touch()
    assert review_of(root).members == ()


def test_a_members_own_words_are_fine_to_merge_and_shown(root: Path) -> None:
    alya = alya_after(
        root, {"activities/2026-05-01-hari.md": activity("title: Hari baru\n", "Isi Alya.\n\nKalimat kedua.")}
    )
    assert alya.verdict == "merge" and alya.owner == "yes"
    (entry,) = alya.entries
    assert (entry.change, entry.title, entry.state) == ("changed", "Hari baru", ())
    assert "Kalimat kedua." in entry.after and "Kalimat kedua." not in entry.before
    text = as_text(review_of(root), "en")
    assert "+ Kalimat kedua." in text or "+ Isi Alya. Kalimat kedua." in text
    assert "- Hari\n" in text and "+ Hari baru\n" in text


def test_what_is_private_is_not_shown_to_moderators_either(root: Path) -> None:
    body = "Terlihat.\n\n## Rahasia {visibility=private}\n\nHanya untuk saya."
    alya = alya_after(root, {"activities/2026-05-01-hari.md": activity("title: Hari\n", body)})
    assert "Terlihat." in alya.entries[0].after
    assert "Hanya untuk saya" not in as_text(review_of(root), "en") + as_html(review_of(root), "en")


@pytest.mark.parametrize(
    "keys", ["visibility: private\n", "visibility: privat\n", "visibility: private\ndraft: true\n"]
)
def test_an_entry_that_is_private_is_named_and_not_shown(root: Path, keys: str) -> None:
    photo = "photos: [{file: kelas.jpg, people: adults, consent: yes, alt: Wajah Rina}]\n"
    files: dict[str, str | bytes] = {
        "activities/2026-06-02-kelas/index.md": activity(
            f"title: Judul rahasia\n{keys}{photo}", "Isi yang rahasia. https://rahasia.example/"
        ),
        "activities/2026-06-02-kelas/kelas.jpg": jpeg(),
    }
    alya = alya_after(root, files)
    assert [entry.change for entry in alya.entries] == ["new"] and alya.photos == () and alya.domains == ()
    for text in (as_text(review_of(root), "en"), as_html(review_of(root), "en"), as_markdown(review_of(root), "en")):
        assert "2026-06-02-kelas" in text
        for hidden in ("Judul rahasia", "Isi yang", "Wajah Rina", "rahasia.example", "<img"):
            assert hidden not in text


def test_new_entries_and_those_that_went(root: Path) -> None:
    (root / "content/members/alya/activities/2026-05-01-hari.md").unlink()
    alya = alya_after(root, {"reflections/2026-06-01-suara.md": activity("title: Suara\ndraft: true\n")})
    changes = {entry.title: (entry.change, entry.state) for entry in alya.entries}
    assert changes == {"Hari": ("removed", ()), "Suara": ("new", ("draft",))}


@pytest.mark.parametrize(
    ("people", "consent", "verdict", "reason"),
    variants(
        [
            ("minors", "yes", "merge", "minors-without-guardian"),
            ("minors", "guardian", "ask", ""),
            ("none", "yes", "merge", ""),
            ("adults", "yes", "ask", ""),
            ("adults", "pending", "merge", "consent-pending"),
            ("adults", "withdrawn", "merge", "consent-withdrawn"),
        ],
        quick=2,
    ),
)
def test_new_photos_say_who_is_in_them(root: Path, people: str, consent: str, verdict: str, reason: str) -> None:
    keys = PHOTO.format(people=people, consent=consent)
    alya = alya_after(
        root, {"activities/2026-06-02-kelas/index.md": activity(keys), "activities/2026-06-02-kelas/kelas.jpg": jpeg()}
    )
    (photo,) = alya.photos
    assert (photo.change, photo.people, photo.consent, photo.reason) == ("new", people, consent, reason)
    assert alya.verdict == verdict
    page = as_html(review_of(root), "en")
    assert page.count('<img src="data:image/jpeg;base64,') == 1


def test_a_consent_that_changes_is_shown_though_the_photo_is_the_same(root: Path) -> None:
    folder = root / "content/members/alya/activities/2026-06-02-kelas"
    write_files(folder, {"index.md": activity(PHOTO.format(people="minors", consent="pending")), "kelas.jpg": jpeg()})
    commit_all(root)
    alya = alya_after(
        root, {"activities/2026-06-02-kelas/index.md": activity(PHOTO.format(people="none", consent="yes"))}
    )
    (photo,) = alya.photos
    assert photo.change == "changed" and photo.by == "minors/pending"
    assert "minors/pending" in as_text(review_of(root), "en")


def test_another_picture_under_the_same_name_is_shown(root: Path) -> None:
    folder = root / "content/members/alya/activities/2026-06-02-kelas"
    write_files(folder, {"index.md": activity(PHOTO.format(people="none", consent="yes")), "kelas.jpg": jpeg()})
    commit_all(root)
    (folder / "kelas.jpg").write_bytes(jpeg(65, 48))
    (alya,) = review_of(root).members
    assert [(photo.change, photo.path.rpartition("/")[2]) for photo in alya.photos] == [("changed", "kelas.jpg")]


def test_what_could_harm_somebody_holds_it(root: Path) -> None:
    keys = PHOTO.format(people="minors", consent="pending")
    body = "Bersama Rina Kartika di SD Negeri 3 Sleman."
    alya = alya_after(
        root,
        {
            "activities/2026-06-02-kelas/index.md": activity(keys + "draft: true\n", body),
            "activities/2026-06-02-kelas/kelas.jpg": jpeg(),
        },
    )
    # Before the guardians agreed, and while it is a draft: it is asked now.
    assert "risk-triangle" in [risk.code for risk in alya.risks] and alya.verdict == "hold"
    assert "Rina Kartika" in as_text(review_of(root), "en")


def test_hosts_that_are_new_are_named(root: Path) -> None:
    alya = alya_after(
        root, {"profile.md": activity("name: Alya Putri\nlinks: [{label: x, url: 'https://spam.example/a'}]\n")}
    )
    assert [(domain.host, domain.is_new) for domain in alya.domains] == [
        ("spam.example", True)
    ] and alya.verdict == "ask"
    commit_all(root)
    alya = alya_after(
        root,
        {
            "activities/2026-06-02-x.md": activity(
                "title: X\n", "[y](https://kawan.example/z) [z](https://spam.example/b)"
            )
        },
    )
    assert [(domain.host, domain.is_new) for domain in alya.domains] == [
        ("spam.example", False)
    ] and alya.verdict == "merge"


def test_files_that_are_never_published_are_named(root: Path) -> None:
    alya = alya_after(
        root,
        {
            ".env": "KEY=1",
            "static/evil.html": "<script>",
            "site.yml": "title: x",
            "activities/2026-05-01-hari.exe": b"MZ",
            "activities/2026-06-02-kelas/index.md": activity("title: Kelas\n"),
            "activities/2026-06-02-kelas/lain.jpg": jpeg(),
        },
    )
    reasons = {left.path.removeprefix("members/alya/"): left.reason for left in alya.unpublished}
    assert reasons == {
        ".env": "hidden",
        "activities/2026-05-01-hari.exe": "kind",
        "activities/2026-06-02-kelas/lain.jpg": "photo",
        "site.yml": "settings",
        "static/evil.html": "static",
    }


def test_broken_entries_hold_it_with_their_place(root: Path) -> None:
    alya = alya_after(root, {"activities/2026-06-02-x.md": activity("title: X\nvisibilty: private\n")})
    assert alya.verdict == "hold"
    assert "members/alya/activities/2026-06-02-x.md:3" in as_text(review_of(root), "en")


@pytest.mark.parametrize(
    "wrong",
    [
        "hours: bad\n",
        "cover: lain.jpg\n",
        "date: kemarin\n",
        "draft: mungkin\n",
        "evidence: [{kind: letter, file: x.pdf}]\n",
    ],
)
def test_what_can_be_read_of_a_broken_entry_is_shown_beside_its_error(root: Path, wrong: str) -> None:
    photo = "photos: [{file: kelas.jpg, people: adults, consent: yes, alt: Wajah Rina}]\n"
    files: dict[str, str | bytes] = {
        "activities/2026-06-02-kelas/index.md": activity(
            f"title: Kelas baru\n{wrong}{photo}",
            "Isi kelas: https://baru.example/\n\n## Diari {visibility=private}\n\nKenari.",
        ),
        "activities/2026-06-02-kelas/kelas.jpg": jpeg(),
    }
    alya = alya_after(root, files)
    assert alya.verdict == "hold"
    (entry,) = alya.entries
    assert (entry.change, entry.title) == ("new", "Kelas baru") and "broken" in entry.state
    assert "Isi kelas" in entry.after and "Kenari" not in entry.after
    assert [(one.alt, one.people, one.consent) for one in entry.photos] == [("Wajah Rina", "adults", "yes")]
    assert [domain.host for domain in alya.domains if domain.is_new] == ["baru.example"]


@pytest.mark.parametrize("path", ["activities/tanpa-hari.md", "reflections/tanpa-hari.md", "pages/profil.md"])
def test_an_entry_without_a_day_or_with_a_picture_that_is_missing_is_shown(root: Path, path: str) -> None:
    alya = alya_after(root, {path: activity("title: Baru\nphotos: [tiada.jpg]\n", "Isi: https://baru.example/")})
    (entry,) = alya.entries
    assert entry.title == "Baru" and "Isi" in entry.after and alya.verdict == "hold"
    assert [domain.host for domain in alya.domains] == ["baru.example"]
    assert "Baru" in as_text(review_of(root), "en")


@pytest.mark.parametrize(
    ("keys", "body"),
    variants(
        [
            ("visibilty: private\n", "Isi."),
            ("", "Isi.\n\n## Diari {visibility=privat}\n\nIsi."),
            ("hours: bad\nvisibility: private\n", "Isi."),
            ("rahasia: ya\n", "Isi."),
            ("private: true\n", "Isi."),
            ("title: Dua kali\n", "Isi."),
        ],
        quick=2,
    ),
)
def test_a_broken_entry_that_may_be_private_is_not_shown(root: Path, keys: str, body: str) -> None:
    link = "\n\nhttps://baru.example/"
    alya = alya_after(root, {"activities/2026-06-02-x.md": activity(f"title: Judul\n{keys}", body + link)})
    (entry,) = alya.entries
    assert (entry.title, entry.after) == ("", "") and alya.domains == ()


def test_limits_are_those_of_the_community(tmp_path: Path) -> None:
    make_community(tmp_path, settings=COMMUNITY + "limits: {entries: 1}\n")
    commit_all(tmp_path)
    alya = alya_after(tmp_path, {"activities/2026-06-02-x.md": activity("title: X\n")})
    assert [(use.what, use.used, use.limit) for use in alya.limits if use.is_over] == [("entries", 2, 1)]
    assert alya.verdict == "hold"


class TestOfOwners:
    """Who may change a folder is what the community said before, never what the request says."""

    def test_somebody_elses_folder_holds_it(self, root: Path) -> None:
        alya = alya_after(root, {"profile.md": activity("name: Alya Putri\n")}, author="github:mallory")
        assert alya.owner == "no" and alya.verdict == "hold"
        assert "github:mallory" in as_text(review_of(root, author="github:mallory"), "en")

    def test_an_account_is_not_a_matter_of_capitals(self, root: Path) -> None:
        assert alya_after(root, {"profile.md": activity("name: Alya P\n")}, author="GitHub:Alya").owner == "yes"

    def test_nobody_adds_themselves(self, root: Path) -> None:
        (root / "content/members/alya.yml").write_text("accounts: [github:mallory]\n", "utf-8")
        alya = alya_after(root, {"profile.md": activity("name: Alya P\n")}, author="github:mallory")
        assert alya.owner == "no" and alya.record_changed and "github:mallory" in alya.record_after

    def test_a_folder_of_nobody_noted_is_asked_about(self, root: Path) -> None:
        write_files(root, {"content/members/bima/profile.md": activity("name: Bima B\n")})
        (bima,) = review_of(root, author="github:bima").members
        assert (bima.owner, bima.verdict) == ("nobody", "ask")

    def test_settings_of_a_request_do_not_change_how_it_is_looked_at(self, root: Path) -> None:
        settings = (root / "content/site.yml").read_text("utf-8")
        write_settings(root, settings + "photos: {policy: ask}\nlimits: {entries: 9000}\n")
        alya = alya_after(root, {"profile.md": activity("name: Alya P\n")})
        assert alya.limits[0].limit == 300
        assert review_of(root).elsewhere == ("site.yml",)


def test_who_looks_like_somebody_else_is_noted(root: Path) -> None:
    write_files(
        root,
        {
            "content/members/a1ya/profile.md": activity("name: \u0410lya Putri\n"),
            "content/members/citra/profile.md": activity("name: Citra\n"),
        },
    )
    found = {one.slug: one for one in review_of(root).members}
    assert {(alike.what, alike.slug) for alike in found["a1ya"].look_alikes} == {("slug", "alya"), ("name", "alya")}
    assert found["a1ya"].verdict == "hold" and found["citra"].look_alikes == ()
    assert [one.slug for one in review_of(root).members] == ["a1ya", "citra"]


def test_an_id_that_is_somebody_elses_holds_it(root: Path) -> None:
    person = "urn:uuid:11111111-1111-4111-8111-111111111111"
    (root / "content/members/bima/profile.md").write_text(activity(f"name: Bima\nid: {person}\n"), "utf-8")
    commit_all(root)
    alya = alya_after(root, {"profile.md": activity(f'name: Alya Putri\n? "id"\n: "\\u0075{person[1:]}"\n')})
    assert [(alike.what, alike.slug, alike.own) for alike in alya.look_alikes] == [("id", "bima", person)]
    assert alya.verdict == "hold"
    review = review_of(root)
    assert person in as_text(review, "en") and "would count for both" in as_text(review, "en")


def test_a_member_who_is_gone(root: Path) -> None:
    shutil.rmtree(root / "content/members/bima")
    (bima,) = review_of(root).members
    assert (bima.change, bima.name, bima.verdict) == ("removed", "Bima", "ask")


def test_only_who_was_asked_for(root: Path) -> None:
    write_files(
        root,
        {"content/members/bima/profile.md": activity("name: Bima B\n"), "content/about.md": "---\ntitle: x\n---\n"},
    )
    assert [one.slug for one in review_of(root, member="bima").members] == ["bima"]
    assert review_of(root, member="alya").members == () and review_of(root).elsewhere == ("about.md",)
    assert [one.slug for one in review_of(root, since="").members] == ["alya", "bima"]
    unknown = review_community(context_in(root), "HEAD", "alia", "", WorkerPool(1))
    assert isinstance(unknown, Refusal) and unknown.values["near"] == "alya"


@pytest.mark.parametrize("revision", ["--upload-pack=x", "-h", "tiada", "HEAD\nx", "HEAD:content", "'; touch x"])
def test_a_revision_is_a_commit_and_nothing_else(root: Path, revision: str) -> None:
    refusal = review_community(context_in(root), revision, "", "", WorkerPool(1))
    assert isinstance(refusal, Refusal) and refusal.key == "git-revision"


def test_without_a_repository_everything_is_looked_at(tmp_path: Path) -> None:
    make_community(tmp_path)
    refusal = review_community(context_in(tmp_path), "HEAD", "", "", WorkerPool(1))
    # The folder of the tests may lie in a repository of somebody's.
    assert isinstance(refusal, Refusal) and refusal.key in ("git-none", "git-revision")
    assert {one.slug: one.change for one in review_of(tmp_path, since="").members} == {"alya": "same", "bima": "same"}


class TestOfGit:
    """Git reads objects for us; nothing that a repository names is run."""

    @pytest.fixture
    def trap(self, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Let every setting that names a program name one that leaves a trace."""
        trace = tmp_path_factory.mktemp("trap") / "sprung"
        program = trace.with_name("program")
        program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{trace}'\ncat\n", "utf-8")
        program.chmod(0o755)
        for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "credential.helper",
                     "filter.jebak.clean", "filter.jebak.smudge", "filter.jebak.process", "diff.jebak.textconv",
                     "diff.jebak.command", "core.askPass"):  # fmt: skip
            git(root, "config", name, str(program))
        git(root, "config", "filter.jebak.required", "true")
        hooks = root / ".git/hooks"
        hooks.mkdir(exist_ok=True)
        for hook in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
            shutil.copy(program, hooks / hook)
        (root / ".gitattributes").write_text("* filter=jebak diff=jebak\n", "utf-8")
        (root / "content/members/alya/.gitattributes").write_text("* filter=jebak diff=jebak\n", "utf-8")
        return trace

    def test_no_program_of_a_repository_is_run(self, root: Path, trap: Path) -> None:
        alya = alya_after(root, {"activities/2026-05-01-hari.md": activity("title: Hari\n", "Isi Alyb.")})
        assert alya.entries[0].before != alya.entries[0].after
        (root / "content/members/bima/profile.md").touch()
        review_of(root)
        assert not trap.exists(), trap.read_text("utf-8")

    def test_a_repository_within_a_members_folder_hides_nothing(self, root: Path) -> None:
        own = root / "content/members/alya"
        write_files(own, {"activities/2026-06-02-x.md": activity("title: Baru\n")})
        git(own, "init", "-q")
        (alya,) = review_of(root).members
        assert "Baru" in [entry.title for entry in alya.entries]

    def test_a_new_member_with_a_repository_within_hides_nothing(self, root: Path) -> None:
        own = root / "content/members/citra"
        write_files(
            own, {"profile.md": activity("name: Citra\n"), "activities/2026-06-02-x.md": activity("title: Baru\n")}
        )
        commit_all(own)
        (citra,) = review_of(root).members
        assert [entry.title for entry in citra.entries] == ["Baru", "Citra"]

    def test_what_is_ignored_is_there_all_the_same(self, root: Path) -> None:
        write_files(root, {".gitignore": "*.md\n"})
        assert "Baru" in [
            e.title for e in alya_after(root, {"activities/2026-06-02-x.md": activity("title: Baru\n")}).entries
        ]

    def test_a_link_is_not_followed(self, root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        secret = tmp_path_factory.mktemp("lain") / "rahasia.md"
        secret.write_text(activity("title: Rahasia\n"), "utf-8")
        (root / "content/members/alya/activities/2026-06-02-x.md").symlink_to(secret)
        (alya,) = review_of(root).members
        assert [left.reason for left in alya.unpublished] == ["link"]
        assert "Rahasia" not in as_text(review_of(root), "en") + as_html(review_of(root), "en")


HOSTILE = [
    "@everyone @alya",
    "![x](https://evil.example/x.png)",
    "[klik](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "</q></p><script>alert(1)</script>",
    "```\n# Judul\n@everyone",
    "` @everyone `` ![x](y) ```",
    "a\u202egpj.exe",
    "a\x1b[2Jb",
    "#1 fixes #2",
    "| a | b |\n| - | - |",
    "~~~\nkeluar",
    "- [ ] tugas",
    "https://evil.example/ www.evil.example evil@evil.example",
    "{slug} {0} %s",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def outside_of_code(markdown: str) -> str:
    """Take away what is code, as CommonMark finds it: fenced blocks, then spans."""
    text = re.sub(r"(?ms)^ *(`{3,})diff\n.*?^ *\1$", "", markdown)
    return re.sub(r"(?s)(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", text)


@pytest.mark.parametrize("text", variants(HOSTILE, quick=4))
def test_nothing_that_members_write_acts_in_a_comment_or_a_page(root: Path, text: str) -> None:
    quoted = text.replace("\\", "").replace("'", "").replace("\n", " ").replace("\x1b", "").replace("\u202e", "")
    name = quoted.replace("/", "-")[:60]
    write_files(
        root, {"content/members/alya/profile.md": f"---\nname: '{quoted}'\nheadline: '{quoted}'\n---\n{text}\n"}
    )
    bad = root / "content/members/alya/activities" / f"2026-06-03-{name}.md"
    bad.write_text(f"---\ntitle: '{quoted}'\nhours: '{quoted}'\n---\n{text}\n", "utf-8")
    found = review_of(root, author=text)
    markdown = as_markdown(found, "en")
    outside = outside_of_code(markdown)
    assert "alya" in markdown and "evil" not in outside and "everyone" not in outside
    for sign in ("<", "![", "](", "@", "|", "#1", "\x1b", "\u202e", "~~~"):
        assert sign not in outside, sign
    for whole in ("@everyone", "<img", "<script", "![x](", "](javascript:"):
        assert whole not in markdown, whole
    page = _Tags()
    page.feed(as_html(found, "en"))
    allowed = {
        "html",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "q",
        "div",
        "ins",
        "del",
        "figure",
        "figcaption",
        "img",
    }
    assert {tag for tag, _ in page.tags} <= allowed
    assert {name for _, attributes in page.tags for name in attributes} <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "src",
        "alt",
    }
    terminal = as_text(found, "en")
    assert "\x1b" not in terminal and "\u202e" not in terminal


@pytest.mark.slow
def test_a_comment_never_grows_too_large_and_says_what_it_leaves_out(root: Path) -> None:
    for number in range(150):
        body = "\n\n".join(f"Kalimat {number} {line} {'`' * (line % 9)}" for line in range(90))
        write_files(
            root, {f"content/members/orang-{number:03}/profile.md": f"---\nname: Orang {number}\n---\n{body}\n"}
        )
    found = review_of(root)
    assert len(found.members) == 150
    markdown = as_markdown(found, "en")
    assert len(markdown.encode()) <= MARKDOWN_BYTES and len(markdown) > MARKDOWN_BYTES // 2
    assert "more members do not fit here" in markdown
    # It was not cut in the middle of code.
    assert "Kalimat" not in outside_of_code(markdown)


@pytest.mark.slow
def test_a_member_who_hangs_or_kills_the_reader_costs_nobody_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(
        root,
        {
            "content/members/alya/profile.md": activity("name: Alya P\n"),
            "content/members/bima/profile.md": activity("name: Bima B\n"),
        },
    )
    from kiprah.authoring.review import community

    monkeypatch.setattr(community, "look_at", _dies_for_alya)
    with WorkerPool(2) as workers:
        found = review_community(context_in(root), "HEAD", "", "", workers)
    assert isinstance(found, Review)
    assert {one.slug: one.unreadable for one in found.members} == {"alya": True, "bima": False}
    assert found.members[0].slug == "alya" and found.members[0].verdict == "hold"


def _dies_for_alya(task):  # type: ignore[no-untyped-def]
    import os

    from kiprah.authoring.review.member import look_at

    if task.slug == "alya":
        os.abort()
    return look_at(task)
