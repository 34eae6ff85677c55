"""Command lines in documents: whether the program has such a command and options."""

from __future__ import annotations

import re

from factcheck.cli.group import load, shared_options
from factcheck.cli.table import COMMANDS, GROUPS

_COMMAND = re.compile(r"(?:^|[(`|] ?|\$ )factcheck ((?:[^`|\\\n]|\\\n)+)", re.MULTILINE)


def command_lines(text: str) -> list[str]:
    """Give what stands behind each ``factcheck`` in code of a document."""
    code = re.findall(
        r"^```\w*\n(.*?)^```$|(`[^`\n]+`)", text, re.DOTALL | re.MULTILINE
    )
    joined = "\n".join(block or inline for block, inline in code)
    return [found.strip() for found in _COMMAND.findall(joined)]


def mistake_in(line: str) -> str | None:
    """Say what the program would not know in a command line, None if it knows all."""
    words = line.split()
    if words[0].startswith("-"):
        return None
    table, name = COMMANDS, words[0]
    if name in GROUPS and len(words) > 1 and words[1] in GROUPS[name]:
        table, name = GROUPS[name], words[1]
    if name not in table:
        return None if name.startswith("__") else f"{line}: there is no '{name}'"
    if not table[name].module:
        return None
    known = {"--help"}
    for option in [*load(name, table[name]).params, *shared_options()]:
        known |= {*option.opts, *option.secondary_opts}
    typed = re.findall(r"(?:^| )(--?[a-z][a-z-]*)", re.sub(r"\"[^\"]*\"", "", line))
    unknown = sorted({*typed} - known)
    return f"{line}: there is no {', '.join(unknown)}" if unknown else None
