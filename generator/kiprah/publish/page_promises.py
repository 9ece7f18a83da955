"""Scanner of finished pages, style sheets and drawings for what kiprah promises not to publish: scripts, requests.

A page may load its own files by relative path and hold JSON-LD; ordinary links may lead anywhere. The policy in
``_headers`` says the same to browsers, but not on every host and not from a disk. Every new page comes through here, so
a sound one is known by its tags alone; only where one of them is of no known form is the page taken apart.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiprah.publish.close_reading import Violation

_MOST = 5
"""Maximum number of violations told of one page; a theme makes the same mistake on all of them."""


def promise_violations(path: str, text: str) -> tuple[Violation, ...]:
    """List what a published page, style sheet, script or drawing may not contain; empty for sound and other files."""
    ending = path.rpartition(".")[2].lower()
    if ending not in ("html", "css", "js", "svg") or (ending == "html" and is_plainly_sound(text)):
        return ()
    # Most pages are sound at a glance, and load none of it; hardly any theme has a drawing.
    if ending == "svg":
        from kiprah.publish.drawing_reading import drawing_violations

        return tuple(drawing_violations(text))
    from kiprah.publish.asset_reading import script_violations, style_sheet_violations
    from kiprah.publish.close_reading import page_violations

    find = {"html": page_violations, "css": style_sheet_violations, "js": script_violations}[ending]
    return tuple(islice(find(text), _MOST))


# What the pages are made of, tag by tag: all that is not of this form is looked at closely, and may be sound still.
# The text between tags is of no account, and pages share most of their tags, so that few are read twice. No sound tag
# holds ">", so that wherever a browser begins to read one, it is read here as well, whatever either took for a text.
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
    "tabindex|aria-[a-z]+|role|data-[a-z-]+|for|rows|readonly|media|hreflang|download|viewBox|d|x|y|r|cx|cy|"
    "preserveAspectRatio|shape-rendering|controls|preload|playsinline|open|start|colspan|rowspan|scope|checked|disabled|cite|"
    "reversed|translate|xmlns|headers|span|label|kind|srclang|muted|loop"
)
# Only these are spaces to HTML; Python knows more, and letters of other cases besides, so that small letters are asked.
_SPACE = "[ \\t\\n\\f\\r]"
_OWN = r"\"(?:[\w.~%#?=@!$+,-]|/(?!/))*\""
_ATTRIBUTE = (
    rf'{_SPACE}+(?:class="[^"]*"|href="(?:(?:https?:|mailto:|tel:)[^"]*|[^":&\\\s]*)"|(?:{_WORDS})(?:="[^"]*")?'
    rf'|(?:src|poster)={_OWN}|srcset="(?:[\w.~%#?=@!$+, -]|/(?!/))*"'
    r'|(?:fill|stroke|opacity|stroke-[a-z]+)="[\w .#%-]*"|charset="(?:utf|UTF)-8")'
)
_SOUND_TAG = re.compile(
    rf"!(?:doctype|DOCTYPE) html|(?:{_TAGS})(?:{_ATTRIBUTE})*+{_SPACE}*/?"
    rf'|script(?:{_SPACE}+(?:defer|type="module"|src={_OWN}))*{_SPACE}+src={_OWN}></script>'
    r'|script type="application/ld\+json">'
    rf'|link(?:{_SPACE}+(?:(?:type|title|hreflang|media|sizes)="[^"]*"|href="[^"]*"'
    rf'|rel="(?:canonical|alternate|me|author|license)"))*{_SPACE}*/?'
    rf'|link(?:{_SPACE}+(?:(?:type|title|media|sizes|as|rel|color)="[^"]*"|crossorigin|href={_OWN}))*{_SPACE}*/?'
)
_TAG = re.compile(r'<(script(?:[^>]*></script>| type="application/ld\+json">(?=[^<]*</script>))|[^/>][^>]*)')
"""Pattern of opening tags, of scripts with nothing or no markup inside; closing tags, every second, are left out."""
_known: set[str] = set()
"""Tags that were found sound by this process."""
_KEEP = 20_000


def is_plainly_sound(html: str) -> bool:
    """Say whether a page is sound at a glance; where not, it may be so still."""
    fresh = set(_TAG.findall(html)) - _known
    if not all(map(_SOUND_TAG.fullmatch, fresh)) or "\0" in html or "\x1b" in html:
        return False
    # In a drawing a script is another thing.
    drawing = html.find("<svg")
    if 0 <= drawing < html.rfind("<script"):
        return False
    if len(_known) > _KEEP:
        _known.clear()
    _known.update(fresh)
    return True
