"""What everybody sees of everybody, held against a plain rule, in random worlds of five people.

python -m bench.visibility [worlds]      115,000 without an argument, of which a tenth come twice; on PostgreSQL with DATABASE_URL

A world has some twenty facts out of `tests.graph.worlds.FACTS` (who follows, blocks, mutes whom; who is protected, suspended …), and is seen by one
person, or by somebody who is not signed in, on eleven surfaces. Hypothesis draws twenty
at a time; one that differs from the rule ends it all, and is made small.
"""

import os
import sys
import time
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")

WORLDS = 115_000


def measure(most: int = WORLDS) -> dict[str, Any]:
    """Every world that was drawn, how many of them differ from each other, and what the rule let be seen and hid."""
    import django

    import tests.environment  # noqa: F401 — a database of its own

    django.setup()
    from django.db import connection

    connection.settings_dict["OPTIONS"].pop("pool", None)
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return {"on": connection.vendor, **_hold_against_the_rule(most)}
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _hold_against_the_rule(most: int) -> dict[str, Any]:
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.graph import test_visibility, worlds

    count: Counter[str] = Counter()
    different = set()

    batches = -(-most // test_visibility.AT_ONCE)

    @settings(
        max_examples=batches, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(test_visibility.some_worlds)
    def look(drawn: list[worlds.Facts]) -> None:
        test_visibility.hold_against_the_rule(drawn)
        different.update(hash(world) for world in drawn)
        for world in drawn:
            seen = worlds.rule(world)
            count["worlds"] += 1
            count["seen"] += sum(map(len, seen.values()))
            count["asked"] += len(worlds.PEOPLE) * (12 if ("nobody", 0) in world else 14)

    began = time.monotonic()
    look()
    return {
        "worlds, each seen by one person": count["worlds"],
        "of these, different ones": len(different),
        "questions (surface × person)": count["asked"],
        "answered yes": count["seen"],
        "against the rule": 0,  # the first one ends it all, with an example
        "minutes": (time.monotonic() - began) / 60,
    }


def main() -> None:
    for row, value in measure(*map(int, sys.argv[1:2])).items():
        print(f"| {row} | {value:,.1f} |" if isinstance(value, float) else f"| {row} | {value} |")


if __name__ == "__main__":
    main()
