"""Folded text as plain words: short forms written out, masks taken off, no punctuation within a sentence. For comparing only."""

from functools import cache

import regex

from apps.moderation import lexicon

SENTENCE = regex.compile(r"(?:[^.!?\n;]|[.!?;](?=\S))+[.!?;]*\s*")
QUOTATION = regex.compile(r"\"([^\"]{2,})\"|(?<!\w)'([^']{4,})'(?!\w)")
_SHORTENED = regex.compile(
    r"(?<=[a-z])(n't|'m|'re|'ll|'ve|'d)(?![a-z])|(?<=\b(?:he|she|it|that|what|who|here|there|where))'s(?![a-z])"
)
_LONG = {"n't": " not", "'m": " am", "'re": " are", "'ll": " will", "'ve": " have", "'d": " would", "'s": " is"}
_IRREGULAR = {"won't": "will not", "can't": "can not", "ain't": "is not", "let's": "let us", "y'all": "you all"}
_MASKED = regex.compile(r"(?<![\w*])[a-z]{1,3}[*#_]+[a-z]*(?![\w*])")
# A comma in a number, a colon in a time or an address, and the dots of names stay.
_BREAKS = regex.compile(r"[,:](?![\d/])|[()\[\]{}<>\"*~|…–—]+|(?<!\w)['-]|['-](?!\w)|(?<=\w)[.!?;]+(?= )")
_WORD = regex.compile(r"[\p{L}\p{N}']+")
_IN_A_NAME = regex.compile(r"@[\w.]+|\S+://\S+")


def plain(text: str) -> str:
    """`text`, which is folded, with every word written out and one blank between words."""
    text = _MASKED.sub(lambda mask: _unmasked(mask[0]), text)
    for short, long in _IRREGULAR.items():
        text = text.replace(short, long)
    text = _SHORTENED.sub(lambda end: _LONG[end[0]], text)
    text = _BREAKS.sub(" ", text)
    short = lexicon.words()["short"]
    return " ".join(
        word if _IN_A_NAME.match(word) else _WORD.sub(lambda part: short.get(part[0], part[0]), word) for word in text.split()
    )


@cache
def _strong_words() -> tuple[str, ...]:
    return tuple(lexicon.words()["words"]["masked"].split(", "))


def _unmasked(mask: str) -> str:
    """The strong word that signs hide letters of, if there is one of its length."""
    like = regex.compile(regex.sub(r"[*#_]", "[a-z]", mask))
    return next((word for word in _strong_words() if like.fullmatch(word)), mask)
