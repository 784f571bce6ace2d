"""Which engine the settings name, and what it understands; asked by those who must not wait for a model."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.speech.faults import EngineFault

_MULTILINGUAL = ""  # is a word of the vocabulary only in Whisper models that know more than English; CTranslate2 goes by that


def languages() -> frozenset[str]:
    """The languages that the configured engine understands, as two-letter codes; loads no model. None if `check` finds a fault."""
    with suppress(EngineFault):
        return _languages()
    return frozenset()


def is_supported(language: str) -> bool:
    return language in languages()


def check() -> None:
    """Raises EngineFault `model_missing`, `model_broken`: what the engine understands can't be told."""
    _languages()


def _languages() -> frozenset[str]:
    if settings.SPEECH_ENGINE == "none":
        return frozenset()
    if settings.SPEECH_ENGINE == "faster-whisper":
        return _whisper_languages(settings.SPEECH_MODEL)
    return frozenset({"en"})


_read: dict[str, frozenset[str]] = {}


def _whisper_languages(model: str) -> frozenset[str]:
    """As the model's own files have them."""
    if model not in _read:
        folder = Path(model)
        try:
            words, ids = _vocabulary(folder), _json(folder / "config.json")["lang_ids"]
            named = frozenset(words[i].strip("<|>") for i in ids)
        except OSError as problem:
            raise EngineFault("model_missing", f"SPEECH_MODEL={model} holds no Whisper model: {problem}.") from None
        except (ValueError, LookupError, TypeError):
            raise EngineFault("model_broken", f"What SPEECH_MODEL={model} says of its languages can't be understood.") from None
        _read[model] = named if _MULTILINGUAL in words else frozenset({"en"})
    return _read[model]


def _vocabulary(folder: Path) -> list[str]:
    """One word a line in models that were converted before 2023."""
    if (folder / "vocabulary.txt").is_file():
        return (folder / "vocabulary.txt").read_text().removesuffix("\n").split("\n")
    words: list[str] = _json(folder / "vocabulary.json")
    return words


def _json(file: Path) -> Any:
    return json.loads(file.read_text())
