"""Code of compiled templates: a value is written by one call, and a macro is called by one.

Jinja writes each value by three calls and makes of each text a ``Markup`` that is joined at once; it asks of each
callable four times whether it wants a context. Half a million values and a hundred thousand calls a site.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro

COMPILED = "-written"
"""Keeps what is compiled here apart in the cache of compiled templates: other environments do not know ``written``."""


def with_short_code(environment: Environment, written: Callable[[Context, Any], str]) -> None:
    """Make an environment compile and call in the short way; ``written`` finishes and escapes a value."""
    environment.code_generator_class = _ShortCodeGenerator
    environment.context_class = _ShortContext
    # Compiled templates know it by this name.
    environment.written = written  # type: ignore[attr-defined]


class _ShortCodeGenerator(CodeGenerator):
    """Writes a value by ``written``, wherever it is known that values are escaped."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(context, ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")


class _ShortContext(Context):
    """Calls macros and plain functions without asking what they want to be given."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  the library's own way
        kind = type(__obj)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind is not FunctionType or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return __obj(*args, **kwargs)
        except StopIteration:
            return __self.environment.undefined("value was undefined because a callable ended an iteration")
