"""Who moves takes everything along under the same addresses; who is removed is nowhere, and what cannot be reached is said."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiprah.authoring.installed_from import Origin
from kiprah.authoring.members.moving import Moved, move_member
from kiprah.authoring.members.removal import Removal, plan_removal, remove_member
from kiprah.authoring.refusal import Refusal
from kiprah.credentials.reading import pretty_json
from kiprah.model.credential import AttestedFacts
from support.command import run
from support.communities import COMMUNITY, context_in, make_community
from support.credentials import KNOWN, PERSON, did_json, digest_of_text, signed_document, status_json
from support.repositories import commit_all
from support.sites import files_of, make_project, write_files

ORIGIN = Origin("kiprah==1.0")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_community(
        tmp_path,
        {
            "content/members/alya/activities/2026-05-02-pantai-saya.md": (
                "---\nevent: pantai\nrole: Relawan\n# cerita\nhours: 2\n---\nSaya memilah.\n\n## Refleksi\n\nSenang.\n"
            ),
            "content/events/2026-06-01-pohon.md": (
                "---\ntitle: 'Pohon: seratus'\nhours: 4\ncauses: [environment]\norganization: {name: Rimba, url: 'https://rimba.example/'}\nparticipants:\n- bima\n- alya\n---\n"
            ),
            "content/events/2026-07-01-rahasia.md": "---\ntitle: Rahasia\ndraft: true\nparticipants: [alya]\n---\n",
        },
        settings=COMMUNITY + "featured:\n  - alya/hari\n  - bima  # baru\n  - alya\nhours: hide\n",
    )


def moved(root: Path, url: str = "https://alya.example/jejak", slug: str = "alya") -> Moved | Refusal:
    return move_member(slug, url, root / "pindah", context_in(root), ORIGIN)


class TestOfMoving:
    """``member move``."""

    def test_the_community_leads_on_and_keeps_its_other_words(self, root: Path) -> None:
        (root / "content/members/alya.yml").write_text("since: 2024 # awal\nrole: Tutor\n", "utf-8")
        answer = moved(root)
        assert isinstance(answer, Moved) and answer.left_out == ()
        text = (root / "content/members/alya.yml").read_text("utf-8")
        assert text == 'since: 2024 # awal\nrole: Tutor\nmoved_to: "https://alya.example/jejak/"\n'
        done = run(root, "build", "--today", "2026-11-22")
        assert done.returncode == 0, done.stderr
        public = files_of(root / "public")
        assert b"https://alya.example/jejak/" in public["members/alya/index.html"]
        assert b"/members/alya/* https://alya.example/jejak/:splat 301" in public["_redirects"]
        assert not any(name.startswith("members/alya/activities") for name in public)

    @pytest.mark.slow
    def test_the_portfolio_builds_elsewhere_with_the_same_addresses(self, root: Path) -> None:
        before = run(root, "build", "--today", "2026-11-22")
        assert before.returncode == 0, before.stderr
        pages = {
            name.removeprefix("members/alya/")
            for name in files_of(root / "public")
            if name.startswith("members/alya/activities/") and name.endswith("index.html")
        }
        assert "activities/pantai-saya/index.html" in pages and "activities/hari/index.html" in pages
        assert isinstance(moved(root), Moved)
        done = run(root / "pindah", "build", "--today", "2026-11-22")
        assert done.returncode == 0, done.stderr
        public = files_of(root / "pindah/public")
        assert pages <= set(public)
        # What the event said is the activity's own now, and hours that it hid stay hidden.
        text = (root / "pindah/content/activities/2026-05-02-pantai-saya.md").read_text("utf-8")
        keys = yaml.safe_load(text.split("---\n")[1])
        assert (keys["title"], str(keys["date"]), keys["hours"], keys["role"]) == ("Pantai", "2026-05-01", 2, "Relawan")
        assert "event" not in keys and "# cerita" in text and text.endswith("Senang.\n")
        settings = yaml.safe_load((root / "pindah/content/site.yml").read_text("utf-8"))
        assert settings["title"] == "Alya Putri" and settings["hours"] == "hide" and "kind" not in settings

    def test_events_without_an_entry_go_along(self, root: Path) -> None:
        assert isinstance(moved(root), Moved)
        keys = yaml.safe_load(
            (root / "pindah/content/activities/2026-06-01-pohon.md").read_text("utf-8").split("---\n")[1]
        )
        assert keys["title"] == "Pohon: seratus" and keys["hours"] == 4 and keys["organization"]["name"] == "Rimba"
        assert "participants" not in keys
        # What the community has not published goes nowhere.
        assert not list((root / "pindah").rglob("*rahasia*"))
        assert not any(b"bima" in content for content in files_of(root / "pindah/content").values())

    @pytest.mark.slow
    def test_hours_signed_beside_events_go_along_with_whose_key_it_is(self, root: Path) -> None:
        day = date(2026, 5, 10)
        tree = AttestedFacts("Pohon: seratus", "", 240, day, day, digest_of_text("Pohon: seratus", "", "", "Rimba"))
        beach = AttestedFacts("Pantai", "", 120, date(2026, 5, 1), date(2026, 5, 1), digest_of_text("Pantai", ""))
        evidence = "evidence: [{kind: credential, file: signed.json}]\n"
        pantai, pohon = (
            (root / f"content/events/{name}").read_text("utf-8")
            for name in ("2026-05-01-pantai/index.md", "2026-06-01-pohon.md")
        )
        (root / "content/events/2026-06-01-pohon.md").unlink()
        make_project(
            root,
            COMMUNITY + KNOWN.replace("}]", ", checked_by: Ratna}]"),
            {
                "content/attesters/did.json": did_json(),
                "content/attesters/status.json": status_json(),
                "content/attesters/other.json": '{"id": "did:web:other.example"}',
                "content/members/alya/profile.md": f"---\nname: Alya Putri\nid: {PERSON}\n---\nHalo.\n",
                "content/events/2026-05-01-pantai/index.md": pantai.replace("---\n", f"---\n{evidence}", 1),
                "content/events/2026-05-01-pantai/signed.json": pretty_json(signed_document(beach)),
                "content/events/2026-05-10-pohon/index.md": pohon.replace("---\n", f"---\n{evidence}", 1),
                "content/events/2026-05-10-pohon/signed.json": pretty_json(signed_document(tree)),
            },
        )
        answer = moved(root)
        assert isinstance(answer, Moved) and answer.left_out == ()
        taken = files_of(root / "pindah/content")
        assert {name for name in taken if name.startswith("attesters/")} == {
            "attesters/did.json",
            "attesters/status.json",
        }
        done = run(root / "pindah", "build", "--today", "2026-11-22")
        assert done.returncode == 0, done.stderr
        public = root / "pindah/public"
        said = (public / "activities/pohon/index.html").read_text("utf-8")
        assert "4 hours, confirmed by Rumah Baca Gerimis on May 20, 2026<" in said and "Ratna" not in said
        # Of the other the text is the member's own: what was signed stays, and the page says that there is more.
        said = (public / "activities/pantai-saya/index.html").read_text("utf-8")
        assert "2 hours, confirmed by Rumah Baca Gerimis on May 20, 2026; the text has changed since" in said

    @pytest.mark.parametrize(
        "url", ["alya.example", "javascript:alert(1)", "ftp://alya.example/", "https://alya.example/?x", ""]
    )
    def test_an_address_that_is_none_moves_nobody(self, root: Path, url: str) -> None:
        before = files_of(root)
        assert isinstance(moved(root, url), Refusal) and files_of(root) == before

    def test_a_folder_with_something_in_it_is_not_touched(self, root: Path) -> None:
        write_files(root, {"pindah/milikku.txt": "x"})
        before = files_of(root)
        answer = moved(root)
        assert isinstance(answer, Refusal) and answer.key == "move-target" and files_of(root) == before

    def test_a_record_that_cannot_be_changed_is_left(self, root: Path) -> None:
        (root / "content/members/alya.yml").write_text("since: 2024\nsince: 2025\n", "utf-8")
        before = files_of(root)
        answer = moved(root)
        assert isinstance(answer, Refusal) and answer.key == "record-by-hand" and files_of(root) == before

    def test_an_unknown_member_moves_nowhere(self, root: Path) -> None:
        assert isinstance(moved(root, slug="../alya"), Refusal) and not (root / "pindah").exists()

    def test_the_command(self, root: Path) -> None:
        done = run(root, "member", "move", "alya", "--to", "https://alya.example/")
        assert done.returncode == 0 and (root / "alya-portfolio/content/profile.md").is_file(), done.stderr


class TestOfRemoval:
    """``member remove``."""

    def planned(self, root: Path, slug: str = "alya") -> Removal:
        removal = plan_removal(slug, context_in(root))
        assert isinstance(removal, Removal), removal
        return removal

    def test_all_that_goes_is_named_and_nothing_goes_yet(self, root: Path) -> None:
        write_files(root, {"content/members/alya/.rahasia/kunci": "x"})
        before = files_of(root)
        removal = self.planned(root)
        assert files_of(root) == before
        assert removal.files == (
            "members/alya/profile.md",
            "members/alya/.rahasia/kunci",
            "members/alya/activities/2026-05-01-hari.md",
            "members/alya/activities/2026-05-02-pantai-saya.md",
            "members/alya.yml",
        )
        assert {one.path: one.gone for one in removal.rewritten} == {
            "events/2026-05-01-pantai/index.md": ("participants: [alya, bima]  # semua",),
            "events/2026-06-01-pohon.md": ("- alya",),
            "events/2026-07-01-rahasia.md": ("participants: [alya]",),
            "site.yml": ("  - alya/hari", "  - alya"),
        }

    def test_afterwards_they_are_nowhere_and_nobody_else_changed(self, root: Path) -> None:
        before = files_of(root / "content")
        assert remove_member(self.planned(root), context_in(root)) is None
        after = files_of(root / "content")
        assert not any(b"alya" in content or "alya" in name for name, content in after.items() if name != "site.yml")
        assert after["site.yml"] == before["site.yml"].replace(b"  - alya/hari\n", b"").replace(b"  - alya\n", b"")
        assert after["events/2026-05-01-pantai/index.md"] == before["events/2026-05-01-pantai/index.md"].replace(
            b"alya, ", b""
        )
        assert {n: c for n, c in after.items() if n.startswith("members/bima")} == {
            n: c for n, c in before.items() if n.startswith("members/bima")
        }
        done = run(root, "build", "--today", "2026-11-22", "--allow-removals")
        assert done.returncode == 0, done.stderr
        assert not any(b"Alya" in content or "alya" in name for name, content in files_of(root / "public").items())

    def test_what_was_signed_for_them_beside_an_event_goes_too(self, root: Path) -> None:
        person, other = (f"urn:uuid:{digit * 8}-1111-4111-8111-111111111111" for digit in "12")
        write_files(
            root,
            {
                "content/members/alya/profile.md": f"---\nname: Alya Putri\nid: {person}\n---\nHalo.\n",
                "content/events/2026-05-01-pantai/index.md": (
                    "---\ntitle: Pantai\nparticipants: [alya, bima]\nevidence:\n  - {kind: credential, file: a.json}\n"
                    "  - {kind: credential, file: b.json}\n---\nBersama.\n"
                ),
                "content/events/2026-05-01-pantai/a.json": f'{{"credentialSubject": {{"id": "{person}"}}}}',
                "content/events/2026-05-01-pantai/b.json": f'{{"credentialSubject": {{"id": "{other}"}}}}',
            },
        )
        removal = self.planned(root)
        assert "events/2026-05-01-pantai/a.json" in removal.files
        assert "events/2026-05-01-pantai/b.json" not in removal.files
        assert remove_member(removal, context_in(root)) is None
        after = files_of(root / "content")
        assert not any(person.encode() in content for content in after.values())
        assert "events/2026-05-01-pantai/b.json" in after
        text = after["events/2026-05-01-pantai/index.md"].decode()
        assert "a.json" not in text and "b.json" in text and "participants: [bima]" in text

    def test_names_that_are_alike_stay(self, root: Path) -> None:
        write_files(
            root,
            {
                "content/members/alya-2/profile.md": "---\nname: Alya Dua\n---\n",
                "content/members/alya-2.yml": "since: 2020\n",
                "content/events/2026-08-01-x.md": "---\ntitle: X\nparticipants: [alya-2, bima]\n---\nalya\n",
            },
        )
        assert remove_member(self.planned(root), context_in(root)) is None
        assert (root / "content/members/alya-2/profile.md").is_file() and (
            root / "content/members/alya-2.yml"
        ).is_file()
        assert "[alya-2, bima]" in (root / "content/events/2026-08-01-x.md").read_text("utf-8")

    def test_a_link_in_their_folder_is_removed_and_not_followed(
        self, root: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        elsewhere = tmp_path_factory.mktemp("lain")
        (elsewhere / "penting.txt").write_text("x", "utf-8")
        (root / "content/members/alya/tautan").symlink_to(elsewhere)
        (root / "content/members/citra").symlink_to(elsewhere)
        (root / "content/members/citra.yml").write_text("since: 2020\n", "utf-8")
        assert "members/alya/tautan" in self.planned(root).files
        for slug in ("alya", "citra"):
            assert remove_member(self.planned(root, slug), context_in(root)) is None
            assert not (root / "content/members" / slug).is_symlink() and not (root / "content/members" / slug).exists()
        assert (elsewhere / "penting.txt").is_file()

    def test_what_cannot_be_changed_by_line_is_named(self, root: Path) -> None:
        write_files(root, {"content/events/2026-08-01-x.md": "---\nparticipants: [&a alya, *a]\n---\n"})
        assert self.planned(root).by_hand == ("events/2026-08-01-x.md",)

    def test_a_second_time_mends_a_first_that_was_cut_off(self, root: Path) -> None:
        (root / "content/members/alya/profile.md").unlink()
        (root / "content/members/alya.yml").unlink()
        assert remove_member(self.planned(root), context_in(root)) is None
        assert isinstance(plan_removal("alya", context_in(root)), Refusal)

    def test_history_is_named_with_the_very_line(self, root: Path) -> None:
        commit_all(root)
        line = self.planned(root).history
        assert shlex.split(line) == [
            "git", "-C", str(root), "filter-repo", "--invert-paths",
            "--path", "content/members/alya/", "--path", "content/members/alya.yml",
        ]  # fmt: skip

    def test_nobody_is_removed_unasked(self, root: Path) -> None:
        before = files_of(root)
        done = run(root, "member", "remove", "alya")
        assert done.returncode == 2 and "members/alya/profile.md" in done.stdout and "--yes" in done.stderr
        assert files_of(root) == before
        done = run(root, "member", "remove", "alya", stdin="n\n")
        assert done.returncode == 0 and files_of(root) == before
        done = run(root, "member", "remove", "alya", stdin="y\n")
        assert done.returncode == 0 and not (root / "content/members/alya").exists()
        assert "archives" in done.stdout
        assert run(root, "member", "remove", "alya", "--yes").returncode == 2
