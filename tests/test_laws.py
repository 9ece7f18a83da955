"""The laws: an old store gives what a clean build gives; processes give what one gives; twice writes nothing."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kiprah.cache.state import open_state
from support.command import PYTHON, TODAY, begin_process, run, run_process
from support.sites import draw_photo, files_of, make_site, write_settings

TEMPLATES = (
    "home",
    "activities",
    "activity",
    "reflections",
    "reflection",
    "role",
    "term",
    "terms",
    "year",
    "cv",
    "share",
    "plain",
    "not-found",
    "moved",
)
BASE = """<!doctype html><html lang="{{ page.language }}"><title>{{ page.head_title }}</title><body>
<h1>{{ page.title }}</h1>{% if page.card %}<meta property="og:image" content="{{ page.card.url }}">{% endif %}
{% for item in page.menu %}<a href="{{ item.href }}">{{ item.label }}</a>{% endfor %}
{% if page.kind == "home" %}{% for c in home.chapters %}{% for e in c.entries %}{% if e.activity %}<a href="{{ e.activity.href }}">
{{ e.activity.title }} {{ e.activity.summary }}</a>{% endif %}{% endfor %}{% endfor %}{% endif %}
{% if page.kind == "activity" %}{{ activity.item.when.text }}{% for photo in activity.gallery %}<img src="{{ photo.full }}" alt="">{% endfor %}
{% for part in activity.body.parts %}{% if part is link %}{{ part }}{% elif part is picture %}{{ part.full }}{% else %}{{ safe(part) }}{% endif %}{% endfor %}{% endif %}
</body></html>
"""


def activity(root: Path, slug: str, body: str, front: str = "") -> None:
    path = root / "content" / "activities" / f"2026-05-01-{slug}" / "index.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: Hari {slug}\norganization: Rumah\nrole: Guru\nhours: 2\n{front}\n---\n{body}\n", "utf-8"
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    templates = dict.fromkeys(TEMPLATES, '{% extends "bare:whole.html" %}') | {"whole": BASE}
    root = make_site(
        tmp_path / "site",
        {
            "themes/bare/theme.yml": "name: bare\nextends: pelita\n",
            **{f"themes/bare/templates/{name}.html": text for name, text in templates.items()},
        },
        "title: Jejak\nurl: https://a.example/\ntheme: bare\nphotos: {widths: [24, 48]}\ncards: {formats: [link]}\n",
    )
    for number in range(3):
        draw_photo(root / "content" / "activities" / f"2026-05-01-a{number}" / "p.jpg", number)
        activity(root, f"a{number}", f"Isi {number}.", "photos: [{file: p.jpg, alt: x, people: none}]")
    return root


def build(root: Path, output: str = "public", cache: str = ".kiprah", *more: str, **env: str) -> dict[str, bytes]:
    """Build, and return all files; in a process of its own where its environment is another one."""
    call = run_process if env else run
    done = call(root, "build", "-o", output, "--cache", cache, *TODAY, "-j1", *more, **env)
    assert done.returncode == 0, done.stderr
    return files_of(root / output)


EDITS = {
    "sentence": lambda r: activity(r, "a0", "Kalimat lain.", "photos: [{file: p.jpg, alt: x, people: none}]"),
    "new entry": lambda r: activity(r, "baru", "Isi baru."),
    "rename": lambda r: (r / "content/activities/2026-05-01-a1").rename(r / "content/activities/2026-06-01-pindah"),
    "delete": lambda r: shutil.rmtree(r / "content/activities/2026-05-01-a2"),
    "withdraw": lambda r: activity(r, "a0", "Isi.", "photos: [{file: p.jpg, alt: x, consent: withdrawn}]"),
    "draft": lambda r: activity(r, "a1", "Isi.", "draft: true"),
    "photo": lambda r: draw_photo(r / "content/activities/2026-05-01-a0/p.jpg", 99),
    "theme": lambda r: (r / "themes/bare/templates/whole.html").write_text(BASE + "<!-- lain -->", "utf-8"),
    "setting": lambda r: write_settings(
        r,
        "title: Lain\nurl: https://b.example/x/\ntheme: bare\nphotos: {widths: [32]}\ncards: {formats: [link, square]}\n",
    ),
    "hide": lambda r: activity(
        r, "a0", "Isi.", "photos: [{file: p.jpg, alt: x, people: none, hide: [[0.1, 0.1, 0.4, 0.4]]}]"
    ),
}


QUICK = ("sentence",)


@pytest.mark.parametrize(
    "edit", [edit if edit in QUICK else pytest.param(edit, marks=pytest.mark.slow) for edit in EDITS]
)
def test_an_old_store_gives_what_a_clean_build_gives(site: Path, edit: str) -> None:
    build(site)
    EDITS[edit](site)
    assert build(site) == build(site, "clean", ".clean")


def test_twice_writes_nothing(site: Path) -> None:
    build(site)
    before = {p: p.stat().st_mtime_ns for p in (site / "public").rglob("*")}
    build(site)
    assert {p: p.stat().st_mtime_ns for p in (site / "public").rglob("*")} == before


@pytest.mark.slow
def test_a_photo_of_the_same_size_and_time_is_seen(site: Path) -> None:
    path = site / "content/activities/2026-05-01-a0/p.jpg"
    before = build(site)
    stat = path.stat()
    data = bytearray(path.read_bytes())
    # Another picture of exactly as many bytes: the quantization table decides the look.
    data[data.index(b"\xff\xdb") + 10] ^= 7
    path.write_bytes(bytes(data))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = build(site)
    assert path.stat().st_size == stat.st_size
    assert after == build(site, "clean", ".clean") and after != before


@pytest.mark.slow
def test_any_machine_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    first = build(site)
    other = tmp_path / "lain" / "folder dengan spasi"
    shutil.copytree(site, other, ignore=shutil.ignore_patterns("public", ".kiprah"))
    second = build(other, PYTHONHASHSEED="7", TZ="Pacific/Kiritimati", LC_ALL="C", LANG="C", HOME="/nonexistent")
    assert first == second


@pytest.mark.slow
def test_processes_give_what_one_gives(site: Path) -> None:
    for number in range(6):
        draw_photo(site / "content/activities" / f"2026-05-01-b{number}" / "p.jpg", 50 + number)
        activity(site, f"b{number}", "Isi.", "photos: [{file: p.jpg, alt: x, people: none}]")
    assert build(site) == build(site, "many", ".many", "-j3")


@pytest.mark.slow
def test_garbage_in_the_store_is_made_again(site: Path) -> None:
    clean = build(site)
    rng = random.Random(1)
    stored = sorted(path for path in (site / ".kiprah").rglob("*") if path.is_file() and path.name != "state.db")
    spoilt = [path for path in stored if rng.random() < 0.5]
    assert len(spoilt) > 10
    for path in spoilt:
        path.write_bytes(rng.randbytes(50))
    shutil.rmtree(site / "public")
    assert build(site) == clean


def _words(path: Path) -> set[str]:
    return set(re.findall(r"[0-9a-f]{32}", path.read_bytes().decode("latin-1")))


def test_withdrawn_photos_leave_the_store(site: Path) -> None:
    build(site)
    kept = {p.name for p in (site / ".kiprah" / "photos").iterdir()}
    EDITS["withdraw"](site)
    build(site)
    gone = kept - {p.name for p in (site / ".kiprah" / "photos").iterdir()}
    assert len(gone) == 1
    assert not [path for path in (site / ".kiprah").rglob("*") if path.is_file() and gone & _words(path)]


def test_an_error_leaves_what_stood(site: Path) -> None:
    before = build(site)
    activity(site, "a0", "Isi.", "hours: two")
    done = run(site, "build", *TODAY)
    assert done.returncode == 1
    assert "content/activities/2026-05-01-a0/index.md" in done.stderr and "Traceback" not in done.stderr
    assert files_of(site / "public") == before


def test_keep_going_leaves_out_what_is_broken(site: Path) -> None:
    activity(site, "a0", "Isi.", "draft: yes")
    done = run(site, "build", *TODAY, "--keep-going")
    assert done.returncode == 1
    files = files_of(site / "public")
    assert "activities/a1/index.html" in files and not [p for p in files if "/a0/" in p]


@pytest.mark.slow
def test_two_builds_at_once(site: Path) -> None:
    commands = [begin_process(site, "build", *TODAY) for _ in range(3)]
    codes = sorted(command.wait(timeout=60) for command in commands)
    assert codes[0] == 0 and set(codes) <= {0, 3}
    assert files_of(site / "public") == build(site, "clean", ".clean")


@pytest.mark.slow
def test_a_build_killed_at_any_moment_is_mended(site: Path) -> None:
    clean = build(site, "clean", ".clean")
    for tenth in range(4, 16):
        command = begin_process(site, "build", *TODAY, "--force")
        try:
            command.wait(timeout=tenth / 10)
        except subprocess.TimeoutExpired:
            command.kill()
            command.wait()
        whole = files_of(site / "public") if (site / "public").is_dir() else {}
        assert all(clean.get(path) == data for path, data in whole.items())
    assert build(site) == clean


def test_a_full_disk_ends_with_three_and_one_line(site: Path) -> None:
    before = build(site)
    activity(site, "baru", "Isi baru.")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from kiprah.cli import main; main(['build', '--today', '2026-11-22', '-j1'])"
    )
    done = run_process(site, "-c", code, command=PYTHON)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert files_of(site / "public") == before


def test_a_restored_cache_serves_a_fresh_checkout(site: Path, tmp_path: Path) -> None:
    clean = build(site)
    other = tmp_path / "elsewhere"
    # A build host checks everything out anew (other folder, times and inodes) and brings the cache back.
    shutil.copytree(site, other, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("public"))
    done = run(other, "build", *TODAY, "-j1")
    assert done.returncode == 0, done.stderr
    assert "0 made anew" in done.stdout
    assert files_of(other / "public") == clean


@pytest.mark.slow
def test_a_build_with_nothing_to_do_loads_nothing(site: Path) -> None:
    assert run(site, "build").returncode == 0
    time.sleep(2.1)  # files this young might change again without a trace
    assert run(site, "build").returncode == 0
    loaded = (
        "import sys\nfrom kiprah.cli import main\n"
        "try: main(['build'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print(*(name for name in sys.modules if '.' not in name))"
    )
    done = run_process(site, "-c", loaded, command=PYTHON)
    assert done.returncode == 0, done.stderr
    assert not {"yaml", "jinja2", "markdown", "PIL", "babel"} & set(done.stdout.split())


@pytest.mark.slow
def test_another_codec_than_remembered_is_noticed(site: Path) -> None:
    clean = build(site)
    with open_state(site / ".kiprah") as state:
        older = {name: re.sub(rb"jpeg=[\d.]+", b"jpeg=0.0.0", answer) for name, answer in state.rows("probe").items()}
        assert any(b"jpeg=0.0.0" in answer for answer in older.values())
        state.update("probe", older)
    shutil.rmtree(site / ".kiprah" / "photos")
    shutil.rmtree(site / "public")
    assert build(site) == clean
    with open_state(site / ".kiprah") as state:
        assert not any(b"jpeg=0.0.0" in answer for answer in state.rows("probe").values())


@pytest.mark.slow
def test_what_making_found_is_said_until_it_is_mended(site: Path) -> None:
    activity(site, "a0", "Isi.", "photos: [{file: p.jpg, alt: x, people: none}]")
    path = site / "content" / "activities" / "2026-05-01-a0" / "index.md"
    path.write_text(path.read_text("utf-8").replace("title: Hari a0", "title: 'Hari \U00012000'"), "utf-8")
    for _ in range(2):
        strict = run(site, "build", *TODAY, "-j1", "--strict")
        assert strict.returncode == 1 and "card-glyphs" in strict.stderr
        assert not (site / "public" / "index.html").exists()
    for _ in range(2):
        told = run(site, "build", *TODAY, "-j1")
        assert told.returncode == 0 and "card-glyphs" in told.stderr
    activity(site, "a0", "Isi.", "photos: [{file: p.jpg, alt: x, people: none}]")
    assert "card-glyphs" not in run(site, "build", *TODAY, "-j1").stderr
