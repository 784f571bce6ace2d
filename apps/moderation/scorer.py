"""How much a text looks like abuse. The default is our own: weighted rules from `lexicon.toml`, read sentence by sentence, in context.

Anything else with a `score` of this shape can take its place in `default`; it advises, and people decide.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import re2
import regex

from apps.moderation import floods
from apps.moderation.normal import folded

RAISE, WARN, HOLD = (
    3.0,
    6.0,
    10.0,
)  # points from which a text raises a report, is shown to its author first, waits for a moderator


@dataclass(frozen=True)
class Score:
    """`points` from 0 up, where 10 and more should be seen by a moderator first; `category` is what for, `why` the words of it."""

    points: float = 0.0
    category: str = ""
    why: str = ""


class Scorer(Protocol):
    """What Linnet asks of anything that judges a text."""

    def score(self, text: str) -> Score:
        """Never raises; a text it can't judge has no points."""
        ...


@dataclass(frozen=True)
class _Signal:
    pattern: Any
    points: float
    category: str
    is_direct: bool
    has_slur: bool


@dataclass(frozen=True)
class _Context:
    pattern: Any
    factor: float
    is_everywhere: bool
    spares_direct: bool
    only_slurs: bool
    only: str
    spares: frozenset[str]

    def lightens(self, signal: _Signal) -> bool:
        if (self.only_slurs and not signal.has_slur) or (self.only and self.only != signal.category):
            return False
        is_spared = signal.category in self.spares or (self.spares_direct and signal.is_direct)
        return not is_spared


_SENTENCE = regex.compile(r"(?:[^.!?\n;]|[.!?;](?=\S))+[.!?;]*")
_QUOTED = regex.compile(r"\"([^\"]{2,})\"|(?<![\w])'([^']{4,})'(?!\w)")
_QUOTED_FACTOR = 0.2  # of what is said in quotation marks, when there are words around them
# "Don't …", "nobody should …": right before what would otherwise count.
_NEGATED = regex.compile(
    r"(?:\b(?:don'?t|do not|never|not|nobody should|no one should|shouldn'?t|stop|without|isn'?t|aren'?t|wouldn'?t|won'?t|can'?t|"
    r"didn'?t|refuse to|please don'?t|before you)"
    r"(?! (?:joking|kidding|playing|afraid|scared|sorry|care|even|only|just|surprised|until))(?: \w+){0,2} ?)$"
)
_MANY = 0.25  # of every further signal, beyond the strongest


class WeightedRules:
    """The default scorer."""

    def __init__(self, lexicon: dict[str, Any]) -> None:
        words = lexicon["words"]
        self._signals = [_signal(row, words) for row in lexicon["signal"]]
        self._contexts = [_context(row, words) for row in lexicon["context"]]

    def score(self, text: str) -> Score:
        plain = folded(text)
        outside = _QUOTED.sub(" ", plain)
        has_frame = len(regex.findall(r"\w+", outside)) >= 2
        found = self._found(outside if has_frame else plain, plain, 1.0)
        if has_frame:
            for quote in _QUOTED.finditer(plain):
                found += self._found(quote[1] or quote[2], plain, _QUOTED_FACTOR)
        if repeats := floods.repeated(plain):
            found.append(Score(HOLD + 1, "spam", repeats))
        return _added_up(found)

    def _found(self, part: str, whole: str, factor: float) -> list[Score]:
        found = []
        for sentence in _SENTENCE.findall(part):
            sentence = sentence.strip()
            for signal in self._signals:
                if match := signal.pattern.search(sentence):
                    lightened = factor * self._lightened(signal, match.start(), sentence, whole)
                    found.append(Score(signal.points * lightened, signal.category, match.group(0)[:80]))
        return found

    def _lightened(self, signal: _Signal, start: int, sentence: str, whole: str) -> float:
        factor = 0.2 if _NEGATED.search(sentence[:start]) else 1.0
        for context in self._contexts:
            if context.lightens(signal) and context.pattern.search(whole if context.is_everywhere else sentence):
                factor = min(factor, context.factor)
        return factor


def _added_up(found: list[Score]) -> Score:
    """The strongest, and a little for each further one."""
    if not found:
        return Score()
    strongest = max(found, key=lambda score: score.points)
    rest = sum(score.points for score in found) - strongest.points
    return Score(strongest.points + _MANY * rest, strongest.category, strongest.why)


def _signal(row: dict[str, Any], words: dict[str, str]) -> _Signal:
    return _Signal(
        _compiled(row["pattern"], words), row["points"], row["category"], row.get("direct", False), row.get("slur", False)
    )


def _context(row: dict[str, Any], words: dict[str, str]) -> _Context:
    return _Context(
        _compiled(row["pattern"], words),
        row["factor"],
        row["reach"] == "text",
        row.get("spares_direct", False),
        row.get("only_slurs", False),
        row.get("only", ""),
        frozenset(row.get("spares", ())),
    )


def _compiled(pattern: str, words: dict[str, str]) -> Any:
    """`{name}` stands for the words of that name; all else in braces is the pattern's own."""
    return re2.compile(regex.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], pattern))


@cache
def default() -> Scorer:
    """The scorer of this site."""
    return WeightedRules(tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8")))
