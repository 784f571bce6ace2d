"""Ids that sort by time, and ids as they come from outside."""

import secrets
import threading
import time
from datetime import datetime, timedelta

_EPOCH_MS = 1_704_067_200_000  # 2024-01-01 UTC
_RANDOM_BITS = 20
PER_MS = 1 << _RANDOM_BITS  # by how much an id of a millisecond later is larger
LARGEST = 2**63 - 1  # what a database column takes

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


def id_of(moment: datetime, lowest_bits: int | None = None) -> int:
    """An id as it would have been made at `moment`, for things that are told as older than they are; random if no `lowest_bits`."""
    return _id_at(round(moment.timestamp() * 1000), lowest_bits)


def before_id(later: int, span: timedelta) -> int:
    """An id as it would have been made `span` before the id `later`."""
    return later - round(span.total_seconds() * 1000) * PER_MS


def least_id_at(moment: datetime) -> int:
    """What every id made at `moment` or later is not below of; 0 before there were any, and the largest there is after the last."""
    return min(max(0, round(moment.timestamp() * 1000) - _EPOCH_MS) << _RANDOM_BITS, LARGEST)


def id_in(given: object) -> int | None:
    """An id as it comes from outside, an integer or its decimal digits; None for anything else, which names nothing."""
    if isinstance(given, bool) or not isinstance(given, int | str):
        return None
    if isinstance(given, str) and not (given.isascii() and given.isdecimal() and len(given) <= len(str(LARGEST))):
        return None
    number = int(given)
    return number if 0 <= number <= LARGEST else None


def _id_at(unix_ms: int, lowest_bits: int | None = None) -> int:
    bits = secrets.randbits(_RANDOM_BITS) if lowest_bits is None else lowest_bits
    return unix_ms - _EPOCH_MS << _RANDOM_BITS | bits
