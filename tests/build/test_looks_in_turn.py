"""A community too large to be looked at whole: what somebody changed in its output is mended when its turn comes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.build import publishing
from kiprah.build.pipeline import build
from kiprah.build.request import Request
from kiprah.build.up_to_date import last_result
from kiprah.cache import standing_check
from support.communities import built_community
from support.sites import files_of

PROFILE = "---\nname: {name}\n---\n\nSaya {name}.\n"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    monkeypatch.setattr(standing_check, "FILES_AT_ONCE", 20)
    monkeypatch.setattr(standing_check, "FILES_IN_TURN", 1)
    names = ("citra", "dewi", "eka", "fajar")
    more = {f"content/members/{name}/profile.md": PROFILE.format(name=name) for name in names}
    return built_community(tmp_path, monkeypatch, more)


def edited(request: Request, number: int) -> None:
    profile = request.site / "members/bima/profile.md"
    profile.write_text(f"{profile.read_text('utf-8')}\nKalimat {number}.\n", "utf-8")


def built(request: Request) -> int:
    report = build(request)
    assert report.exit_code == 0
    return report.written


def test_one_file_that_was_changed_is_mended_within_a_round(asked: Request) -> None:
    clean = files_of(asked.output)
    cv = next(path for path in clean if path.startswith("members/eka/") and path != "members/eka/index.html")
    (asked.output / cv).write_bytes(b"somebody was here")
    for number in range(8):
        edited(asked, number)
        assert built(asked) > 0
        if (asked.output / cv).read_bytes() == clean[cv]:
            break
    else:
        pytest.fail("its turn never came")
    assert number > 0, "looked at whole"
    # A clean build elsewhere says the same of everything.
    other = replace(asked, output=asked.output.with_name("other"), cache=asked.cache.with_name(".other"))
    built(other)
    assert files_of(other.output) == files_of(asked.output)


def test_a_folder_that_was_emptied_or_put_back_is_found_out_at_once(asked: Request) -> None:
    clean = files_of(asked.output)
    for path in [path for path in clean if path.startswith("members/fajar/")]:
        (asked.output / path).unlink()
    assert built(asked) == sum(path.startswith("members/fajar/") for path in clean)
    assert files_of(asked.output) == clean
    # As a checkout does: every file is another one with the same bytes, but for one.
    for path, content in clean.items():
        copy = asked.output / f"{path}.copy"
        copy.write_bytes(content if path != "members/eka/index.html" else b"of last year")
        copy.chmod(0o644)
        os.replace(copy, asked.output / path)  # noqa: PTH105
    assert built(asked) == 1
    assert files_of(asked.output) == clean


def test_nothing_to_do_moves_the_turns_on(asked: Request) -> None:
    clean = files_of(asked.output)
    last = [path for path in clean if path.startswith("members/fajar/")][-1]
    (asked.output / last).write_bytes(b"x")
    answers = []
    for _ in range(8):
        found, _ = last_result(asked.site, asked.output, asked.cache, asked.options)
        answers.append(found is not None)
        if found is None:
            built(asked)
    assert answers[0] and not all(answers) and files_of(asked.output) == clean


@pytest.mark.slow
@pytest.mark.parametrize("step", ["publish", "write_standing", "write_manifest"])
def test_what_a_killed_build_left_is_not_believed(asked: Request, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    page = asked.site / "members/bima/pages/tentang.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: Tentang\n---\n\nSatu.\n", "utf-8")
    for _ in range(24):  # two rounds, after which nobody is new
        built(asked)
    clean = files_of(asked.output)
    page.write_text("---\ntitle: Tentang\n---\n\nDua.\n", "utf-8")

    def killed(*arguments: object) -> None:
        if step == "publish":
            wanted = publish(*arguments)  # type: ignore[arg-type]
            assert wanted[0].written > 0
        raise OSError("killed here")

    publish = publishing.publish
    # Here the one file that every build looks at is another by chance: a small index has one chunk.
    monkeypatch.setattr(standing_check, "sample_stands", lambda output, shard: True)
    with monkeypatch.context() as here:
        here.setattr(publishing, step, killed)
        assert build(asked).exit_code == 3
    changed = {path for path, content in files_of(asked.output).items() if clean.get(path) != content}
    assert changed and "members/bima/index.html" not in changed
    page.write_text("---\ntitle: Tentang\n---\n\nSatu.\n", "utf-8")
    built(asked)
    assert files_of(asked.output) == clean
