"""The house rules: who may import whom, how large a module may be, what a room may do, and names that say nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import get_args

from kiprah.plan.outputs import Output
from kiprah.render.kinds import KINDS
from support.package import package_nodes, package_trees

REPOSITORY = Path(__file__).parents[1]
HOUSE = REPOSITORY / "generator" / "kiprah"
FLOORS = (
    (
        "blake2",
        "problem",
        "problem_types",
        "catalog",
        "problem_words",
        "colors",
        "locale_data",
        "babel_locale",
        "background_call",
        "background_worker",
        "task_runner",
        "process_pool",
        "workers",
    ),
    ("model", "bucket"),
    ("cache", "fields", "typeset", "imaging", "sanitize", "metadata_scan", "credentials", "linkcheck"),
    ("content", "theme", "theme_options", "template_references"),
    ("plan", "lint", "cards"),
    ("render", "publish", "authoring", "importers"),
    ("build", "distributed", "deploy"),
    ("serve",),
    ("cli",),
)
"""The rooms by floors: each may import from the rooms below it and beside it."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "misc"}
LARGEST = 330
"""Lines of a module; what needs more is two modules."""
MOST_IN_A_ROOM = 30
"""Modules in one folder: a room of so many wants inner rooms."""
LARGER = {
    "problem_types.py": (470, "the registry: one line a problem"),
}
"""What may be larger today, how large, and why; nothing here may grow."""
FOR_TESTS = {
    "cards/formats.py CHECKED": "the day on which its table was compared last, which a test holds the docs to",
}
"""Public names that nothing but tests uses, and why."""
DISK = {
    "exists", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "listdir", "lstat", "mkdir", "open", "read_bytes",
    "read_text", "resolve", "rglob", "scandir", "stat", "unlink", "walk", "write_bytes", "write_text",
}  # fmt: skip
"""Calls that look at a disk."""
COMMANDS_MAY_READ = {
    "content.folder",
    "content.json_schema",
    "content.keys.entry_keys",
    "content.keys.settings_keys",
    "content.photos",
    "content.settings",
    "lint.advice",
}
"""What commands import of the rooms between ``fields`` and ``publish``: declarations, and how a site is found."""
NO_NOUNS = {
    "Anything", "Everything", "How", "If", "Nothing", "Some", "Something", "That", "What", "Whatever", "When", "Where",
    "Whether", "Which", "Who", "Whom", "Whose", "Why",
}  # fmt: skip
"""First words of a riddle: the reader learns what the thing does, and not what it is called."""
NO_BEGINNINGS = {
    "About", "Above", "After", "Always", "Anything", "Around", "As", "At", "Before", "Begins", "Below", "Beside",
    "Best", "Between", "By", "Called", "Draws", "Empty", "Everything", "Fewer", "For", "From", "Holds", "How", "If",
    "In", "It", "Likewise", "Longer", "Made", "Makes", "More", "Newest", "Nobody", "None", "Not", "Nothing", "Of",
    "Oldest", "On", "Only", "Or", "Over", "Returns", "Rises", "Shorter", "Shown", "Since", "So", "Somebody",
    "Something", "Sorted", "Stands", "That", "There", "These", "They", "This", "Those", "To", "Told", "Under", "Unless",
    "Until", "What", "Whatever", "When", "Where", "Whether", "Which", "While", "Who", "Whoever", "Whom", "Whose", "Why",
    "With", "Within", "Without", "Writes",
}  # fmt: skip
"""First words under a field or a constant that lead to a clause or a fragment, and do not name what it holds."""
RULED_ROOMS = {
    "cards",
    "content",
    "imaging",
    "lint",
    "plan",
    "publish",
    "render",
    "sanitize",
    "template_references",
    "theme",
    "theme_options",
    "typeset",
}


def lines(path: str) -> int:
    return len((HOUSE / path).read_text("utf-8").splitlines())


def floor(name: str) -> int | None:
    first = name.partition(".")[0]
    return next((number for number, rooms in enumerate(FLOORS) if first in rooms), None)


def imports(path: str) -> Iterator[str]:
    """Yield what a module imports of the house, from ``kiprah.`` on; those only for the type checker too."""
    for node in package_nodes()[path]:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kiprah":
            yield node.module.partition(".")[2] or node.names[0].name
        elif isinstance(node, ast.Import):
            yield from (n.name.partition(".")[2] for n in node.names if n.name.startswith("kiprah."))


