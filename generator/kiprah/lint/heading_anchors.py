"""Anchors of links between entries: whether the heading they name is there."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable

from kiprah.model.entry import Body, BodyLink
from kiprah.model.slug import slug_of
from kiprah.plan.privacy.visibility import Visible
from kiprah.problem import Problem

_ID = re.compile(r'\sid="([^"]+)"')


def dead_anchors(visible: Visible) -> Iterable[Problem]:
    """Find links that lead to an entry of this site and to a heading it does not have."""
    bodies = dict(_bodies(visible))
    headings = {path: frozenset(_headings(body)) for path, body in bodies.items()}
    others = [text.reflection for activity in visible.all_activities for text in activity.texts if text.reflection]
    for body in (*bodies.values(), *others):
        for part in body.parts:
            if not isinstance(part, BodyLink) or not part.anchor or part.target.startswith("/"):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(part.place.path), part.target))
            target = next((p for p in (path, f"{path}/index.md", f"{path}.md") if p in headings), None)
            anchor = slug_of(part.anchor)
            if target is not None and anchor not in headings[target]:
                near = difflib.get_close_matches(anchor, sorted(headings[target]), 1, 0.5)
                values = {"anchor": part.anchor, "file": target, "nearest": f"#{near[0]}" if near else ""}
                yield Problem("dead-anchor", part.place, values)


def _bodies(visible: Visible) -> Iterable[tuple[str, Body]]:
    for activity in visible.all_activities:
        yield from ((text.written_in, text.body) for text in activity.texts if not text.hidden)
    for reflection in visible.all_reflections:
        yield from (
            (reflection_text.written_in, reflection_text.body)
            for reflection_text in reflection.texts
            if not reflection_text.hidden
        )
    for page in visible.all_pages:
        yield from ((page_text.written_in, page_text.body) for page_text in page.texts if not page_text.hidden)
    yield from ((text.written_in, text.bio) for text in visible.member.profile.texts)


def _headings(body: Body) -> Iterable[str]:
    for part in body.parts:
        if isinstance(part, str):
            yield from (name.removeprefix("t-") for name in _ID.findall(part))
