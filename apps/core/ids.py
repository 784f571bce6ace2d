"""Ids that sort by time."""

import secrets
import threading
import time
from datetime import datetime

_EPOCH_MS = 1_704_067_200_000  # 2024-01-01 UTC
_RANDOM_BITS = 20


_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A 63-bit id: milliseconds since 2024, then 20 random bits, so that newer is larger and the next one can't be guessed.

    Two of one process keep their order even within a millisecond.
    """
    global _last
    with _lock:
        _last = max(_id_at(time.time_ns() // 1_000_000), _last + 1 + secrets.randbits(8))
        return _last


def id_of(moment: datetime) -> int:
    """An id as it would have been made at `moment`, for things that are told as older than they are."""
    return _id_at(round(moment.timestamp() * 1000))


def _id_at(unix_ms: int) -> int:
    return unix_ms - _EPOCH_MS << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
