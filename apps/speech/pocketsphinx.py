"""The engine that needs nothing: CMU PocketSphinx, whose small English model comes inside its package."""

from pathlib import Path

from pocketsphinx import Decoder, Segment, Vad, get_model_path

from apps.speech.faults import EngineFault
from apps.speech.opus import RATE

_VAD_SECONDS = 0.03
_STRICTEST = 3  # of the voice detector's modes 0 to 3
_FRAMES_PER_SECOND = 100
# Words must fill this share of the time in which there seems to be a voice. In the 72 samples they fill at least 0.9 of it; of an
# organ, a plucked chord or a siren the odd word fills less than a third. `python -m bench.words` prints both.
_LEAST_FILLED = 0.5


class PocketSphinx:
    """Its acoustic model follows no speaker: each utterance is normalised by itself, for the next is somebody else's."""

    def __init__(self, model: str) -> None:
        self._decoder = _load(Path(model or get_model_path("en-us")))
        self._voice = Vad(_STRICTEST, RATE, _VAD_SECONDS)

    def words(self, pcm: bytes, language: str) -> str:
        if not pcm:
            return ""
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found and self._is_speech(pcm) else ""

    def _is_speech(self, pcm: bytes) -> bool:
        """Noise and music make no words, or few that are far between."""
        spoken = sum(part.end_frame - part.start_frame + 1 for part in self._decoder.seg() if _is_word(part))
        return spoken / _FRAMES_PER_SECOND >= _LEAST_FILLED * self._voiced_seconds(pcm) > 0

    def _voiced_seconds(self, pcm: bytes) -> float:
        size = self._voice.frame_bytes
        return _VAD_SECONDS * sum(self._voice.is_speech(pcm[at : at + size]) for at in range(0, len(pcm) - size + 1, size))


def _is_word(part: Segment) -> bool:
    return part.word[0] not in "<[+"


def _load(folder: Path) -> Decoder:
    """`folder` is laid out as the one in the package: acoustic model, language model, dictionary."""
    if not folder.is_dir():
        raise EngineFault(
            "model_missing", f"SPEECH_MODEL={folder} is not a folder. Leave it empty for the model that PocketSphinx brings."
        )
    parts = {"hmm": _one(folder, "*/mdef").parent, "lm": _one(folder, "*[!e].lm.bin"), "dict": _one(folder, "*.dict")}
    try:
        return Decoder(samprate=RATE, loglevel="FATAL", cmn="batch", **{name: str(part) for name, part in parts.items()})
    except (RuntimeError, ValueError) as problem:
        raise EngineFault("model_broken", f"PocketSphinx can't read the model in {folder}: {problem}") from None


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise EngineFault("model_missing", f"There is no {pattern} in SPEECH_MODEL={folder}: it holds no model for PocketSphinx.")
    return found[0]
