"""Vectors of the texts of claims, and which of them lie near to a sentence's.

Part of the optional extra ``semantic``: nothing here is loaded without an encoder.
"""

from __future__ import annotations

from hashlib import blake2b


def digest(text: str) -> int:
    """Give what a text's vector is kept under: 64 bits of its BLAKE2b, 0 for no text.

    Spaces around the text do not count.
    """
    stripped = text.strip()
    if not stripped:
        return 0
    read = blake2b(stripped.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(read, "little") or 1
