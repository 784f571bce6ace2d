"""An utterance as it grows: where its voice is, when it is over, where to cut it when it gets too long.

Times are samples at 48 kHz, on a clock that does not wrap.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

from apps.spaces.live.protocol import FRAME_SAMPLES, SAMPLE_RATE, SILENCE_LEVEL

PAUSE = SAMPLE_RATE * 7 // 10  # silence that ends an utterance: longer than within a sentence
SHORTEST_FRAMES = 15  # 300 ms; a cough or a click is shorter
LONGEST = SAMPLE_RATE * 15  # then it is cut, for its words are waited for
CUT_WITHIN = SAMPLE_RATE * 5  # at the quietest place of so much at its end
CUT_GAP = SAMPLE_RATE // 10  # so much without a packet is a pause, less may be a loss
CUT_WIDTH = 2  # frames on each side count for how quiet a place is: a hard consonant is silent too, but not for 100 ms
PAD = SAMPLE_RATE // 5  # kept before and after the voice: words begin and end softly
PAD_FRAMES = PAD // FRAME_SAMPLES

QUIETEST_VOICE = 60  # −dBov; as the voice gate in the browser has it
PAUSE_DB = 25  # what is so much quieter than the voice lately is a pause in it
FADE_DB = 0.02  # a frame: a voice that was loud may be as quiet as others after some seconds


class Frame(NamedTuple):
    """20 ms of sound."""

    at: int
    level: int
    is_voice: bool
    packet: bytes


class Loudness:
    """How loud somebody is lately, to tell their voice from the pauses in it."""

    __slots__ = ("_loudest",)

    def __init__(self) -> None:
        self._loudest = float(SILENCE_LEVEL)  # −dBov

    def is_voice(self, level: int) -> bool:
        self._loudest = min(level, self._loudest + FADE_DB)
        return level <= min(QUIETEST_VOICE, self._loudest + PAUSE_DB)


class Draft:
    """Not empty: it begins with a frame, which was heard at `began_ms` after the Space started."""

    __slots__ = ("_began_ms", "_origin", "ends_at", "frames", "heard_at", "is_paused", "voice_from", "voice_until")

    def __init__(self, frames: Sequence[Frame], began_ms: float, heard_at: float) -> None:
        self.frames = list(frames)
        self._origin, self._began_ms = self.frames[0].at, began_ms
        self.ends_at = self.frames[-1].at + FRAME_SAMPLES
        self.heard_at = heard_at  # when its last packet came, on the room's clock
        self.is_paused = False  # by the END of a talkspurt
        voiced = [frame.at for frame in self.frames if frame.is_voice]
        self.voice_from = voiced[0] if voiced else None
        self.voice_until = voiced[-1] + FRAME_SAMPLES if voiced else None

    def add(self, frame: Frame, heard_at: float) -> None:
        self.frames.append(frame)
        self.ends_at = frame.at + FRAME_SAMPLES
        self.heard_at, self.is_paused = heard_at, False
        if frame.is_voice:
            self.voice_from = frame.at if self.voice_from is None else self.voice_from
            self.voice_until = self.ends_at
        elif self.voice_until is None:
            del self.frames[:-PAD_FRAMES]

    def pause(self, at: int, heard_at: float) -> None:
        self.ends_at, self.heard_at, self.is_paused = at, heard_at, True

    def may_go_on_at(self, at: int) -> bool:
        """Whether a packet of that time belongs to it."""
        return self.ends_at <= at < (self.voice_until or self.ends_at) + PAUSE

    def is_over(self, waited: int = 0) -> bool:
        """Whether there was a pause since the last voice, `waited` samples after the last packet."""
        if self.voice_until is None:
            return self.is_paused
        return self.ends_at + waited - self.voice_until >= PAUSE

    @property
    def is_too_long(self) -> bool:
        return self.ends_at - self.frames[0].at >= LONGEST

    @property
    def is_speech(self) -> bool:
        if self.voice_from is None or self.voice_until is None:
            return False
        return sum(self.voice_from <= frame.at < self.voice_until for frame in self.frames) >= SHORTEST_FRAMES

    def cut(self) -> tuple[Self, Self]:
        """In two, where it is quietest."""
        at = self._quietest()
        head, tail = self.frames[:at], self.frames[at:]
        return type(self)(head, self.ms_at(head[0].at), self.heard_at), type(self)(tail, self.ms_at(tail[0].at), self.heard_at)

    def spoken(self) -> list[Frame]:
        """Its frames, without the silence at its end."""
        until = (self.voice_until or 0) + PAD
        return [frame for frame in self.frames if frame.at < until]

    def ms_at(self, at: int) -> float:
        """When that was, in milliseconds after the Space started."""
        return self._began_ms + (at - self._origin) * 1000 / SAMPLE_RATE

    def _quietest(self) -> int:
        """The index of the frame before which to cut."""
        places = [i for i, frame in enumerate(self.frames) if i and frame.at >= self.ends_at - CUT_WITHIN]
        return max(places, key=lambda i: (self._gap_before(i) >= CUT_GAP, self._hush_around(i), i))

    def _gap_before(self, i: int) -> int:
        return self.frames[i].at - self.frames[i - 1].at - FRAME_SAMPLES

    def _hush_around(self, i: int) -> int:
        return sum(frame.level for frame in self.frames[i - CUT_WIDTH : i + CUT_WIDTH + 1])
