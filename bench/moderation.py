"""How often the default scorer holds what should be held, on lines labelled by somebody who did not see its rules.

python -m bench.moderation [work] [last]      both halves without an argument; rules were tuned on `work` only
"""

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

LINES = Path(__file__).parent.parent / "tests" / "data" / "moderation" / "lines.csv"
OWN_VOICE = ("identity", "reclaimed", "supportive")


def lines(half: str) -> list[dict[str, str]]:
    """The labelled lines of one half: id, half, category, expected ("hold" or "pass"), text."""
    with LINES.open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["half"] == half]


def measure(half: str) -> dict[str, str]:
    """Precision and recall for "hold", the share of identity, reclaimed and supportive lines held, and each category by itself."""
    from apps.moderation import scorer

    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines(half):
        is_held = scorer.default().score(line["text"]).points >= scorer.HOLD
        found[line["category"]]["held" if is_held else "passed"] += 1
        found[""]["right" if is_held and line["expected"] == "hold" else "wrong" if is_held else "let through"] += 1
        found[""]["missed"] += not is_held and line["expected"] == "hold"
    total = found.pop("")
    own = [found[category] for category in OWN_VOICE]
    told = {
        "precision": _share(total["right"], total["right"] + total["wrong"]),
        "recall": _share(total["right"], total["right"] + total["missed"]),
        "identity, reclaimed, supportive held": _share(sum(c["held"] for c in own), sum(c.total() for c in own)),
    }
    return told | {category: _share(count["held"], count.total()) for category, count in sorted(found.items())}


def _share(part: int, whole: int) -> str:
    return f"{part / whole if whole else 0:.3f} ({part} of {whole})"


def main(halves: list[str]) -> None:
    columns = {half: measure(half) for half in halves or ["work", "last"]}
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    print("| held | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name in names:
        print(f"| {name} | " + " | ".join(column.get(name, "") for column in columns.values()) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
