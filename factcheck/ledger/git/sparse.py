"""Which part of a repository lies in its working tree, without starting git.

A sparse checkout leaves files out of the working tree that the commit holds all the
same. Such a file is neither deleted nor missing.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.ledger.git.repository import Repository

WORTH_CHECKS = 20_000
"""From so many checks on a focus is worth what it costs."""

UNDER_WAY = "factcheck.focusing"
"""The key of the configuration that says that a focus has begun and not ended."""

_SECTION = re.compile(r"\[\s*([A-Za-z0-9.-]+)\s*(?:\"[^\"]*\")?\s*\]\s*")
_TRUE = frozenset({"true", "yes", "on", "1", ""})


class Sparse:
    """The part of a repository that a checkout holds.

    Attributes:
        is_on: whether anything is left out at all.
        is_cone: whether whole folders are named (``git sparse-checkout``'s default),
            and not patterns.
        patterns: the lines of ``info/sparse-checkout``.
    """

    # No dataclass: making one costs more than all that a warm command asks of it.
    def __init__(
        self,
        *,
        is_on: bool = False,
        is_cone: bool = True,
        patterns: tuple[str, ...] = (),
    ) -> None:
        self.is_on = is_on
        self.is_cone = is_cone
        self.patterns = patterns

    def holds(self, path: str) -> bool:
        """Tell whether a file of the repository lies inside the checkout.

        One that does not may still be there: then git, and we, take it for a file
        like any other.

        Args:
            path: of the repository, forward slashes.
        """
        if not self.is_on:
            return True
        if not self.is_cone:
            return self._fits(path)
        if self._whole is None:
            return True
        folder = path.rpartition("/")[0]
        if folder in self._parents:
            return True
        return any(above in self._whole for above in _upwards(folder))

    @classmethod
    def of(cls, folders: Iterable[str]) -> Sparse:
        """Make the checkout of whole folders, as git writes it down (cone mode)."""
        whole = set(folders)
        shallow = {above for one in whole for above in _upwards(one)} - whole
        lines = ["/*", "!/*/"]
        for folder in sorted(whole | shallow):
            lines.append(f"/{_escaped(folder)}/")
            if folder in shallow:
                lines.append(f"!/{_escaped(folder)}/*/")
        return cls(is_on=True, is_cone=True, patterns=tuple(lines))

    def leaves_out(self, path: str) -> bool:
        """Tell whether a file of the repository lies outside the checkout."""
        return not self.holds(path)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that are held whole, in order; none if it is off."""
        return tuple(sorted(self._whole or ())) if self.is_on and self.is_cone else ()

    @cached_property
    def _named(self) -> tuple[frozenset[str], frozenset[str]]:
        """Folders held whole, and those of which only the files themselves are."""
        wanted = {
            _unescaped(line[1:-1])
            for line in self.patterns
            if line.startswith("/") and line.endswith("/")
        }
        shallow = {
            _unescaped(line[2:-3])
            for line in self.patterns
            if line.startswith("!/") and line.endswith("/*/")
        }
        return frozenset(wanted - shallow), frozenset(wanted & shallow)

    @cached_property
    def _whole(self) -> frozenset[str] | None:
        """The folders that are held with all below; None if everything is."""
        is_everything = "/*" in self.patterns and "!/*/" not in self.patterns
        return None if is_everything else self._named[0]

    @cached_property
    def _parents(self) -> frozenset[str]:
        return self._named[1] | {""}

    @cached_property
    def _rules(self) -> list[tuple[re.Pattern[str], bool, bool]]:
        """Patterns as ``.gitignore`` has them, the last first: what, folder, holds."""
        return [_rule(line) for line in reversed(self.patterns)]

    def _fits(self, path: str) -> bool:
        """Tell what the last pattern says of a path, or of the nearest folder above."""
        for place in (path, *_upwards(path.rpartition("/")[0])):
            for pattern, only_folders, holds in self._rules:
                is_folder = place != path
                if (is_folder or not only_folders) and pattern.fullmatch(place):
                    return holds
        return False


def sparse_checkout(repository: Repository) -> Sparse:
    """Read which part of a repository its working tree holds; starts no process."""
    settings = _settings(repository.common_dir / "config")
    if _is_true(settings.get("extensions.worktreeconfig")):
        settings |= _settings(repository.git_dir / "config.worktree")
    if not _is_true(settings.get("core.sparsecheckout")):
        return Sparse()
    lines = _lines(repository.git_dir / "info" / "sparse-checkout")
    patterns = tuple(line for line in lines if line and not line.startswith("#"))
    if not patterns:  # git takes a file that is missing for no sparse checkout
        return Sparse()
    is_cone = _is_true(settings.get("core.sparsecheckoutcone")) and all(
        line in {"/*", "!/*/"}
        or (line.startswith("/") and line.endswith("/"))
        or (line.startswith("!/") and line.endswith("/*/"))
        for line in patterns
    )
    return Sparse(is_on=True, is_cone=is_cone, patterns=patterns)


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    return [line.rstrip() for line in text.split("\n")]


def _settings(file: Path) -> dict[str, str]:
    """Read the plain keys of a configuration file of git's; the last word counts."""
    found: dict[str, str] = {}
    section = ""
    for line in _lines(file):
        text = line.strip()
        head = _SECTION.match(text)
        if head:
            section, text = head[1].lower(), text[head.end() :]
        if text and text[0] not in "#;":
            key, given, value = text.partition("=")
            plain = re.split("[#;]", value)[0].strip().strip('"')
            found[f"{section}.{key.strip().lower()}"] = plain if given else "true"
    return found


def _is_true(value: str | None) -> bool:
    return value is not None and value.lower() in _TRUE - {""}


def _upwards(folder: str) -> Iterator[str]:
    """Give a folder and those above it, without the top."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _escaped(text: str) -> str:
    return re.sub(r"([\\*?\[])", r"\\\1", text)


def _rule(line: str) -> tuple[re.Pattern[str], bool, bool]:
    holds = not line.startswith("!")
    text = line.removeprefix("!")
    only_folders = text.endswith("/")
    text = text.rstrip("/")
    is_anchored = "/" in text
    pattern = _translated(text.removeprefix("/"))
    return (
        re.compile(pattern if is_anchored else f"(?:.*/)?{pattern}"),
        (only_folders),
        holds,
    )


_WILD = (
    (r"/\*\*/", "/(?:.*/)?"),
    (r"\*\*/", "(?:.*/)?"),
    (r"/\*\*", "/.*"),
    (r"\*+", "[^/]*"),
    (r"\?", "[^/]"),
    (r"\[!?\]?[^\]]*\]", ""),
    (r"\\.", ""),
)
_PIECE = re.compile("|".join(f"({piece})" for piece, _ in _WILD))


def _translated(text: str) -> str:
    """Make a regular expression of a pattern of ``.gitignore``."""

    def one(found: re.Match[str]) -> str:
        piece = found[0]
        if piece[0] == "[":
            return "[" + piece[1:].replace("!", "^", 1).replace("\\", "\\\\")
        if piece[0] == "\\":
            return re.escape(piece[1:])
        return _WILD[(found.lastindex or 1) - 1][1]

    parts, at = [], 0
    for found in _PIECE.finditer(text):
        parts += [re.escape(text[at : found.start()]), one(found)]
        at = found.end()
    return "".join([*parts, re.escape(text[at:])])
