"""One form for texts that look or sound alike, so that no trick of spelling hides a word from a rule.

What is shown to people never goes through here: the folded form is for comparing only.
"""

import unicodedata

import regex

LONGEST = 10_000  # characters looked at; no text of Linnet is longer
_ROUNDS = 12  # each round only shortens or maps towards plain letters; two are usual

# Letters of other scripts that look like Latin ones. Only words that mix scripts, or that have nothing but perfect lookalikes, are folded:
# ordinary Russian or Greek stays what it is.
_LOOKALIKES = str.maketrans(
    "авсԁеѕһіјкӏмопрԛгтухуѡьзиαβεικνορτυχωγηɑɡıđħŧƒʟɴʀꜱʏ", "abcdeshijklmonpqrtyxywb3iabeikvoptuxwynagidhtflnrsy"
)
_LEET = str.maketrans("@4380!1|5$7+", "aaeboiilsstt")
_ALL_ALIKE = regex.compile(r"[\W\dасеорхуіѕјһԁӏԛѡοανι]+")
_LOOKS_LATIN = regex.compile(r"[a-z\p{Latin}]")
_WORD = regex.compile(r"[^\s]+")
_LETTERS = regex.compile(r"\p{L}")
# Ordinals, sizes, times and hashes stay numbers: "1st", "100k", "5pm".
_NUMBER = regex.compile(
    r"[^\p{L}\p{N}]*\p{N}+[\p{N}.,:+!-]*(?:st|nd|rd|th|s|k|m|h|d|x|kg|km|cm|mm|ml|am|pm|min|ms|gb|mb|tb|p|%)?[^\p{L}\p{N}]*"
)
_AMONG_LETTERS = regex.compile(
    r"(?<=[\p{L}@$\d])[@4380157$|](?=[\p{L}@$\d])|(?<=\p{L})[!+](?=\p{L})"
    r"|(?<![\p{L}\p{N}])[@4380157$](?=\p{L}{2})|(?<=\p{L}{2})[@43805$71](?![\p{L}\p{N}])"
)
_SPACED = regex.compile(r"(?<![\p{L}\p{N}])(?:\p{L}([ .\-_~·•/\\|,]))(?:\p{L}\1)+\p{L}(?:(?! )\1)?(?![\p{L}\p{N}])")
_STRETCHED = regex.compile(r"(\p{L})\1{2,}")
_OFTEN_DOUBLE = "lsfgzt"
_UNSEEN = regex.compile(r"[\p{Cf}\p{Mn}\p{Me}\p{Co}\u115F\u1160\u2800\u3164\uFFA0]")
_QUOTES = str.maketrans("’‘‛`´“”„«»", "'''''\"\"\"\"\"")


def folded(text: str) -> str:
    """`text` in lower case, without marks, zero-width characters, lookalikes, digits for letters, spaced-out or stretched words.

    Folding what is folded changes nothing.
    """
    text = text[:LONGEST]
    for _ in range(_ROUNDS):
        again = _once(text)
        if again == text:
            break
        text = again
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold().translate(_QUOTES)
    text = _UNSEEN.sub("", text)
    text = _WORD.sub(lambda word: _plain(word[0]), text)
    text = _SPACED.sub(_joined, text)
    text = _STRETCHED.sub(_shortened, text)
    return " ".join(text.split())


def _plain(word: str) -> str:
    """Lookalikes and digits as the letters they stand for."""
    if "/" in word or word.startswith(("@", "#")):  # addresses and handles are names, not words
        return word
    swapped = word.translate(_LOOKALIKES)
    if swapped != word and (_LOOKS_LATIN.search(word) or _ALL_ALIKE.fullmatch(word)):
        word = swapped
    if not _LETTERS.search(word) or _NUMBER.fullmatch(word):
        return word
    return _AMONG_LETTERS.sub(lambda sign: sign[0].translate(_LEET), word.replace("11", "ll"))


def _shortened(run: regex.Match[str]) -> str:
    """Some letters are often doubled in words, others hardly ever."""
    return run[1] * 2 if run[1] in _OFTEN_DOUBLE else run[1]


def _joined(spaced: regex.Match[str]) -> str:
    return spaced[0].replace(spaced[1], "")
