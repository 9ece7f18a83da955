"""``kiprah new`` on a terminal: the real command in a real pseudo-terminal, answered as a person would."""

from __future__ import annotations

import functools
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from PIL import Image

from support.command import begin_process, run, run_process
from support.sites import files_of
from support.terminal import Terminal

slower = functools.partial(pytest.param, marks=pytest.mark.slow)


@pytest.fixture
def site(tree: Callable[..., Path]) -> Path:
    return tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
            "content/activities/2026-04-01-lama.md": "---\ntitle: Lama\norganization: PMI Sleman\nrole: Relawan\n---\n",
            "content/activities/2026-05-01-baca.md": "---\ntitle: Baca\norganization: {name: Rumah Pelangi}\nrole: Pengajar\nhours: 2.5\n---\n",
        },
        "title: Jejak\nurl: https://a.example/\nlanguage: id\ncards: {formats: []}\n",
    )


@pytest.fixture
def begin(site: Path) -> Iterator[Callable[..., Terminal]]:
    begun: list[Terminal] = []

    def start(*args: str, **env: str) -> Terminal:
        begun.append(Terminal(site, "new", *args, **env))
        return begun[-1]

    yield start
    for terminal in begun:
        terminal.close()


def snap(path: Path, taken: str, color: int = 90) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[2] = (7.0, 48.0, 3.0)
    Image.new("RGB", (60, 40), (color, 120, 40)).save(path, "JPEG", exif=exif)
    return path


def entry(site: Path, name: str) -> tuple[dict[str, object], str]:
    text = (site / "content" / name).read_text("utf-8")
    front: dict[str, object] = yaml.load(text.split("---\n")[1], yaml.BaseLoader)
    return front, text


def test_the_few_questions_lead_to_an_entry(site: Path, begin: Callable[..., Terminal], tmp_path: Path) -> None:
    late = snap(tmp_path / "my photo.jpg", "2026:03:14 11:00:00", 10)
    early = snap(tmp_path / "Ibu's photo.jpg", "2026:03:14 09:00:00", 200)
    asked = begin("activity")
    asked.asks("What did you do?", "Reading together")
    asked.asks("Photos?", str(late).replace(" ", "\\ ") + " ")
    asked.asks("More photos?", str(early))  # typed as it is: an apostrophe and a space
    asked.asks("More photos?", "")
    assert "Saturday, March 14, 2026, as the photos say" in asked.asks("When was it?", "")
    assert re.search(r"1  Rumah Pelangi\n  2  PMI Sleman", asked.asks("With whom?", "2"))
    assert re.search(r"1  Relawan\n  2  Pengajar", asked.asks("What was your part?", "pengajar"))
    asked.asks("How many hours?", "2 jam 30 menit")
    asked.asks("Where was it?", "Sleman, ID")
    asked.asks("What changed?", "12,5 kg of rice: given")
    asked.asks("Who says so?", "2")
    assert "1  education\n" in asked.asks("What was it for?", "pendidikan").lower()
    asked.asks("Is there proof?", "https://pmi.example/letter")
    asked.asks("Who can be recognised in the 2 photos?", "2")
    asked.asks("Have they all agreed", "y")
    asked.asks("What does Ibu's photo.jpg show? (1 of 2)", "Ibu reads: three children listen")
    assert "It may wait" in asked.asks("What does my photo.jpg show? (2 of 2)", "")
    assert asked.ends() == 0, asked.said
    front, text = entry(site, "activities/2026-03-14-reading-together/index.md")
    assert front["organization"] == "PMI Sleman" and front["role"] == "Pengajar" and front["hours"] == "2h 30m"
    assert front["draft"] == "true" and front["date"] == "2026-03-14" and front["place"] == "Sleman, ID"
    assert front["impact"] == [{"value": "12.5", "what": "kg of rice: given", "source": "organization"}]
    assert front["causes"] == ["education"]
    assert front["evidence"] == [{"kind": "link", "url": "https://pmi.example/letter"}]
    one = {"people": "adults", "consent": "yes"}
    assert front["photos"] == [
        {"file": "photo-1.jpg", "alt": "Ibu reads: three children listen", **one},
        {"file": "photo-2.jpg", "alt": "", **one},
    ]
    assert "photo-1.jpg  from Ibu's photo.jpg" in asked.said and "Refleksi" in text
    with Image.open(site / "content/activities/2026-03-14-reading-together/photo-1.jpg") as image:
        red = image.convert("RGB").getpixel((5, 5))
        assert isinstance(red, tuple) and red[0] > 150
    assert late.read_bytes() and early.read_bytes()


LAST = ("Where was it?", "What changed?", "What was it for?", "Is there proof?")
"""The questions before those about photos."""


def skip(asked: Terminal, *questions: str) -> None:
    for question in questions:
        asked.asks(question, "")


