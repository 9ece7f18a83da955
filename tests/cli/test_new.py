"""Beginning a site and its entries: what is written builds at once, and nothing is ever written over."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiprah.authoring.new.entry_text import questions
from kiprah.authoring.templates import FRAMES
from kiprah.authoring.yaml_text import scalar
from kiprah.cli.new import activity, reflection
from support.command import PYTHON, run, run_process
from support.sites import SETTINGS, files_of, make_site


def front_matter(path: Path) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, settings=SETTINGS + "language: id\n")


def camera_photo(path: Path, taken: str, size: tuple[int, int] = (60, 40)) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[2] = (7.0, 48.0, 3.0)
    Image.new("RGB", size, (200, 120, 40)).save(path, "JPEG", exif=exif, comment=b"SecretComment")
    return path


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_a_new_site_is_well_at_once(tmp_path: Path, language: str) -> None:
    done = run(tmp_path, "new", "site", "jejak-saya", "--language", language)
    assert done.returncode == 0, done.stderr
    root = tmp_path / "jejak-saya"
    assert {".gitignore", ".editorconfig", "netlify.toml", "content/site.yml", "content/profile.md"} <= set(
        files_of(root)
    )
    assert f"language: {language}" in (root / "content" / "site.yml").read_text("utf-8")
    checked = json.loads(run(root, "check", "--strict", "--format", "json").stdout)
    # Nothing but what is still to be written.
    assert {problem["code"] for problem in checked["problems"]} == {"example-words", "example-address"}


@pytest.mark.slow
def test_a_new_site_builds_at_once_and_keeps_what_is_private(tmp_path: Path) -> None:
    run(tmp_path, "new", "site", "x", "--language", "en")
    done = run(tmp_path / "x", "build", "--strict", "--drafts", "--url", "http://localhost/")
    assert done.returncode == 0, done.stderr
    published = files_of(tmp_path / "x" / "public")
    assert "index.html" in published and any(name.endswith("/link.jpg") for name in published)
    assert any(b"A morning at the beach" in content for content in published.values())
    assert not any(b"not ready to say" in content or b"Why I began" in content for content in published.values())


def test_a_repository_made_first_takes_a_site_and_what_is_printed_can_be_typed(tmp_path: Path) -> None:
    (tmp_path / "my site" / ".git").mkdir(parents=True)
    (tmp_path / "my site" / "README.md").write_text("mine", "utf-8")
    done = run(tmp_path / "my site", "new", "site", ".")
    assert done.returncode == 0 and "README.md was there already" in done.stdout, done.stderr
    assert (tmp_path / "my site" / "README.md").read_text("utf-8") == "mine"
    steps = [line.strip() for line in done.stdout.partition("next:\n")[2].splitlines()]
    assert len(steps) == 1 and steps[0].endswith("serve --drafts --open")
    done = run(tmp_path, "new", "site", "other site")
    steps = [line.strip() for line in done.stdout.partition("next:\n")[2].splitlines()]
    assert [shlex.split(step) for step in steps[:1]] == [["cd", "other site"]] and "&&" not in done.stdout


def test_a_site_is_found_by_the_folder_that_holds_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path / "mine")
    assert run(tmp_path, "check", "mine").returncode == 0
    assert (tmp_path / "mine" / ".kiprah").is_dir() and not (tmp_path / ".kiprah").exists()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert run(tmp_path, "check", "~/mine").returncode == 0
    done = run(tmp_path, "new", "activity", "Hari", "--date", "2026-05-01", "--site", "~/mine")
    assert done.returncode == 0 and (tmp_path / "mine/content/activities/2026-05-01-hari/index.md").is_file()
    assert run(tmp_path, "check", "nowhere").returncode == 2


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("mine", "utf-8")
    done = run(tmp_path, "new", "site", "x")
    assert done.returncode == 2 and "hint:" in done.stderr
    assert files_of(tmp_path / "x") == {"mine.txt": b"mine"}
    assert run(tmp_path, "new", "site", "x/mine.txt").returncode == 2


def test_photos_are_taken_in_upright_and_without_what_they_tell(site: Path) -> None:
    one = camera_photo(site / "IMG_1.jpg", "2026:03:14 09:00:00")
    two = camera_photo(site / "IMG_2.jpg", "2026:03:15 09:00:00")
    done = run(site, "new", "activity", 'Rapat: "besok"\n#1', "--photos", str(one), str(two), "--role", "Guru: kelas")
    assert done.returncode == 0, done.stderr
    bundle = site / "content" / "activities" / "2026-03-15-rapat-besok-1"
    assert "2026-03-15-rapat-besok-1/index.md" in done.stdout
    said = front_matter(bundle / "index.md")
    assert said["title"] == 'Rapat: "besok" #1' and said["role"] == "Guru: kelas" and said["draft"] is True
    waiting = {"alt": None, "consent": "pending"}
    assert said["photos"] == [{"file": "photo-1.jpg", **waiting}, {"file": "photo-2.jpg", **waiting}]
    assert "stay on this machine" in done.stdout and "photo-1.jpg  from IMG_1.jpg" in done.stdout
    assert "## Refleksi" in (bundle / "index.md").read_text("utf-8")
    photo = bundle / "photo-1.jpg"
    with Image.open(photo) as image:
        assert image.size == (60, 40) and dict(image.getexif()) == {0x0112: 6} and "comment" not in image.info
    assert b"Secret" not in photo.read_bytes()
    assert run(site, "check").returncode == 0


def test_nothing_is_written_over_and_a_bad_photo_leaves_nothing(site: Path) -> None:
    assert run(site, "new", "activity", "Hari", "--date", "2026-05-01").returncode == 0
    before = files_of(site)
    again = run(site, "new", "activity", "HARI", "--date", "2026-05-02")
    assert again.returncode == 1 and "hint:" in again.stderr
    (site / "x.jpg").write_bytes(b"%PDF-1.7")
    bad = run(site, "new", "activity", "Lain", "--photos", "x.jpg")
    assert bad.returncode == 1 and "x.jpg" in bad.stderr
    (site / "x.jpg").unlink()
    assert files_of(site) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("activity",), 'hint: kiprah new activity "'),
        (("activity", "!!!"), "add a word"),
        (("activity", "🌱🌱"), "add a word"),
        (("activity", "x" * 300), "300 letters; 240 is the most"),
        (("activity", "con"), "a name the system keeps"),
        (("activity", "2026"), "just a year"),
        (("activity", "Two", "words"), 'in quotes: "Two words"'),
        (("activity", "x", "--date", "2026-02-30"), "not a day"),
        (("activity", "x", "--date", "2026-02-03", "--end", "2026-02-01"), "lies before"),
        (("activity", "x", "--hours", "two"), "2h 30m"),
        (("activity", "x", "--hours", "30"), "--end"),
        (("activity", "x", "--place", "-7.80139,110.36472"), "exactly where"),
        (("activity", "x", "--photos"), "at least one file"),
        (("activity", "x", "--photos", "nowhere.jpg"), "there is no photo at nowhere.jpg"),
        (("activity", "x", "--photos", "content"), "there are no photos at content"),
        (("activity", "x", "--alt", "A class"), "1 times, for 0 photos"),
        (("activity", "x", "--consent", "yes"), "--people adults --consent yes"),
        (("activity", "x", "--people", "minors", "--consent", "yes"), "parents or guardians"),
        (("activity", "x", "--language", "no such"), "language"),
        (("reflection", "x", "--frame", "none"), "gibbs"),
        (("reflection", "x", "--activity", "hari"), "nor any other yet"),
        (("testimonial",), "kiprah new testimonial"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_next_step(site: Path, args: tuple[str, ...], words: str) -> None:
    before = files_of(site)
    done = run(site, "new", *args)
    assert done.returncode == 2 and "Traceback" not in done.stderr and words in done.stderr
    assert files_of(site) == before


def test_every_flag_stands_in_the_file_and_the_entry_is_well(site: Path) -> None:
    camera_photo(site / "a b.jpg", "2026:03:14 09:00:00")
    done = run(
        site, "new", "activity", "a b.jpg", "Hari", "--organization", "PMI: Sleman", "--role", "Relawan", "--hours", "4,5",
        "--end", "2026-03-15", "--place", "Sleman, ID", "--people", "adults", "--consent", "yes", "--frame", "star",
        "--alt", "Warga: mengantre",
        "--language", "en", "--yes",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    path = site / "content" / "activities" / "2026-03-14-hari" / "index.md"
    said = {key: str(value) for key, value in front_matter(path).items() if key != "photos"}
    assert said == {
        "title": "Hari", "date": "2026-03-14", "end": "2026-03-15", "lang": "en", "draft": "True",
        "organization": "PMI: Sleman", "role": "Relawan", "hours": "4.5", "place": "Sleman, ID",
    }  # fmt: skip
    assert front_matter(path)["photos"] == [
        {"file": "photo-1.jpg", "alt": "Warga: mengantre", "people": "adults", "consent": True}
    ]
    assert "## Reflection" in path.read_text("utf-8") and "Situation:" in path.read_text("utf-8")
    checked = run(site, "check", "--strict")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("frame", FRAMES)
def test_questions_are_never_published(site: Path, language: str, frame: str) -> None:
    """Drafts are shown and the answer stands among the questions: only the answer is there."""
    made = run(site, "new", "activity", "Hari", "--date", "2026-05-01", "--frame", frame, "--language", language)
    assert made.returncode == 0, made.stderr
    made = run(site, "new", "reflection", "Lain", "--date", "2026-05-02", "--frame", frame, "--language", language)
    assert made.returncode == 0, made.stderr
    asked = [line[5:-4] for line in questions(language, frame).splitlines() if line]
    assert len(asked) > 3
    for path in (site / "content").rglob("2026-05-0*"):
        entry = path / "index.md" if path.is_dir() else path
        text = entry.read_text("utf-8")
        entry.write_text(text.replace(" -->", " -->\n\nSaya belajar mendengar.", 2), "utf-8")
    built = run(site, "build", "--drafts", "--strict")
    assert built.returncode == 0, built.stderr
    published = files_of(site / "public")
    assert any(b"Saya belajar mendengar." in content for content in published.values())
    for question in [*asked, "What happened, and what was your part in it?", "Apa yang terjadi, dan apa peran Anda"]:
        for name, content in published.items():
            assert question.encode() not in content, (name, question)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_new_entry_builds_at_once_and_its_photos_wait(tmp_path: Path, language: str) -> None:
    assert run(tmp_path, "new", "site", "x", "--language", language).returncode == 0
    site = tmp_path / "x"
    camera_photo(site / "one.jpg", "2026:03:14 09:00:00", (900, 600))
    done = run(site, "new", "activity", "Hari pertama", "--photos", "one.jpg", KIPRAH_LANG="")
    assert done.returncode == 0, done.stderr
    for words in (("reflection",), ("testimonial",), ("testimonial", "--consent", "yes", "--relation", "RT")):
        done = run(site, "new", *words, "Ibu Sri" if len(words) < 2 else "Pak Budi", "--activity", "hari-pertama")
        assert done.returncode == 0, done.stderr
    path = site / "content" / "activities" / "2026-03-14-hari-pertama" / "index.md"
    path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    done = run(site, "build", "--strict", "--url", "http://localhost/")
    assert done.returncode == 0, done.stderr
    assert "photo-1.jpg: " in done.stderr
    names = files_of(site / "public")
    assert "activities/hari-pertama/index.html" in names
    assert not any(name.startswith("media/hari-pertama") for name in names)
    assert not any(b"Ibu Sri" in content or b"Pak Budi" in content for content in names.values())


@pytest.mark.parametrize("frame", FRAMES)
def test_a_reflection_asks_the_questions_of_its_frame(site: Path, frame: str) -> None:
    (site / "content" / "activities").mkdir()
    (site / "content" / "activities" / "2026-04-30-hari.md").write_text("---\ntitle: Hari\n---\n", "utf-8")
    done = run(site, "new", "reflection", "Belajar", "--frame", frame, "--date", "2026-05-01", "--activity", "hari")
    assert done.returncode == 0, done.stderr
    path = site / "content" / "reflections" / "2026-05-01-belajar.md"
    assert front_matter(path)["frame"] == frame and front_matter(path)["activity"] == "hari"
    assert questions("id", frame) in path.read_text("utf-8")


def test_an_activity_that_is_not_there_is_named_with_those_like_it(site: Path) -> None:
    for name in ("baca-bersama", "donor-darah"):
        assert run(site, "new", "activity", name.replace("-", " "), "--date", "2026-05-01").returncode == 0
    before = files_of(site)
    done = run(site, "new", "reflection", "Belajar", "--activity", "bacabersama")
    assert done.returncode == 2 and "did you mean: baca-bersama\n" in done.stderr
    assert files_of(site) == before
    assert run(site, "new", "testimonial", "Ibu", "--activity", "2026-05-01-donor-darah").returncode == 0
    assert front_matter(site / "content" / "testimonials" / "ibu.md")["activity"] == "donor-darah"


@pytest.mark.slow
def test_a_folder_of_photos_is_taken_in_as_far_as_an_entry_goes(site: Path) -> None:
    photo = camera_photo(site / "photos-0.jpg", "2026:03:14 09:00:00").read_bytes()
    (site / "many").mkdir()
    for number in range(201):
        (site / "many" / f"{number:03}.jpg").write_bytes(photo)
    before = files_of(site)
    done = run(site, "new", "activity", "Hari", "--photos", "many")
    assert done.returncode == 2 and "at most 200" in done.stderr and files_of(site) == before
    (site / "many" / "200.jpg").unlink()
    (site / "many" / "notes.txt").write_text("x", "utf-8")
    done = run(site, "new", "activity", "Hari", "--photos", "many", "many/000.jpg")
    assert done.returncode == 0, done.stderr
    assert len(list((site / "content" / "activities" / "2026-03-14-hari").iterdir())) == 201


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names are Unicode there")
def test_a_file_whose_name_is_no_text_is_taken_in_all_the_same(site: Path) -> None:
    camera_photo(site / "x.jpg", "2026:03:14 09:00:00").rename(site / os.fsdecode(b"foto\xff\x1b.jpg"))
    done = run_process(site, "new", "activity", "Hari", "--photos", b"foto\xff\x1b.jpg")
    assert done.returncode == 0, done.stderr
    assert "foto\\udcff\\u001b.jpg" in done.stdout


def test_an_address_that_a_key_took_is_taken(site: Path) -> None:
    (site / "content" / "reflections").mkdir()
    path = site / "content" / "reflections" / "2026-05-01-lain.md"
    path.write_text("---\ntitle: Lain\nslug: hari-ini\n---\n", "utf-8")
    done = run(site, "new", "activity", "Hari ini")
    assert done.returncode == 1 and "2026-05-01-lain.md" in done.stderr and '"Hari ini 2"' in done.stderr


@pytest.mark.parametrize("title", ["قراءة معًا في المكتبة", "讀書會", "Ñandú & co: #1 — “satu”", "'", "null", "x" * 240])
def test_odd_titles_are_read_back_as_they_were(site: Path, title: str) -> None:
    done = run(site, "new", "activity", title, "--date", "2026-05-01")
    if title == "'":
        assert done.returncode == 2
        return
    assert done.returncode == 0, done.stderr
    path = next((site / "content" / "activities").glob("*/index.md"))
    assert front_matter(path)["title"] == title


SMALL_DISK = (
    "import resource, runpy, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    "runpy.run_module('kiprah', run_name='__main__', alter_sys=True)"
)


def test_a_full_disk_leaves_nothing_and_says_so_in_a_line(site: Path) -> None:
    Image.effect_noise((300, 200), 90).save(site / "one.jpg")
    before = files_of(site)
    done = run_process(site, "-c", SMALL_DISK, "new", "activity", "Hari", "--photos", "one.jpg", command=PYTHON)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("there is no room for content/activities/") and done.stderr.count("\n") == 2
    assert files_of(site) == before and not (site / "content" / "activities").exists()


def test_a_folder_one_may_not_write_in_is_named_in_a_line(site: Path) -> None:
    (site / "content" / "activities").write_text("a file", "utf-8")
    done = run(site, "new", "activity", "Hari")
    assert done.returncode == 1 and done.stderr.startswith("content/activities is a file")
    (site / "content" / "activities").unlink()
    if os.geteuid() == 0:
        pytest.skip("everything may be written by root")
    (site / "content").chmod(0o555)
    try:
        done = run(site, "new", "activity", "Hari")
    finally:
        (site / "content").chmod(0o755)
    assert done.returncode == 3 and done.stderr.startswith("nothing may be written at content/activities/")


def test_a_testimonial_waits_for_consent(site: Path) -> None:
    assert run(site, "new", "testimonial", "Ibu Sri", "--relation", "ketua: RT").returncode == 0
    said = front_matter(site / "content" / "testimonials" / "ibu-sri.md")
    assert said["from"] == "Ibu Sri" and said["consent"] == "pending" and said["relation"] == "ketua: RT"


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    node = yaml.compose(f"key: {scalar(text)}\n")
    assert node.value[0][1].value == text


@pytest.mark.parametrize("page", ["getting-started.md", "mulai.md"])
def test_the_first_page_of_the_docs_names_every_flag(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    flags = {name for option in (*activity.params, *reflection.params) for name in option.opts if name.startswith("--")}
    assert {"--photos", "--people", "--activity"} <= flags
    assert sorted(flag for flag in flags - {"--site", "--member"} if flag not in text) == []
