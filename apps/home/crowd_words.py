"""What a seeded crowd is called and says: made-up words, of which few are common and most are rare, as in any language."""

import random
from functools import cache
from itertools import accumulate

VOCABULARY = 40_000
_RARE = 5_000  # words behind this place are rare
_ONSETS = ("b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "w", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_ENDS = ("", "n", "r", "l", "s", "nd", "t")
_FIRST = (
    "Ada",
    "Bela",
    "Cleo",
    "Dara",
    "Emil",
    "Faye",
    "Gus",
    "Hana",
    "Ivo",
    "June",
    "Kofi",
    "Lena",
    "Milo",
    "Nia",
    "Otis",
    "Pia",
    "Quinn",
)
_LAST = (
    "Abara",
    "Brook",
    "Castel",
    "Dorn",
    "Ekman",
    "Flores",
    "Grau",
    "Holt",
    "Imre",
    "Jarvi",
    "Kato",
    "Lund",
    "Moss",
    "Noor",
    "Okoye",
)


def name_of(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"


def handle_of(number: int) -> str:
    """Different for every number."""
    return f"{_FIRST[number % len(_FIRST)].lower()}{number}"


@cache
def vocabulary() -> tuple[str, ...]:
    """The same words everywhere, from the most common to the rarest; the common ones are short."""
    syllables = [onset + vowel + end for vowel in _VOWELS for end in _ENDS for onset in _ONSETS]
    once = [syllable for syllable in syllables if len(syllable) > 1]
    twice = [one + other for other in once[::7] for one in once[::3]]
    thrice = [one + other + last for one in once[::11] for other in once[::13] for last in once[::17]]
    mixed = random.Random("linnet")  # noqa: S311 — words, not a secret
    for words in (once, twice, thrice):
        mixed.shuffle(words)
    return tuple(dict.fromkeys([*once, *twice, *thrice]))[:VOCABULARY]


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / place for place in range(1, len(vocabulary()) + 1)))


class Words:
    """What comes up by `luck`."""

    def __init__(self, luck: random.Random) -> None:
        self._luck = luck

    def sentence(self) -> str:
        return " ".join(self._luck.choices(vocabulary(), cum_weights=_weights(), k=self._luck.randint(4, 22)))

    def one(self) -> str:
        return self._luck.choices(vocabulary(), cum_weights=_weights())[0]

    def rare(self) -> str:
        return self._luck.choice(vocabulary()[_RARE:])
