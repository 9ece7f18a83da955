"""Types of single values: how each is decoded from YAML text, and how editors are told of it.

One declaration serves all: reading, the reference in the docs, and the JSON Schema. Lists and groups of keys stand in
``groups``.
"""

from __future__ import annotations

import calendar
import difflib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from kiprah.fields.day import plain_day
from kiprah.fields.decoding import DecodeContext, Wrong, scalar_of, whole_text
from kiprah.fields.duration import HOURS_PATTERN, like_a_time, near_hours, read_minutes
from kiprah.fields.hints import near_day, near_flag, near_number, without_curly
from kiprah.fields.yaml_tree import Items, Node, Scalar

ValueT = TypeVar("ValueT")
ValueT_co = TypeVar("ValueT_co", covariant=True)
WordT = TypeVar("WordT", bound=str)
MadeT = TypeVar("MadeT")


class Type(Protocol[ValueT_co]):
    """Type of a value: something a node can be decoded as."""

    def read(self, node: Node, reading: DecodeContext) -> ValueT_co:
        """Return the value; raise ``Wrong`` where it does not fit."""

    def json_schema(self) -> dict[str, Any]:
        """Describe the values for editors, as JSON Schema 2020-12."""


class Text(Struct, frozen=True):
    """A text; always as written, so ``NO`` stays ``NO``."""

    longest: int = 2000
    lines: bool = False
    needed: bool = False
    """True where nobody writes ``null`` to leave it out: what is written is the text. Anywhere else machines do."""

    def read(self, node: Node, reading: DecodeContext) -> str:
        text = whole_text(node, reading)
        if len(text) > self.longest:
            raise Wrong("text-too-long", {"length": str(len(text)), "limit": str(self.longest)})
        return text if self.lines else " ".join(text.split())

    def json_schema(self) -> dict[str, Any]:
        # YAML editors see an unquoted 2026 as a number; to us it is text all the same.
        return {"type": ["string", "number", "boolean"], "maxLength": self.longest}


class Flag(Struct, frozen=True):
    """Boolean: ``true`` or ``false`` and nothing else, since a typo here could publish."""

    def read(self, node: Node, reading: DecodeContext) -> bool:
        text = scalar_of(node, "true").text
        if text not in ("true", "false"):
            raise Wrong("not-true-or-false", {"value": text, "nearest": near_flag(text)})
        return text == "true"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Whole(Struct, frozen=True):
    """A whole number between two bounds."""

    least: int
    most: int

    def read(self, node: Node, reading: DecodeContext) -> int:
        text = scalar_of(node, "number").text
        if not re.fullmatch(r"\d{1,9}", text) or not self.least <= int(text) <= self.most:
            near = near_number(text)
            if not near.isdigit() or near == text or not self.least <= int(near) <= self.most:
                near = ""
            raise Wrong(
                "bad-number", {"value": text, "least": str(self.least), "most": str(self.most), "nearest": near}
            )
        return int(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Amount(Struct, frozen=True):
    """A plain number, kept as its decimal text."""

    def read(self, node: Node, reading: DecodeContext) -> str:
        text = scalar_of(node, "number").text
        if not re.fullmatch(r"-?\d{1,12}(?:\.\d{1,4})?", text):
            raise Wrong("bad-amount", {"value": text, "nearest": near_number(text)})
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "number"}


class Share(Struct, frozen=True):
    """A number from 0 to 1."""

    def read(self, node: Node, reading: DecodeContext) -> float:
        text = scalar_of(node, "number").text
        if not re.fullmatch(r"(?:0|1|[01]?\.\d{1,8})", text) or not 0 <= float(text) <= 1:
            raise Wrong("bad-share", {"value": text})
        return float(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 1}


