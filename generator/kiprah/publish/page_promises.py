"""Scanner of finished pages and style sheets for scripts, styles and requests that kiprah promises not to publish.

A page may load its own files by relative path and hold JSON-LD; ordinary links may lead anywhere. The policy in
``_headers`` says the same to browsers, but not on every host and not from a disk. Every new page comes through here, so
a sound one is known by its tags alone; only where one of them is of no known form is the page taken apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiprah.publish.close_reading import Violation

_MOST = 5
"""How many are told of one page; a theme makes the same mistake on all of them."""


def promise_violations(path: str, text: str) -> tuple[Violation, ...]:
    """List what a published page or style sheet may not contain; empty for a sound one and for files of other kinds."""
    is_style_sheet = path.endswith(".css")
    if not is_style_sheet and (not path.endswith(".html") or is_plainly_sound(text)):
        return ()
    # Most pages are sound at a glance, and load none of it.
    from kiprah.publish.close_reading import page_violations, style_sheet_violations

    violations = style_sheet_violations(text) if is_style_sheet else page_violations(text)
    return tuple(violations)[:_MOST]


# What the pages are made of, tag by tag: all that is not of this form is looked at closely, and may be sound still.
# The text between tags is of no account, and pages share most of their tags, so that few are read twice.
_TAGS = (
    # What differs from page to page first: alternatives are tried one after the other.
    "a|meta|time|div|li|p|span|path|"
    "abbr|address|article|aside|b|bdi|bdo|blockquote|body|br|button|caption|cite|code|col|colgroup|data|dd|del|details|dfn|"
    "dialog|dl|dt|em|fieldset|figcaption|figure|footer|h[1-6]|head|header|hr|html|i|img|input|ins|kbd|label|legend|main|"
    "mark|menu|nav|ol|picture|pre|q|rp|rt|ruby|s|samp|section|small|source|strong|sub|summary|sup|table|tbody|td|"
    "textarea|tfoot|th|thead|title|tr|track|u|ul|var|video|audio|wbr|svg|rect|circle|g|line|polyline|polygon|text"
)
_WORDS = (
    "content|property|datetime|rel|class|id|lang|dir|value|type|name|title|alt|width|height|loading|decoding|fetchpriority|sizes|hidden|"
    "tabindex|aria-[a-z]+|role|data-[a-z-]+|for|rows|readonly|charset|media|hreflang|download|viewbox|d|x|y|r|cx|cy|"
    "preserveaspectratio|shape-rendering|controls|preload|playsinline|open|start|colspan|rowspan|scope|checked|disabled|cite|"
    "reversed|translate|xmlns|headers|span|label|kind|srclang|muted|loop"
)
_OWN = r"\"(?:[\w.~%#?=@!$+,-]|/(?!/))*\""
_ATTRIBUTE = (
    rf'\s+(?:class="[^"]*"|href="(?:(?:https?:|mailto:|tel:)[^"]*|[^":&\\\s]*)"|(?:{_WORDS})(?:="[^"]*")?|(?:src|poster)={_OWN}'
    r'|srcset="(?:[\w.~%#?=@!$+, -]|/(?!/))*"|(?:fill|stroke|opacity|stroke-[a-z]+)="[\w .#%-]*")'
)
_SOUND_TAG = re.compile(
    rf"!doctype html|(?:{_TAGS})(?:{_ATTRIBUTE})*\s*/?"
    rf'|script(?:\s+(?:defer|type="module"|src={_OWN}))*\s+src={_OWN}|script type="application/ld\+json"'
    r'|link(?:\s+(?:(?:type|title|hreflang|media|sizes)="[^"]*"|href="[^"]*"'
    r'|rel="(?:canonical|alternate|me|author|license|next|prev)"))*\s*/?'
    rf'|link(?:\s+(?:(?:type|title|media|sizes|as|rel|color)="[^"]*"|crossorigin|href={_OWN}))*\s*/?',
    re.IGNORECASE,
)
_TAG = re.compile("<([^/>][^>]*)")
"""What opens; what only closes can do nothing, and is every second tag."""
_known: set[str] = set()
"""Tags that were found sound by this process."""
_KEEP = 20_000


def is_plainly_sound(html: str) -> bool:
    """Say whether a page is sound at a glance; where not, it may be so still."""
    fresh = set(_TAG.findall(html)) - _known
    if not all(map(_SOUND_TAG.fullmatch, fresh)):
        return False
    if len(_known) > _KEEP:
        _known.clear()
    _known.update(fresh)
    return True
