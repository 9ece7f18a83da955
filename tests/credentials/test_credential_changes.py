"""Every single change to a credential is refused, by the closed schema or by the signature."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from kiprah.credentials.document import CONTEXTS
from kiprah.credentials.proofs import is_signed
from kiprah.credentials.reading import CredentialFault, published_bytes, read_credential
from kiprah.credentials.strict_json import NotStrict
from kiprah.model.credential import SignedCredential
from support.credentials import KEY, OTHER_KEY, PERSON, facts, signed_document, signed_hours

SOUND = signed_document(facts(role="Pengajar"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value and to every part that holds others."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(SOUND)
    at(document, path[:-1])[path[-1]] = value
    return document


def removed(path: tuple[Any, ...]) -> dict[str, Any]:
    document = copy.deepcopy(SOUND)
    del at(document, path[:-1])[path[-1]]
    return document


def other(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1] != "1" else "2")
    return [*value, "x"] if isinstance(value, list) else {**value, "x": "x"}


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in leaves(SOUND):
        name = ".".join(map(str, path))
        value = at(SOUND, path)
        yield f"changed {name}", changed(path, other(value))
        yield f"removed {name}", removed(path)
        yield f"nothing {name}", changed(path, None)
        if isinstance(value, list):
            yield f"alone {name}", changed(path, value[0])
            yield f"turned {name}", changed(path, [*reversed(value)]) if len(value) > 1 else changed(path, [])
        elif isinstance(value, str):
            yield f"listed {name}", changed(path, [value])
    yield "key of nothing", {**SOUND, "key": None}
    yield "more context", changed(("@context",), [*CONTEXTS, "https://evil.example/context"])
    yield "hours as a number", changed(("credentialSubject", "result", 0, "value"), 4)
    yield "a third proof", {**SOUND, "proof": [*SOUND["proof"], SOUND["proof"][1]]}
    yield "the same proof twice", {**SOUND, "proof": [SOUND["proof"][1], SOUND["proof"][1]]}
    yield "an end", {**SOUND, "validUntil": "2030-01-01T00:00:00Z"}


VARIANTS = dict(variants())


def test_it_is_read_as_it_was_signed() -> None:
    credential = read_credential(json.dumps(SOUND).encode(), both=True)
    assert isinstance(credential, SignedCredential)
    assert credential.facts == facts(role="Pengajar")
    assert (credential.subject, credential.key, credential.status_index) == (PERSON, KEY.multibase, 5)
    # Spaces, order of keys and escapes are no part of what is said.
    turned = json.dumps(dict(reversed(SOUND.items())), indent=7, ensure_ascii=True).encode()
    assert isinstance(read_credential(turned, both=True), SignedCredential)


def test_a_changed_one_is_refused() -> None:
    assert len(VARIANTS) > 250
    for name, changed in VARIANTS.items():
        data = json.dumps(changed).encode()
        is_foreign_proof = ".".join(name.split()[1].split(".")[:2]) == "proof.0" and "proofValue" in name
        assert isinstance(read_credential(data, both=True), CredentialFault), name
        # The one over the meaning is not what a build goes by.
        assert is_foreign_proof or isinstance(read_credential(data), CredentialFault), name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b"[" * 60_000,
        b'{"a": ' * 9000 + b"1" + b"}" * 9000,
        signed_hours().replace(b'"name"', b'"name": "Lain", "name"', 1),
        signed_hours().replace(b'"value": "4"', b'"value": 4'),
        signed_hours().replace(b'"value": "4"', b'"value": 1e999'),
        signed_hours().replace(b'"value": "4"', b'"value": NaN'),
        signed_hours().replace(b"Hari baik", b"\\ud800"),
        signed_hours() + b" " * 70_000,
    ],
)
def test_what_two_readers_could_read_differently_is_refused(data: bytes) -> None:
    assert isinstance(read_credential(data), CredentialFault)
    with pytest.raises(NotStrict):
        published_bytes(data)


@pytest.mark.parametrize(
    "title",
    ["tulis ke alya@a.example", "NIK 3404010101010001", "hubungi 081234567890", "a\u202eb", "wa +62 812-3456-7890"],
)
def test_nothing_personal_is_signed(title: str) -> None:
    with pytest.raises(NotStrict):
        signed_document(facts(title=title))


def test_a_key_of_somebody_else_does_not_pass_for_the_organization_s() -> None:
    forged = signed_document(key=OTHER_KEY)
    credential = read_credential(json.dumps(forged).encode())
    # It is a sound signature: whose key it is, is asked against the organization's document.
    assert isinstance(credential, SignedCredential)
    assert credential.key == OTHER_KEY.multibase
    swapped = json.loads(json.dumps(forged).replace(OTHER_KEY.multibase, KEY.multibase))
    assert isinstance(read_credential(json.dumps(swapped).encode()), CredentialFault)


def test_both_proofs_agree_with_the_key_they_name() -> None:
    assert is_signed(SOUND, "eddsa-rdfc-2022")
    assert is_signed(SOUND, "eddsa-jcs-2022")
    assert not is_signed({**SOUND, "proof": []}, "eddsa-jcs-2022")
