"""The command: the only room that prints, asks or exits."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

# What loading makes stays: to look for garbage in it, dozens of times from here on, finds none.
gc.set_threshold(100_000, 50, 50)

import click  # noqa: E402

from kiprah import __version__  # noqa: E402
from kiprah.cli.help_words import speak_of_usage, worded  # noqa: E402

_COMMANDS = {
    "new": "kiprah.cli.new:new",
    "build": "kiprah.cli.build:build",
    "serve": "kiprah.cli.serve.serve_command:serve",
    "check": "kiprah.cli.check:check",
    "cards": "kiprah.cli.cards:cards",
    "list": "kiprah.cli.list:list_",
    "member": "kiprah.cli.member:member",
    "export": "kiprah.cli.export:export",
    "review": "kiprah.cli.review:review",
    "qr": "kiprah.cli.qr:qr",
    "attest": "kiprah.cli.attest:attest",
    "import": "kiprah.cli.import_:import_",
    "ready": "kiprah.cli.ready:ready",
    "erase": "kiprah.cli.erase:erase",
    "coach": "kiprah.cli.coach:coach",
    "hide": "kiprah.cli.hide:hide",
    "publish": "kiprah.cli.publish:publish",
    "why": "kiprah.cli.why:why",
    "schema": "kiprah.cli.schema:schema",
    "clean": "kiprah.cli.clean:clean",
}
"""Each command and where it lives; a module is read only when its command is called."""


_INTERRUPTED = 130
_OF_THE_MACHINE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS))
"""Errors that are no bug of ours wherever they are met, the terminal's or the file's that we speak to included."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        # Not list(...): the module kiprah.cli.list takes that name here once it is loaded.
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return worded(command, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # click proposes among the commands it holds, and here it holds none before one is called.
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=_COMMANDS, ctx=ctx) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiprah")
def kiprah() -> None:
    """Name the commands; their words are in the catalogue."""


def main(args: list[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 content, 2 usage or settings, 3 the machine, 130 interrupted."""
    code = _flushed(_run(args))
    # Who interrupted waits for nothing: a pool's thread whose workers were killed may be in the middle of its end.
    if args is None and (code == _INTERRUPTED or threading.active_count() == 1):
        _leave(code)
    sys.exit(code)


def _run(args: list[str] | None) -> int:
    speak_of_usage()
    worded(kiprah, "kiprah")
    try:
        code: Any = kiprah.main(args=args, prog_name="kiprah", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (``kiprah list | head``): nothing is wrong.
        _close_output()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            return _say_machine(error)
        if os.environ.get("KIPRAH_TRACEBACK"):
            raise
        from kiprah.cli.report import say_bug

        say_bug(error)
        return 3
    return code if isinstance(code, int) else 0


def _flushed(code: int) -> int:
    """Write what was said to the end; a full disk is the machine's fault, a reader who left is nobody's."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
    except OSError as error:
        _close_output()
        return _say_machine(error)
    return code


def _say_machine(error: OSError) -> int:
    from kiprah.cli.report import print_problems
    from kiprah.problem import machine_problem

    print_problems((machine_problem(error),), Path.cwd())
    return 3


def _leave(code: int) -> None:
    """End this process without taking a site's values apart one by one, which takes a tenth of a rebuild."""
    atexit._run_exitfuncs()  # what a plain exit runs
    sys.stderr.flush()
    os._exit(code)


def _close_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
