"""The reference of all commands as Markdown, from the tables that the help is of.

``python -m factcheck.cli.reference > docs/commands.md`` writes it anew.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from factcheck.cli.group import load, root_group, shared_options
from factcheck.cli.table import GROUPS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.cli.group import Command
    from factcheck.cli.table import Entry

_HEAD = """\
# Commands

<!-- Generated: python -m factcheck.cli.reference > docs/commands.md -->

`factcheck COMMAND --help` says the same on the terminal. Words in capitals stand for
what you give; `...` means one or several; brackets mean that it may be left out. CHECK
and EVIDENCE are an id, a name or a slug, or the beginning of one; `-` reads them from
standard input. [exit-codes.md](exit-codes.md) has the exit codes.
"""


def reference() -> str:
    """Give the reference: sections, and in them each command."""
    context = _context()
    shared = _options(shared_options(), context)
    parts = [_HEAD, "## Options of all commands\n", shared]
    for title, table in SECTIONS.items():
        parts.append(f"## {title}\n")
        for name, entry in table.items():
            parts += _entries(name, entry)
    return "\n".join(parts)


def _entries(name: str, entry: Entry) -> Iterator[str]:
    if entry.module:
        yield _command(name, load(name, entry))
        return
    for inner, one in GROUPS[name].items():
        yield _command(f"{name} {inner}", load(inner, one))


def _command(name: str, command: Command) -> str:
    context = _context()
    usage = " ".join(command.collect_usage_pieces(context))
    shared = {option.name for option in shared_options()}
    own = [one for one in command.params if one.name not in shared]
    paragraphs = str(command.help).split("\n\n")
    parts = [f"### {name}\n"]
    parts += [_escaped(" ".join(one.split())) + "\n" for one in paragraphs]
    parts.append(f"```\nfactcheck {name} {usage}\n```\n")
    if own:
        parts.append(_options(own, context))
    parts.append("```\n" + "\n".join(command.examples) + "\n```\n")
    return "\n".join(parts)


def _context() -> Any:
    return root_group().make_context("factcheck", [], resilient_parsing=True)


def _options(options: list[Any], context: Any) -> str:
    lines = []
    for option in options:
        if getattr(option, "hidden", False):
            continue
        text = _escaped(option.help or "").strip()
        lines.append(f"- `{_typed(option, context)}`" + (f": {text}" if text else ""))
    return "\n".join(lines) + "\n"


def _typed(option: Any, context: Any) -> str:
    """Give how an argument or option is typed."""
    if option.param_type_name == "argument":
        return str(option.make_metavar(context))
    flags = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return flags
    return f"{flags} {option.make_metavar(context)}"


def _escaped(text: str) -> str:
    for mark in "\\<*_":
        text = text.replace(mark, "\\" + mark)
    return text


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(reference())
