"""One seat's microphone: which of its packets are accepted, and those that wait for the next bundle."""

from itertools import pairwise

from apps.realtime.limits import TokenBucket
from apps.spaces.live import protocol
from apps.spaces.live.protocol import Group, Mic

PACKETS_PER_SECOND = 60  # 50 are spoken; the rest is room for clocks that run fast
PACKETS_AT_ONCE = 100  # what two seconds of stalled network may bring in one go


class Voice:
    """Closed until its person opens it."""

    __slots__ = ("_bucket", "_last_seq", "_waiting", "open")

    def __init__(self) -> None:
        self.open = False
        self._last_seq: int | None = None
        self._bucket = TokenBucket(rate=PACKETS_PER_SECOND, burst=PACKETS_AT_ONCE)
        self._waiting: list[Mic] = []

    def close(self) -> None:
        """From now on nothing is accepted, and what waited is not sent."""
        self.open = False
        self._waiting.clear()

    def start_anew(self) -> None:
        """Another connection speaks for this seat: closed, and its sequence numbers start where they like."""
        self.close()
        self._last_seq = None

    def accept(self, mic: Mic, now: float) -> str | None:
        """Takes a packet in, or names the rule it breaks: `muted`, `too_fast` or `replayed`."""
        if not self.open:
            return "muted"
        if not self._bucket.take(now):
            return "too_fast"
        if self._last_seq is not None and not 0 < (mic.seq - self._last_seq) & 0xFFFF < 0x8000:
            return "replayed"
        self._last_seq = mic.seq
        self._waiting.append(mic)
        return None

    def take_groups(self, slot: int) -> list[Group]:
        """What waited since the last call, in runs without a gap."""
        if not self._waiting:
            return []
        waiting, self._waiting = self._waiting, []
        return [_group(slot, run) for run in _runs(waiting)]


def _runs(packets: list[Mic]) -> list[list[Mic]]:
    runs = [[packets[0]]]
    for before, packet in pairwise(packets):
        if _continues(before, packet):
            runs[-1].append(packet)
        else:
            runs.append([packet])
    return runs


def _continues(before: Mic, packet: Mic) -> bool:
    return (
        packet.seq == (before.seq + 1) & 0xFFFF
        and packet.ts == (before.ts + protocol.FRAME_SAMPLES) & 0xFFFFFFFF
        and not packet.flags & (protocol.START | protocol.DISCONT)
    )


def _group(slot: int, run: list[Mic]) -> Group:
    first, last = run[0], run[-1]
    flags = first.flags | last.flags & protocol.END
    return Group(slot, flags, min(mic.level for mic in run), first.seq, first.ts, [mic.packet for mic in run])
