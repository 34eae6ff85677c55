"""Saved pages for tests: invented papers that print one wire story, or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STORY = " ".join(
    f"On day {day} the harbour office counted {day * 7} boats, {day + 2} of them with "
    f"a cargo of {fish}, and its keeper told the agency that this was a quiet day."
    for day, fish in enumerate(
        ("herring", "cod", "salt", "timber", "wool", "glass", "coal", "rye"), 1
    )
)
"""A wire story."""

OTHER = " ".join(
    f"Tram number {line} was {line} minutes late because a {thing} stood on the rails."
    for line, thing in enumerate(("cow", "piano", "bus", "sofa", "crane", "horse"), 1)
)
"""A story with nothing in common with it."""


def save_page(folder: Path, paper: str, *texts: str) -> str:
    """Save a page of a paper, under its name and at its address; give the file."""
    name = paper.lower()
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    file = folder / f"{name}.html"
    file.write_text(
        f'<!doctype html><html lang="en"><title>Boats | {paper}</title>'
        f'<meta property="og:site_name" content="{paper}">'
        f'<link rel="canonical" href="https://{name}.example.org/boats">'
        f"<nav><a>Home</a> <a>Sport</a></nav><article>{paragraphs}</article></html>",
        encoding="utf-8",
    )
    return str(file)
