"""Spoken lines for fake microphones, and how much of them arrived.

Everything is mono at 48 kHz, as numpy arrays of floats from -1 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

RATE = 48_000
WINDOW_MS = 20
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "speech"

Sound = np.ndarray
Envelope = np.ndarray


def line(voice: str, number: int) -> Sound:
    """Line `number` (from 1) of lines.txt, spoken by `voice`: "slt" or "rms"."""
    return read(SAMPLES / f"{voice}-{number:02}.opus")


def read(path: Path) -> Sound:
    """A sound file of any rate and any number of channels."""
    samples, rate = soundfile.read(path, always_2d=True)
    mono = samples.mean(axis=1)
    times = np.arange(round(len(mono) * RATE / rate)) * rate / RATE
    return np.interp(times, np.arange(len(mono)), mono)


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE))


def talk(voice: str, numbers: Sequence[int], *, lead_seconds: float = 1.0, pause_seconds: float = 0.5) -> Sound:
    """Some lines, one after the other, after `lead_seconds` of silence; each is followed by a pause."""
    spoken = [part for number in numbers for part in (line(voice, number), silence(pause_seconds))]
    return np.concatenate([silence(lead_seconds), *spoken])


def write(path: Path, sound: Sound) -> Path:
    """Writes a WAV file that Chromium takes for a microphone, and answers with its path."""
    soundfile.write(path, sound, RATE, subtype="PCM_16")
    return path


def envelope(sound: Sound, rate: int = RATE) -> Envelope:
    """The RMS level of every 20 ms."""
    window = rate * WINDOW_MS // 1000
    whole = sound[: len(sound) // window * window].reshape(-1, window)
    return np.sqrt(np.mean(np.square(whole), axis=1))


def dbfs(sound: Sound) -> float:
    """The RMS level in dB below full scale; -inf for digital silence."""
    level = np.sqrt(np.mean(np.square(sound))) if len(sound) else 0.0
    return float(20 * np.log10(level)) if level else -np.inf


@dataclass(frozen=True)
class Likeness:
    """How well what was heard follows what was spoken."""

    correlation: float  # of the envelopes where they overlap; 1 is the same
    lag_seconds: float  # by how much the heard sound is late
    overlap_seconds: float


def likeness(heard: Envelope, spoken: Envelope, *, least_seconds: float = 3.0) -> Likeness:
    """The best match of two envelopes over every single lag that lets them overlap for `least_seconds`."""
    least = round(least_seconds * 1000 / WINDOW_MS)
    lags = range(least - len(spoken), len(heard) - least + 1)
    return max((_match(heard, spoken, lag) for lag in lags), key=lambda match: match.correlation)


def _match(heard: Envelope, spoken: Envelope, lag: int) -> Likeness:
    start, end = max(lag, 0), min(len(heard), len(spoken) + lag)
    ours, theirs = heard[start:end], spoken[start - lag : end - lag]
    flat = ours.std() == 0 or theirs.std() == 0
    correlation = 0.0 if flat else float(np.corrcoef(ours, theirs)[0, 1])
    return Likeness(correlation, lag * WINDOW_MS / 1000, len(ours) * WINDOW_MS / 1000)
