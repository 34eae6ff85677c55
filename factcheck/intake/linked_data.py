"""What a page says of itself in JSON-LD (schema.org), as far as it can be read."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

MAXIMUM_CHARACTERS = 1_000_000
_MAXIMUM_NODES = 5_000
_MAXIMUM_DEPTH = 20
_ARTICLE_TYPES = re.compile(r"(?:\w+[:/#])*\w*(?:Article|Posting|Report)")
_PAGE_TYPES = re.compile(r"(?:\w+[:/#])*(?:WebPage|VideoObject|ItemPage)")
# What publishers wrap around the object, to hide it from parsers of XHTML.
_OPENINGS = ("<!--", "<![CDATA[", "//", "/*", "*/")
_ENDINGS = ("-->", "]]>", "//", "/*", "*/", ";")

_Node = dict[str, Any]


class LinkedFacts(NamedTuple):
    """The facts of the first article in a page's JSON-LD, as they are written."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def linked_facts(scripts: list[str]) -> LinkedFacts:
    """Read a page's JSON-LD.

    Args:
        scripts: the contents of its ``application/ld+json`` scripts, in order.
            One that is no JSON, too long or too deep is passed over.

    Returns:
        The facts of the first node that is an article, completed from the first
        that is a page; all None where there is neither.
    """
    nodes: list[_Node] = []
    for script in scripts:
        nodes.extend(_nodes(_parsed(script), _MAXIMUM_NODES - len(nodes)))
    by_id = {
        node["@id"]: node
        for node in reversed(nodes)
        if isinstance(node.get("@id"), str) and len(node) > 1
    }
    chosen = [
        _facts(found, by_id)
        for kinds in (_ARTICLE_TYPES, _PAGE_TYPES)
        if (found := _first_of(kinds, nodes)) is not None
    ]
    return LinkedFacts(*_first_known(chosen)) if chosen else LinkedFacts()


def _first_known(facts: list[LinkedFacts]) -> list[str | None]:
    """Take each fact from the first that knows it."""
    return [
        next((value for value in values if value), None)
        for values in zip(*facts, strict=True)
    ]


def _parsed(script: str) -> object:
    """Parse a script; None where it is no JSON that we accept."""
    if len(script) > MAXIMUM_CHARACTERS:
        return None
    try:
        return json.loads(_unwrapped(script), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """Take off what is wrapped around an object; each mark at most a few times."""
    bare = script.strip()
    for _ in range(8):
        for opening in _OPENINGS:
            bare = bare.removeprefix(opening).lstrip()
        for ending in _ENDINGS:
            bare = bare.removesuffix(ending).rstrip()
    return bare


def _nodes(value: object, room: int) -> list[_Node]:
    """Collect the objects of a document, breadth first, at most ``room``."""
    found: list[_Node] = []
    level = [value]
    for _ in range(_MAXIMUM_DEPTH):
        following: list[object] = []
        for item in level:
            if isinstance(item, dict):
                found.append(item)
                following.extend(item.values())
            elif isinstance(item, list):
                following.extend(item)
            if len(found) >= room:
                return found[:room]
        level = following
    return found


def _first_of(kinds: re.Pattern[str], nodes: list[_Node]) -> _Node | None:
    """Give the first node of which a type is one of the kinds."""
    for node in nodes:
        types = node.get("@type")
        for kind in types if isinstance(types, list) else [types]:
            if isinstance(kind, str) and kinds.fullmatch(kind[:100]):
                return node
    return None


def _facts(node: _Node, by_id: dict[str, _Node]) -> LinkedFacts:
    """Read the facts of one node."""
    return LinkedFacts(
        title=_text(node.get("headline")) or _text(node.get("name")),
        publisher=_name(node.get("publisher"), by_id),
        author=_name(node.get("author"), by_id),
        published=_text(node.get("datePublished")),
        url=_address(node.get("url")) or _address(node.get("mainEntityOfPage")),
        language=_text(node.get("inLanguage")),
    )


def _text(value: object) -> str | None:
    """Give a value that is text, or the first text of a list."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return value if isinstance(value, str) else None


def _address(value: object) -> str | None:
    """Give an address that is written as text or as the id of a node."""
    return _text(value.get("@id")) if isinstance(value, dict) else _text(value)


def _name(value: object, by_id: dict[str, _Node]) -> str | None:
    """Give the names of people or organisations, separated by commas."""
    names: list[str] = []
    for item in value[:20] if isinstance(value, list) else [value]:
        named = item
        if isinstance(named, dict) and "name" not in named:
            named = by_id.get(str(named.get("@id")), named)
        name = _text(named.get("name") if isinstance(named, dict) else named)
        if name and name not in names and not name.startswith(("http:", "https:")):
            names.append(name)
    return ", ".join(names) or None
