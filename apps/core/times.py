"""Moments as scripts count them."""

from datetime import datetime
from typing import overload


@overload
def in_ms(moment: datetime) -> int: ...
@overload
def in_ms(moment: datetime | None) -> int | None: ...
def in_ms(moment: datetime | None) -> int | None:
    """Milliseconds since 1970; None for what has not happened."""
    return int(moment.timestamp() * 1000) if moment else None
