"""The engine that needs nothing: CMU PocketSphinx, whose small English model comes inside its package."""

import math
from array import array
from pathlib import Path

from pocketsphinx import Decoder, Segment, Vad, get_model_path

from apps.speech.faults import EngineFault
from apps.speech.opus import RATE, SAMPLE_BYTES

_FRAMES_PER_SECOND = 100
_VAD_SECONDS = 0.03
_STRICTEST = 3  # of the voice detector's modes 0 to 3
# It wants silence before and after; with less than 0.2 s one word in twenty more is wrong.
_REST = bytes(RATE // 4 * SAMPLE_BYTES)

# What it makes of other sounds is no text. Measured on the 72 samples as they are, in noise (12 and 20 dB below them), in a room and
# cut short; on the sounds of `tests/speech/sounds.py`; on sixty random tunes, of which one comes through; on espeak's voices for
# seven other languages, the nearest of which, Japanese, can come through. `python -m bench.words` prints the figures of the samples.
_LEAST_FILLED = 0.84  # of the time with a voice; speech ≥ 0.85, one of a hundred in noise 0.80; a plucked melody 0.80 to 0.88
_MOST_FILLED = 2.0  # words where there is no voice: speech ≤ 1.4, the hum of mains is at 4.4
_LEAST_LIKELY = -2.05  # log10 of the acoustic likelihood per frame of a word; speech ≥ −2.05, other languages ≤ −2.03
# Frames that words take on average, where there are many, and how much longer a single one may be. Of 288 lines and pieces of lines this costs
# one; of sixty random tunes, seven of which pass all else, six are longer. The melody of the tests is, whatever machine encodes it.
_LONGEST_OF_MANY, _LONGER_ALONE = 43, 34
_LEAST_QUIET = 0.1  # of 25 ms each, those half as loud as the whole or less: between syllables; speech ≥ 0.19, an organ 0
_QUIET_WINDOW = RATE // 40  # samples

# One pass and few hypotheses: no more errors on the samples, and noise costs no more than speech does.
_LEAN = {"fwdflat": False, "maxhmmpf": 3000}


class PocketSphinx:
    """It follows no speaker: each utterance is normalised by itself, for the next is somebody else's."""

    def __init__(self, model: str) -> None:
        self._decoder = _load(Path(model or get_model_path("en-us")))

    def words(self, pcm: bytes, language: str) -> str:
        if not pcm:
            return ""
        self._decoder.reinit_feat()  # else it remembers the noise of whoever was before
        self._decoder.start_utt()
        self._decoder.process_raw(_REST + pcm + _REST, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found and self._is_speech(pcm) else ""

    def _is_speech(self, pcm: bytes) -> bool:
        """Whether the words fill the sound, sound like English and are as short as words are, in a sound with syllables."""
        words = [part for part in self._decoder.seg() if _is_word(part)]
        frames = sum(_length(part) for part in words)
        if not frames or frames > _LONGEST_OF_MANY * len(words) + _LONGER_ALONE or _quiet_share(pcm) < _LEAST_QUIET:
            return False
        likelihood, voiced = sum(_log(part.ascore) for part in words) / frames, _voiced_frames(pcm)
        return likelihood >= _LEAST_LIKELY and _LEAST_FILLED * voiced <= frames <= _MOST_FILLED * voiced


def _voiced_frames(pcm: bytes) -> float:
    detector = Vad(_STRICTEST, RATE, _VAD_SECONDS)  # anew: it gets used to what it hears
    size = detector.frame_bytes
    voiced = sum(detector.is_speech(pcm[at : at + size]) for at in range(0, len(pcm) - size + 1, size))
    return float(voiced * _VAD_SECONDS * _FRAMES_PER_SECOND)


def _quiet_share(pcm: bytes) -> float:
    samples = array("h", pcm)
    windows = [samples[at : at + _QUIET_WINDOW] for at in range(0, len(samples), _QUIET_WINDOW)]
    loudness = [math.sqrt(sum(sample * sample for sample in window) / len(window)) for window in windows]
    half = sum(loudness) / len(loudness) / 2
    return sum(each < half for each in loudness) / len(loudness)


def _is_word(part: Segment) -> bool:
    return part.word[0] not in "<[+"


def _length(part: Segment) -> int:
    return int(part.end_frame - part.start_frame + 1)


def _log(likelihood: float) -> float:
    return math.log10(max(likelihood, 1e-300))


def _load(folder: Path) -> Decoder:
    """`folder` is laid out as the one in the package: acoustic model, language model, dictionary."""
    if not folder.is_dir():
        raise EngineFault(
            "model_missing", f"SPEECH_MODEL={folder} is not a folder. Leave it empty for the model that PocketSphinx brings."
        )
    parts = {"hmm": _one(folder, "*/mdef").parent, "lm": _one(folder, "*[!e].lm.bin"), "dict": _one(folder, "*.dict")}
    try:
        return Decoder(samprate=RATE, loglevel="FATAL", cmn="batch", **_LEAN, **{name: str(part) for name, part in parts.items()})
    except (RuntimeError, ValueError) as problem:
        raise EngineFault("model_broken", f"PocketSphinx can't read the model in {folder}: {problem}") from None


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise EngineFault("model_missing", f"There is no {pattern} in SPEECH_MODEL={folder}: it holds no model for PocketSphinx.")
    return found[0]