@pytest.mark.slow
def test_empty_answers_skip_and_leave_examples(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("activity", "Hari ini")
    skip(asked, "Photos?", "When was it?", "With whom?", "What was your part?", "How many hours?", *LAST)
    assert asked.ends() == 0, asked.said
    made = next((site / "content" / "activities").glob("*-hari-ini/index.md"))
    text = made.read_text("utf-8")
    assert "# organization: bersama siapa" in text and "# hours: 2.5" in text and "photos" not in text


def test_a_wrong_answer_is_explained_and_asked_again(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("activity")
    asked.asks("What did you do?", "")
    asked.asks("it needs a title", "🌱🌱")
    asked.asks("add a word", "BACA")
    assert 'such as "BACA 2"' in asked.asks("is there already: content/activities/2026-05-01-baca.md", "x" * 300)
    asked.asks("300 letters", "قراءة معًا")
    asked.asks("Photos?", "nowhere.jpg")
    asked.asks("there is no photo at nowhere.jpg", "")
    asked.asks("When was it?", "3/4/2026")
    asked.asks("two ways", "31 February 2026")
    asked.asks('"31 February 2026" is not a day', "14 maret 2026")
    assert "Saturday, March 14, 2026" in asked.asks("With whom?", "x" * 300)
    asked.asks("300 letters", "")
    asked.asks("What was your part?", "")
    asked.asks("How many hours?", "two")
    asked.asks('"two" is not a number of hours', "25")
    asked.asks("1 × 24", "1,5")
    asked.asks("Where was it?", "-7.80139,110.36472")
    asked.asks("exactly where", "")
    asked.asks("What changed?", "much")
    asked.asks("no number in front", "")
    asked.asks("What was it for?", "")
    asked.asks("Is there proof?", "nowhere.pdf")
    asked.asks("there is no file at nowhere.pdf", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-قراءة-معًا/index.md")
    assert front["title"] == "قراءة معًا" and front["hours"] == "1.5"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([("recognised", "")], {"consent": "pending"}),
        slower([("recognised", "nobody")], {"people": "none"}),
        slower([("recognised", "2"), ("agreed", "")], {"people": "adults", "consent": "pending"}),
        slower([("recognised", "2"), ("agreed", "no")], {"people": "adults", "consent": "no"}),
        (
            [("recognised", "everyone"), ("none of the answers", "3"), ("parent", "yes")],
            {"people": "minors", "consent": "guardian"},
        ),
        slower([("recognised", "minors"), ("parent", "3")], {"people": "minors", "consent": "no"}),
    ],
)
def test_who_is_in_a_photo_is_asked_and_no_answer_keeps_it_here(
    site: Path, begin: Callable[..., Terminal], answers: list[tuple[str, str]], said: dict[str, str]
) -> None:
    snap(site / "one.jpg", "2026:03:14 11:00:00")
    asked = begin("activity", "Foto", "one.jpg")
    skip(asked, "When was it?", "With whom?", "What was your part?", "How many hours?", *LAST)
    for question, answer in answers:
        asked.asks(question, answer)
    asked.asks("What does the photo show?", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-foto/index.md")
    assert front["photos"] == [{"file": "photo-1.jpg", "alt": "", **said}]
    assert ("stay on this machine" in asked.said or "wait on this machine" in asked.said) == (
        said.get("consent") == "pending"
    )


@pytest.mark.slow
def test_the_hours_of_the_last_time_and_consent_alone_are_asked(site: Path, begin: Callable[..., Terminal]) -> None:
    snap(site / "one.jpg", "2026:03:14 11:00:00")
    asked = begin("activity", "Foto", "one.jpg", "--people", "minors")
    asked.asks("When was it?", "")
    asked.asks("With whom?", "1")
    asked.asks("What was your part?", "1")
    asked.asks("Last time: 2:30", "=")
    skip(asked, *LAST)
    asked.asks("a parent or guardian", "2")
    asked.asks("What does the photo show?", "x" * 1001)
    asked.asks("1000 is the most", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-foto/index.md")
    assert front["hours"] == "2:30" and front["photos"][0]["consent"] == "pending"  # type: ignore[index]


@pytest.mark.slow
def test_a_slip_in_a_name_is_doubted_once_and_a_video_does_not_spoil_the_drop(
    site: Path, begin: Callable[..., Terminal]
) -> None:
    for number in (1, 2):
        snap(site / f"{number}.jpg", f"2026:03:14 11:0{number}:00", number * 50)
    (site / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    asked = begin("activity", "Foto")
    asked.asks("Photos?", "clip.mp4")
    asked.asks("clip.mp4 is MP4, not a photo of a kind kiprah reads", "2.jpg clip.mp4 1.jpg")
    assert "clip.mp4 is MP4, not a photo" in asked.asks("Photos so far: 2", "1.jpg")
    asked.asks("Photos so far: 2", "")
    asked.asks("When was it?", "")
    asked.asks("With whom?", "Rumah Plangi")
    asked.asks('is close to "Rumah Pelangi"', "1")
    asked.asks("What was your part?", "Pengajer")
    asked.asks('is close to "Pengajar"', "Pengajer")
    skip(asked, "How many hours?", *LAST)
    asked.asks("in the 2 photos?", "1")
    asked.asks("(1 of 2)", "")
    asked.asks("(2 of 2)", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-foto/index.md")
    assert front["organization"] == "Rumah Pelangi" and front["role"] == "Pengajer"
    assert "photo-1.jpg  from 1.jpg" in asked.said and len(front["photos"]) == 2  # type: ignore[arg-type]


@pytest.mark.slow
def test_photos_may_differ(site: Path, begin: Callable[..., Terminal]) -> None:
    snap(site / "IMG-20260314-WA0001.jpg", "2026:03:14 11:00:00", 10)
    snap(site / "two.jpg", "2026:03:14 12:00:00", 20)
    asked = begin(
        "activity", "Foto", "--photos", "two.jpg", "IMG-20260314-WA0001.jpg", "--alt", "Two", "--date", "2026-03-15"
    )
    skip(asked, "With whom?", "What was your part?", "How many hours?", *LAST)
    asked.asks("in the 2 photos?", "4")
    asked.asks("in IMG-20260314-WA0001.jpg (photo-1.jpg)?", "1")
    asked.asks("in two.jpg (photo-2.jpg)?", "")
    # The other was said with the command.
    asked.asks("What does IMG-20260314-WA0001.jpg show?", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-15-foto/index.md")
    assert front["photos"] == [
        {"file": "photo-1.jpg", "alt": "", "people": "none"},
        {"file": "photo-2.jpg", "alt": "Two", "consent": "pending"},
    ]


def test_going_back_takes_the_last_answer_back(site: Path, begin: Callable[..., Terminal], tmp_path: Path) -> None:
    snap(tmp_path / "one.jpg", "2026:03:14 11:00:00")
    asked = begin("activity")
    asked.asks("What did you do?", "<")
    asked.asks("This is the first question", "Fto")
    asked.asks("Photos?", "<")
    asked.asks("What did you do?", "Foto")
    asked.asks("Photos?", str(tmp_path / "one.jpg"))
    asked.asks("More photos?", "")
    skip(asked, "When was it?", "With whom?", "What was your part?", "How many hours?", "Where was it?")
    asked.asks("What changed?", "3 trees")
    asked.asks("Who says so?", "<")
    asked.asks("What changed?", "")
    asked.asks("What was it for?", "")
    asked.asks("Is there proof?", "")
    asked.asks("recognised", "2")
    asked.asks("agreed", "<")
    asked.asks("recognised", "1")
    asked.asks("What does the photo show?", "Trees")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-foto/index.md")
    assert front["title"] == "Foto" and "impact" not in front
    assert front["photos"] == [{"file": "photo-1.jpg", "alt": "Trees", "people": "none"}]


@pytest.mark.slow
def test_a_file_of_proof_is_copied_without_what_it_tells(
    site: Path, begin: Callable[..., Terminal], tmp_path: Path
) -> None:
    snap(tmp_path / "my letter.jpg", "2026:03:14 11:00:00")
    asked = begin("activity", "Surat", "--date", "2026-03-14")
    skip(asked, "Photos?", "With whom?", "What was your part?", "How many hours?", *LAST[:-1])
    asked.asks("Is there proof?", f"'{tmp_path / 'my letter.jpg'}'")
    asked.asks("What is it?", "letter")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "activities/2026-03-14-surat/index.md")
    assert front["evidence"] == [{"kind": "letter", "file": "evidence-1.jpg"}]
    with Image.open(site / "content/activities/2026-03-14-surat/evidence-1.jpg") as image:
        assert not image.getexif().get_ifd(0x8825)
    checked = run_process(site, "check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("key", ["\x03", pytest.param("\x04", marks=pytest.mark.slow)], ids=["ctrl-c", "ctrl-d"])
def test_stopping_leaves_nothing(site: Path, begin: Callable[..., Terminal], key: str) -> None:
    snap(site / "one.jpg", "2026:03:14 11:00:00")
    before = files_of(site)
    asked = begin("activity", "Foto", "--photos", "one.jpg")
    asked.asks("When was it?", "")
    asked.asks("With whom?", key, end="")
    assert asked.ends() == 130
    assert "nothing was written" in asked.said and "Traceback" not in asked.said
    assert files_of(site) == before


@pytest.mark.slow
def test_yes_asks_nothing_on_a_terminal_either(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("activity", "Cepat", "--yes", "--date", "2026-03-14")
    assert asked.ends() == 0 and "> " not in asked.said
    assert (site / "content/activities/2026-03-14-cepat/index.md").is_file()


@pytest.mark.slow
def test_where_nobody_sees_the_question_none_is_asked(site: Path) -> None:
    screen, shown = pty.openpty()
    for ends in ({"stdin": shown, "stdout": subprocess.PIPE}, {"stdin": subprocess.DEVNULL, "stdout": shown}):
        process = begin_process(site, "new", "activity", streams={**ends, "stderr": subprocess.PIPE})
        _, said = process.communicate(timeout=60)
        assert process.returncode == 2 and "kiprah new activity" in said
    os.close(screen)
    os.close(shown)


@pytest.mark.slow
def test_what_was_said_wrongly_is_found_before_anything_is_asked(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("activity", "Foto", "--hours", "two")
    assert asked.ends() == 2 and "> " not in asked.said


@pytest.mark.slow
def test_questions_are_in_the_language_of_the_site(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("activity", "--date", "2026-03-14", KIPRAH_LANG="")
    asked.asks("Apa yang Anda lakukan?", "Baca bersama")
    asked.asks("Ada foto?", "")
    asked.asks("Dengan siapa?", "")
    asked.asks("Apa peran Anda?", "")
    asked.asks("Berapa jam?", "")
    skip(asked, "Di mana?", "Apa yang berubah?", "Untuk bidang apa?", "Ada bukti?")
    assert asked.ends() == 0 and "dibuat: content/activities/2026-03-14-baca-bersama/index.md" in asked.said


@pytest.mark.slow
def test_a_reflection_is_asked_for_its_activity(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("reflection", "--frame", "4p")
    asked.asks("What is it about?", "Belajar")
    assert "1  Baca (2026-05-01)\n  2  Lama (2026-04-01)" in asked.asks("About which activity?", "bacaan")
    asked.asks("did you mean: baca", "bac")
    assert asked.ends() == 0 and "Baca (2026-05-01)\n\nmade" in asked.said, asked.said
    made = next((site / "content" / "reflections").glob("*-belajar.md"))
    assert "activity: baca\n" in made.read_text("utf-8") and "frame: 4p" in made.read_text("utf-8")


@pytest.mark.slow
def test_a_testimonial_is_asked_for_and_waits_for_consent(site: Path, begin: Callable[..., Terminal]) -> None:
    asked = begin("testimonial")
    asked.asks("Whose words are they?", "Ibu Sri")
    asked.asks("About which activity?", "1")
    asked.asks("How does Ibu Sri know you?", "Ketua RT")
    asked.asks("Has Ibu Sri agreed", "")
    assert asked.ends() == 0, asked.said
    front, _ = entry(site, "testimonials/ibu-sri.md")
    assert front["consent"] == "pending" and front["activity"] == "baca" and front["relation"] == "Ketua RT"
    assert "consent: yes" in asked.said


@pytest.mark.slow
def test_killing_it_while_it_writes_leaves_no_half_entry(site: Path) -> None:
    for number in range(20):
        Image.effect_noise((600, 400), 90 + number).save(site / f"{number}.jpg", quality=95)
    activities = site / "content" / "activities"
    command = ["new", "activity", "Foto", "--date", "2026-03-14", "--photos"]
    for _ in range(3):
        process = begin_process(site, *command, *map(str, sorted(site.glob("*.jpg"))))
        while process.poll() is None and not list(activities.glob(".*")):
            time.sleep(0.0005)
        process.kill()
        process.wait()
        whole = activities / "2026-03-14-foto"
        assert not whole.exists() or len(list(whole.iterdir())) == 21
        if whole.exists():
            break
    checked = run(site, "check")
    assert checked.returncode == 0, checked.stderr
    again = run(site, "new", "activity", "Foto", "--date", "2026-03-14", "--photos", "0.jpg")
    assert again.returncode == (1 if whole.exists() and len(list(whole.iterdir())) == 21 else 0), again.stderr


@pytest.mark.slow
def test_stopping_it_while_it_writes_takes_back_what_was_written(site: Path) -> None:
    for number in range(20):
        Image.effect_noise((600, 400), 90 + number).save(site / f"{number}.jpg", quality=95)
    before = files_of(site)
    activities = site / "content" / "activities"
    command = ["new", "activity", "Foto", "--date", "2026-03-14", "--photos"]
    for _ in range(4):
        process = begin_process(site, *command, *map(str, sorted(site.glob("*.jpg"))))
        while process.poll() is None and not list(activities.glob(".*")):
            time.sleep(0.0002)
        process.send_signal(signal.SIGINT)
        code, whole = process.wait(60), activities / "2026-03-14-foto"
        assert not list(activities.glob(".*"))
        if whole.exists():  # it was quicker
            assert len(list(whole.iterdir())) == 21
            break
        assert code == 130 and files_of(site) == before
