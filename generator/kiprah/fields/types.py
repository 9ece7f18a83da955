"""Types of values: how each is read from YAML text, and how editors are told of it.

One declaration serves all: reading, the reference in the docs, and the JSON Schema.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from msgspec import Struct

from kiprah.fields.decoding import DecodeContext as DecodeContext
from kiprah.fields.decoding import Wrong as Wrong
from kiprah.fields.decoding import is_empty, scalar_of, text_of
from kiprah.fields.duration import like_a_time, minutes_of, near_hours
from kiprah.fields.hints import (
    commented_out,
    curly_inside,
    near_day,
    near_flag,
    near_number,
    points_for_commas,
    without_curly,
)
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar


class Type(Protocol):
    """Something a node can be read as."""

    def read(self, node: Node, reading: DecodeContext) -> Any:
        """Return the value; raise ``Wrong`` where it does not fit."""

    def json_schema(self) -> dict[str, Any]:
        """Describe the values for editors, as JSON Schema 2020-12."""


class Text(Struct, frozen=True):
    """A text; always as written, so ``NO`` stays ``NO``."""

    longest: int = 2000
    lines: bool = False

    def read(self, node: Node, reading: DecodeContext) -> str:
        text = scalar_of(node, "text").text.strip()
        if len(text) > self.longest:
            raise Wrong("text-too-long", {"length": str(len(text)), "limit": str(self.longest)})
        return text if self.lines else " ".join(text.split())

    def json_schema(self) -> dict[str, Any]:
        # YAML editors see an unquoted 2026 as a number; to us it is text all the same.
        return {"type": ["string", "number", "boolean"], "maxLength": self.longest}


class Flag(Struct, frozen=True):
    """``true`` or ``false`` and nothing else, since a typo here could publish."""

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


def day_of(text: str) -> date:
    """Read ``YYYY-MM-DD``; raise ``Wrong`` for all else: days that do not exist, years out of 1900..2199."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Wrong("bad-date", {"value": text, "nearest": near_day(text)})
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Wrong("bad-date", {"value": text, "nearest": near_day(text)}) from None
    if not 1900 <= day.year <= 2199:
        raise Wrong("bad-date", {"value": text, "nearest": near_day(text)})
    return day


class Duration(Struct, frozen=True):
    """Hours: a number, ``2:30`` or ``2h 30m``; read to whole minutes."""

    def read(self, node: Node, reading: DecodeContext) -> int:
        text = scalar_of(node, "hours").text
        minutes = minutes_of(text)
        if minutes is None:
            raise Wrong("bad-hours", {"value": text, "nearest": near_hours(text)})
        if meant := like_a_time(text):
            read_as = f"{minutes // 60}:{minutes % 60:02}"
            reading.say("hours-like-time", node, {"value": text, "read": read_as, "nearest": meant}, "note")
        return minutes

    def json_schema(self) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^(\d+(\.\d+)?|\d+:[0-5]\d|(\d+ ?h)? ?(\d+ ?m)?)$"},
            ]
        }


class Choice(Struct, frozen=True):
    """One of a few words."""

    words: tuple[str, ...]
    code: str = "bad-choice"
    meant: tuple[tuple[str, str], ...] = ()
    """What people write instead, and the word they mean: for hints only."""

    def read(self, node: Node, reading: DecodeContext) -> str:
        text = scalar_of(node, "value").text
        if text not in self.words:
            folded = (without_curly(text) or text).casefold()
            near = difflib.get_close_matches(folded, self.words, 1)
            nearest = dict(self.meant).get(folded, near[0] if near else "")
            raise Wrong(self.code, {"value": text, "choices": ", ".join(self.words), "nearest": nearest})
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [{"true": True, "false": False}.get(word, word) for word in self.words]}


class Checked(Struct, frozen=True):
    """A text that one rule must accept; the rule returns the value or raises ``Wrong``."""

    rule: Callable[[str], Any]
    description: Mapping[str, Any]
    longest: int = 2000

    def read(self, node: Node, reading: DecodeContext) -> Any:
        text = scalar_of(node, "text").text.strip()
        if len(text) > self.longest:
            raise Wrong("text-too-long", {"length": str(len(text)), "limit": str(self.longest)})
        return self.rule(text)

    def json_schema(self) -> dict[str, Any]:
        return dict(self.description)


class ListOf(Struct, frozen=True):
    """A list; where the value is a single text and ``one`` is set, a list of one."""

    of: Type
    most: int = 100
    one: bool = False
    least: int = 0

    def read(self, node: Node, reading: DecodeContext) -> tuple[Any, ...]:
        if self.one and isinstance(node, Scalar):
            if not node.quoted and re.match(r"-[^\s\d-]", node.text):
                raise Wrong("list-hyphen")
            return (self.of.read(node, reading),)
        if not isinstance(node, Items):
            short = isinstance(node, Scalar) and isinstance(self.of, Group) and self.of.short
            raise Wrong("not-a-list", {"nearest": f"[{node.text}]" if short and isinstance(node, Scalar) else ""})
        if isinstance(self.of, Share) and (
            meant := points_for_commas([text_of(item) for item in node.items], self.most)
        ):
            raise Wrong("decimal-comma", {"nearest": meant})
        if len(node.items) > self.most or len(node.items) < self.least:
            raise Wrong("too-many", {"count": str(len(node.items)), "least": str(self.least), "most": str(self.most)})
        values = []
        for item in node.items:
            try:
                values.append(self.of.read(item, reading))
            except Wrong as wrong:
                wrong.node = wrong.node or item
                raise
        return tuple(values)

    def json_schema(self) -> dict[str, Any]:
        inner: dict[str, Any] = {"type": "array", "items": self.of.json_schema(), "maxItems": self.most}
        return {"anyOf": [self.of.json_schema(), inner]} if self.one else inner


