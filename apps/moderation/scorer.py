"""How much a text looks like abuse. The default is our own: rules (`lexicon/`), read sentence by sentence, weighed with other evidence.

Anything else with a `score` of this shape can take its place in `default`; it advises, and people decide.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import regex

from apps.moderation import evidence, floods, lexicon
from apps.moderation.normal import folded
from apps.moderation.wording import QUOTATION, SENTENCE, plain

# Points from which a text raises a report, is shown to its author first, waits for a moderator.
RAISE, WARN, HOLD = (3.0, 6.0, 10.0)


@dataclass(frozen=True)
class Score:
    """`points` from 0 up, where 10 and more should be seen by a moderator first; `category` is what for, `why` the reason and the words."""

    points: float = 0.0
    category: str = ""
    why: str = ""


class Scorer(Protocol):
    """What Linnet asks of anything that judges a text."""

    def score(self, text: str) -> Score:
        """Never raises; a text it can't judge has no points."""
        ...


class _Rule:
    """Something to look for, and what it weighs."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.patterns = lexicon.compiled(row)
        self.why: str = row["why"]
        self.category: str = row["category"]
        self.points: float = row["points"]
        self.is_direct: bool = row.get("direct", False)
        self.has_slur: bool = row.get("slur", False)
        self.is_of_text: bool = row.get("reach") == "text"
        self.unless_not: bool = row.get("unless_not", False)

    def found_in(self, part: str) -> Any:
        """Where the first of its patterns is, if all are there."""
        first = None
        for pattern in self.patterns:
            match = pattern.search(part)
            if not match:
                return None
            first = first or match
        return first


class _Context:
    """What takes weight off the rules it concerns."""

    def __init__(self, row: dict[str, Any]) -> None:
        (self.pattern,) = lexicon.compiled(row)
        self.factor: float = row["factor"]
        self.is_of_text: bool = row["reach"] == "text"
        self.spares_direct: bool = row.get("spares_direct", False)
        self.only_slurs: bool = row.get("only_slurs", False)
        self.only: str = row.get("only", "")
        self.spares = frozenset(row.get("spares", ()))

    def concerns(self, rule: _Rule) -> bool:
        if (self.only_slurs and not rule.has_slur) or (self.only and self.only != rule.category):
            return False
        return not (rule.category in self.spares or (self.spares_direct and rule.is_direct))


_LESS = 0.2  # what is said in quotation marks with words around them, or with a "not" before or in it
# "Do not …", "nobody should …": right before what would otherwise count. "I am not joking, …" takes nothing back.
_NOT = r"\b(?:not|never|nobody should|no one should|stop|without|refuse to|before you|instead of|nor)"
_NEGATED = regex.compile(
    _NOT
    + r"(?! (?:joking|kidding|playing|afraid|scared|sorry|care|even|only|just|surprised|until|sure|think|wait)\b)(?: (?!and\b)\w+){0,2}\W*$"
)
_HAS_NOT = regex.compile(r"\b(?:not|never|without)\b")
_MANY = 0.25  # of every further finding, beyond the strongest


class WeightedRules:
    """The default scorer."""

    def __init__(self) -> None:
        self._rules = [_Rule(row) for row in lexicon.rows("rule")]
        self._contexts = [_Context(row) for row in lexicon.rows("context")]

    def score(self, text: str) -> Score:
        whole = folded(text)
        if repeats := floods.repeated(whole) or floods.flood(text):
            return Score(HOLD + 1, "spam", repeats)
        by_rules, ruled = self.by_rules(whole)
        return _with_evidence(by_rules, evidence.weighed(whole, ruled=ruled))

    def by_rules(self, whole: str) -> tuple[Score, str]:
        """What the rules alone make of a folded text, and what that is as a sign: evidence.RULE, TAKEN_BACK or nothing."""
        outside = QUOTATION.sub(" ", whole)
        has_frame = len(regex.findall(r"\w+", outside)) >= 2
        found = self._found(outside if has_frame else whole, whole, 1.0)
        if has_frame:
            for quote in QUOTATION.finditer(whole):
                found += self._found(quote[1] or quote[2], whole, _LESS)
        score = _added_up([score for score, _ in found])
        heaviest = max((weight for _, weight in found), default=0.0)
        return score, evidence.RULE if score.points >= HOLD else evidence.TAKEN_BACK if heaviest >= HOLD else ""

    def _found(self, part: str, whole: str, factor: float) -> list[tuple[Score, float]]:
        """What each rule found, and what the rule would weigh if nothing lightened it."""
        found = []
        around, at_once = plain(whole), plain(part)
        sentences = [plain(sentence) for sentence in SENTENCE.findall(part)]
        together = "\n".join(sentences)  # most rules find nothing in any of them, and one look tells
        for rule in [rule for rule in self._rules if rule.is_of_text or rule.found_in(together)]:
            for said in [at_once] if rule.is_of_text else sentences:
                if match := rule.found_in(said):
                    weight = factor * self._lightened(rule, match, said, around)
                    score = Score(rule.points * weight, rule.category, f"{rule.why}: {match.group(1)[:80]}")
                    found.append((score, rule.points))
        return found

    def _lightened(self, rule: _Rule, match: Any, said: str, around: str) -> float:
        is_taken_back = _NEGATED.search(said[: match.start(1)]) or (rule.unless_not and _HAS_NOT.search(match.group(1)))
        factor = _LESS if is_taken_back and not rule.is_of_text else 1.0
        for context in self._contexts:
            if context.concerns(rule) and context.pattern.search(around if context.is_of_text else said):
                factor = min(factor, context.factor)
        return factor


def _added_up(found: list[Score]) -> Score:
    """The strongest, and a little for each further one."""
    if not found:
        return Score()
    strongest = max(found, key=lambda score: score.points)
    rest = sum(score.points for score in found) - strongest.points
    return Score(strongest.points + _MANY * rest, strongest.category, strongest.why)


def _with_evidence(by_rules: Score, weighed: evidence.Weighed) -> Score:
    """A rule that would hold is one sign among others, which may outweigh it. Below that, the higher of the two counts."""
    told = by_rules if by_rules.points >= RAISE else Score(0.0, weighed.category, weighed.why)
    points = weighed.points if by_rules.points >= HOLD else max(by_rules.points, weighed.points)
    return Score(points, told.category, told.why) if told.category else Score()


@cache
def default() -> "WeightedRules":
    """The scorer of this site."""
    return WeightedRules()
