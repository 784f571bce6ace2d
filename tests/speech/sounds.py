"""Sounds in which nobody says a word, as the packets that a microphone sends. Six seconds each, at 48 kHz while they are made."""

from collections.abc import Callable

import av
import numpy as np

Packet = tuple[int, bytes]

Sound = np.ndarray  # floats from -1 to 1

RATE, FRAME, SECONDS = 48_000, 960, 6
_TIMES = np.arange(SECONDS * RATE) / RATE


def packets(sound: Sound) -> list[Packet]:
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.layout, encoder.format, encoder.sample_rate, encoder.bit_rate = "mono", "s16", RATE, 24_000
    samples = (np.clip(sound, -1, 1) * 32_767).astype(np.int16)
    parts = [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]
    encoded = [packet for part in parts for packet in encoder.encode(_frame(part))] + list(encoder.encode(None))
    return [(number * FRAME, bytes(packet)) for number, packet in enumerate(encoded)]


def _frame(samples: Sound) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE
    return frame


def silence() -> Sound:
    return np.zeros(len(_TIMES))


def hiss() -> Sound:
    return 0.1 * _noise(slope=0)


def traffic() -> Sound:
    return 0.2 * _noise(slope=1)


def hum() -> Sound:
    return sum(0.1 * np.sin(2 * np.pi * pitch * _TIMES) for pitch in (50, 100, 150))


def melody() -> Sound:
    """Three plucked strings, a new chord every half a second."""
    chords = [(131, 165, 196), (147, 175, 220), (98, 247, 294), (110, 131, 330)] * 3
    return np.concatenate([_chord(pitches, 0.5) for pitches in chords])


def organ() -> Sound:
    """Chords that never pause."""
    chords = [(131, 165, 196), (110, 131, 165), (147, 175, 220), (98, 147, 196)]
    return np.concatenate([_chord(pitches, SECONDS / len(chords), fading=0.5) for pitches in chords])


def applause() -> Sound:
    return _bursts(every=0.01, lasting=0.008, loudness=0.1)


def typing() -> Sound:
    return _bursts(every=0.15, lasting=0.006, loudness=0.15)


def _noise(*, slope: float) -> Sound:
    """Noise whose power falls with frequency to the power of `slope`; its RMS is 1."""
    spectrum = np.fft.rfft(np.random.default_rng(1).normal(size=len(_TIMES)))
    pitches = np.maximum(np.fft.rfftfreq(len(_TIMES), 1 / RATE), 20)
    noise = np.fft.irfft(spectrum / pitches ** (slope / 2), len(_TIMES))
    return noise / noise.std()


def _chord(pitches: tuple[float, ...], seconds: float, *, fading: float = 4.0) -> Sound:
    times = np.arange(round(seconds * RATE)) / RATE
    tones = [np.sin(2 * np.pi * pitch * overtone * times) / overtone for pitch in pitches for overtone in range(1, 9)]
    return 0.1 * np.sum(tones, axis=0) * np.exp(-fading * times)


def _bursts(*, every: float, lasting: float, loudness: float) -> Sound:
    random = np.random.default_rng(2)
    sound = 0.001 * random.normal(size=len(_TIMES))
    length = round(8 * lasting * RATE)
    fading = np.exp(-np.arange(length) / (lasting * RATE))
    for start in random.integers(0, len(sound) - length, round(SECONDS / every)):
        sound[start : start + length] += loudness * random.normal(size=length) * fading
    return sound


WORDLESS: dict[str, Callable[[], Sound]] = {
    made.__name__: made for made in (silence, hiss, traffic, hum, melody, organ, applause, typing)
}