class Field(Struct, frozen=True):
    """A key that may stand in front matter or settings; its words are in the catalogue ``fields``."""

    name: str
    type: Type
    required: bool = False
    guards: bool = False
    """It decides who may see something: a mistake here hides, and is an error."""


class Values(Struct, frozen=True):
    """What a set of keys was read as; a key that was not given, or not readable, is not there."""

    given: Mapping[str, Any]
    nodes: Mapping[str, Node]
    node: Node | None
    unreadable: frozenset[str] = frozenset()

    def get(self, name: str, default: Any = None) -> Any:
        """Return a key's value, or the default."""
        return self.given.get(name, default)


class Group(Struct, frozen=True):
    """Keys with values of their own; ``short`` is the key a single text stands for."""

    fields: tuple[Field, ...]
    short: str = ""
    hints: Mapping[str, str] = {}
    """Keys of other generators and what they are called here."""

    def read(self, node: Node, reading: DecodeContext) -> Values:
        if self.short and isinstance(node, Scalar):
            inner = next(f for f in self.fields if f.name == self.short)
            return Values({self.short: inner.type.read(node, reading)}, {self.short: node}, node)
        if not isinstance(node, Keys):
            raise Wrong("not-keys")
        return read_fields(node, self.fields, reading, self.hints)

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {f.name: f.type.json_schema() for f in self.fields},
            "additionalProperties": False,
        }
        if required := [f.name for f in self.fields if f.required]:
            schema["required"] = required
        if self.short:
            short = next(f for f in self.fields if f.name == self.short)
            return {"anyOf": [short.type.json_schema(), schema]}
        return schema


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


def read_fields(
    node: Keys, fields: tuple[Field, ...], reading: DecodeContext, hints: Mapping[str, str] | None = None
) -> Values:
    """Read keys by their declarations; every mistake becomes a problem, and the rest is still read."""
    known = {f.name: f for f in fields}
    given: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    unreadable: set[str] = set()
    for key, value in node.entries:
        declared = known.get(key.text)
        if declared is None:
            _unknown(key, known, reading, hints or {})
            continue
        nodes[key.text] = value
        if is_empty(value) and not declared.guards:
            continue
        try:
            given[key.text] = declared.type.read(value, reading)
            inner = curly_inside(value) if isinstance(given[key.text], str) else ""
            if inner:
                reading.say("curly-kept", value, {"key": key.text, "nearest": f'"{inner}"'}, "warning")
        except Wrong as wrong:
            _not_fitting(wrong, wrong.node or value, key.text, reading)
            unreadable.add(key.text)
            if declared.guards:
                reading.broken = True
    for declared in fields:
        if declared.required and declared.name not in given and declared.name not in unreadable:
            unreadable.add(declared.name)
            if declared.name in reading.meant:
                continue
            empty = nodes.get(declared.name)
            reading.say(
                "missing-key", empty or node, {"key": declared.name, "nearest": commented_out(empty, reading.source)}
            )
            unreadable.add(declared.name)
    return Values(given, nodes, node, frozenset(unreadable))


def _not_fitting(wrong: Wrong, node: Node, key: str, reading: DecodeContext) -> None:
    """Say what does not fit; where typographic quotes are the cause, say that."""
    if inner := curly_inside(node):
        reading.say("smart-quotes", node, {"key": key, "nearest": f"{key}: {inner}"})
    else:
        reading.say(wrong.code, node, {"key": key, **wrong.values})


def _unknown(key: Scalar, known: Mapping[str, Field], reading: DecodeContext, hints: Mapping[str, str]) -> None:
    near = difflib.get_close_matches(key.text.casefold(), known, 1, 0.6)
    meant = hints.get(key.text.casefold())
    if meant == "":
        reading.say("foreign-key-unneeded", key, {"key": key.text})
    elif meant is not None and meant.partition(":")[0] in known:
        reading.say("foreign-key", key, {"key": key.text, "nearest": meant})
        reading.meant.add(meant.partition(":")[0])
        if known[meant.partition(":")[0]].guards:
            reading.broken = True
    elif near:
        reading.say("unknown-key", key, {"key": key.text, "nearest": near[0]})
        reading.meant.add(near[0])
        if known[near[0]].guards:
            # `privat: true` was meant to hide: it hides, and is an error.
            reading.broken = True
    else:
        reading.say("unknown-key-far", key, {"key": key.text, "known": ", ".join(sorted(known))})
        reading.broken = True
