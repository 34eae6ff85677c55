"""A published verdict: what corrections need."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Newsroom


@pytest.fixture
def publish() -> Callable[[Newsroom, str, str], None]:
    """What records by hand that a verdict of a check went out."""

    def published(newsroom: Newsroom, check: str, verdict: str) -> None:
        claim = newsroom.ledger.check(check).claim.path
        folder = newsroom.root / PurePosixPath(claim).parent
        (folder / "publication-desk-0123456789ab.yaml").write_text(
            f"verdict: {verdict}\nurl: https://desk.example/a\n"
            'published: "2026-11-23T08:00:00Z"\n'
        )
        newsroom.save()

    return published
