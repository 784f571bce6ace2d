"""The engine for those who have a model: Whisper, by faster-whisper (`pip install -r requirements-whisper.txt`)."""

import json
from pathlib import Path
from typing import Any

from apps.speech.faults import EngineFault

_KIND = "WhisperSpec"  # what CTranslate2 writes into model.bin
_SILENCE_IS_LIKELIER = 0.6  # OpenAI's own threshold for saying nothing
_HEAD_BYTES = 64


class Whisper:
    """Hears as many languages as its model does; on one core, with 8-bit weights."""

    def __init__(self, model: str) -> None:
        folder = _checked(model)
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise EngineFault(
                "not_installed", "SPEECH_ENGINE=faster-whisper needs its package: pip install -r requirements-whisper.txt"
            ) from None
        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
        except Exception as problem:  # whatever a broken file makes of it
            raise EngineFault("model_broken", f"The Whisper model in {folder} can't be read: {problem}") from None

    def words(self, pcm: bytes, language: str) -> str:
        import numpy as np

        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / 32_768
        parts, _about = self._model.transcribe(samples, language=language, condition_on_previous_text=False, vad_filter=False)
        return " ".join(text for part in parts if _is_said(part) and (text := part.text.strip()))


def _is_said(part: Any) -> bool:
    return bool(part.no_speech_prob < _SILENCE_IS_LIKELIER)


def _checked(model: str) -> Path:
    """The folder, if what must be in it is there."""
    folder = Path(model)
    if not model or not folder.is_dir():
        raise EngineFault(
            "model_missing", f"SPEECH_MODEL={model} is not a folder; SPEECH_ENGINE=faster-whisper needs one with a model."
        )
    for name in ("model.bin", "config.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise EngineFault("model_missing", f"There is no {name} in SPEECH_MODEL={folder}: it holds no Whisper model.")
    _check_kind(folder)
    return folder


def _check_kind(folder: Path) -> None:
    with (folder / "model.bin").open("rb") as file:
        if _KIND.encode() not in file.read(_HEAD_BYTES):
            raise EngineFault("model_broken", f"{folder / 'model.bin'} is not a Whisper model in the format of CTranslate2.")
    try:
        json.loads((folder / "config.json").read_text())
    except ValueError:
        raise EngineFault("model_broken", f"{folder / 'config.json'} is not JSON.") from None
