"""The machinery under the commands: loading on demand, help, errors as one line."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from factcheck import __version__
from factcheck.cli.console.session import Session
from factcheck.cli.ending import end, refuse_undecodable
from factcheck.cli.table import COMMANDS, GROUPS, SECTIONS, Entry, Table
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_EXAMPLES = "Examples:"
NO_WORD = "TEXT"
"""Stands in the help for the value of an option that says no word for it."""


class Command(TyperCommand):
    """A command that knows the options of all and prints its examples as written."""

    def __init__(self, *args: Any, **options: Any) -> None:
        text, _, examples = str(options.get("help") or "").partition(_EXAMPLES)
        options["help"] = text.strip()
        super().__init__(*args, **options)
        self.examples = [line.strip() for line in examples.splitlines() if line.strip()]
        self.params.extend(shared_options())
        for option in self.params:
            if not isinstance(option, TyperOption) or option.is_flag:
                continue
            if not option.metavar:
                is_text = option.type.name == "str"
                option.metavar = NO_WORD if is_text else "NUMBER"

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Print the examples below the options, each on its line."""
        del ctx
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


class LazyGroup(TyperGroup):
    """A group of commands that imports the module of a command when it is asked for."""

    def __init__(self, table: Table, **options: Any) -> None:
        super().__init__(**options)
        self.table = table

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the names of the commands in the order of the help."""
        del ctx
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command; None where there is none of this name."""
        del ctx
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        if not entry.module:
            return group_of(cmd_name, entry)
        return load(cmd_name, entry)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Print the commands by section, from the table alone."""
        del ctx
        sections = SECTIONS if self.table is COMMANDS else {"Commands": self.table}
        for title, table in sections.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, entry.summary) for name, entry in table.items()]
                )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed, or say which one it may have been."""
        name = args[0] if args else ""
        if name in self.table or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # only who mistypes waits for it

        close = get_close_matches(name, list(self.table), n=1)
        path = ctx.command_path if self.table is not COMMANDS else "factcheck"
        hint = f"did you mean '{close[0]}'?" if close else f"see '{path} --help'"
        raise UsageError(f"there is no command '{name}': {hint}")


def load(name: str, entry: Entry) -> Command:
    """Import the module of a command and make the command."""
    module = importlib.import_module(f"factcheck.cli.{entry.module}")
    function: Callable[..., Any] = getattr(module, entry.function)
    info = CommandInfo(name=name, callback=function, cls=Command)
    command = get_command_from_info(
        info, pretty_exceptions_short=False, rich_markup_mode=None
    )
    if not isinstance(command, Command):
        raise TypeError(f"{name} is no command of ours")
    return command


def group_of(name: str, entry: Entry) -> LazyGroup:
    """Make a group of commands that stands in the table of another."""
    return LazyGroup(
        GROUPS[name],
        name=name,
        help=entry.summary,
        params=shared_options(),
        rich_markup_mode=None,
        no_args_is_help=True,
    )


def shared_options() -> list[TyperOption]:
    """Make the options that every command has, before or after its name."""
    return [
        _shared(
            ["--ledger"],
            "Folder of the ledger.",
            "ledger_folder",
            type=str,
            metavar="DIR",
        ),
        _shared(["--quiet", "-q"], "No messages, only the answer.", "quiet"),
        _shared(["--no-input"], "Never ask; fail where an answer lacks.", "no_input"),
        _shared(["--yes", "-y"], "Delete or rewrite without asking.", "yes"),
        _shared(["--no-pager"], "Print long pages straight.", "no_pager"),
        _shared(["--debug"], "Show the traceback of an error.", "debug"),
        _shared(["--now"], "", "now", hidden=True, type=str),
        _shared(["--seed"], "", "seed", hidden=True, type=str),
    ]


def _shared(flags: list[str], text: str, field: str, **options: Any) -> TyperOption:
    def keep(ctx: Any, param: Any, value: Any) -> None:
        del param
        if value:
            setattr(ctx.obj, field, value)

    return TyperOption(
        param_decls=[*flags, f"shared_{field}"],
        help=text,
        expose_value=False,
        callback=keep,
        show_default=False,
        is_flag="type" not in options,
        **options,
    )


def _show_version(ctx: Any, param: Any, value: Any) -> None:
    del ctx, param
    if value:
        typer.echo(f"factcheck {__version__}")
        raise typer.Exit


def root_group() -> LazyGroup:
    """Make the group of all commands."""
    version = TyperOption(
        param_decls=["--version"],
        help="Show the version.",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
    )
    return LazyGroup(
        COMMANDS,
        name="factcheck",
        help="Check claims, keep the evidence in git, write verdict reports.",
        epilog="factcheck COMMAND --help tells more, with examples.",
        params=[version, *shared_options()],
        rich_markup_mode=None,
    )


def root(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    session = Session(Path.cwd)

    def call() -> object:
        refuse_undecodable(arguments)
        return root_group().main(
            arguments or ["--help"],
            prog_name="factcheck",
            standalone_mode=False,
            obj=session,
        )

    return end(session, call)
