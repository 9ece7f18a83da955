"""Document of a review: the same parts in every format, with all that members wrote kept apart from our own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kiprah.authoring.review.findings import (
    VERDICTS,
    EntryFinding,
    MemberFindings,
    PhotoFinding,
    Review,
)
from kiprah.authoring.review.public_text import changed_lines
from kiprah.catalog import Words, words
from kiprah.problem import Problem
from kiprah.problem_words import problem_message

_DOMAIN = "review"
_LINES = 80
"""Maximum number of changed lines of an entry that are shown; the rest is counted."""
_LINE = 400
"""Letters of a line that are shown."""
_NAMES = 40
"""Maximum number of files, hosts or problems that are named; the rest is counted."""


class ReviewStyle(Protocol):
    """Protocol of a review's format; whatever a member wrote goes through ``quoted`` or ``lines``."""

    def quoted(self, text: str) -> str:
        """Write a short text of a member's."""

    def heading(self, level: int, text: str) -> str:
        """Write a heading."""

    def paragraph(self, text: str) -> str:
        """Write a paragraph."""

    def item(self, text: str, *, below: bool = False) -> str:
        """Write an item of a list, or one below the item before it."""

    def lines(self, marked: Sequence[tuple[str, str]], more: str) -> str:
        """Write lines of a member's, each with ``+``, ``-`` or nothing before it; ``more`` says what was left out."""

    def photo(self, photo: PhotoFinding, text: str) -> str:
        """Write what there is to say of a photo, with its picture where the format has any."""


