"""What the TAB key may complete: commands, options, choices, names of the ledger.

The scripts in ``shipped/completion`` call ``factcheck __complete -- WORDS =LAST``:
the words before the one that is being typed, and that one behind an equals sign, so
that no shell drops it where it is empty; all as typed, with their quotes.
``powershell`` before the two hyphens says that backslashes are no quotes.

Each answer is a line: the value and, after a tab, what it is. The line ``:files`` or
``:folders`` leaves it to the shell.

No git is started, nothing is validated, and nothing is ever said about an error:
the person is in the middle of a line.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Candidate = tuple[str, str]
"""A value and what it is, in a few words."""

FILES: Candidate = (":files", "")
FOLDERS: Candidate = (":folders", "")


class Takes(NamedTuple):
    """What a parameter takes: names of the ledger, a type of the model, or words.

    Attributes:
        names: kinds of names that the ledger completes.
        type: module of the model and its Literal type.
        words: the values themselves.
        leave: what is left to the shell.
    """

    names: tuple[str, ...] = ()
    type: tuple[str, str] = ("", "")
    words: tuple[str, ...] = ()
    leave: Candidate | None = None


TAKES: dict[str, Takes] = {
    "CHECK": Takes(names=("check",)),
    "EVIDENCE": Takes(names=("evidence",)),
    "TIP": Takes(names=("tip",)),
    "COMPLAINT": Takes(names=("complaint",)),
    "PARTY": Takes(names=("party",)),
    "ASK": Takes(names=("ask",)),
    "MATCH": Takes(names=("match",)),
    "DECISION": Takes(words=("same", "different")),
    "RECORD": Takes(names=("check", "evidence", "tip", "complaint", "party")),
    "KIND": Takes(type=("kinds", "Kind")),
    "RATING": Takes(names=("rating",)),
    "FILE": Takes(leave=FILES),
    "ARTICLE": Takes(leave=FILES),
    "PATH": Takes(leave=FILES),
    "SHEET": Takes(leave=FILES),
    "DIR": Takes(leave=FOLDERS),
    "SHELL": Takes(words=("bash", "zsh", "fish", "powershell")),
    "TOPIC": Takes(names=("help",)),
    "VIEW": Takes(names=("view",)),
    "WHO": Takes(names=("assignee",)),
    "--ledger": Takes(leave=FOLDERS),
    "--file": Takes(leave=FILES),
    "--out": Takes(leave=FILES),
    "--map": Takes(leave=FILES),
    "--check": Takes(names=("check",)),
    "--stage": Takes(type=("state", "Stage")),
    "--public": Takes(type=("state", "Public")),
    "--flag": Takes(type=("state", "FlagName")),
    "--rating": Takes(names=("rating",)),
    "--topic": Takes(names=("topic",)),
    "--assignee": Takes(names=("assignee",)),
    "--to": Takes(names=("assignee",)),
    "--of": Takes(names=("check",)),
    "--as": Takes(type=("claim", "Outcome")),
    "--claimant": Takes(names=("claimant",)),
    "--publisher": Takes(names=("publisher",)),
    "--origin": Takes(names=("origin",)),
    "--view": Takes(names=("view",)),
    "--about": Takes(type=("claim", "About")),
    "--priority": Takes(type=("claim", "Priority")),
    "--kind": Takes(type=("evidence", "EvidenceKind")),
    "--read": Takes(type=("evidence", "Read")),
    "--stance": Takes(type=("evidence", "Stance")),
    "--confidence": Takes(type=("verdict", "Confidence")),
    "--grade": Takes(type=("verdict", "Grade")),
}
"""By the words of a parameter's metavar; by its flag where it has no metavar.

