"""Settings that make an editor's YAML language server use our schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor that we know settings for.

    Attributes:
        file: where they belong, relative to the folder that is opened in it.
        write: makes the text of the file.
    """

    file: str
    write: Callable[[Mapping[str, str]], str]


def _vscode(schemas: Mapping[str, str]) -> str:
    return _json({"yaml.schemas": dict(schemas)})


def _zed(schemas: Mapping[str, str]) -> str:
    settings = {"yaml": {"schemas": dict(schemas)}}
    return _json({"lsp": {"yaml-language-server": {"settings": settings}}})


def _neovim(schemas: Mapping[str, str]) -> str:
    rows = [f"        [{_quoted(path)}] = {_quoted(g)}," for path, g in schemas.items()]
    head = ['vim.lsp.config("yamlls", {', "  settings = {", "    yaml = {"]
    foot = ["      },", "    },", "  },", "})", 'vim.lsp.enable("yamlls")']
    return "\n".join([*head, "      schemas = {", *rows, *foot]) + "\n"


def _helix(schemas: Mapping[str, str]) -> str:
    head = "[language-server.yaml-language-server.config.yaml.schemas]"
    rows = [f"{_quoted(path)} = {_quoted(glob)}" for path, glob in schemas.items()]
    return "\n".join([head, *rows]) + "\n"


def _json(settings: object) -> str:
    return json.dumps(settings, ensure_ascii=False, indent=2) + "\n"


def _quoted(text: str) -> str:
    # Lua and TOML both read the escapes that JSON writes for \ and "
    return json.dumps(text, ensure_ascii=False)


EDITORS: dict[str, Editor] = {
    "vscode": Editor(".vscode/settings.json", _vscode),
    "neovim": Editor(".nvim.lua", _neovim),
    "helix": Editor(".helix/languages.toml", _helix),
    "zed": Editor(".zed/settings.json", _zed),
}
"""By the name that ``--editor`` takes."""
