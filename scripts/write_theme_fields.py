"""Write docs/theme-fields.md and docs/theme-macros.md: what a template may use, from the code and the templates."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VIEWS = ROOT / "generator" / "kiprah" / "plan" / "views"
PAGE = ROOT / "docs" / "theme-fields.md"
MACROS = ROOT / "themes" / "pelita" / "templates" / "macros.html"
MACRO_PAGE = ROOT / "docs" / "theme-macros.md"
ORDER = (
    "page", "text", "entry", "lists", "chapters", "months", "role_axis", "background",
    "selection", "share", "community", "facets", "search",
)  # fmt: skip

HEAD = r"""# What a template may use

Written by `scripts/write_theme_fields.py` from the code. How a theme is made:
[themes.md](themes.md); the pieces that draw these views: [theme-macros.md](theme-macros.md).

Every template sees `site` (SiteView), `member` (MemberView), `page` (PageView) and its subject, named by its kind:

| template | name | class |
| --- | --- | --- |
{kinds}

and these functions:

| name | what it gives |
| --- | --- |
| `translate("nav.share", name="…")` | words of the interface; marked where they fell back to English |
| `translate_plain("nav.share")` | the same without the mark, for attributes |
| `with_language(words)` | kiprah's own words from a view (labels of kinds, rhythms), marked likewise |
| `count("activities", 3)` | words for a number of things, in the language's own plural |
| `once("activity_row", item)` | a macro of lists, drawn once for all pages that list the item |
| `option("strip")` | an option of the theme |
| `asset("pelita.css")` | the link to an asset |
| `root("media/x.webp")` | a link from the site's root |
| `absolute(link)` | the absolute address of a link; empty where the site has none |
| `safe(part)` | a part of a body as HTML: it was sanitized |
| `extra` | the site's own data, from `extra:` in `site.yml` |

Beside Jinja's own, there are these filters and tests:

| name | what it gives |
| --- | --- |
| `home.roles\|few(6)` | the first six |
| `home.roles\|few(6, 8)` | all, if they are no more than eight; else the first six |
| `home.roles\|left_out(6, 8)` | how many that leaves out; 0 where none |
| `home.roles\|on_axis` | a RoleAxis; `few\|on_axis(all)` lays some roles on the axis of all |
| `part is link`, `part is picture` | what a part of a body is; else it is text |
| `title is long`, `title is wordy` | a heading, or a word of it, is too long for the largest size |
| `title is high` | its letters need more room above and below than Latin ones |

What more there is to work out, a view has worked out already: our own templates hold no arithmetic, and sort or choose
nothing. A `Link` writes itself relative to the page. An unknown name is an error with its file and line, never an
empty string.
"""

MACRO_HEAD = """# The pieces of pelita's pages

Written by `scripts/write_theme_fields.py` from `themes/pelita/templates/macros.html`. In every block of a template that
extends one of pelita's, `m` holds them: `{{ m.picture(photo, "50vw") }}`. They are what a theme may count on: a name or
an argument changes only with a line in CHANGELOG.md. Capitals name views: [theme-fields.md](theme-fields.md).
"""


def classes() -> dict[str, tuple[str, list[tuple[str, str, str]]]]:
    """Read each class: its sentence, and name, type and line of each of its fields."""
    found: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
    for module in ORDER:
        tree = ast.parse((VIEWS / f"{module}.py").read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = (ast.get_docstring(node) or "", fields_of(node))
    return found


def fields_of(node: ast.ClassDef) -> list[tuple[str, str, str]]:
    """List the fields of a class with the line that stands under each."""
    fields = []
    for this, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(this, ast.AnnAssign) and isinstance(this.target, ast.Name):
            told = ""
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                told = str(after.value.value)
            fields.append((this.target.id, ast.unparse(this.annotation), " ".join(told.split()).replace("``", "`")))
        elif isinstance(this, ast.FunctionDef) and not this.name.startswith("_") and this.returns is not None:
            told = " ".join((ast.get_docstring(this) or "").split()).replace("``", "`")
            fields.append((this.name, ast.unparse(this.returns), told))
    return fields


def macros() -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Read each macro: name, arguments as they stand, what it draws, and what each argument is."""
    found = []
    pattern = r"(?:\{#((?:(?!#\}).)*)#\}\n)?\{% macro (\w+)\((.*?)\) %\}"
    for comment, name, arguments in re.findall(pattern, MACROS.read_text("utf-8"), re.DOTALL):
        what, *lines = [line.strip() for line in comment.strip().splitlines()] or [""]
        told = [(line.partition(": ")[0], line.partition(": ")[2]) for line in lines]
        found.append((name, arguments, what, told))
    return found


def macro_page() -> str:
    """Return the page of the macros."""
    parts = [MACRO_HEAD]
    for name, arguments, what, told in macros():
        rows = "".join(f"| `{argument}` | {text} |\n" for argument, text in told)
        table = f"\n| argument | |\n| --- | --- |\n{rows}" if rows else ""
        parts.append(f"## {name}\n\n```jinja\n{{{{ m.{name}({arguments}) }}}}\n```\n\n{what}\n{table}")
    return "\n".join(parts)


def written() -> dict[Path, str]:
    """Return the page's text."""
    from kiprah.plan.pages.page_outputs import TEMPLATES

    found = classes()
    names = {"role": "RoleView", "cv": "CvView", "not-found": "NotFoundView"}
    kinds = []
    for kind, template in TEMPLATES.items():
        view = names.get(kind, "".join(part.capitalize() for part in kind.split("-")) + "View")
        assert view in found, view
        kinds.append(f"| `{template}` | `{kind.replace('-', '_')}` | [{view}](#{view.casefold()}) |")
    parts = [HEAD.format(kinds="\n".join(kinds))]
    for name, (sentence, fields) in found.items():
        rows = "\n".join(
            f"| `{field}` | `{kind.replace('|', chr(92) + '|')}` | {told.replace('|', chr(92) + '|')} |"
            for field, kind, told in fields
        )
        told = " ".join(sentence.split()).replace("``", "`")
        parts.append(f"## {name}\n\n{told}\n\n| field | type | |\n| --- | --- | --- |\n{rows}\n")
    return {PAGE: "\n".join(parts), MACRO_PAGE: macro_page()}


def main() -> int:
    """Write the page where it differs."""
    for path, text in written().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
