"""Contact of a circle: where its answers go, as an address that a link can lead to."""

from __future__ import annotations

import re

from kiprah.authoring.circle.passphrase import CIRCLE_DOMAIN
from kiprah.authoring.refusal import Refusal

_MAIL = re.compile(r"[^\s@<>\"'?&%]+@[^\s@<>\"'?&%]+\.[^\s@<>\"'?&%.]+")
_NUMBER = re.compile(r"\+?[\d ()./-]{7,24}")
_WHATSAPP = "https://wa.me/"


def contact_address(text: str) -> str | Refusal:
    """Read an e-mail address, or a WhatsApp number with its country."""
    text = text.strip()
    if _MAIL.fullmatch(text):
        return f"mailto:{text}"
    number = text.removeprefix(_WHATSAPP)
    if not _NUMBER.fullmatch(number):
        return Refusal("bad-contact", {"value": text[:80]}, CIRCLE_DOMAIN)
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0") or not 7 <= len(digits) <= 15:
        return Refusal("number-without-country", {"value": text}, CIRCLE_DOMAIN)
    return f"{_WHATSAPP}{digits}"
