"""Jinja environments for pages: Jinja's own, with shortcuts for what every page does hundreds of times.

Each ends at the same text as Jinja's own way; a test draws all pages both ways.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from functools import partial
from keyword import iskeyword
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, cast

import markupsafe
from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Call, Expr, Getattr, Name
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from kiprah.plan.views.text import Link
from kiprah.render.list_items import MACROS

_marked = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
"""Function that marks text as HTML, as ``Markup`` does once it has asked whether it is given anything but a text."""
_PLAIN_CALLS = frozenset((FunctionType, MethodType, BuiltinFunctionType))
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""Function whose result ``escape`` marks as HTML, which the text of a page need not be."""
_is_special = re.compile("[&<>\"']").search


COMPILED = "-page4"
"""Name that keeps what this module compiles apart from what another version of it compiled."""
PLAIN_NAMES = frozenset(
    ("absolute", "asset", "count", "once", "option", "root", "safe", "translate", "translate_plain", "with_language")
)
"""Functions that every page of ours is given; none of our templates calls anything else by such a name."""


class _PageCode(CodeGenerator):
    """Code generator: a value is made text by one call instead of by three, and an attribute is one.

    What our own templates name behind a dot is never an item, and always there.
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802  the library's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if self._is_plain(node):
            self.visit(node.node, frame)
            self.write("(")
            for number, argument in enumerate((*node.args, *node.kwargs)):
                self.write(", " if number else "")
                self.visit(argument, frame)
            self.write(")")
            return
        # Nothing that our templates call asks for the variables of the loop, or of the block, it is called in.
        self.write("context.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    @staticmethod
    def _is_plain(node: Call) -> bool:
        """Say whether a call is of a plain function, with each argument written out."""
        name = node.node.name if isinstance(node.node, Name) else ""
        rest = node.dyn_args is not None or node.dyn_kwargs is not None
        return name in PLAIN_NAMES and not rest and not any(iskeyword(argument.key) for argument in node.kwargs)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_shortened(frame):
            self.write("environment.text_of(context, ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_shortened(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _is_shortened(frame: Frame) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


class _PageContext(Context):
    """Context: macros and plain functions are called without being asked what else they would like to know."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as Jinja has it
        kind = type(__obj)
        if kind is Macro:
            return _macro_text(cast("Macro", __obj), args, kwargs)
        if kind in _PLAIN_CALLS and not hasattr(__obj, "jinja_pass_arg"):
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


def _macro_text(macro: Macro, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Call a macro; of one that takes so many values and nothing else, only what it is compiled to."""
    rest = macro._argument_count - len(args)
    if rest < 0 or kwargs or macro.caller or macro.catch_kwargs or macro.catch_varargs:
        return macro(*args, **kwargs)
    return _marked(macro._func(*args, *(missing,) * rest))


class _PageTemplate(Template):
    """Template: the macros are made once, and look up each page's own values."""

    def make_module(  # its arguments are named by Jinja
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> TemplateModule:
        """Return the macros as they are imported by a page."""
        if self.name != MACROS or not shared or vars is None:
            return super().make_module(vars, shared, locals)
        # One page at a time is drawn by a thread.
        kept = self.__dict__.setdefault("_kept", threading.local())
        if not hasattr(kept, "module"):
            kept.values = dict(vars)
            kept.module = super().make_module(kept.values, shared)
        kept.values.clear()
        kept.values.update(vars)
        module: TemplateModule = kept.module
        return module


class PageEnvironment(Environment):
    """Environment for our own themes; links are written by ``write_link``, and nothing else is finalized."""

    code_generator_class = _PageCode
    context_class = _PageContext
    template_class = _PageTemplate
    write_link: Callable[[Context, Link], str]
    """Function that writes a link as seen from the page that is drawn; what it returns is safe in HTML."""

    def text_of(self, context: Context, value: Any) -> str:
        """Write a value as HTML."""
        kind = type(value)
        if kind is str:
            text: str = value if _is_special(value) is None else _escaped(value)
        elif kind is Markup:
            text = value
        elif kind is Link:
            text = self.write_link(context, value)
        elif kind is int or kind is float:
            text = str(value)
        else:
            text = escape(value)
        return text
