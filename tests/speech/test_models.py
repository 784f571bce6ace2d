"""A model that is missing, broken or of another kind is a clear error at the start, never silence later."""

import json
from pathlib import Path

import pytest
from pocketsphinx import get_model_path

from apps.speech import engine
from apps.speech import recogniser as door
from apps.speech.faults import EngineFault
from tests.e2e import speech
from tests.running_site import serve
from tests.speech import sounds, tiny_whisper

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("speech")]


def fault_of(settings, name: str, model: Path) -> EngineFault:
    """Why the engine `name` can't start with `model`."""
    settings.SPEECH_ENGINE, settings.SPEECH_MODEL = name, str(model)
    recogniser = door.Recogniser()
    with pytest.raises(EngineFault) as fault:
        recogniser.start()
    return fault.value


@pytest.fixture
def whisper(settings, tmp_path) -> Path:
    """A model that is set up, in the folder that is answered."""
    settings.SPEECH_ENGINE, settings.SPEECH_MODEL = "faster-whisper", str(tmp_path)
    return tiny_whisper.make(tmp_path)


def heard(language: str) -> str:
    """What the engine that is set up makes of a line."""
    recogniser = door.Recogniser()
    try:
        return recogniser.recognise(sounds.packets(speech.line("slt", 1)), language)
    finally:
        recogniser.stop()


@pytest.mark.parametrize("name", ["pocketsphinx", "faster-whisper"])
def test_a_folder_that_is_not_there_or_empty(settings, name, tmp_path):
    assert fault_of(settings, name, tmp_path / "none").code == "model_missing"
    assert fault_of(settings, name, tmp_path).code == "model_missing"


def test_a_whisper_model_is_none_for_pocketsphinx(settings, whisper):
    assert fault_of(settings, "pocketsphinx", whisper).code == "model_missing"


def test_a_pocketsphinx_model_is_none_for_whisper(settings):
    assert fault_of(settings, "faster-whisper", Path(get_model_path("en-us"))).code == "model_missing"


def test_a_truncated_pocketsphinx_model(settings, tmp_path):
    complete = Path(get_model_path("en-us"))
    (tmp_path / "en-us").symlink_to(complete / "en-us")
    (tmp_path / "words.dict").symlink_to(complete / "cmudict-en-us.dict")
    (tmp_path / "words.lm.bin").write_bytes((complete / "en-us.lm.bin").read_bytes()[:10_000])
    assert fault_of(settings, "pocketsphinx", tmp_path).code == "model_broken"


def test_a_file_that_is_no_whisper_model(settings, whisper):
    (whisper / "model.bin").write_bytes(b"GGUF" + bytes(100))
    fault = fault_of(settings, "faster-whisper", whisper)
    assert fault.code == "model_broken"
    assert "model.bin" in str(fault)


def test_a_model_of_ctranslate2_for_something_else(settings, whisper):
    weights = (whisper / "model.bin").read_bytes()
    (whisper / "model.bin").write_bytes(weights.replace(b"WhisperSpec", b"Wav2Vec2Spe", 1))
    assert fault_of(settings, "faster-whisper", whisper).code == "model_broken"


@pytest.mark.parametrize("part", ["model.bin", "config.json", "tokenizer.json"])
def test_a_truncated_whisper_model(settings, whisper, part):
    file = whisper / part
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert fault_of(settings, "faster-whisper", whisper).code == "model_broken"


@pytest.mark.parametrize("part", ["model.bin", "config.json", "tokenizer.json"])
def test_a_whisper_model_without_one_of_its_files(settings, whisper, part):
    (whisper / part).unlink()
    fault = fault_of(settings, "faster-whisper", whisper)
    assert fault.code == "model_missing"
    assert part in str(fault)


@pytest.mark.usefixtures("whisper")
@pytest.mark.parametrize("language", tiny_whisper.LANGUAGES)
def test_whisper_hears_the_languages_of_its_model(language):
    assert heard(language) == "hello linnet"


def test_what_whisper_takes_for_no_speech_is_no_words(whisper):
    tiny_whisper.make(whisper, hears_speech=False)
    assert heard("en") == ""


@pytest.mark.usefixtures("whisper")
def test_whisper_is_not_asked_for_a_language_it_does_not_know():
    assert engine.languages() == {"en", "de"}
    with pytest.raises(EngineFault) as fault:
        door.recognise(packets=sounds.packets(speech.line("slt", 1)), language="fr")
    assert fault.value.code == "language_unsupported"


def test_a_whisper_model_of_one_language_knows_english(settings, tmp_path):
    settings.SPEECH_ENGINE, settings.SPEECH_MODEL = "faster-whisper", str(tiny_whisper.make(tmp_path, multilingual=False))
    assert engine.languages() == {"en"}


def test_a_whisper_model_of_before_2023(settings, whisper):
    words = json.loads((whisper / "vocabulary.json").read_text())
    (whisper / "vocabulary.json").unlink()
    (whisper / "vocabulary.txt").write_text("\n".join(words) + "\n")
    assert engine.languages() == {"en", "de"}


@pytest.mark.parametrize(
    ("config", "code"), [(None, "model_missing"), ("{}", "model_broken"), ('{"lang_ids": [99999]}', "model_broken")]
)
def test_a_whisper_model_that_does_not_tell_its_languages(whisper, config, code):
    (whisper / "config.json").unlink()
    if config:
        (whisper / "config.json").write_text(config)
    assert engine.languages() == frozenset()
    with pytest.raises(EngineFault) as fault:
        engine.check()
    assert fault.value.code == code


def test_linnet_does_not_start_with_a_model_that_is_missing(tmp_path):
    process = serve(tmp_path, SPEECH_ENGINE="faster-whisper", SPEECH_MODEL=str(tmp_path / "none"))
    assert process.wait(90) == 1
    printed = (tmp_path / "serve.log").read_text()
    assert "SPEECH_MODEL" in printed
    assert "Traceback" not in printed
