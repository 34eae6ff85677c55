"""What a hostile page would like a terminal to do."""

from __future__ import annotations

import re

ACTED_ON = frozenset(
    chr(code)
    for start, end in (
        (0x00, 0x1F),
        (0x7F, 0x9F),
        (0xAD, 0xAD),
        (0x061C, 0x061C),
        (0x180E, 0x180E),
        (0x200B, 0x200B),
        (0x200E, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xD800, 0xD801),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
        (0xE0001, 0xE0001),
        (0xE0020, 0xE007F),
        (0xF0000, 0xF0001),
    )
    for code in range(start, end + 1)
)
"""C0, DEL, C1, soft hyphen, directions, zero widths, separators, tags, private."""

PAYLOADS = (
    "\x1b[2J",
    "\x1b[31mred",
    "\x1b]52;c;aGk=\x07",
    "\x1b]52;c;aGk=\x1b\\",
    "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\",
    "\x1b]0;title\x07",
    "\x1bP1;2|x\x1b\\",
    "\x1b_apc\x1b\\",
    "\x1bc",
    "\x9b31m",
    "\x9d52;c;aGk=\x9c",
    "\x90dcs\x9c",
    "\r",
    "\x08\x08\x08",
    "\x00",
    "\x07",
    "\x0b\x0c",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066\u2069",
    "\u200b",
    "\u200e\u200f",
    "\u061c",
    "\ufeff",
    "\xad",
    "\U000e0041",
    "\U000e0001",
    "\ue000",
)

OUR_STYLES = re.compile(r"\x1b\[[\d;]*m")
"""What rich writes for our own styles: select graphic rendition, nothing else."""