class CalendarDay(Struct, frozen=True):
    """A calendar day, ``2026-03-14``; never moved by a timezone."""

    def read(self, node: Node, reading: DecodeContext) -> date:
        return day_of(scalar_of(node, "date").text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


class DayAsKnown(Struct, frozen=True):
    """A calendar day, or a month or year where no more is known: its first day, or its last one for an end."""

    is_end: bool = False

    def read(self, node: Node, reading: DecodeContext) -> date:
        text = scalar_of(node, "date").text.strip()
        if re.fullmatch(r"\d{4}", text):
            first = day_of(f"{text}-01-01")
            return first.replace(month=12, day=31) if self.is_end else first
        if re.fullmatch(r"\d{4}-\d{2}", text):
            first = day_of(f"{text}-01")
            return first.replace(day=calendar.monthrange(first.year, first.month)[1]) if self.is_end else first
        return day_of(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def less_than_a_day(node: Node | None) -> str:
    """Return the month or year that stands where a day could; nothing where it is a day."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return text if re.fullmatch(r"\d{4}(-\d{2})?", text) else ""


def day_of(text: str) -> date:
    """Read ``YYYY-MM-DD``; raise ``Wrong`` for all else: days that do not exist, years out of 1900..2199."""
    day = plain_day(text)
    if day is None:
        raise Wrong("bad-date", {"value": text, "nearest": near_day(text)})
    return day


class Duration(Struct, frozen=True):
    """Hours: a number, ``2:30`` or ``2h 30m``; read to whole minutes."""

    def read(self, node: Node, reading: DecodeContext) -> int:
        text = scalar_of(node, "hours").text
        minutes = read_minutes(text)
        if minutes is None:
            raise Wrong("bad-hours", {"value": text, "nearest": near_hours(text)})
        if meant := like_a_time(text):
            read_as = f"{minutes // 60}:{minutes % 60:02}"
            reading.say("hours-like-time", node, {"value": text, "read": read_as, "nearest": meant})
        return minutes

    def json_schema(self) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": HOURS_PATTERN},
            ]
        }


class Choice(Struct, Generic[WordT], frozen=True):
    """Enumeration: one of a few words."""

    words: tuple[WordT, ...]
    code: str = "bad-choice"
    meant: tuple[tuple[str, str], ...] = ()
    """Words that people write instead, each with the word they mean: for hints only."""

    def read(self, node: Node, reading: DecodeContext) -> WordT:
        text = scalar_of(node, "value").text
        for word in self.words:
            if text == word:
                return word
        folded = (without_curly(text) or text).casefold()
        near: list[str] = difflib.get_close_matches(folded, [str(word) for word in self.words], 1)
        nearest: str = dict(self.meant).get(folded, near[0] if near else "")
        raise Wrong(self.code, {"value": text, "choices": ", ".join(self.words), "nearest": nearest})

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [{"true": True, "false": False}.get(word, word) for word in self.words]}


class Checked(Struct, Generic[ValueT], frozen=True):
    """A text that one rule must accept; the rule returns the value or raises ``Wrong``."""

    rule: Callable[[str], ValueT]
    description: Mapping[str, Any]
    longest: int = 2000

    def read(self, node: Node, reading: DecodeContext) -> ValueT:
        text = whole_text(node, reading)
        if len(text) > self.longest:
            raise Wrong("text-too-long", {"length": str(len(text)), "limit": str(self.longest)})
        return self.rule(text)

    def json_schema(self) -> dict[str, Any]:
        return dict(self.description)


class Converted(Struct, Generic[ValueT, MadeT], frozen=True):
    """A value of another type, made into what the struct holds."""

    type: Type[ValueT]
    make: Callable[[ValueT], MadeT]

    def read(self, node: Node, reading: DecodeContext) -> MadeT:
        return self.make(self.type.read(node, reading))

    def json_schema(self) -> dict[str, Any]:
        return self.type.json_schema()


class Free(Struct, frozen=True):
    """The site's own data: any YAML, kept as plain values with every scalar a text."""

    def read(self, node: Node, reading: DecodeContext) -> Any:
        if isinstance(node, Scalar):
            return scalar_of(node, "text").text
        if isinstance(node, Items):
            return [self.read(item, reading) for item in node.items]
        return {key.text: self.read(value, reading) for key, value in node.entries}

    def json_schema(self) -> dict[str, Any]:
        return {}


class FreeJson(Struct, frozen=True):
    """The site's own data as JSON text with sorted keys."""

    def read(self, node: Node, reading: DecodeContext) -> str:
        return json.dumps(Free().read(node, reading), ensure_ascii=False, sort_keys=True)

    def json_schema(self) -> dict[str, Any]:
        return {}
