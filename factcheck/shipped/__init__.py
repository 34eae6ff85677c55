"""What ships with the program beside its code: templates, example ledger, how-to pages.

In a wheel they lie in this package; in a checkout (also an editable install) they
lie at its top or in ``docs``, where people look for them. The completion scripts lie
here in both.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parent.parent


def folder(name: str) -> Path:
    """Give ``templates``, ``ledger``, ``examples``, ``how-to`` or ``completion``.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for place in (_HERE / name, _CHECKOUT / name, _CHECKOUT / "docs" / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{name} is missing from this installation of factcheck")
