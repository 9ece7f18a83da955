"""Keys on disk, identifiers, lists of withdrawals, and hours as text."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from kiprah.credentials import keys
from kiprah.credentials.did import did_address, did_of_site, is_did, key_in
from kiprah.credentials.did_document import did_document, read_did_document
from kiprah.credentials.hours_text import hours_text, minutes_in
from kiprah.credentials.keys import NoKeyFile, WrongPassphrase, new_key, read_key, write_key
from kiprah.credentials.reading import pretty_json
from kiprah.credentials.status_list import BITS, decoded_bits, encoded_bits, read_status_list
from kiprah.credentials.strict_json import NotStrict
from kiprah.credentials.trust_copy import read_trust_copy
from kiprah.model.credential import DidCopy, StatusCopy
from support.credentials import DID, KEY, OTHER_KEY, did_json, status_json

PASSPHRASE = "kuda tenang buku senja"


def test_a_key_is_encrypted_and_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys.BCRYPT_ROUNDS >= 64
    monkeypatch.setattr(keys, "BCRYPT_ROUNDS", 2)
    key, path = new_key(), tmp_path / "org" / "key"
    write_key(path, key, PASSPHRASE)
    text = path.read_bytes()
    assert text.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert path.stat().st_mode & 0o077 == 0
    assert read_key(path, PASSPHRASE).multibase == key.multibase
    with pytest.raises(WrongPassphrase):
        read_key(path, "kuda tenang buku pagi")
    with pytest.raises(FileExistsError):
        write_key(path, new_key(), PASSPHRASE)
    assert path.read_bytes() == text


def test_what_is_no_key_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"kunci")
    with pytest.raises(NoKeyFile):
        read_key(tmp_path / "key", PASSPHRASE)


@pytest.mark.parametrize(
    ("address", "did", "document"),
    [
        ("https://gerimis.example/", "did:web:gerimis.example", "https://gerimis.example/.well-known/did.json"),
        ("https://a.example/x/y/", "did:web:a.example:x:y", "https://a.example/x/y/did.json"),
        ("https://a.example:8443/", "did:web:a.example%3A8443", "https://a.example:8443/.well-known/did.json"),
        ("http://a.example/", "", ""),
        ("https://u:p@a.example/", "", ""),
        ("https://a.example/?x", "", ""),
        ("https://a.example:x/", "", ""),
    ],
)
def test_a_site_has_one_did(address: str, did: str, document: str) -> None:
    assert did_of_site(address) == did
    assert did_address(did) == document


@pytest.mark.parametrize("text", ["did:web:", "did:web:a.example:..:b", "did:web:a b", "did:ion:x", "a", "did:key:z6"])
def test_what_is_no_did_is_none(text: str) -> None:
    assert not is_did(text)
    assert did_address(text) == key_in(text) == ""


def test_only_keys_that_vouch_count() -> None:
    document, vouching = read_did_document(did_json())
    assert (document.id, vouching) == (DID, (KEY.multibase,))
    stolen = pretty_json(did_document(DID, (OTHER_KEY.multibase,), (KEY.multibase,)))
    assert read_did_document(stolen)[1] == (OTHER_KEY.multibase,)
    for before, after in (
        (DID.encode(), b"did:web:lain.example"),
        (KEY.multibase.encode(), OTHER_KEY.multibase.encode()),
    ):
        with pytest.raises(NotStrict):
            read_did_document(did_json().replace(before, after, 1))


def test_a_list_says_who_is_withdrawn_and_is_signed() -> None:
    for indexes in ((), (0,), (5, 131_071), range(0, BITS, 7)):
        assert decoded_bits(encoded_bits(indexes)) == frozenset(indexes)
    assert encoded_bits((3,)) == encoded_bits((3,))
    copy = read_status_list(status_json(5))
    assert (copy.issuer, copy.key, copy.withdrawn) == (DID, KEY.multibase, frozenset({5}))
    document = json.loads(status_json(5))
    document["credentialSubject"]["encodedList"] = encoded_bits(())
    with pytest.raises(NotStrict):
        read_status_list(pretty_json(document))


def test_a_list_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = "u" + urlsafe_b64encode(gzip.compress(bytes(64_000_000))).decode().rstrip("=")
    for text in (bomb, "u" + "A" * 40, encoded_bits(())[:-8]):
        with pytest.raises(NotStrict):
            decoded_bits(text)


def test_copies_are_told_apart_by_what_they_hold() -> None:
    assert isinstance(read_trust_copy(did_json()), DidCopy)
    assert isinstance(read_trust_copy(status_json()), StatusCopy)
    assert read_trust_copy(b"{}") is None


@pytest.mark.parametrize(("minutes", "text"), [(2520, "42"), (150, "2.5"), (80, "1:20"), (3, "0.05"), (45, "0.75")])
def test_hours_have_one_writing(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text
    assert minutes_in(text) == minutes


def test_every_number_of_minutes_comes_back() -> None:
    assert [minutes_in(hours_text(minutes)) for minutes in range(1, 3000)] == [*range(1, 3000)]
    assert [minutes_in(text) for text in ("0", "042", "2.50", "2,5", "-1", "2:60", "1:30", "", "x")] == [None] * 9
