"""The numbered events of a room, and the last of them for those who missed some."""

import json
import secrets
from collections import deque
from typing import Any

REMEMBERED = 512  # events; enough for minutes of a lively room


class Journal:
    """`n` counts durable events within an `epoch`, which is one life of a room in one process."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(8)
        self.n = 0
        self._recent: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)

    def record(self, event: str, data: dict[str, Any]) -> str:
        """The message of a durable event, numbered and remembered."""
        self.n += 1
        message = {"event": event, "n": self.n, "data": data}
        self._recent.append(message)
        return json.dumps(message)

    def since(self, epoch: object, n: object) -> list[dict[str, Any]] | None:
        """Every event after number `n`, or None if that can't be told and a snapshot must do."""
        if epoch != self.epoch or not isinstance(n, int) or not 0 <= n <= self.n or self.n - n > len(self._recent):
            return None
        return [message for message in self._recent if message["n"] > n]


def passing(event: str, data: dict[str, Any]) -> str:
    """The message of an event that nobody needs to catch up on."""
    return json.dumps({"event": event, "data": data})
