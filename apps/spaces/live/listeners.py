"""Everything that hears a room is a Listener: now a browser and the captioner, later the recorder, the mixer and the relay."""

from collections import deque
from typing import Protocol

from apps.spaces.live.protocol import CLOSE_CODES, Beat

BEAT_SECONDS = 3.0  # how often a client reports; each report costs the server as much as two bundles
LAG_SECONDS = 3  # behind by more: sound is skipped
TOO_SLOW_SECONDS = 10.0  # behind for so long: closed
SILENT_SECONDS = 15.0  # without a beat: closed; with the server's 1-s rounds a ghost is gone within 20 s


class Ear(Protocol):
    """What a room asks of whatever hears sound. Nothing here may wait."""

    def deliver(self, data: bytes) -> None:
        """Sound, now: a RELAY or a BUNDLE."""


class Listener(Ear, Protocol):
    """What a room asks of those who hear it and are told what happens. Nothing here may wait."""

    def tell(self, text: str) -> None:
        """An event, in order, never dropped."""

    def close(self, name: str) -> None:
        """Ends it, with a name of `CLOSE_CODES`."""

    def fault(self, now: float) -> str | None:
        """Called once a second: why it should be closed, or None."""


class Socket(Protocol):
    """The sending side of a connection; `apps.realtime.outlet.Outlet` is one."""

    def text(self, text: str) -> None: ...
    def sound(self, data: bytes) -> bool: ...
    def close(self, code: int, reason: str) -> None: ...


class BrowserListener:
    """A browser, whose slowness only its own reports show: the server's transport swallows minutes of sound unnoticed."""

    __slots__ = ("_beat_at", "_behind_since", "_heard", "_marks", "_sent", "_socket")

    def __init__(self, socket: Socket, now: float) -> None:
        self._socket = socket
        self._sent = 0  # sound messages sent
        self._heard = 0  # of these, played or passed over
        self._beat_at = now
        self._marks: deque[int] = deque(maxlen=LAG_SECONDS + 1)  # what was sent by each of the last seconds
        self._behind_since: float | None = None

    def deliver(self, data: bytes) -> None:
        if self._behind_since is None and self._socket.sound(data):
            self._sent += 1

    def tell(self, text: str) -> None:
        self._socket.text(text)

    def close(self, name: str) -> None:
        self._socket.close(CLOSE_CODES[name], name)

    def take_beat(self, beat: Beat, now: float) -> None:
        self._beat_at = now
        self._heard = min(beat.heard, self._sent)
        self._judge(now)

    def fault(self, now: float) -> str | None:
        self._marks.append(self._sent)
        if now - self._beat_at > SILENT_SECONDS:
            return "heartbeat_lost"
        if now - self._beat_at > BEAT_SECONDS + LAG_SECONDS:  # no report: judged by the last one
            self._judge(now)
        is_too_slow = self._behind_since is not None and now - self._behind_since >= TOO_SLOW_SECONDS - LAG_SECONDS
        return "too_slow" if is_too_slow else None

    def _judge(self, now: float) -> None:
        """Behind is who has not heard yet what was sent LAG_SECONDS ago; while behind, nothing more is sent."""
        if len(self._marks) == self._marks.maxlen and self._heard < self._marks[0]:
            self._behind_since = now if self._behind_since is None else self._behind_since
        else:
            self._behind_since = None
