"""The border between records and Markdown: foreign text in, safe text out.

What may stand in a page is of the type ``Markdown``. It is made here and in
``prose`` only, put together with ``fill`` and ``joined``, and the templates refuse
everything else. So no record can bring a tag, a link or a template command of its
own into a page. Source of the rules: CommonMark 0.31.2, sections 2.4 and 6, and the
extensions of GitHub, kramdown, Pandoc, Liquid and Jinja that give further characters
a meaning.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REPLACEMENT = "\ufffd"

_SPACES = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u206f]")
_MEANT = re.compile(
    r"""
      [\\`*\[\]<|~^${}]         # these mean something anywhere
    | (?<![^\W_])@              # a mention, or a citation of Pandoc's
    | (?<![^\W_])_              # an underscore that is not inside a word
    | _(?![^\W_])
    | &(?=\#?\w+(?:;|$))        # a character reference, or what may become one
    | (?<=\{)[%\#]              # {% and {#, which the backslash before { leaves whole
    | :(?=//)                   # an address that a host would turn into a link
    | (?<=[Ww]{3})\.
    | :(?=[a-z_+-][a-z0-9_+-]*(?::|$))    # an emoji by its name
    | (?<!\#)\#(?=\#*$)         # the end of a heading
    """,
    re.VERBOSE,
)
_AT_LINE_START = re.compile(
    r"[#>]|[-+](?=[\s:|+-]|$)|=(?==*\s*$)|:(?=[\s:-]|$)|\d{1,9}[.)](?:\s|$)",
    re.ASCII,
)
_ORDINAL = re.compile(r"(\d{1,9})([.)])(?=\s|$)", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9:._/-]+", re.ASCII)
_ADDRESS_KEPT = "!#$&*+,-./:;=?@_~%"
_REFERENCE = re.compile(r"&(?=#?\w+;)")


class Markdown(str):
    """Text that is safe to stand in a Markdown page."""

    __slots__ = ()


def fill(pattern: str, *values: Markdown | int) -> Markdown:
    """Put safe values into a pattern of ours (``{}`` for each, as ``str.format``).

    Raises:
        TypeError: a value has not passed the border.
    """
    for value in values:
        require_safe(value)
    return Markdown(pattern.format(*values))


def joined(separator: str, values: Iterable[Markdown]) -> Markdown:
    """Join safe values with a separator of ours.

    Raises:
        TypeError: a value has not passed the border.
    """
    return Markdown(separator.join(str(require_safe(value)) for value in values))


def require_safe(value: object) -> object:
    """Give the value back if it may stand in a page.

    Raises:
        TypeError: it is neither ``Markdown`` nor a number.
    """
    if isinstance(value, (Markdown, int)):
        return value
    raise TypeError(f"{type(value).__name__} has not passed publish/escape.py")


def plain(value: str) -> str:
    """Give foreign text on one line, without what no reader can see.

    White space is folded to single spaces, control characters and halves of
    characters become U+FFFD, and what turns the reading direction is dropped: it
    would show the words of a page in another order than they have.
    """
    return without_controls(_SPACES.sub(" ", value)).strip()


def without_controls(value: str) -> str:
    """Do what ``plain`` does to characters, and leave white space as it is."""
    return _CONTROLS.sub(REPLACEMENT, _BIDI_CONTROLS.sub("", value))


def text(value: str) -> Markdown:
    """Give foreign text as Markdown that shows exactly its words, on one line.

    It is safe at the start of a line, in headings, lists, quotations, tables, and as
    the label of a link.
    """
    return Markdown(at_line_start(escaped(plain(value))))


def escaped(value: str) -> str:
    """Put a backslash before what means something inside a line."""
    return _MEANT.sub(lambda found: "\\" + found[0], value)


def at_line_start(line: str) -> str:
    """Put a backslash into what would start a block if it began a line."""
    if _AT_LINE_START.match(line) is None:
        return line
    numbered = _ORDINAL.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.start(2) :]}"
    return "\\" + line


def address(url: str) -> Markdown | None:
    """Give a web address as the target of a link, None where it is none.

    Only http and https lead out of a page. Letters of any script stay as they are;
    what could end the target, or begin something else, is percent-encoded.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_host = parts.netloc != "" and not re.search(r"\s", parts.netloc)
    if parts.scheme.lower() not in {"http", "https"} or not is_host:
        return None
    kept = "".join(
        one if one.isalnum() or one in _ADDRESS_KEPT else quote(one, errors="replace")
        for one in url
    )
    if "[" in parts.netloc:  # an IPv6 address keeps its brackets
        kept = kept.replace("%5B", "[", 1).replace("%5D", "]", 1)
    return Markdown(_REFERENCE.sub("&amp;", kept))


def link(label: Markdown, url: str | None) -> Markdown:
    """Make a link, or give the label alone where the address is none."""
    target = address(url) if url else None
    return fill("[{}]({})", label, target) if target else label


def link_shown(url: str) -> Markdown:
    """Make a link that shows its address; text alone where the address is none."""
    if address(url) is None:
        return text(url)
    return link(Markdown(text(url).replace("\\://", "://")), url)


def code(value: str) -> Markdown:
    """Give a name or a digest of ours as code; anything else as text."""
    return Markdown(f"`{value}`") if _CODE.fullmatch(value) else text(value)


def quoted(block: Markdown) -> Markdown:
    """Make a block quotation of some blocks."""
    lines = block.split("\n")
    return Markdown("\n".join(f"> {line}" if line else ">" for line in lines))


def front_matter(fields: Mapping[str, str | bool]) -> Markdown:
    """Give the fields that site generators read, between two lines of hyphens.

    Each value is a JSON scalar, which YAML reads as the same value. Braces and
    angle brackets are written as their code points, so that no template engine
    that runs over the whole file finds a command in it.
    """
    lines = [f"{name}: {_scalar(value)}\n" for name, value in fields.items()]
    return Markdown("---\n" + "".join(lines) + "---\n\n")


def _scalar(value: str | bool) -> str:  # noqa: FBT001 - the value of a field, no switch
    cleaned = plain(value) if isinstance(value, str) else value
    written = json.dumps(cleaned, ensure_ascii=False)
    for sign in "{}<>":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written
