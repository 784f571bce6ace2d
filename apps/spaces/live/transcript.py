"""The captions of a room as everybody sees them: the last lines, and how captioning goes."""

from bisect import insort
from collections.abc import Callable
from typing import Any, TypedDict

from apps.realtime.events import Person

LINES = 50  # shown to a newcomer; older ones are asked for page by page


class Line(TypedDict):
    """What somebody said in one go, in milliseconds since the Space started."""

    id: str
    person: Person
    began_ms: int
    ended_ms: int
    text: str


class Captions(TypedDict):
    """`state`: "on", "delayed" (behind by too much, lines are missing), "no_language" (the recogniser has not learnt it) or "off"."""

    state: str
    lines: list[Line]


def _as_said(line: Line) -> tuple[int, int]:
    return line["began_ms"], int(line["id"])


class Transcript:
    """In the order in which people began to speak; what is recognised sooner may come in before what was said earlier."""

    def __init__(self, captions: Captions, tell_all: Callable[[str, Any], None]) -> None:
        self._state = captions["state"]
        self._lines = sorted(captions["lines"], key=_as_said)[-LINES:]
        self._tell_all = tell_all

    def snapshot(self) -> Captions:
        return {"state": self._state, "lines": list(self._lines)}

    @property
    def is_on(self) -> bool:
        """Whether anything is captioned here at all."""
        return self._state in ("on", "delayed")

    def add(self, line: Line) -> None:
        """Shows a line, unless it was shown already or is older than all that are."""
        if any(known["id"] == line["id"] for known in self._lines):
            return
        insort(self._lines, line, key=_as_said)
        if len(self._lines) > LINES and self._lines.pop(0) is line:
            return
        self._tell_all("caption_said", line)

    def set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self._tell_all("captions_state_changed", {"state": state})

    def reconcile(self, captions: Captions) -> None:
        """Takes in what was missed; what the rows have forgotten stays until the room ends."""
        for line in captions["lines"]:
            self.add(line)
        self.set_state(captions["state"])
