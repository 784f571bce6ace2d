"""Who runs a room when the host's connection is lost: at first nobody, then who has been on stage longest, until the host is back."""

from typing import Literal

from apps.spaces.live.crowd import Crowd
from apps.spaces.live.stage import Stage

HOST_WAITS_SECONDS = 60.0  # for a host whose connection was lost, before somebody stands in
ROOM_WAITS_SECONDS = 300.0  # for any host at all, before the Space ends
ASKS_AGAIN_SECONDS = 5.0  # when the rows did not change

Errand = Literal["host_returns", "pass_on_hosting", "end"]


class Hosting:
    """Who hosts (ids of people), since when they are away, and what should be done about it."""

    def __init__(self, host: str, opened_by: str, crowd: Crowd, stage: Stage) -> None:
        self.host = host
        self._opened_by = opened_by  # hosts whenever they are here
        self._crowd = crowd
        self._stage = stage
        self._away_since: float | None = None
        self._asked_at: float | None = None

    def change(self, host: str) -> None:
        """From now on the absence of this one counts."""
        self.host = host
        self._away_since = self._asked_at = None

    def heirs(self) -> list[str]:
        """Those on stage and connected, without the host."""
        return [seat.person["id"] for seat in self._stage if seat.lost_at is None and seat.person["id"] != self.host]

    def due(self, now: float) -> Errand | None:
        """What the rows should be asked to do, at most every few seconds."""
        errand = self._wish(now)
        if errand is None or (self._asked_at is not None and now - self._asked_at < ASKS_AGAIN_SECONDS):
            return None
        self._asked_at = now
        return errand

    def _wish(self, now: float) -> Errand | None:
        if self._opened_by in self._crowd and not self._sits_as_host(self._opened_by):
            return "host_returns"
        away = self._away_seconds(now)
        if away > ROOM_WAITS_SECONDS:
            return "end"
        has_gone = self._stage.of(self.host) is None  # on purpose: nobody need be waited for
        return "pass_on_hosting" if self.heirs() and (has_gone or away > HOST_WAITS_SECONDS) else None

    def _sits_as_host(self, person_id: str) -> bool:
        seat = self._stage.of(person_id)
        return seat is not None and seat.role == "host"

    def _away_seconds(self, now: float) -> float:
        seat = self._stage.of(self.host)
        if seat and seat.lost_at is None:
            self._away_since = None
        elif self._away_since is None:
            self._away_since = seat.lost_at if seat else now
        return 0.0 if self._away_since is None else now - self._away_since
