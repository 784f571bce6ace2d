"""Evidence that adds up: signs of abuse and signs of calm, each found or not, each with a weight that is fitted and written down.

No sign decides. `lexicon/weights.toml` says what each weighs alone and together with others; `bench/weigh.py` fits it.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from apps.moderation import lexicon
from apps.moderation.wording import QUOTATION, SENTENCE, plain

AT_ONCE = 60  # words weighed together: in a longer text, signs that are far apart have nothing to do with each other
AGAIN = " again"  # after a sign's name: it was found in two different wordings
RULE = "a rule"  # the sign that a rule of its own would hold the text
TAKEN_BACK = "a rule, taken back"  # and the sign that it would, but for what stands around its words
QUOTED = "in quotation marks"
# Points at an even chance of abuse; twice the odds are twice the points, and 10 hold a text. Two to one is where, of authors whose lines
# the weights have not seen, hardly anybody is held for who they are (`bench/weigh.py`).
AT_EVEN = 5.0
_MOST = 20.0
_FRAME = 4  # words around a quotation, from which it is somebody else's and tells nothing of who quotes


@dataclass(frozen=True)
class Weighed:
    """`points` from 0 to 20, where 10 are two to one for abuse; the category that weighs most, and the signs and words that count."""

    points: float
    category: str = ""
    why: str = ""


@dataclass(frozen=True)
class _Sign:
    why: str
    category: str
    counts_alone: bool
    pattern: Any


def weighed(folded_text: str, *, ruled: str) -> Weighed:
    """The heaviest part of a text. `ruled` is what rules made of the whole: RULE, TAKEN_BACK or nothing."""
    return max((_weighed(part, ruled) for part in _parts(folded_text)), key=lambda one: one.points)


def signs_of(part: str, *, ruled: str) -> dict[str, str]:
    """All that is found in a folded text, by the names of weights.toml, with its words."""
    outside = QUOTATION.sub(" ", part)
    is_framed = outside != part and len(outside.split()) >= _FRAME
    said = plain(outside if is_framed else part)
    found: dict[str, str] = {}
    here: dict[str, str] = {}
    for name, sign in _signs().items():
        wordings = list(dict.fromkeys(match.group(1) for match in sign.pattern.finditer(said)))
        if wordings:
            here[name] = wordings[0]
            if sign.counts_alone:
                found |= {name: wordings[0]} | ({name + AGAIN: wordings[1]} if len(wordings) > 1 else {})
    for names in lexicon.together():
        if all(name in here for name in names):
            found[" ".join(names)] = " … ".join(here[name] for name in names)
    found |= {context.why: "" for context in _contexts() if context.pattern.search(said)}
    if is_framed:
        found[QUOTED] = ""
    if ruled:
        found[ruled] = ""
    return found


def _weighed(part: str, ruled: str) -> Weighed:
    weights = lexicon.weights()
    found = {name: words for name, words in signs_of(part, ruled=ruled).items() if weights.get(name)}
    points = min(_MOST, AT_EVEN * math.exp(weights["nothing found"] + sum(weights[name] for name in found)))
    by_weight = sorted((name for name in found if weights[name] > 0 and name != RULE), key=lambda name: -weights[name])
    if not by_weight:
        return Weighed(points if RULE in found else 0.0)
    heaviest: dict[str, float] = {}
    for name in by_weight:
        heaviest[_category(name)] = heaviest.get(_category(name), 0) + weights[name]
    category = max(heaviest, key=lambda one: (bool(one), heaviest[one]))
    return Weighed(points, category, "; ".join(f"{_why(name)}: {found[name]}" for name in by_weight[:3]))


def _parts(text: str) -> list[str]:
    """Sentences, as many at once as have at most AT_ONCE words; a short text is one part."""
    parts = [""]
    count = 0
    for sentence in SENTENCE.findall(text) if len(text.split()) > AT_ONCE else [text]:
        for piece in _pieces(sentence):
            words = len(piece.split())
            if count and count + words > AT_ONCE:
                parts.append("")
                count = 0
            parts[-1] += f" {piece}"
            count += words
    return parts


def _pieces(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= AT_ONCE:
        return [sentence]
    return [" ".join(words[at : at + AT_ONCE]) for at in range(0, len(words), AT_ONCE)]


def _category(name: str) -> str:
    """The last of a combination that has one: "you harm" is a threat."""
    signs = (_signs()[one] for one in name.removesuffix(AGAIN).split())
    return next((sign.category for sign in reversed(list(signs)) if sign.category), "")


def _why(name: str) -> str:
    return " + ".join(_signs()[one].why for one in name.removesuffix(AGAIN).split())


@cache
def _signs() -> dict[str, _Sign]:
    return {
        name: _Sign(row["why"], row.get("category", ""), row.get("alone", True), lexicon.listed(row["any"]))
        for name, row in lexicon.signs().items()
    }


@cache
def _contexts() -> tuple[_Sign, ...]:
    return tuple(_Sign(row["why"], "", True, lexicon.compiled(row)[0]) for row in lexicon.rows("context"))
