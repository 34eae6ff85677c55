"""Our own Markdown, reduced to what a report allows.

The text of a verdict is written in Markdown, but it lies in a file that anyone can
send in. So it is read by the small parser here and written anew: paragraphs,
headings, lists, quotations, emphasis, links to http and https, and citations.
Everything else (raw HTML, pictures, code, tables, reference definitions, template
commands) comes out as the characters it was written with. Every step is linear in
the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factcheck.model.citations import replace_citations
from factcheck.publish.escape import (
    Markdown,
    address,
    at_line_start,
    escaped,
    link_shown,
    without_controls,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Cite = Callable[[list[str]], tuple[int, ...]]

_DEEPEST = 4
"""Lists and quotations inside each other; what is deeper is plain text."""
_LEVELS = 6
_LONGEST_RUN = 3
_FURTHEST = 2_000
"""Characters of an address in a link."""

_LINE_BREAKS = re.compile("\r\n?|\n")
_LINE_SPACES = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")
_HEADING = re.compile(r" {0,3}(#{1,6})[ ]+(\S.*?)(?:[ ]+#+)?[ ]*")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
_INTERRUPTS = re.compile(r" {0,3}(?:>|#{1,6} +\S|[-*+] +\S|1[.)] +\S)")

_CITED = re.compile("\x02[0-9,]+\x03(?: ?\x02[0-9,]+\x03)+")
_TOKEN = re.compile(
    r"\\([!-/:-@\[-`{-~])|\x02([0-9,]+)\x03|(!?\[)|<(?=https?://)|(\*{1,3}|_{1,3})",
    re.IGNORECASE,
)
_TARGET = (
    rf"https?://[^\s<>()\x02]{{1,{_FURTHEST}}}(?:\([^\s<>()\x02]*\)[^\s<>()\x02]*)?"
)
_LINK = re.compile(
    rf'\[([^\[\]\x02]+)\]\( ?({_TARGET})(?: "[^"\n]{{0,300}}")? ?\)', re.IGNORECASE
)
_AUTOLINK = re.compile(rf"<(https?://[^\s<>\x02]{{1,{_FURTHEST}}})>", re.IGNORECASE)
_CLOSERS = {
    run: re.compile(
        rf"(?<![\s\\{run[0]}]){re.escape(run)}(?!{re.escape(run[0])})"
        + (r"(?![^\W_])" if run[0] == "_" else "")
    )
    for run in ("*", "**", "***", "_", "__", "___")
}


def prose(source: str, *, cite: Cite | None = None, level: int = 3) -> Markdown:
    """Give text of ours, written in Markdown, as Markdown that is safe in a report.

    Args:
        source: the text.
        cite: is given the keys of one citation, gives the numbers of the sources;
            without it citations are left out.
        level: of the highest heading in the result.
    """
    unbroken = _LINE_SPACES.sub(" ", source).replace("\t", "    ")
    cleaned = "\n".join(map(without_controls, _LINE_BREAKS.split(unbroken)))
    numbered = replace_citations(
        cleaned, lambda keys: _mark(cite(keys)) if cite else ""
    )
    lines = [line.rstrip() for line in _CITED.sub(_merge, numbered).split("\n")]
    shift = level - min((len(m[1]) for m in map(_heading, lines) if m), default=1)
    return Markdown("\n\n".join(_blocks(lines, depth=0, shift=shift)))


def _mark(numbers: tuple[int, ...]) -> str:
    """Stand in for a citation: no control character is left that could mean one."""
    return f"\x02{','.join(str(number) for number in numbers)}\x03"


def _merge(found: re.Match[str]) -> str:
    numbers = [int(number) for number in re.findall(r"[0-9]+", found[0])]
    return _mark(tuple(dict.fromkeys(numbers)))


def _heading(line: str) -> re.Match[str] | None:
    return _HEADING.fullmatch(line)


# ------------------------------------------------------------------------- blocks


def _blocks(lines: list[str], *, depth: int, shift: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        heading = _heading(line)
        if not line:
            at += 1
        elif heading:
            level = min(max(len(heading[1]) + shift, 1), _LEVELS)
            yield f"{'#' * level} {_paragraph([heading[2]])}"
            at += 1
        elif depth < _DEEPEST and _QUOTE.match(line):
            end = _end_of_quote(lines, at)
            inner = [_QUOTE.sub("", one, count=1) for one in lines[at:end]]
            yield _quotation("\n\n".join(_blocks(inner, depth=depth + 1, shift=shift)))
            at = end
        elif depth < _DEEPEST and _ITEM.match(line):
            items, at = _items(lines, at)
            yield "\n".join(_list(items, depth=depth + 1, shift=shift))
        else:
            end = _end_of_paragraph(lines, at)
            yield _paragraph(lines[at:end])
            at = end


def _end_of_quote(lines: list[str], at: int) -> int:
    while at < len(lines) and _QUOTE.match(lines[at]):
        at += 1
    return at


def _end_of_paragraph(lines: list[str], at: int) -> int:
    at += 1
    while at < len(lines) and lines[at] and not _INTERRUPTS.match(lines[at]):
        at += 1
    return at


def _quotation(block: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in block.split("\n"))


@dataclass(slots=True)
class _Item:
    """One item of a list: how it is marked, and its lines without their margin."""

    marker: str
    margin: int
    lines: list[str] = field(default_factory=list)


def _items(lines: list[str], at: int) -> tuple[list[_Item], int]:
    """Read the items of one list; give them and where the list ends."""
    items: list[_Item] = []
    while at < len(lines):
        found = _ITEM.match(lines[at])
        if found is None or (items and not _same_list(items[-1].marker, found[2])):
            break
        items.append(_Item(found[2], found.end(), [lines[at][found.end() :]]))
        at = _end_of_item(lines, at + 1, items[-1])
    return items, at


def _end_of_item(lines: list[str], at: int, item: _Item) -> int:
    while at < len(lines):
        line = lines[at]
        indent = len(line) - len(line.lstrip(" "))
        if not line:
            rest = lines[at + 1] if at + 1 < len(lines) else ""
            belongs = rest.startswith(" " * item.margin)
            is_next = _ITEM.match(rest) is not None
            if not belongs:
                return at + 1 if is_next else at
            item.lines.append("")
        elif indent >= item.margin:
            item.lines.append(line[item.margin :])
        elif _ITEM.match(line) or _INTERRUPTS.match(line):
            return at
        else:
            item.lines.append(line.strip())
        at += 1
    return at


def _same_list(marker: str, other: str) -> bool:
    return marker[-1] == other[-1] and marker[:-1].isdigit() == other[:-1].isdigit()


def _list(items: list[_Item], *, depth: int, shift: int) -> Iterator[str]:
    for item in items:
        number = item.marker[:-1]
        marker = f"{int(number)}. " if number else "- "
        block = "\n\n".join(_blocks(item.lines, depth=depth, shift=shift))
        first, *rest = block.split("\n")
        yield marker + first
        for line in rest:
            yield " " * len(marker) + line if line else ""


def _paragraph(lines: list[str]) -> str:
    written = _Line("\n".join(line.strip() for line in lines)).written()
    return "\n".join(at_line_start(line.strip(" ")) for line in written.split("\n"))


# ------------------------------------------------------------------------- inside


class _Line:
    """The inside of one block while it is written anew."""

    def __init__(
        self,
        source: str,
        within: tuple[str, ...] = (),
        *,
        linked: bool = False,
    ) -> None:
        self.source = source
        self.within = within
        self.linked = linked
        self.done: list[str] = []
        self.literal: list[str] = []
        self.unclosed: set[str] = set()

    def written(self) -> str:
        """Give the whole as Markdown."""
        at = 0
        while (found := _TOKEN.search(self.source, at)) is not None:
            self.literal.append(self.source[at : found.start()])
            at = self._step(found)
        self.literal.append(self.source[at:])
        self._settle()
        return "".join(self.done)

    def _step(self, found: re.Match[str]) -> int:
        """Write one token, and give where to go on."""
        backslashed, cited, bracket, run = found.groups()
        if backslashed:
            self.literal.append(backslashed)
            return found.end()
        if cited is not None:
            self._put(_citation(cited))
            return found.end()
        end = self._emphasis(found, run) if run else self._link(found, bracket)
        if end is None:
            self.literal.append(found[0])
            return found.end()
        return end

    def _emphasis(self, found: re.Match[str], run: str) -> int | None:
        start = found.end()
        opens = self.source[start : start + 1].strip() != ""
        before = self.source[found.start() - 1 : found.start()]
        if not opens or run in self.unclosed or self._is_within(run):
            return None
        if run[0] == "_" and before.isalnum():
            return None
        closer = _CLOSERS[run].search(self.source, start + 1)
        if closer is None:
            self.unclosed.add(run)
            return None
        inner = self.source[start : closer.start()]
        stars = "*" * len(run)
        inside = _Line(inner, (*self.within, run), linked=self.linked)
        self._put(f"{stars}{inside.written()}{stars}")
        return closer.end()

    def _is_within(self, run: str) -> bool:
        return run in self.within or run[0] * _LONGEST_RUN in self.within

    def _link(self, found: re.Match[str], bracket: str | None) -> int | None:
        if bracket == "![" or self.linked:
            return None
        pattern = _LINK if bracket else _AUTOLINK
        link = pattern.match(self.source, found.start())
        target = address(link[link.lastindex or 1]) if link else None
        if link is None or target is None:
            return None
        if bracket:
            label = _Line(link[1], self.within, linked=True).written()
            self._put(f"[{label}]({target})")
        else:
            self._put(link_shown(link[1]))
        return link.end()

    def _put(self, written: str) -> None:
        self._settle()
        if written.startswith("[") and self.done[-1].endswith("!"):
            self.done[-1] = self.done[-1][:-1] + "\\!"  # or it were a picture
        self.done.append(written)

    def _settle(self) -> None:
        """Escape the literal text gathered so far as a whole: pairs have a meaning."""
        self.done.append(escaped("".join(self.literal)))
        self.literal.clear()


def _citation(numbers: str) -> str:
    return "[" + ", ".join(f"[{n}](#s{n})" for n in numbers.split(",")) + "]"
