"""Keys of files that people wrote change alone: every other byte stays, and what cannot be told apart is left."""

from __future__ import annotations

import pytest

from kiprah.authoring.members.yaml_lines import NotChangeable, lines_of_front_matter, lines_of_yaml


def without(text: str, name: str = "participants", slug: str = "alya") -> str | None:
    changed = lines_of_front_matter(text).without_items(name, lambda item: item == slug)
    return None if changed is None else changed.text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("participants: [alya, bima]  # semua", "participants: [bima]  # semua"),
        ("participants: [bima,   alya,citra]", "participants: [bima, citra]"),
        ("participants: ['alya', \"bima\"]", 'participants: ["bima"]'),
        ("participants: [alya]", "participants: []"),
        ("participants:\n  - alya\n  - bima  # ketua", "participants:\n  - bima  # ketua"),
        ("participants:\n  - bima\n  # tetangga\n  - alya", "participants:\n  - bima\n  # tetangga"),
        ("participants:\n- bima\n- alya\n- citra", "participants:\n- bima\n- citra"),
        ("participants: [\n  alya,\n  bima,\n]", "participants: [\n  bima,\n]"),
        ("participants: [alya, bima, alya]", "participants: [bima]"),
        ("participants: alya", None),
        ("participants:\n  - alya", None),
    ],
)
def test_an_item_goes_and_nothing_else_changes(before: str, after: str | None) -> None:
    head, tail = '---\ntitle: "Pantai: bersih"   # judul\n', "\nhours:   3\n---\nalya, alya\n"
    if after is None:
        assert without(head + before + tail) == head.rstrip("\n") + tail
    else:
        assert without(head + before + tail) == head + after + tail


def test_windows_lines_stay_windows_lines() -> None:
    text = "---\r\ntitle: x\r\nparticipants: [alya, bima]\r\n---\r\nIsi.\r\n"
    assert without(text) == text.replace("alya, ", "")


@pytest.mark.parametrize("text", ["---\ntitle: x\n---\n", "---\nparticipants: [bima, alya-2]\n---\nalya\n"])
def test_who_is_not_named_changes_nothing(text: str) -> None:
    assert without(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "participants: [alya]\n",
        "---\nparticipants: [alya]\n",
        "---\n{title: x, participants: [alya]}\n---\n",
        "---\ntitle: x\ntitle: y\nparticipants: [alya]\n---\n",
        "---\nparticipants: [&a alya, *a]\n---\n",
        "---\n- alya\n---\n",
        "---\n  title: x\n  participants: [alya]\n---\n",
    ],
)
def test_what_cannot_be_told_apart_is_left(text: str) -> None:
    with pytest.raises(NotChangeable):
        without(text)


def test_a_key_is_replaced_or_added_and_comments_stay() -> None:
    text = "# Kata komunitas\nsince: 2020 # lama\n# peran\nrole: Tutor\n\n# akhir\n"
    changed = lines_of_yaml(text).with_keys({"moved_to": "https://alya.example/", "since": "2021"})
    assert (
        changed.text()
        == '# Kata komunitas\nsince: 2021\n# peran\nrole: Tutor\n\n# akhir\nmoved_to: "https://alya.example/"\n'
    )
    assert lines_of_yaml("").with_keys({"role": "Tutor"}).text().strip() == "role: Tutor"
    assert lines_of_yaml("# x\n").with_keys({"role": "Tutor"}).text() == "# x\nrole: Tutor\n"
    assert lines_of_yaml("source:\n  git: a\n  ref: b\nrole: x\n").with_keys({"source": {"git": "c"}}).text() == (
        "source:\n  git: c\nrole: x\n"
    )
