"""Old addresses where an entry names them: their places, and those of a member that repeat their own folder."""

from __future__ import annotations

from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import Source
from kiprah.fields.values import Values
from kiprah.fields.yaml_tree import Items, Node
from kiprah.model.entry import Common
from kiprah.problem import Place


def alias_places(values: Values, source: Source) -> tuple[Place, ...]:
    """Return where each of an entry's ``aliases`` stands."""
    return tuple(source.place(node.line, node.column) for node in _nodes(values))


def name_own_folder(values: Values, reading: DecodeContext) -> None:
    """Note each alias of a member that begins with the folder which all of theirs stand below anyway."""
    slug = reading.source.path.split("/")[1]
    for alias, at in zip(values.of(Common.aliases), _nodes(values), strict=True):
        rest = alias.removeprefix("members/").removeprefix(f"{slug}/")
        if rest and alias in (f"{slug}/{rest}", f"members/{slug}/{rest}"):
            said = {"value": f"/{alias}", "address": f"/members/{slug}/{alias}", "alias": f"/{rest}"}
            reading.say("alias-own-folder", at, said)


def _nodes(values: Values) -> tuple[Node, ...]:
    node = values.node_of(Common.aliases)
    if node is None or not values.find(Common.aliases):
        return ()
    return node.items if isinstance(node, Items) else (node,)
