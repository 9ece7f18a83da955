"""Hours that organizations signed for a member: the files that go along when the member moves or leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiprah.authoring.community import CommunityContext
from kiprah.authoring.editing.document import read_document
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.erasing.keyed_text import file_in_item
from kiprah.authoring.yaml_text import Value
from kiprah.content.credential_files import ATTESTERS
from kiprah.content.folder import MEMBERS
from kiprah.fields.yaml_spans import Plain
from kiprah.model.credential import NamedAttester


def signed_id(slug: str, context: CommunityContext) -> str:
    """Return the id by which signed files call a member; empty where the profile says none."""
    path = f"{MEMBERS}/{slug}/profile.md"
    if path not in context.site.files:
        return ""
    try:
        value = read_document(context.site.read(path)).values.get("id")
    except CannotEdit:
        return ""
    return value if isinstance(value, str) else ""


def signed_for(person: str, path: str, evidence: Plain | None, context: CommunityContext) -> list[str]:
    """Name the files that were signed for somebody, among the evidence of the event at ``path``."""
    folder, found = path.rpartition("/")[0], []
    for item in evidence if isinstance(evidence, list) else ():
        beside = f"{folder}/{file_in_item(item)}"
        if not (person and isinstance(item, dict) and item.get("kind") == "credential"):
            continue
        if beside in context.site.files and person.encode() in context.site.read(beside):
            found.append(beside)
    return found


def signers_of(files: Iterable[bytes], context: CommunityContext) -> tuple[NamedAttester, ...]:
    """List the organizations the community names that signed one of these files."""
    contents = tuple(files)
    return tuple(one for one in context.settings.attesters if any(_quoted(one.did) in content for content in contents))


def settings_of(attesters: Iterable[NamedAttester]) -> list[Value]:
    """Write organizations as ``site.yml`` names them."""
    told: list[Value] = []
    for one in attesters:
        keys: dict[str, Value] = {"did": one.did, "name": one.name, "checked_by": one.checked_by}
        keys |= {"checked_how": one.checked_how, "checked": one.checked}
        told.append({key: value for key, value in keys.items() if value})
    return told


def signer_copies(attesters: Iterable[NamedAttester], context: CommunityContext) -> Mapping[str, bytes]:
    """Read the copies of what organizations publish, by path: without them nothing of theirs can be checked."""
    names = [_quoted(one.did) for one in attesters]
    found: dict[str, bytes] = {}
    for path in context.site.files:
        if path.startswith(f"{ATTESTERS}/") and path.endswith(".json"):
            content = context.site.read(path)
            if any(name in content for name in names):
                found[path] = content
    return found


def _quoted(did: str) -> bytes:
    # With its quotes: one organization's name may begin as another's does.
    return f'"{did}"'.encode()
