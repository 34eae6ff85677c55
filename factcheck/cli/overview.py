"""The help of the whole, from the table of the commands alone.

It is word for word what typer would print; tests/cli/test_quick.py compares the two.
"""

from __future__ import annotations

from factcheck.cli.table import SECTIONS

_ABOVE = """\
Usage: factcheck [OPTIONS] COMMAND [ARGS]...

  Check claims, keep the evidence in git, write verdict reports.

Options:
  --version     Show the version.
  --ledger DIR  Folder of the ledger.
  -q, --quiet   No messages, only the answer.
  --no-input    Never ask; fail where an answer lacks.
  -y, --yes     Delete or rewrite without asking.
  --no-pager    Print long pages straight.
  --debug       Show the traceback of an error.
  --help        Show this message and exit.
"""
_BELOW = """
  factcheck COMMAND --help tells more, with examples.
"""


def overview() -> str:
    """Give the help of the whole, for a screen of 80 columns or more."""
    parts = [_ABOVE]
    for title, table in SECTIONS.items():
        width = max(map(len, table))
        rows = (f"  {name:<{width}}  {one.summary}\n" for name, one in table.items())
        parts.append(f"\n{title}:\n{''.join(rows)}")
    return "".join([*parts, _BELOW])
