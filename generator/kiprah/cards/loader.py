"""Layout loader: parses layout files, resolves ``extends`` and overrides, and builds typed layouts."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from msgspec import Struct

from kiprah.cards.builder import build_layer
from kiprah.cards.layers import CardLayouts, Layout, PhotoShape
from kiprah.cards.parsed import ParsedLayer, merge_layers, parse_layers
from kiprah.cards.schema import LAYOUT_FILE
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import Source
from kiprah.fields.values import Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys
from kiprah.model.settings import CardFormat
from kiprah.plan.views.card import CARD_SIZES, CardKind
from kiprah.problem import Place, Problem, in_order

CARD_KINDS: tuple[CardKind, ...] = get_args(CardKind)
STAND_INS: Mapping[CardKind, CardKind] = {
    "role": "activity",
    "testimonial": "reflection",
    "slide-cover": "activity",
    "slide-photo": "activity",
    "slide-change": "activity",
    "slide-quote": "reflection",
    "slide-end": "activity",
}
"""Kinds whose layout draws one that a theme has no file for: themes older than a kind go on working."""
SHAPES: tuple[PhotoShape, ...] = get_args(PhotoShape)
SLIDE_FORMATS: tuple[CardFormat, ...] = ("portrait",)
"""Formats that carousels are made of."""


class _Override(Struct, frozen=True):
    formats: tuple[str, ...]
    photo: str
    """A shape, ``true`` for any photo, ``false`` for none; empty where it does not matter."""
    layers: Mapping[str, ParsedLayer]

    def applies_to(self, card_format: str, shape: PhotoShape) -> bool:
        """Say whether this changes a card of a format and a photo of a shape."""
        if self.formats and card_format not in self.formats:
            return False
        shapes = {"": SHAPES, "true": ("wide", "upright"), "false": ("none",)}.get(self.photo, (self.photo,))
        return shape in shapes


@dataclass(slots=True)
class _File:
    """One layout file; ``layers`` and ``overrides`` begin with those of the file it extends."""

    layers: dict[str, ParsedLayer] = field(default_factory=dict)
    overrides: list[_Override] = field(default_factory=list)

    def known(self) -> dict[str, ParsedLayer]:
        """Return every layer that is named so far, with all that is said of it anywhere."""
        known = dict(self.layers)
        for override in self.overrides:
            known = merge_layers(override.layers, known)
        return known


@dataclass(slots=True)
class _Files:
    texts: Mapping[str, str]
    lost: Collection[str] = ()
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, _File] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    extended: set[str] = field(default_factory=set)
    """The files that others extend."""

    def file(self, stem: str) -> _File:
        """Read a file after those it extends, once."""
        if stem in self.read:
            return self.read[stem]
        source = Source(f"cards/{stem}.yml", self.texts[stem])
        node, problems = compose(source, source.text)
        self.problems += problems
        reading = DecodeContext(source)
        result = _File()
        if isinstance(node, Keys):
            self.open.append(stem)
            values = read_fields(node, LAYOUT_FILE, reading)
            parent = self._parent(values, reading)
            if parent is not None:
                result = _File(dict(parent.layers), list(parent.overrides))
            self._take(values, reading, result)
            self.open.pop()
        elif not problems:
            reading.say("not-keys", node, {"key": stem, "nearest": ""})
        self.problems += reading.problems
        self.read[stem] = result
        return result

    def _parent(self, values: Values, reading: DecodeContext) -> _File | None:
        name = values.get("extends", "")
        if not name:
            return None
        if name in self.open:
            reading.say("card-extends-circle", values.nodes["extends"], {"name": name})
            return None
        if name not in self.texts:
            near = difflib.get_close_matches(name, self.texts, 1)
            nearest, known = near[0] if near else "", ", ".join(sorted(self.texts))
            place = values.nodes["extends"]
            reading.say("card-extends-missing", place, {"name": name, "nearest": nearest, "known": known})
            return None
        self.extended.add(name)
        return self.file(name)

    def unused(self) -> Iterator[Problem]:
        """Name the files that draw no kind of card, and that none extends."""
        for stem in sorted(self.texts.keys() - self.extended - set(CARD_KINDS)):
            near = difflib.get_close_matches(stem, CARD_KINDS, 1)
            values = {"name": stem, "nearest": near[0] if near else "", "known": ", ".join(sorted(CARD_KINDS))}
            yield Problem("card-unused", Place(f"cards/{stem}.yml"), values)

    def _take(self, values: Values, reading: DecodeContext, result: _File) -> None:
        if "layers" in values.given:
            result.layers = merge_layers(self._layers(values, reading, result), result.layers)
        for override in values.get("overrides", ()):
            if "layers" not in override.given:
                continue
            layers = self._layers(override, reading, result)
            result.overrides.append(_Override(override.get("for", ()), override.get("photo", ""), layers))

    def _layers(self, values: Values, reading: DecodeContext, result: _File) -> dict[str, ParsedLayer]:
        return parse_layers(values.given["layers"], result.known(), reading, self.lost)


def load_layouts(
    files: Mapping[str, str], kinds: Sequence[CardKind] = CARD_KINDS, lost: Collection[str] = ()
) -> tuple[CardLayouts | None, tuple[Problem, ...]]:
    """Read a theme's card layouts: file names (``activity.yml``) and their texts.

    Every kind of card needs its file. With an error there are no layouts; every problem has its file, line and column.
    With some ``kinds`` alone, only what they need is read: who draws one card should not wait for all. ``lost`` are
    types of layers whose packages must not be loaded.
    """
    # In the order of names, so that the same files give the same problems.
    reader = _Files({_stem(name): files[name] for name in sorted(files)}, lost)
    layouts: list[Layout] = []
    if len(kinds) == len(CARD_KINDS):
        for stem in reader.texts:
            reader.file(stem)
        reader.problems += reader.unused()
    for kind in kinds:
        stem = kind if kind in reader.texts else STAND_INS.get(kind, kind)
        if stem not in reader.texts:
            if kind not in STAND_INS:
                reader.problems.append(Problem("card-layout-missing", Place(f"cards/{stem}.yml"), {"kind": kind}))
            continue
        file = reader.file(stem)
        if any(problem.is_error for problem in reader.problems):
            continue
        for card_format in SLIDE_FORMATS if kind.startswith("slide-") else CARD_SIZES:
            for shape in SHAPES:
                layers = _merged(card_format, shape, file)
                dangling = list(_dangling(layers))
                reader.problems += dangling
                if not dangling:
                    built = tuple(build_layer(name, parsed) for name, parsed in layers.items())
                    layouts.append(Layout(kind, card_format, shape, built))
    problems = in_order(reader.problems)
    if any(problem.is_error for problem in problems):
        return None, problems
    return CardLayouts(tuple(layouts)), problems


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _merged(card_format: CardFormat, shape: PhotoShape, file: _File) -> Mapping[str, ParsedLayer]:
    layers = file.layers
    for override in file.overrides:
        if override.applies_to(card_format, shape):
            layers = merge_layers(override.layers, layers)
    return layers


def _dangling(layers: Mapping[str, ParsedLayer]) -> Iterator[Problem]:
    """Find scrims that name no stack, and stacks that begin after a layer that is not there."""
    stacks = [name for name, parsed in layers.items() if parsed.type == "stack"]
    tiles = [name for name, parsed in layers.items() if parsed.type in ("logo", "qr")]
    for layer, parsed in layers.items():
        pairs = [("card-scrim", "scrim", name, stacks) for name in parsed.values.get("scrim", ())]
        if parsed.values.get("after"):
            pairs.append(("card-after", "after", parsed.values["after"], tiles))
        for code, key, name, known in pairs:
            if name not in known:
                values = {"name": name, "layer": layer, "known": ", ".join(known)}
                yield Problem(code, parsed.places[key], values)
