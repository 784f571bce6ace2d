"""Who listens, as everybody sees it: a count and the first faces, told at most twice a second however many come and go.

Whoever is hidden is counted and not named.
"""

from collections.abc import Iterable
from typing import Any

from apps.realtime.events import Person

SHOWN = 48  # faces
TOLD_EVERY_SECONDS = 0.5


class Audience:
    """What was last told, and what changed since."""

    def __init__(self) -> None:
        self._count = 0
        self._hidden = 0
        self._shown: dict[str, Person] = {}
        self._told_at = 0.0
        self.changed = False

    def snapshot(self) -> dict[str, Any]:
        """As last told, so that later changes apply to it."""
        return {"count": self._count, "hidden": self._hidden, "shown": list(self._shown.values())}

    def news(self, listening: Iterable[Person], now: float, *, hidden: int = 0) -> dict[str, Any] | None:
        """What to tell now, given who listens in order of coming, and how many hidden besides; None if nothing changed or it is too soon."""
        if not self.changed or now - self._told_at < TOLD_EVERY_SECONDS:
            return None
        self.changed, self._told_at = False, now
        people = {person["id"]: person for person in listening}
        first = dict(list(people.items())[:SHOWN])
        left = [person_id for person_id in self._shown if person_id not in first]
        joined = [person for person_id, person in first.items() if person_id not in self._shown]
        if not left and not joined and (len(people) + hidden, hidden) == (self._count, self._hidden):
            return None
        stayed = {person_id: person for person_id, person in self._shown.items() if person_id in first}
        self._shown = stayed | {person["id"]: person for person in joined}
        self._count, self._hidden = len(people) + hidden, hidden
        return {"count": self._count, "hidden": hidden, "left": left, "joined": joined}
