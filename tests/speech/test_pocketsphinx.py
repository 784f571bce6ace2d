"""What pocketsphinx understands, and when it holds its tongue."""

import pytest

from tests.speech import samples, sounds

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("speech")]


@pytest.mark.parametrize("voice", samples.VOICES)
def test_it_understands_nearly_every_word(recogniser, voice):
    numbers = range(1, len(samples.LINES), 5)
    heard = {number: recogniser.recognise(samples.line(voice, number), "en") for number in numbers}
    errors = sum(samples.word_errors(samples.LINES[number - 1], words) for number, words in heard.items())
    assert errors / sum(len(samples.LINES[number - 1].split()) for number in numbers) <= 0.12


def test_a_voice_is_understood_the_same_whoever_spoke_before(recogniser):
    first = recogniser.recognise(samples.line("slt", 3), "en")
    recogniser.recognise(samples.line("rms", 4), "en")
    assert recogniser.recognise(samples.line("slt", 3), "en") == first


@pytest.mark.parametrize("made", sounds.WORDLESS.values(), ids=sounds.WORDLESS)
def test_noise_music_and_silence_are_no_words(recogniser, made):
    assert recogniser.recognise(sounds.packets(made()), "en") == ""


@pytest.mark.parametrize("language", samples.OTHER_LANGUAGES)
def test_another_language_is_no_english(recogniser, language):
    assert recogniser.recognise(samples.packets(samples.FOLDER / f"other-{language}.opus"), "en") == ""


@pytest.mark.parametrize("packets", [0, 1, 2, 10])
def test_an_utterance_too_short_for_a_word_is_none(recogniser, packets):
    assert recogniser.recognise(samples.line("slt", 1)[:packets], "en") == ""
