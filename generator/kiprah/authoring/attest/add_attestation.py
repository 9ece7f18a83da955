"""Adds a signed file to the entry it belongs to: the file beside the entry, and its line in ``evidence:``."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from msgspec import Struct

from kiprah.authoring.refusal import Refusal
from kiprah.cache.atomic_write import write_atomically
from kiprah.credentials.entry_facts import facts_of_entry
from kiprah.model.credential import DidCopy, SignedCredential, StatusCopy
from kiprah.model.entry import Activity
from kiprah.model.member import Member

_DOMAIN = "credentials"
_FENCES = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)((?:.*\r?\n)*?)(?=---[ \t]*(?:\r?\n|\Z))")


class AddedCredential(Struct, frozen=True):
    """Paths of a signed file that was added, and of the entry it stands beside."""

    path: Path
    entry: Path
    """The entry's main file."""


def entry_for(member: Member, credential: SignedCredential) -> Activity | Refusal:
    """Find the entry a credential speaks of: the same facts, else the same title and hours."""
    if credential.subject != member.profile.id:
        return Refusal("not-yours", {}, _DOMAIN, "content")
    facts = credential.facts
    same = [a for a in member.activities if facts_of_entry(a) == facts]
    near = [
        a
        for a in member.activities
        if (now := facts_of_entry(a)) and (now.title, now.minutes) == (facts.title, facts.minutes)
    ]
    found = same if len(same) == 1 else near
    return found[0] if len(found) == 1 else Refusal("which-entry", {"title": facts.title}, _DOMAIN, "content")


def add_credential(site: Path, activity: Activity, data: bytes) -> AddedCredential | Refusal:
    """Put a credential beside its entry and name it there, in translations too. Raises ``OSError``."""
    entry = site / activity.common.path
    is_bundle = entry.name.startswith("index.")
    stem = "hours" if is_bundle else f"{entry.name.partition('.')[0]}-hours"
    folder = site / activity.folder
    for evidence in activity.evidence:
        beside = folder / evidence.file
        if evidence.kind == "credential" and beside.is_file() and beside.read_bytes() == data:
            return AddedCredential(beside, entry)
    name, number = f"{stem}.json", 2
    while (folder / name).exists():
        name, number = f"{stem}-{number}.json", number + 1
    texts: dict[Path, str] = {}
    for text in activity.texts:
        path = site / text.written_in
        before = path.read_bytes().decode("utf-8")
        if path != entry and not re.search(r"(?m)^evidence\s*:", before):
            # A translation without a list of its own takes the original's.
            continue
        after = with_evidence(before, name)
        if after is None:
            return Refusal("write-yourself", {"path": str(path), "file": name}, _DOMAIN, "content")
        texts[path] = after
    write_atomically(folder / name, data)
    for path, after in texts.items():
        write_atomically(path, after.encode())
    return AddedCredential(folder / name, entry)


def add_copy(site: Path, copy: DidCopy | StatusCopy) -> Path:
    """Keep a copy of an organization's document in ``attesters/``. Raises ``OSError``."""
    did = copy.did if isinstance(copy, DidCopy) else copy.issuer
    kind = "did" if isinstance(copy, DidCopy) else "status"
    stem = re.sub(r"[^A-Za-z0-9.]+", "-", did.removeprefix("did:web:").replace("%3A", "-")).strip("-.")
    path = site / "attesters" / f"{stem[:80]}-{kind}.json"
    write_atomically(path, copy.text.encode())
    return path


def with_evidence(text: str, name: str) -> str | None:
    """Add a line to ``evidence:`` and leave every other letter as it is; None where that cannot be done surely."""
    match = _FENCES.match(text)
    if match is None:
        return None
    keys, newline = match[2], "\r\n" if "\r\n" in match[0] else "\n"
    item = f"{{kind: credential, file: {name}}}"
    line = re.search(r"(?m)^evidence[ \t]*:[ \t]*(.*?)[ \t]*\r?$", keys)
    if line is None:
        added = f"{keys}evidence:{newline}  - {item}{newline}"
    elif line[1].startswith("[") and line[1].endswith("]"):
        inner = line[1][1:-1].strip().rstrip(",")
        start, end = line.span(1)
        added = f"{keys[:start]}[{inner}{', ' if inner else ''}{item}]{keys[end:]}"
    elif not line[1] or line[1].startswith("#"):
        block = re.match(r"\r?\n(?:(?:[ \t]*(?:#.*)?|[ \t]*-.*|[ \t]+.*)\r?\n)*", keys[line.end() :])
        below = block[0] if block else ""
        indent = re.search(r"(?m)^([ \t]*)-", below)
        if block is None or indent is None:
            return None
        end = line.end() + len(below.rstrip()) if below.strip() else line.end()
        added = f"{keys[:end]}{newline}{indent[1]}- {item}{keys[end:]}"
    else:
        return None
    if not _adds_just(keys, added, name):
        return None
    return match[1] + added + text[match.end() :]


def _adds_just(before: str, after: str, name: str) -> bool:
    """Say whether the keys are read as they were, with one more piece of evidence."""
    try:
        old, new = yaml.safe_load(before) or {}, yaml.safe_load(after)
    except yaml.YAMLError:
        return False
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    added = {"kind": "credential", "file": name}
    return bool(new == {**old, "evidence": [*(old.get("evidence") or []), added]})
