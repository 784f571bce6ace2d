"""Reactions, gathered so that a cheering room costs four messages a second."""

from collections import Counter
from typing import Any

GATHERED_SECONDS = 0.25
MOST_AT_ONCE = 60  # kinds by person in one message; the rest of a storm adds nothing to see


class Reactions:
    def __init__(self) -> None:
        self._gathered: Counter[tuple[str, str]] = Counter()
        self._told_at = 0.0

    def add(self, person_id: str, reaction: str) -> None:
        self._gathered[person_id, reaction] += 1

    def news(self, now: float) -> dict[str, Any] | None:
        """What to tell now, or None."""
        if not self._gathered or now - self._told_at < GATHERED_SECONDS:
            return None
        told = self._gathered.most_common(MOST_AT_ONCE)
        self._gathered.clear()
        self._told_at = now
        return {"reactions": [{"person": person, "reaction": reaction, "count": n} for (person, reaction), n in told]}