def called(path: str) -> Iterator[tuple[str, int]]:
    """Yield the name of every function that a module calls, and the line."""
    for node in package_nodes()[path]:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.lineno


def test_a_module_imports_from_rooms_below_or_beside_its_own() -> None:
    upward = []
    for path in package_trees():
        own = path.removesuffix(".py").replace("/", ".")
        if own in ("__init__", "__main__"):
            continue
        here = floor(own)
        assert here is not None, f"{own} belongs to no room"
        upward += [f"{path} imports {name}" for name in imports(path) if (floor(name) or 0) > here]
    assert upward == []


def test_a_module_has_a_name_and_a_sentence() -> None:
    assert [path for path in package_trees() if Path(path).stem in NO_NAMES] == []
    assert [path for path, module in package_trees().items() if not ast.get_docstring(module)] == []


def test_a_docstring_begins_with_a_noun_or_a_verb() -> None:
    """A module and a class with the field's noun, a function with its verb."""
    told: list[tuple[str, str]] = []
    for path, nodes in package_nodes().items():
        for node in nodes:
            name = getattr(node, "name", "")
            if isinstance(node, ast.Module | ast.ClassDef) or (isinstance(node, FUNCTIONS) and name[:1] != "_"):
                told.append((f"{path} {name}".rstrip(), ast.get_docstring(node) or ""))
    assert len(told) > 3000
    assert [place for place, words in told if re.split(r"\W", words, maxsplit=1)[0] in NO_NOUNS] == []


