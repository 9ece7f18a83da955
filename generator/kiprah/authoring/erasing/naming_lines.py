"""Lines that name a person: found in texts and paths, and rewritten where that is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kiprah.authoring.editing.document import FileParts
from kiprah.authoring.erasing.body_photos import address_spans
from kiprah.authoring.erasing.erasure import Mention
from kiprah.authoring.erasing.files_beside import texts_beside
from kiprah.authoring.erasing.keyed_text import comment_spans, read_keyed, texts_within, with_words
from kiprah.authoring.erasing.name_search import Match, NameSearch, lines_at
from kiprah.authoring.erasing.planned_edits import PlannedEdits
from kiprah.fields.yaml_spans import Plain

_SENTENCE = re.compile(
    r"(?:\A|[.!?\u2026][\"'\u2019\u201d)*_]*\s+|(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)[ \t>#*-]*|^[ \t>]*#+[ \t]+)"
    r"[\"'\u2018\u201c(*_[]*\Z",
    re.MULTILINE,
)
"""Pattern of what stands before the first word of a sentence; a text's own beginning is one too."""
_NEAR = 40


def named_lines(search: NameSearch, edits: PlannedEdits) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Find the lines and paths that still name somebody, and those that nearly do."""
    mentions: set[Mention] = set()
    near: set[Mention] = set()
    for path, text in edits.texts():
        named = search.matches(text)
        alike = search.near(text)
        # An address or a file's name is written with other signs between the words.
        named += tuple(one for one in alike if search.is_joined(one.text))
        mentions.update(Mention(path, *line) for line in lines_at(text, (one.start for one in named)))
        mentions.update(_written_otherwise(search, path, text))
        near.update(Mention(path, *line) for line in lines_at(text, (one.start for one in alike)))
    for path in edits.context.holdings.files:
        if path not in edits.gone and search.in_path(path):
            mentions.add(Mention(path, 0, ""))
    for path, text in texts_beside(edits.context):
        mentions.update(Mention(path, *line) for line in lines_at(text, (one.start for one in search.matches(text))))
    lines = {(one.path, one.line) for one in mentions}
    return tuple(sorted(mentions)), tuple(sorted(one for one in near if (one.path, one.line) not in lines))


def replace_names(search: NameSearch, words: str, edits: PlannedEdits) -> None:
    """Plan other words for the name, in every text with keys; addresses and names of files stay."""

    def replaced(value: str) -> str:
        return _with_spans(value, words, search.matches(value))

    def of_values(values: Mapping[str, Plain]) -> Mapping[str, Plain]:
        return {key: with_words(one, replaced, key) for key, one in values.items()}

    for path, text in [*edits.texts()]:
        may_name = "\\" in text or search.names_them(text)
        if may_name and read_keyed(path, text.encode()) is not None:
            edits.change(path, of_values, lambda body: _rewritten_body(search, words, body))
            _rewrite_comments(search, words, path, edits)


def _rewritten_body(search: NameSearch, words: str, body: str) -> str:
    """Replace the name in a body; the address of a link or a photo would lead nowhere with other words."""
    kept = address_spans(body)
    found = [one for one in search.matches(body) if not any(a < one.end and one.start < b for a, b in kept)]
    return _with_spans(body, words, found)


def _rewrite_comments(search: NameSearch, words: str, path: str, edits: PlannedEdits) -> None:
    parts = read_keyed(path, edits.data(path))
    if parts is None:
        return
    keys = parts.keys
    for start, end in reversed(comment_spans(keys)):
        line = keys[start:end]
        keys = keys[:start] + _with_spans(line, words, search.matches(line)) + keys[end:]
    if keys != parts.keys:
        edits.write(path, FileParts(parts.head, keys, parts.fence, parts.body).data)


def _with_spans(text: str, words: str, matches: Sequence[Match]) -> str:
    for match in reversed(matches):
        begins = match.text[0].isupper() and _SENTENCE.search(text, max(0, match.start - _NEAR), match.start)
        new = words[0].upper() + words[1:] if begins else words
        text = text[: match.start] + new + text[match.end :]
    return text


def _written_otherwise(search: NameSearch, path: str, text: str) -> set[Mention]:
    """Find values that name somebody by escapes: ``"Jos\\u00e9"``."""
    if "\\" not in text:
        return set()
    parts = read_keyed(path, text.encode())
    named = [one for one in texts_within(dict(parts.values)) if search.names_them(one)] if parts is not None else []
    if not named:
        return set()
    lines = re.split(r"\r\n|\r|\n", text)
    return {
        Mention(path, number, line.strip())
        for number, line in enumerate(lines, 1)
        if "\\" in line and search.names_them(_spelt_out(line))
    }


def _spelt_out(line: str) -> str:
    def letter(match: re.Match[str]) -> str:
        code = int(match[1] or match[2] or match[3], 16)
        return chr(code) if code < 0x110000 else ""

    return re.sub(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))", letter, line)
