"""A model that is missing, broken or of another kind is a clear error at the start, never silence later."""

import json
from pathlib import Path

import pytest
from pocketsphinx import get_model_path

from apps.speech import engine
from apps.speech import recogniser as door
from apps.speech.faults import EngineFault
from tests.running_site import serve

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("speech")]


def fault_of(settings, name: str, model: Path) -> EngineFault:
    """Why the engine `name` can't start with `model`."""
    settings.SPEECH_ENGINE, settings.SPEECH_MODEL = name, str(model)
    recogniser = door.Recogniser()
    with pytest.raises(EngineFault) as fault:
        recogniser.start()
    return fault.value


def whisper_model(folder: Path, *, weights: bytes = b"\x06\0\0\0\x0c\0WhisperSpec\0" + bytes(100)) -> Path:
    """A folder that has what a Whisper model has, by name."""
    (folder / "model.bin").write_bytes(weights)
    (folder / "tokenizer.json").write_text("{}")
    (folder / "config.json").write_text(json.dumps({"lang_ids": [1, 3]}))
    (folder / "vocabulary.json").write_text(json.dumps(["a", "<|en|>", "b", "<|de|>"]))
    return folder


@pytest.mark.parametrize("name", ["pocketsphinx", "faster-whisper"])
def test_a_folder_that_is_not_there_or_empty(settings, name, tmp_path):
    assert fault_of(settings, name, tmp_path / "none").code == "model_missing"
    assert fault_of(settings, name, tmp_path).code == "model_missing"


def test_a_whisper_model_is_none_for_pocketsphinx(settings, tmp_path):
    assert fault_of(settings, "pocketsphinx", whisper_model(tmp_path)).code == "model_missing"


def test_a_pocketsphinx_model_is_none_for_whisper(settings):
    assert fault_of(settings, "faster-whisper", Path(get_model_path("en-us"))).code == "model_missing"


def test_a_truncated_pocketsphinx_model(settings, tmp_path):
    complete = Path(get_model_path("en-us"))
    (tmp_path / "en-us").symlink_to(complete / "en-us")
    (tmp_path / "words.dict").symlink_to(complete / "cmudict-en-us.dict")
    (tmp_path / "words.lm.bin").write_bytes((complete / "en-us.lm.bin").read_bytes()[:10_000])
    assert fault_of(settings, "pocketsphinx", tmp_path).code == "model_broken"


def test_a_file_that_is_no_whisper_model(settings, tmp_path):
    fault = fault_of(settings, "faster-whisper", whisper_model(tmp_path, weights=b"GGUF" + bytes(100)))
    assert fault.code == "model_broken"
    assert "model.bin" in str(fault)


def test_a_whisper_model_tells_its_languages_without_being_loaded(settings, tmp_path):
    settings.SPEECH_ENGINE, settings.SPEECH_MODEL = "faster-whisper", str(whisper_model(tmp_path))
    assert engine.languages() == {"en", "de"}


def test_linnet_does_not_start_with_a_model_that_is_missing(tmp_path):
    process = serve(tmp_path, SPEECH_ENGINE="faster-whisper", SPEECH_MODEL=str(tmp_path / "none"))
    assert process.wait(90) == 1
    printed = (tmp_path / "serve.log").read_text()
    assert "SPEECH_MODEL" in printed
    assert "Traceback" not in printed
