"""Fits the weights of the evidence (`apps/moderation/lexicon/weights.toml`) on the half `work`, and tells how they do on authors not fitted on.

python -m bench.weigh [write]      with "write", the weights go into the file; without, only the figures are told

Logistic regression: signs of abuse may only weigh up and signs of calm only down, so that every weight means what its name says. The rules
were made on the first author's lines, so these teach the signs alone, without a rule's help.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from apps.moderation import evidence, floods, lexicon, scorer
from apps.moderation.normal import folded
from bench import moderation

WEIGHTS = Path(__file__).parent.parent / "apps" / "moderation" / "lexicon" / "weights.toml"
FIRST_AUTHOR = "m"
ROUNDS = 500
DRAWN_TO_ZERO = 2.0  # how strongly weights are held back (L2)
OWN_VOICE_COUNTS = 8.0  # times as much as any other line: nobody is held for who they are
ABUSE_COUNTS = 1.5  # times as much as a harmless line: precision has room to spare, recall has none
NOTHING = "nothing found"
HELD = scorer.HOLD / (scorer.HOLD + evidence.AT_EVEN)  # the chance from which a text is held
LEAST = 0.02  # a sign that weighs less is left out
_HEAD = """# What signs weigh, in steps of likelihood (natural logarithm of the odds). Fitted by `python -m bench.weigh write`: don't mend by hand.
# "again": found in two wordings. Combinations are the pairs and triples that are looked for; add one with 0.0 and fit.
"""

Row = tuple[set[str], bool, float]  # the signs, whether it should be held, how much the line counts


def main(words: list[str]) -> None:
    by_author: dict[str, list[Row]] = defaultdict(list)
    for line in moderation.lines("work"):
        if (row := _row(line)) is not None:
            by_author[line["id"][0]].append(row)
    print("| left out | precision | recall | own voice held |\n|---|---|---|---|")
    for author, rows in by_author.items():
        others = [row for name in by_author if name != author for row in by_author[name]]
        print(_figures(author, rows, fitted(others)))
    if "write" in words:
        _write(fitted([row for rows in by_author.values() for row in rows]))


def fitted(rows: Iterable[Row]) -> dict[str, float]:
    """Weights by sign, by accelerated gradient descent with a bound at 0."""
    rows = list(rows)
    names = sorted({name for signs, _, _ in rows for name in signs})
    now = dict.fromkeys([*names, NOTHING], 0.0)
    ahead, momentum = dict(now), 1.0
    step = 1 / (0.25 * _steepest(rows) + DRAWN_TO_ZERO)
    for _ in range(ROUNDS):
        slope = {name: DRAWN_TO_ZERO * weight for name, weight in ahead.items()} | {NOTHING: 0.0}
        for signs, should_hold, counts in rows:
            error = counts * (_chance(ahead, signs) - should_hold)
            for name in (*signs, NOTHING):
                slope[name] += error
        new = {name: _bounded(name, ahead[name] - step * slope[name]) for name in ahead}
        faster = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = {name: new[name] + (momentum - 1) / faster * (new[name] - now[name]) for name in new}
        now, momentum = new, faster
    return now


def _row(line: dict[str, str]) -> Row | None:
    """None for a flood, which is held whatever else it says."""
    whole = folded(line["text"])
    if floods.repeated(whole) or floods.flood(line["text"]):
        return None
    _, ruled = scorer.default().by_rules(whole)
    signs = set(evidence.signs_of(whole, ruled="" if line["id"].startswith(FIRST_AUTHOR) else ruled))
    should_hold = line["expected"] == "hold"
    own = line["category"] in moderation.OWN_VOICE
    return signs, should_hold, OWN_VOICE_COUNTS if own else ABUSE_COUNTS if should_hold else 1.0


def _is_calm(name: str) -> bool:
    return name in (evidence.QUOTED, evidence.TAKEN_BACK) or name.removesuffix(evidence.AGAIN) in lexicon.calm()


def _figures(author: str, rows: list[Row], weights: dict[str, float]) -> str:
    held = [(should_hold, counts) for signs, should_hold, counts in rows if _chance(weights, signs) >= HELD]
    right = sum(should_hold for should_hold, _ in held)
    own = sum(counts == OWN_VOICE_COUNTS for _, counts in held)
    return (
        f"| {author} | {right / max(1, len(held)):.3f} ({right} of {len(held)}) | {right / sum(row[1] for row in rows):.3f} "
        f"| {own} of {sum(counts == OWN_VOICE_COUNTS for _, _, counts in rows)} |"
    )


def _write(weights: dict[str, float]) -> None:
    tables: dict[str, list[str]] = {"general": [], "alone": [], "together": [], "calm": []}
    for name, weight in sorted(weights.items(), key=lambda one: (-abs(one[1]), one[0])):
        table = "calm" if _is_calm(name) else "general" if name in (NOTHING, evidence.RULE) else "alone"
        if tuple(name.split()) in lexicon.together():
            table = "together"
        if abs(weight) >= LEAST or table == "together":
            tables[table].append(f'"{name}" = {weight:.2f}\n')
    told = "".join(f"\n[{name}]\n{''.join(lines)}" for name, lines in tables.items())
    WEIGHTS.write_text(_HEAD + told, encoding="utf-8")


def _bounded(name: str, weight: float) -> float:
    return weight if name == NOTHING else min(weight, 0.0) if _is_calm(name) else max(weight, 0.0)


def _chance(weights: dict[str, float], signs: Iterable[str]) -> float:
    return 1 / (1 + math.exp(-weights[NOTHING] - sum(weights.get(name, 0.0) for name in signs)))


def _steepest(rows: list[Row]) -> float:
    """The largest curvature of the likelihood, by power iteration."""
    along: dict[str, float] = {name: 1.0 for signs, _, _ in rows for name in signs} | {NOTHING: 1.0}
    length = 1.0
    for _ in range(30):
        bent = dict.fromkeys(along, 0.0)
        for signs, _, counts in rows:
            dot = counts * sum(along[name] for name in (*signs, NOTHING))
            for name in (*signs, NOTHING):
                bent[name] += dot
        length = math.sqrt(sum(value**2 for value in bent.values()))
        along = {name: value / length for name, value in bent.items()}
    return length


if __name__ == "__main__":
    main(sys.argv[1:])