def told_values(path: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each sentence under a field or a constant."""
    for node in package_nodes()[path]:
        body = getattr(node, "body", None)
        for value, told in pairwise(body if isinstance(body, list) else ()):
            if not isinstance(value, ast.Assign | ast.AnnAssign) or not isinstance(told, ast.Expr):
                continue
            if isinstance(told.value, ast.Constant) and isinstance(told.value.value, str):
                yield told.lineno, told.value.value


def test_a_sentence_under_a_field_begins_with_a_noun() -> None:
    """Each is read alone: in a hint of an editor, and in the pages about themes."""
    told = [(f"{path}:{line}", words) for path in package_trees() for line, words in told_values(path)]
    assert len(told) > 1000
    assert [place for place, words in told if re.split(r"\W", words, maxsplit=1)[0] in NO_BEGINNINGS] == []


def test_a_module_is_small() -> None:
    sizes = {path: lines(path) for path in package_trees()}
    assert {path: size for path, size in sizes.items() if size > LARGER.get(path, (LARGEST,))[0]} == {}
    needless = [path for path in LARGER if sizes.get(path, 0) <= LARGEST]
    assert needless == [], "these are small now: strike them off the list LARGER"


def test_a_room_is_small() -> None:
    rooms = Counter(path.rpartition("/")[0] for path in package_trees())
    assert len(rooms) > 30
    assert {room: count for room, count in rooms.items() if count >= MOST_IN_A_ROOM} == {}


def test_only_the_command_uses_the_library_of_commands() -> None:
    others = {path: nodes for path, nodes in package_nodes().items() if not path.startswith("cli/")}
    for path, nodes in others.items():
        names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not {name for name in names if name.partition(".")[0] == "click"}, path
    assert len(others) > 200


def test_the_model_the_plan_and_the_advice_touch_no_disk() -> None:
    rooms = [path for path in package_trees() if path.split("/")[0] in ("model", "plan", "lint")]
    assert {path.split("/")[0] for path in rooms} == {"model", "plan", "lint"}
    touching = [f"{path}:{line} calls {name}" for path in rooms for name, line in called(path) if name in DISK]
    # Nor through rooms that do.
    touching += [
        f"{path} imports {name}"
        for path in rooms
        for name in imports(path)
        if name.split(".")[0] in ("cache", "content")
    ]
    assert touching == []


def test_the_models_annotations_are_not_postponed() -> None:
    """They are read to decode what is kept; as texts that takes three times as long."""
    rooms = {path: nodes for path, nodes in package_nodes().items() if path.startswith("model/")}
    assert len(rooms) > 10
    imported = {path: {n.module for n in nodes if isinstance(n, ast.ImportFrom)} for path, nodes in rooms.items()}
    assert [path for path, modules in imported.items() if "__future__" in modules] == []


def test_commands_hold_no_rules() -> None:
    """They go through ``build``, ``serve``, ``authoring`` and ``linkcheck``, where rules live."""
    reading = {
        f"{path} imports {name}"
        for path in package_trees()
        if path.startswith("cli/")
        for name in imports(path)
        if name.split(".")[0] in RULED_ROOMS and name not in COMMANDS_MAY_READ
    }
    assert reading == set()


def public_names(path: str, node: ast.stmt) -> Iterator[str]:
    """Yield what a statement defines for others: class, function, constant, type; commands and type variables aside."""
    named: list[str] = []
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        is_command = path.startswith("cli/") and any("command" in ast.unparse(d) for d in node.decorator_list)
        named = [] if is_command else [node.name]
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        is_variable = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "TypeVar"
        targets = [] if is_variable else node.targets if isinstance(node, ast.Assign) else [node.target]
        named = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    yield from (name for name in named if not name.startswith("_") and name != "main")


def name_uses(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield every name that a file takes from a module of the house, after that module; ``""`` where a text names it."""
    modules: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
            modules |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # ``phone_photos:read_phone_photos`` is loaded once somebody asks for it.
            yield from (("", name) for name in re.findall(r"^\w+:(\w+)$", node.value))


def test_a_public_name_is_used_by_more_than_tests() -> None:
    others = [path for folder in ("scripts", "bench") for path in sorted((REPOSITORY / folder).rglob("*.py"))]
    assert len(others) > 20
    files = [*package_nodes().values(), *(tuple(ast.walk(ast.parse(path.read_text("utf-8")))) for path in others)]
    used = {use for nodes in files for use in name_uses(nodes)}
    unused = set()
    for path, module in package_trees().items():
        own = f"kiprah.{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
        for node in module.body:
            names = {name for name in public_names(path, node) if not {(own, name), ("", name)} & used}
            if names:
                near = (part for other in module.body if other is not node for part in ast.walk(other))
                names -= {part.id for part in near if isinstance(part, ast.Name)}
            unused |= {f"{path} {name}" for name in names}
    assert unused == FOR_TESTS.keys()


def test_a_public_name_means_one_thing() -> None:
    places: dict[str, set[str]] = {}
    for path, module in package_trees().items():
        for name in (name for node in module.body for name in public_names(path, node)):
            places.setdefault(name, set()).add(path)
    assert len(places) > 2000
    assert {name: sorted(found) for name, found in places.items() if len(found) > 1} == {}


OUTPUT_NAMES = {"AnyOutput", "DataOutput", "Output", *(kind.__name__ for kind in get_args(Output))}
CHOOSE_ONE_KIND = {
    "build/contact_sheet.py": "every card of a site on one page",
    "build/member/edited_result.py": "what portfolio.json tells of entries",
    "build/qr_code.py": "the address of a page",
    "plan/addresses/lasting_addresses.py": "addresses that stand on cards",
}
"""Who asks about one kind of output alone (``outputs_of``), and for what; a new kind changes nothing for them.

Nobody else tells kinds apart: what differs between them is a member of the structs (``plan/any_output.py``), or a
column of ``render/kinds.py``.
"""


def tells_kinds_apart(node: ast.AST) -> bool:
    asked: list[ast.expr] = []
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass"):
        asked = node.args[1:]
    elif isinstance(node, ast.MatchClass):
        asked = [node.cls]
    elif isinstance(node, ast.Compare):
        asked = [node.left, *node.comparators]
    names = {getattr(one, "id", getattr(one, "attr", "")) for part in asked for one in ast.walk(part)}
    return bool(names & OUTPUT_NAMES)


def test_kinds_of_outputs_are_told_apart_by_nobody() -> None:
    for code in ("isinstance(o, PageOutput | CardOutput)", "type(o) is outputs.FileOutput", "type(o) in (TextOutput,)"):
        assert tells_kinds_apart(ast.parse(code, mode="eval").body), code
    assert [path for path, nodes in package_nodes().items() if any(map(tells_kinds_apart, nodes))] == []
    choosing = {path for path in package_trees() if "outputs_of" in {name for name, _ in called(path)}}
    assert choosing == set(CHOOSE_ONE_KIND)


def test_every_kind_of_output_has_its_row() -> None:
    assert set(KINDS) == set(get_args(Output))
