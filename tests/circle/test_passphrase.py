"""Which passphrases are strong enough, and what is proposed."""

from __future__ import annotations

from math import log2

import pytest

from kiprah.authoring.circle.contact import contact_address
from kiprah.authoring.circle.passphrase import (
    PASSPHRASE_WORDS,
    calm_words,
    passphrase_fault,
    plain_passphrase,
    proposed_passphrase,
)
from kiprah.authoring.refusal import Refusal


@pytest.mark.parametrize(
    "weak", ["", "rahasia", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabcabc", "fifteen letters"]
)
def test_what_could_be_guessed_is_refused(weak: str) -> None:
    fault = passphrase_fault(weak)
    assert fault is not None and fault.key == "weak"


def test_the_title_of_the_site_is_no_secret() -> None:
    fault = passphrase_fault("jejak alya sekarjati 2026", "Jejak Alya Sekarjati")
    assert fault is not None and fault.key == "names-site"
    assert passphrase_fault("jejak lentera sungai pagi kopi", "Jejak Alya Sekarjati") is None


@pytest.mark.parametrize("language", ["id", "en", "ar"])
def test_proposals_have_sixty_bits_and_are_accepted(language: str) -> None:
    words = calm_words(language)
    assert len(set(words)) == len(words) == 512
    assert log2(len(words)) * PASSPHRASE_WORDS >= 60
    assert all(word.isascii() and word.islower() and word.isalpha() for word in words)
    proposals = {proposed_passphrase(language) for _ in range(50)}
    assert len(proposals) == 50
    assert all(
        passphrase_fault(proposal) is None and len(proposal.split()) == PASSPHRASE_WORDS for proposal in proposals
    )


def test_blanks_and_letter_forms_are_one() -> None:
    assert plain_passphrase("  kopi\u00a0 pagi\n") == "kopi pagi"
    assert plain_passphrase("cafe\u0301") == plain_passphrase("caf\u00e9")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("halo@alya.example", "mailto:halo@alya.example"),
        ("+62 812-3456-7890", "https://wa.me/6281234567890"),
        ("https://wa.me/6281234567890", "https://wa.me/6281234567890"),
    ],
)
def test_contacts(typed: str, address: str) -> None:
    assert contact_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "bad-contact"),
        ("halo", "bad-contact"),
        ("javascript:alert(1)", "bad-contact"),
        ('a@b.example?bcc=c"', "bad-contact"),
        ("https://evil.example/6281234567890", "bad-contact"),
        ("0812 3456 7890", "number-without-country"),
        ("+1 2345", "bad-contact"),
    ],
)
def test_other_contacts_are_refused(typed: str, key: str) -> None:
    refusal = contact_address(typed)
    assert isinstance(refusal, Refusal) and refusal.key == key
