"""What turns sound into words: one interface. This and the engines know no Django; they live in a process of their own."""

from typing import Protocol

from apps.speech.faults import EngineFault


class Engine(Protocol):
    """Lives in the recogniser's process; nothing else does while it thinks."""

    def words(self, pcm: bytes, language: str) -> str:
        """What is said in `pcm` (signed 16-bit samples, mono, 16 kHz), "" for no words."""


def load(name: str, model: str) -> Engine:
    """The engine `name` with the model in the folder `model`, ready to listen; takes seconds.

    Raises EngineFault: `not_installed`, `model_missing`, `model_broken`, `engine_unknown`.
    """
    if name == "pocketsphinx":
        from apps.speech.pocketsphinx import PocketSphinx

        return PocketSphinx(model)
    if name == "faster-whisper":
        from apps.speech.whisper import Whisper

        return Whisper(model)
    raise EngineFault("engine_unknown", f"There is no engine {name}.")
