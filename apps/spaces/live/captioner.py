"""Cuts what people say into utterances, each to be recognised on its own.

On the path of a sound a scribe only keeps the bytes; everything else is done when the hub asks for utterances, between two sounds.
Plain Python; the clock comes in with each call.
"""

from collections.abc import Iterator
from typing import NamedTuple

from apps.spaces.live.draft import Draft, Frame, Loudness
from apps.spaces.live.protocol import DISCONT, END, SAMPLE_RATE, Relay, parse_relay
from apps.spaces.live.stage import StageSeat
from apps.spaces.live.voice import Voice

STALLED_SECONDS = 2.0  # without a packet in mid-sentence: the line is cut, nobody knows for how long
BACKWARDS = 1 << 31  # a step of the sample clock by this or more
FRAME_MS = 20


class Utterance(NamedTuple):
    """What somebody said in one go, in milliseconds since the Space started.

    `packets`: Opus, each with its start in samples since the utterance began; a gap is silence.
    """

    person_id: str
    began_ms: int
    ended_ms: int
    packets: list[tuple[int, bytes]]


class Scribe:
    """Hears one seat and writes down what is said from it."""

    __slots__ = ("_busy", "_clock", "_draft", "_fresh", "_last_ts", "_loudness", "_said_until_ms", "_voice", "person_id")

    def __init__(self, person_id: str, voice: Voice, busy: "set[Scribe]") -> None:
        self.person_id = person_id
        self._voice = voice
        self._busy = busy
        self._fresh: list[bytes] = []  # not yet looked at
        self._draft: Draft | None = None
        self._loudness = Loudness()
        self._last_ts = self._clock = 0  # as packets have it, and without its wrapping at 2³²
        self._said_until_ms = 0

    def deliver(self, data: bytes) -> None:
        """A RELAY."""
        self._fresh.append(data)
        self._busy.add(self)

    def forget(self) -> None:
        """Nothing of what was said is written down."""
        self._fresh.clear()
        self._draft = None

    @property
    def is_idle(self) -> bool:
        return not self._fresh and self._draft is None

    def finished(self, now: float, now_ms: float) -> Iterator[Utterance]:
        """What has come to its end by now."""
        fresh, self._fresh = self._fresh, []
        for data in fresh:
            yield from self._hear(parse_relay(data), now, now_ms)
        if self._draft and self._is_over(self._draft, now):
            yield from self._finish(now_ms)

    def _is_over(self, draft: Draft, now: float) -> bool:
        if not self._voice.open:
            return True
        waited = now - draft.heard_at
        return draft.is_over(int(waited * SAMPLE_RATE)) if draft.is_paused else waited >= STALLED_SECONDS

    def _hear(self, heard: Relay, now: float, now_ms: float) -> Iterator[Utterance]:
        step = heard.ts - self._last_ts & 0xFFFFFFFF
        self._last_ts, self._clock = heard.ts, self._clock + step
        is_elsewhere = heard.flags & DISCONT or step >= BACKWARDS
        if self._draft and (is_elsewhere or not self._draft.may_go_on_at(self._clock)):
            yield from self._finish(now_ms)
        if heard.flags & END:
            if self._draft:
                self._draft.pause(self._clock, now)
        else:
            yield from self._write(heard, now, now_ms)

    def _write(self, heard: Relay, now: float, now_ms: float) -> Iterator[Utterance]:
        frame = Frame(self._clock, heard.level, self._loudness.is_voice(heard.level), heard.packet)
        if self._draft:
            self._draft.add(frame, now)
        else:
            self._draft = Draft([frame], now_ms - FRAME_MS, now)
        if self._draft.is_over():
            yield from self._finish(now_ms)
        elif self._draft.is_too_long:
            head, self._draft = self._draft.cut()
            yield from self._utterance(head, now_ms)

    def _finish(self, now_ms: float) -> Iterator[Utterance]:
        draft, self._draft = self._draft, None
        return self._utterance(draft, now_ms) if draft else iter(())

    def _utterance(self, draft: Draft, now_ms: float) -> Iterator[Utterance]:
        if not draft.is_speech:
            return
        frames = draft.spoken()
        began_ms = max(self._said_until_ms, int(min(draft.ms_at(frames[0].at), now_ms)))
        self._said_until_ms = max(began_ms, int(min(draft.ms_at(frames[-1].at) + FRAME_MS, now_ms)))
        packets = [(frame.at - frames[0].at, frame.packet) for frame in frames]
        yield Utterance(self.person_id, began_ms, self._said_until_ms, packets)


class Captioner:
    """Hears those on stage who agreed to captions."""

    def __init__(self, age_ms: int, now: float, *, is_on: bool) -> None:
        self._is_on = is_on
        self._started_at = now - age_ms / 1000  # the Space, on the room's clock
        self._agreed: set[str] = set()
        self._busy: set[Scribe] = set()

    def set_consent(self, person_id: str, agrees: bool) -> bool:
        """Whether that was news. What somebody who refuses has just said is forgotten."""
        if (person_id in self._agreed) == agrees:
            return False
        if agrees:
            self._agreed.add(person_id)
        else:
            self._agreed.discard(person_id)
            self._forget(person_id)
        return True

    def _forget(self, person_id: str) -> None:
        for scribe in self._busy:
            if scribe.person_id == person_id:
                scribe.forget()

    def follow(self, seat: StageSeat) -> None:
        """Hears this seat from now on, if its person agreed, and else does not."""
        person_id = seat.person["id"]
        seat.is_captioned = person_id in self._agreed
        seat.scribe = Scribe(person_id, seat.voice, self._busy) if seat.is_captioned and self._is_on else None

    def take_utterances(self, now: float) -> list[Utterance]:
        """What was said to its end since the last call."""
        now_ms = (now - self._started_at) * 1000
        finished = [utterance for scribe in self._busy for utterance in scribe.finished(now, now_ms)]
        self._busy -= {scribe for scribe in self._busy if scribe.is_idle}
        return finished