A metavar such as ``yes|no``, or a help such as ``high, normal or low.``, names the
values itself.
"""

OF_CHECKS = frozenset(
    {
        *("show", "assign", "close", "reopen", "link", "ask", "draft", "verdict"),
        *("approve", "request-changes", "recheck"),
    }
)
"""Commands that name a check first: the most usual key needs no more than that."""

_LIST = re.compile(r"(?:[a-z]+(?: [a-z]+){0,2}, )+[a-z]+(?: [a-z]+){0,2}")


def complete(arguments: Sequence[str]) -> int:
    """Print the candidates for what stands behind ``__complete``; always ends well."""
    with suppress(Exception):
        # Whoever types must not be disturbed, whatever is wrong: no ledger, a
        # broken one, a cache of another version.
        words, last = _read(list(arguments))
        lines = [
            f"{value}\t{' '.join(printable(why).split())}".rstrip("\t")
            for value, why in dict(candidates(words, last)).items()
            if value == printable(value)
        ]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    return 0


def _read(arguments: list[str]) -> tuple[list[str], str]:
    """Take the words apart: those before, as their program gets them, and the last."""
    begin = arguments.index("--")
    *words, last = arguments[begin + 1 :]
    escape = "`" if arguments[:begin] == ["powershell"] else "\\"
    joined: list[str] = []
    for word in (*words, last.removeprefix("=")):
        if joined and word == "=" and joined[-1].startswith("--"):
            joined[-1] += "="  # bash takes --stage=open for three words
        elif joined and joined[-1].startswith("--") and joined[-1].endswith("="):
            joined[-1] += unquoted(word, escape)
        else:
            joined.append(unquoted(word, escape))
    return joined[:-1], joined[-1]


def unquoted(word: str, escape: str = "\\") -> str:
    """Give what a word means that is not finished: its quotes may still be open.

    Args:
        word: as typed.
        escape: the character that takes the next one as it is.
    """
    found, quote = [], ""
    characters = iter(word)
    for character in characters:
        if character == escape and quote != "'":
            found.append(next(characters, ""))
        elif quote:
            if character == quote:
                quote = ""
            else:
                found.append(character)
        elif character in "'\"":
            quote = character
        else:
            found.append(character)
    return "".join(found)


def candidates(words: Sequence[str], last: str) -> Iterator[Candidate]:
    """Give what may stand in place of the last word.

    Args:
        words: those before it, without ``factcheck``.
        last: what is typed of it.
    """
    if last[:1] not in {"-", ""} and len(words) == 1 and words[0] in OF_CHECKS:
        return names("check", last, None)
    from factcheck.cli.group import root_group

    command: Any = root_group()
    rest = list(words)
    ledger = None
    while True:
        # The options before the name of a command belong to the group.
        given, rest = _own_words(command, rest)
        ledger = given.values.get("--ledger", ledger)
        if not hasattr(command, "table") or not given.positionals:
            return _behind(command, given, last, ledger)
        command = command.get_command(None, given.positionals[0])
        if command is None:
            return iter(())


def _behind(
    command: Any, given: _Given, last: str, ledger: str | None
) -> Iterator[Candidate]:
    """Give what fits behind the words of one command."""
    flag, is_joined, begun = last.partition("=")
    if given.open_option is not None:
        return _values(given.open_option, last, ledger, ())
    if last.startswith("--") and is_joined and not given.is_over:
        option = _option(command, flag)
        return _values(option, begun, ledger, ()) if option else iter(())
    if last.startswith("-") and not given.is_over:
        return _flags(command, last, set(given.values))
    if hasattr(command, "table"):
        known = {name: entry.summary for name, entry in command.table.items()}
        return (pair for pair in known.items() if pair[0].startswith(last))
    argument = _argument(command, len(given.positionals))
    return _values(argument, last, ledger, given.positionals) if argument else iter(())


class _Given(NamedTuple):
    """What stands before the last word.

    Attributes:
        positionals: words that are no options.
        values: of options, by the flag as it is typed.
        open_option: the option of which the value comes next.
        is_over: whether ``--`` has ended the options.
    """

    positionals: list[str]
    values: dict[str, str]
    open_option: Any
    is_over: bool


def _own_words(command: Any, words: Sequence[str]) -> tuple[_Given, list[str]]:
    """Take the words of a command apart; of a group, up to the name of a command."""
    found: list[str] = []
    values: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return _Given([*found, *rest], values, None, True), []
        flag, is_joined, value = word.partition("=")
        option = (
            _option(command, flag) if word.startswith("-") and word != "-" else None
        )
        if option is None:
            found.append(word)
            if hasattr(command, "table"):
                break
        elif option.is_flag or is_joined:
            values[option.opts[0]] = value
        elif not rest:
            return _Given(found, values, option, False), []
        else:
            values[option.opts[0]] = rest.pop(0)
    return _Given(found, values, None, False), rest


def _option(command: Any, flag: str) -> Any:
    for option in command.params:
        if flag in {*option.opts, *option.secondary_opts}:
            return option
    return None


def _argument(command: Any, position: int) -> Any:
    """Give the argument that takes the positional word of a number."""
    for argument in command.params:
        if argument.param_type_name != "argument":
            continue
        if argument.nargs < 0 or position < argument.nargs:
            return argument
        position -= argument.nargs
    return None


def _flags(command: Any, begun: str, used: set[str]) -> Iterator[Candidate]:
    for option in command.params:
        if option.param_type_name == "argument" or option.hidden:
            continue
        if option.opts[0] in used and not option.multiple:
            continue
        for flag in (*option.opts, *option.secondary_opts):
            if flag.startswith(begun) and (flag.startswith("--") or len(begun) > 1):
                yield flag, option.help or ""
    if "--help".startswith(begun):
        yield "--help", "Show what the command does."


def _values(
    parameter: Any, begun: str, ledger: str | None, before: Sequence[str]
) -> Iterator[Candidate]:
    """Give the values of a parameter that begin with what is typed."""
    from factcheck.cli.group import NO_WORD

    metavar = str(parameter.metavar or "").removeprefix(NO_WORD)
    choices = getattr(parameter.type, "choices", None) or ()
    if "|" in metavar:
        choices = [one.strip("[] ") for one in metavar.split("|")]
    elif not metavar:
        choices = choices or _listed(str(parameter.help or ""))
    if choices:
        yield from _beginning(begun, map(str, choices))
        return
    words = re.findall(r"[A-Z]+", metavar) or [str(parameter.opts[0])]
    if len(words) > 1 and not before:
        words = words[:1]  # CHECK... EVIDENCE: no entry stands first
    for word in words:
        takes = TAKES.get(word)
        if takes is None:
            continue
        if takes.leave:
            yield takes.leave
        yield from _beginning(begun, (*takes.words, *model_values(*takes.type)))
        for kind in takes.names:
            yield from names(kind, begun, ledger)


def _listed(text: str) -> list[str]:
    """Give the values of a help text that is nothing but a list of them."""
    listed = text.removesuffix(".").replace("'", "").replace(" or ", ", ")
    return listed.split(", ") if " or " in text and _LIST.fullmatch(listed) else []


def _beginning(begun: str, values: Iterable[str]) -> Iterator[Candidate]:
    for value in values:
        if value.casefold().startswith(begun.casefold()):
            yield value, ""


def model_values(module: str, name: str) -> tuple[str, ...]:
    """Give the values of a Literal type of the model, without importing it.

    To import a record loads pydantic, which takes twice as long as all the rest of
    a completion; the source is read instead.
    """
    if not module:
        return ()
    spec = importlib.util.find_spec(f"factcheck.model.{module}")
    if spec is None or spec.origin is None:
        return ()
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return tuple(
                part.value
                for part in ast.walk(node.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
    return ()


def names(kind: str, begun: str, ledger: str | None) -> Iterator[Candidate]:
    """Give names of the ledger, from its cache as it stands."""
    if kind == "help":
        from factcheck.cli.table import COMMANDS
        from factcheck.cli.topics import topics

        known = {one.name: one.title for one in topics()}
        known |= {name: entry.summary for name, entry in COMMANDS.items()}
        yield from (pair for pair in known.items() if pair[0].startswith(begun))
        return
    from factcheck.ledger.ledger import Ledger

    given = Path(ledger).expanduser() if ledger else None
    found = Ledger.find(Path.cwd(), given)
    if kind == "match":
        from factcheck.desk.proposals import handles, printed_last

        printed = printed_last(found)
        pairs = zip(handles(printed), printed, strict=True)
        yield from ((to, one.sentence) for to, one in pairs if to.startswith(begun))
        return
    yield from found.completions(kind, begun)
