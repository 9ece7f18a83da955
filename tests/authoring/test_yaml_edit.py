"""Edits of YAML in place: the value that was meant, and not a byte more."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kiprah.authoring.editing.document import read_document, with_changes
from kiprah.authoring.editing.plain_values import pruned
from kiprah.authoring.editing.yaml_edit import CannotEdit, edit_yaml, values_of_yaml
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.source import Source
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_spans import Plain, plain_of_node

CONTENT = Path(__file__).parents[2] / "content"
ORDER = ("title", "date", "organization", "role", "hours", "causes", "quote", "photos")


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("title: A # mine\n", {"title": "B"}, "title: B # mine\n"),
        ("title: 'A'\nb: 1\n", {"title": "it's"}, "title: 'it''s'\nb: 1\n"),
        ('title: "A"\n', {"title": 'say "x"'}, 'title: "say \\"x\\""\n'),
        ("title: A\n", {"title": "A: b # c"}, 'title: "A: b # c"\n'),
        ("title:   A\r\nrole: x\r\n", {"title": "B"}, "title:   B\r\nrole: x\r\n"),
        ("title: A", {"title": "B"}, "title: B"),
        ("title: A", {"role": "B"}, "title: A\nrole: B"),
        ("title:\nrole: x\n", {"title": "B"}, "title: B\nrole: x\n"),
        ("title: # a title\nrole: x\n", {"title": "B"}, "title: B # a title\nrole: x\n"),
        ("title: A\nquote: q\n", {"hours": "2:30"}, 'title: A\nhours: "2:30"\nquote: q\n'),
        ("quote: q\n", {"title": "A"}, "title: A\nquote: q\n"),
        ("# only a comment\n", {"title": "A"}, "# only a comment\ntitle: A\n"),
        ("", {"title": "A"}, "title: A\n"),
        ("title: A\nhours: 3\nquote: q\n", {"hours": None}, "title: A\nquote: q\n"),
        ("hours: 3 # counted\nquote: q\n", {"hours": None}, "# counted\nquote: q\n"),
        ("draft: true\n", {"draft": "false"}, "draft: false\n"),
        ("title: A\n", {"consent": "yes"}, "title: A\nconsent: yes\n"),
        ("title: yes\n", {"title": "null"}, 'title: "null"\n'),
        ("quote: >-\n  one\n  two\nrole: x\n", {"quote": "three"}, "quote: >-\n  three\nrole: x\n"),
        ("quote: |\n  one\nrole: x\n", {"quote": "a\nb"}, "quote: |\n  a\n  b\nrole: x\n"),
        ("quote: one\n  two\nrole: x\n", {"quote": "b"}, "quote: b\nrole: x\n"),
        ("causes: [a, b] # two\n", {"causes": ["a", "b", "c, d"]}, 'causes: [a, b, "c, d"] # two\n'),
        ("causes: [a,b,  c]\n", {"causes": ["a", "c"]}, "causes: [a,c]\n"),
        ("causes: [a,b,  c]\n", {"causes": ["b", "c"]}, "causes: [b,  c]\n"),
        ("causes: [a,b,  c]\n", {"causes": ["a", "x", "c"]}, "causes: [a,x,  c]\n"),
        ("causes: [a, 'b']\n", {"causes": ["b", "a"]}, "causes: ['b', a]\n"),
        ("causes: a\n", {"causes": ["a", "b"]}, "causes: [a, b]\n"),
        ("causes:\n- a # first\n# about b\n- b\n", {"causes": ["b", "a"]}, "causes:\n# about b\n- b\n- a # first\n"),
        ("causes:\n  - a\n  - b\nx: y\n", {"causes": ["a", "b", "c"]}, "causes:\n  - a\n  - b\n  - c\nx: y\n"),
        (
            "photos:\n  - a.jpg # short\n  - file: b.jpg\n    # no alt yet\n    alt:\nquote: q\n",
            {"photos": [{"file": "a.jpg", "alt": "A"}, {"file": "b.jpg", "alt": "B"}]},
            "photos:\n  - file: a.jpg\n    alt: A # short\n  - file: b.jpg\n    # no alt yet\n    alt: B\nquote: q\n",
        ),
        (
            "photos:\n  - file: a.jpg\n    alt:\n    # people: none\nquote: q\n",
            {"photos": [{"file": "a.jpg", "people": "none"}, {"file": "b.jpg"}]},
            "photos:\n  - file: a.jpg\n    people: none\n    alt:\n    # people: none\n  - file: b.jpg\nquote: q\n",
        ),
        ("photos: [{file: a.jpg}]\n", {"photos": [{"file": "a.jpg", "alt": "x, y"}]}, 'photos: [{file: a.jpg, alt: "x, y"}]\n'),
        ("photos: [{file: a, alt: b, people: none}]\n", {"photos": [{"file": "a", "people": "none"}]}, "photos: [{file: a, people: none}]\n"),
        ("organization: R # name\n", {"organization": {"name": "R", "url": "https://r.example/"}}, 'organization:\n  name: R\n  url: "https://r.example/" # name\n'),
        ("organization:\n  name: R\n  url: u\nrole: x\n", {"organization": {"name": "R"}}, "organization:\n  name: R\nrole: x\n"),
        ("hide:\n  - - 0.1\n    - 0.2\n", {"hide": [["0.1", "0.3"]]}, "hide:\n  - - 0.1\n    - 0.3\n"),
        ("hide:\n  - - 0.1\n    - 0.2\n", {"hide": [["0.1", "0.2"], ["0.5", "0.6"]]}, "hide:\n  - - 0.1\n    - 0.2\n  - [0.5, 0.6]\n"),
    ],
)  # fmt: skip
def test_only_the_changed_value_changes(before: str, changes: dict[str, Plain | None], after: str) -> None:
    assert edit_yaml(before, changes, ORDER) == after


@pytest.mark.parametrize("text", ["a: &x 1\n", "- a\n", "just text\n", "a: 1\na: 2\n", "a: [1\n", "a: 1\n---\nb: 2\n", "? [a]\n: b\n", "a: !!str b\n"])  # fmt: skip
def test_what_is_not_read_is_not_edited(text: str) -> None:
    with pytest.raises(CannotEdit):
        edit_yaml(text, {"title": "x"}, ORDER)


def test_no_change_is_no_byte() -> None:
    text = "title:   'A'\nphotos:\n    -   file:  b.jpg\n        alt: \ncauses: [ ]\n"
    assert edit_yaml(text, {"title": "A", "causes": [], "photos": [{"file": "b.jpg"}]}, ORDER) == text


def test_hostile_values_are_text() -> None:
    for value in ("\n", "a\n---\nb", "---", "...", "- x", "{a: b}", "&a", "*a", "!x", "%x", "@x", "`", "#", "a\tb", "\u2028", "\x85x", "\\", "'", '"', "null", "~", "0x1", "a" * 3000, "\U0001f600"):  # fmt: skip
        for before in ("title: A\n", "title: 'A'\n", 'title: "A"\n', "title: >\n  A\n", "title: |-\n  A\n"):
            edited = edit_yaml(before, {"title": value}, ORDER)
            assert values_of_yaml(edited).get("title", "") == value.strip(), (before, value)
            assert not any(line.rstrip() in ("---", "...") for line in edited.splitlines())


def sources() -> list[tuple[Path, str]]:
    kinds = {"activities": "activity", "reflections": "reflection", "testimonials": "testimonial", "pages": "page"}
    found = [(CONTENT / "site.yml", "site"), *((path, "profile") for path in sorted(CONTENT.glob("profile*.md")))]
    return found + [(p, kind) for name, kind in kinds.items() for p in sorted((CONTENT / name).rglob("*.md"))]


WORDS = ["hari", "anak: dua", "it's", '"kutip"', "a, b", "#tagar", "yes", "2:30", "Émile", "[x]", "ongkos 5%", "- garis", "baru"]  # fmt: skip


def changed(rng: random.Random, value: Plain) -> Plain:
    """Change one thing somewhere inside a value."""
    if isinstance(value, str):
        return " ".join(rng.choices(WORDS, k=rng.randint(1, 4)))
    if isinstance(value, list):
        items = [*value]
        action = rng.choice(["in", "in", "add", "drop", "move"])
        if action == "add" or not items:
            like = items[0] if items else ""
            items.insert(
                rng.randint(0, len(items)),
                {"file": "new.jpg"} if isinstance(like, dict) else "baru " + rng.choice(WORDS),
            )
        elif action == "drop":
            items.pop(rng.randrange(len(items)))
        elif action == "move":
            items.insert(rng.randrange(len(items)), items.pop())
        else:
            index = rng.randrange(len(items))
            items[index] = changed(rng, items[index])
        return items
    keys = {**value}
    key = rng.choice([*keys, "caption"])
    keys[key] = changed(rng, keys.get(key, ""))
    return keys


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("newline", "edits"),
    [
        ("\n", 20),
        ("\r\n", 20),
        pytest.param("\n", 1000, marks=pytest.mark.slow),
        pytest.param("\r\n", 200, marks=pytest.mark.slow),
    ],
)
def test_a_thousand_random_edits_change_only_what_was_meant(newline: str, edits: int) -> None:
    rng = random.Random(f"{os.environ.get('KIPRAH_SEED', 0)} {edits}")
    files = sources()
    assert len(files) > 40
    documents = {}
    for path, kind in files:
        data = path.read_bytes().replace(b"\n", newline.encode())
        documents[path] = read_document(data, settings=kind == "site")
        assert documents[path].data == data
    for _ in range(edits):
        path, kind = rng.choice(files)
        document = documents[path]
        order = [field.name for field in FILE_DECLARATIONS[kind].fields]
        before = document.values
        key = rng.choice([*before, rng.choice(order)])
        value: Plain | None = None if rng.random() < 0.1 else changed(rng, before.get(key, ""))
        after = with_changes(document, {key: value}, order)
        wanted = {name: one for name, one in before.items() if name != key}
        if value is not None and pruned(value) not in ("", [], {}):
            wanted[key] = value
        # Read back by the reader itself, not by what wrote it.
        node, problems = compose(Source("x", after.keys), after.keys.replace("\r\n", "\n"))
        assert not problems
        assert pruned(plain_of_node(node)) == pruned(wanted), (path, key, value)
        assert (after.head, after.fence, after.body) == (document.head, document.fence, document.body)
        check_other_bytes(document.keys, after.keys, key)


def check_other_bytes(before: str, after: str, key: str) -> None:
    """Outside the lines of one key, all lines are what they were, in their order; its own remark may get a line."""

    def parted(text: str) -> tuple[list[str], list[str]]:
        kept: list[str] = []
        own: list[str] = []
        inside = False
        for line in lines_of(text):
            if line[:1] not in (" ", "-", "#", "\r", "\n"):
                inside = line.partition(":")[0] == key
            (own if inside else kept).append(line)
        return kept, own

    kept, own = parted(before)
    remarks = {f"#{remark}" for line in own for _, sign, remark in [line.partition(" #")] if sign} - {*kept}
    assert [line for line in parted(after)[0] if line not in remarks] == kept


@pytest.mark.slow
def test_one_value_changed_is_one_line_changed() -> None:
    """Most edits are of this kind, so it is held to the byte: every single value of the example's files."""
    count = 0
    for path, kind in sources():
        document = read_document(path.read_bytes(), settings=kind == "site")
        for key, value in document.values.items():
            if isinstance(value, str):
                after = with_changes(document, {key: "Lain"}, ()).text
                changed_lines = [
                    (a, b) for a, b in zip(lines_of(document.text), lines_of(after), strict=False) if a != b
                ]
                if "\n" not in value and len(lines_of(after)) == len(lines_of(document.text)):
                    assert len(changed_lines) == 1 and changed_lines[0][1].startswith(f"{key}:")
                    count += 1
    assert count > 150


def test_line_ends_of_a_body_stay_where_nothing_changed() -> None:
    document = read_document(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\none\r\ntwo\nthree\r\n")
    after = with_changes(document, {"title": "B"}, (), "one\nzwei\nthree\n")
    assert after.data == b"\xef\xbb\xbf---\r\ntitle: B\r\n---\r\none\r\nzwei\r\nthree\r\n"
    assert with_changes(document, {}, (), document.shown_body).data == document.data
