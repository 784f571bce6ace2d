"""A Whisper model made for the tests: the real format, read by the real engine, but it says the same words whatever it hears.

Its layers add nothing, so what it says next depends only on how much it has said: each position points at one word.
"""

from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import whisper_spec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WORDS = ("hello", "linnet")
LANGUAGES = ("en", "de")
UNKNOWN = "?"
_WIDTH, _MELS, _HEARS, _SAYS = 8, 80, 1_500, 448
_SURE = 30.0  # the logit of the word that a position points at


def make(folder: Path, *, multilingual: bool = True, hears_speech: bool = True) -> Path:
    """Writes a model into `folder`, and answers with it. One that does not hear speech says its words all the same, but doubts them."""
    vocabulary = _vocabulary(multilingual=multilingual)
    spec = _spec(vocabulary)
    if not hears_speech:
        _point(spec.decoder, at=0, to=vocabulary.index("<|nospeech|>"), axis=_WIDTH - 1)
    spec.register_vocabulary(vocabulary)
    spec.config.lang_ids = [vocabulary.index(f"<|{language}|>") for language in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    return folder


def _vocabulary(*, multilingual: bool) -> list[str]:
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{language}|>" for language in LANGUAGES)]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{step * 0.02:.2f}|>" for step in range(1_501)]
    plain = [UNKNOWN, *(f"Ġ{word}" for word in WORDS)]
    return [*plain, *([""] if multilingual else []), *special, *times]


def _spec(vocabulary: list[str]) -> Any:
    spec = whisper_spec.WhisperSpec(1, 1, 1, 1)
    for part, length in ((spec.encoder, _HEARS), (spec.decoder, _SAYS)):
        part.position_encodings.encodings = _zeros(length, _WIDTH)
        _pass_on(part.layer_norm)
        _add_nothing(part.layer[0])
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = _zeros(_WIDTH, _MELS, 3), _zeros(_WIDTH)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = _zeros(_WIDTH, _WIDTH, 3), _zeros(_WIDTH)
    _say(spec.decoder, vocabulary)
    return spec


def _say(decoder: Any, vocabulary: list[str]) -> None:
    """After <|startoftranscript|>, language and task: from the beginning to two seconds, every word, and no more."""
    said = ["<|0.00|>", *(f"Ġ{word}" for word in WORDS), "<|2.00|>", "<|endoftext|>"]
    decoder.embeddings.weight = _zeros(len(vocabulary), _WIDTH)
    decoder.projection.weight = _zeros(len(vocabulary), _WIDTH)
    for axis, word in enumerate(said):
        _point(decoder, at=2 + axis, to=vocabulary.index(word), axis=axis)
    decoder.position_encodings.encodings[2 + len(said) :, len(said) - 1] = 1.0


def _point(decoder: Any, *, at: int, to: int, axis: int) -> None:
    """The position `at` is followed by the word `to`; each word has an axis of its own."""
    decoder.position_encodings.encodings[at, axis] = 1.0
    decoder.projection.weight[to, axis] = _SURE / _WIDTH**0.5


def _add_nothing(layer: Any) -> None:
    """Attention and feed-forward that answer zero; what comes in goes out again beside them."""
    for name, wide in (("self_attention", 3), ("attention", None)):
        if hasattr(layer, name):
            attention = getattr(layer, name)
            _pass_on(attention.layer_norm)
            widths = [wide, 1] if wide else [1, 2, 1]
            for linear, times in zip(attention.linear, widths, strict=True):
                linear.weight, linear.bias = _zeros(times * _WIDTH, _WIDTH), _zeros(times * _WIDTH)
    _pass_on(layer.ffn.layer_norm)
    for linear in (layer.ffn.linear_0, layer.ffn.linear_1):
        linear.weight, linear.bias = _zeros(_WIDTH, _WIDTH), _zeros(_WIDTH)


def _pass_on(layer_norm: Any) -> None:
    layer_norm.gamma, layer_norm.beta = np.ones(_WIDTH, np.float32), _zeros(_WIDTH)


def _zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)


def _tokenizer(vocabulary: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(vocabulary)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(word, special=True) for word in vocabulary if word.startswith("<|")])
    return tokenizer
