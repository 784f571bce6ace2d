"""The words by which a text is found: the same for what is looked through and for what is looked for, on every database.

Case, accents and the forms of a letter make no difference. What is written without blanks (Chinese, Japanese, Korean, Thai and their
neighbours) is taken character by character, so that any part of it is found as a phrase; an emoji is a word of its own, whatever its skin.
"""

import unicodedata

import regex

_LONGEST = 60  # characters of a term; two that differ only behind them are taken for one
_FOLDED_LIMIT = 20_000  # characters looked at

# Accents and vowel points of scripts that are read without them. Marks of others (Indic, Thai, kana) make another letter of one.
_ACCENTS = regex.compile(r"(?<=[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}])\p{Mn}+")
# Letters that no decomposition takes apart, as the lists of `unaccent` in PostgreSQL have them.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "þ": "th", "ŋ": "n"}
)
_SKINS = regex.compile(r"[\U0001F3FB-\U0001F3FF\uFE0E\uFE0F]")

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}ー"
_EMOJI = r"\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\u200D\p{Extended_Pictographic})*|[0-9#*]\u20E3"
_TERM = regex.compile(rf"{_EMOJI}|[{_UNSPACED}]\p{{M}}*|[[\w]--[{_UNSPACED}]]+", regex.VERSION1)


def folded(text: str) -> str:
    """`text` as it is compared: without case, accents, width and skin."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", _SKINS.sub("", text)).casefold()).translate(_PLAIN)
    return unicodedata.normalize("NFKC", plain)


def terms_of(text: str) -> list[str]:
    """The terms of `text`, in their order: letters, digits and `_`, or emoji; no term holds anything else."""
    return [term[:_LONGEST] for term in _TERM.findall(folded(text[:_FOLDED_LIMIT]))]
