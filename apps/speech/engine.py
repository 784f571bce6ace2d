"""Which engine the settings name, and what it understands; asked by those who must not wait for a model."""

import json
from pathlib import Path

from django.conf import settings

from apps.speech.faults import EngineFault as EngineFault


def languages() -> frozenset[str]:
    """The languages that the configured engine understands, as two-letter codes; loads no model."""
    if settings.SPEECH_ENGINE == "none":
        return frozenset()
    if settings.SPEECH_ENGINE == "faster-whisper":
        return _whisper_languages(settings.SPEECH_MODEL)
    return frozenset({"en"})


def is_supported(language: str) -> bool:
    return language in languages()


def is_on() -> bool:
    return bool(settings.SPEECH_ENGINE != "none")


_read: dict[str, frozenset[str]] = {}


def _whisper_languages(model: str) -> frozenset[str]:
    """As the model's own configuration has them; a model of one language names none, and that language is English."""
    if model not in _read:
        try:
            ids = json.loads((Path(model) / "config.json").read_text())["lang_ids"]
        except (OSError, ValueError, KeyError):
            return frozenset()
        names = json.loads((Path(model) / "vocabulary.json").read_text()) if len(ids) > 1 else []
        _read[model] = frozenset(names[i].strip("<|>") for i in ids) if names else frozenset({"en"})
    return _read[model]