class Document:
    """A review in one format and one language."""

    def __init__(self, review: Review, style: ReviewStyle, language: str) -> None:
        self._review, self._style = review, style
        self._words = words(language, _DOMAIN)
        self._problems = words(language, "problems")
        self._members = words(language, "members")

    def head(self) -> str:
        """Return what stands on top: what is compared, and how much there is to look at."""
        review, style, say = self._review, self._style, self._words.say
        parts = [style.heading(1, say("title", title=style.quoted(review.title)))]
        if review.since:
            parts.append(style.paragraph(say("since", commit=review.since[:12])))
        counts = {verdict: sum(one.verdict == verdict for one in review.members) for verdict in VERDICTS}
        if not review.members and not review.elsewhere:
            parts.append(style.paragraph(say("nothing")))
        else:
            parts.append(style.paragraph(say("counts", **{name: str(count) for name, count in counts.items()})))
        if review.elsewhere:
            parts.append(style.paragraph(say("elsewhere")))
            parts += self._named(review.elsewhere)
        return "".join(parts)

    def member(self, one: MemberFindings) -> str:
        """Return all there is to look at of one member."""
        return "".join((self.member_head(one), *self._details(one)))

    def member_head(self, one: MemberFindings) -> str:
        """Return who it is and what to do."""
        style, say = self._style, self._words.say
        names = {"slug": style.quoted(one.slug), "name": style.quoted(one.name or "?")}
        return style.heading(2, say(f"member.{one.verdict}", **names))

    def _details(self, one: MemberFindings) -> Iterable[str]:
        style, say = self._style, self._words.say
        if one.unreadable:
            yield style.item(say("unreadable"))
        if one.change in ("new", "removed"):
            yield style.item(say(f"change.{one.change}"))
        if one.owner:
            yield style.item(say(f"owner.{one.owner}", author=style.quoted(self._review.author)))
        for alike in one.look_alikes:
            values = {"own": alike.own, "other": alike.other, "slug": alike.slug}
            yield style.item(say(f"alike.{alike.what}", **{k: style.quoted(v) for k, v in values.items()}))
        yield from self._problem_items("errors", one.problems)
        yield from self._problem_items("risks", one.risks)
        if one.record_changed:
            yield style.item(say("record", file=style.quoted(f"members/{one.slug}.yml")))
            yield self._diff(one.record_before, one.record_after)
        for entry in one.entries:
            yield from self._entry(entry)
        if one.domains:
            yield style.item(say("domains"))
            for domain in sorted(one.domains, key=lambda domain: (not domain.is_new, domain.host))[:_NAMES]:
                key = "domain.new" if domain.is_new else "domain"
                yield style.item(say(key, host=style.quoted(domain.host), count=str(domain.count)), below=True)
            yield from self._more(len(one.domains))
        if one.unpublished:
            yield style.item(say("unpublished"))
            for left in one.unpublished[:_NAMES]:
                reason = left_out_words(self._members, left.reason, left.detail)
                yield style.item(say("unpublished.file", file=style.quoted(left.path), reason=reason), below=True)
            yield from self._more(len(one.unpublished))
        if one.limits:
            used = {use.what: f"{use.used}/{use.limit}" for use in one.limits}
            yield style.item(say("limits.over" if any(use.is_over for use in one.limits) else "limits", **used))

    def _entry(self, entry: EntryFinding) -> Iterable[str]:
        style, say = self._style, self._words.say
        state = ", ".join(say(f"state.{reason}") for reason in entry.state)
        values = {"title": style.quoted(entry.title or "?"), "file": style.quoted(entry.path)}
        if state:
            yield style.item(say(f"entry.{entry.change}.held", state=state, **values))
        else:
            yield style.item(say(f"entry.{entry.change}", **values))
        yield self._diff(entry.before, entry.after)
        for photo in entry.photos:
            yield style.photo(photo, self._photo(photo))

    def _photo(self, photo: PhotoFinding) -> str:
        style, say = self._style, self._words.say
        parts = [say(f"photo.{photo.change}", file=style.quoted(photo.path.rpartition("/")[2]))]
        parts.append(say(f"people.{photo.people or 'unsaid'}"))
        parts.append(say(f"consent.{photo.consent or 'unsaid'}"))
        if photo.until is not None:
            parts.append(say("consent.until", day=photo.until.isoformat()))
        if photo.by:
            parts.append(say("photo.before", said=style.quoted(photo.by)))
        if photo.hidden:
            parts.append(say("photo.hidden", count=str(photo.hidden)))
        if photo.alt:
            parts.append(say("photo.alt", alt=style.quoted(_cut(photo.alt))))
        if photo.reason:
            parts.append(self._problems.say(f"held.{photo.reason}"))
        return "; ".join(parts)

    def _problem_items(self, key: str, problems: Sequence[Problem]) -> Iterable[str]:
        if not problems:
            return
        style = self._style
        yield style.item(self._words.say(key))
        for problem in problems[:_NAMES]:
            place = problem.place
            where = f"{place.path}:{place.line}" if place.line else place.path
            # Its words name what members wrote.
            text = problem_message(problem, self._problems)
            yield style.item(f"{style.quoted(where)} {style.quoted(_cut(text))}", below=True)
        yield from self._more(len(problems))

    def _diff(self, before: str, after: str) -> str:
        marked = changed_lines(before, after)
        if not marked:
            return ""
        more = self._words.say("more", count=str(len(marked) - _LINES)) if len(marked) > _LINES else ""
        return self._style.lines([(mark, _cut(line)) for mark, line in marked[:_LINES]], more)

    def _named(self, paths: Sequence[str]) -> Iterable[str]:
        yield from (self._style.item(self._style.quoted(path)) for path in paths[:_NAMES])
        yield from self._more(len(paths))

    def _more(self, count: int) -> Iterable[str]:
        if count > _NAMES:
            yield self._style.item(self._words.say("more", count=str(count - _NAMES)), below=True)

    def cut_off(self, count: int) -> str:
        """Say how many members are not shown, since no more fits."""
        return self._style.paragraph(self._words.say("cut-off", count=str(count)))


def left_out_words(catalogue: Words, reason: str, detail: str) -> str:
    """Say why a file was left out, in the catalogue ``members``."""
    return catalogue.say(f"left.{reason}", detail=detail)


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[:_LINE]}…"
