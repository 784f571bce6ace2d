"""Texts that say nothing, or the same over and over: one word, one line, one sign; or nothing but handles, tags or links."""

from collections import Counter

import regex

_LAUGHTER = regex.compile(
    r"(?:[hjaek]|x|d|lo|ol|lm|fa|ao|no|oh|ye|ya|la|na|da|go|so|very|yes|really|please|wow|much|more|ma|he|ho|bla|blah|woo|yay|boo|help|wait|why|what|the|i|tick|tock|knock|row|run|duck)+",
    regex.IGNORECASE,
)
_SIGN = regex.compile(r"[\p{Extended_Pictographic}\u2B50]")
_LINK = regex.compile(r"https?://|\b[\w-]+\.[a-z]{2,}\b")
_WORDS_AT_LEAST = 10  # times one word; three times as often as in a refrain
_PHRASES_AT_LEAST = 3  # times the same two words or more, when they are most of the text
_SIGNS_AT_LEAST = 30
_MOST = 0.6  # of the text
_LINES_AT_LEAST = 8  # times the same line
_LETTERS_AT_LEAST = 60  # times one letter in a row; a shout is shorter
_NAMES_AT_LEAST = {"@": 7, "#": 9, "http": 3}  # handles, tags, links, when they are most of the text
_FEW = 4  # different words in a text of _MANY; nobody says so little at such length
_MANY = 15
_LETTERS = regex.compile(rf"(\w)\1{{{_LETTERS_AT_LEAST - 1},}}")


def repeated(plain: str) -> str:
    """What a folded text is mostly made of, again and again; empty for ordinary texts."""
    words = regex.findall(r"[^\s!?.,]+(?:[.][^\s!?.,]+)*", plain)
    return _one_word(words) or _one_phrase(words) or _one_sign(plain)


def flood(text: str) -> str:
    """What a text as written is a flood of: lines, letters, handles, tags or links; empty for ordinary texts."""
    return _one_line(text) or _one_letter(text) or _names(text) or _few_words(text)


def _one_line(text: str) -> str:
    line, count = Counter(filter(None, map(str.strip, text.splitlines()))).most_common(1)[0] if text.strip() else ("", 0)
    return line[:80] if count >= _LINES_AT_LEAST else ""


def _few_words(text: str) -> str:
    words = text.casefold().split()
    is_flood = len(words) >= _MANY and len(set(words)) <= _FEW and not all(_LAUGHTER.fullmatch(word) for word in set(words))
    return " ".join(words)[:80] if is_flood else ""


def _one_letter(text: str) -> str:
    run = _LETTERS.search(text)
    return run[0][:20] if run else ""


def _names(text: str) -> str:
    words = text.split()
    for start, needed in _NAMES_AT_LEAST.items():
        names = [word for word in words if word.lower().startswith(start) or (start == "http" and _LINK.match(word))]
        if len(names) >= needed and len(names) >= (1 - _MOST if start == "http" else _MOST) * len(words):
            return " ".join(names)[:80]
    return ""


def _one_word(words: list[str]) -> str:
    word, count = Counter(words).most_common(1)[0] if words else ("", 0)
    is_flood = count >= _WORDS_AT_LEAST and count >= _MOST * len(words) and not _LAUGHTER.fullmatch(word)
    return word if is_flood and regex.search(r"\p{L}", word) else ""


def _one_phrase(words: list[str]) -> str:
    for length in range(2, 9):
        parts = [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
        phrase, count = Counter(parts).most_common(1)[0] if parts else ("", 0)
        needed = _PHRASES_AT_LEAST if length > 2 or _LINK.search(phrase) else 2 * _PHRASES_AT_LEAST
        is_laughter = all(_LAUGHTER.fullmatch(word) for word in phrase.split())
        if count >= needed and count * length >= _MOST * len(words) and len(phrase) > 8 and not is_laughter:
            return phrase if len(set(phrase.split())) > 1 else ""
    return ""


def _one_sign(plain: str) -> str:
    sign, count = Counter(_SIGN.findall(plain)).most_common(1)[0] if _SIGN.search(plain) else ("", 0)
    needed = _SIGNS_AT_LEAST // 2 if _LINK.search(plain) else 2 * _SIGNS_AT_LEAST
    return sign if count >= needed else ""
