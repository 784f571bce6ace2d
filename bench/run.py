"""`make bench`: every figure of docs/benchmarks.md, one after the other; about an hour on two cores.

python -m bench.run [name …]      only these, e.g. fan_out busy
"""

import asyncio
import inspect
import platform
import sys
from collections.abc import Callable
from typing import Any

from bench import (
    busy,
    captions,
    clips,
    crowded,
    fan_out,
    first_visit,
    four_voices,
    full_house,
    hearing,
    killed,
    long_run,
    messages,
    onsets,
    revoked,
    stalled,
    timelines,
    together,
    visibility,
)

Measure = Callable[..., Any]
TABLES: dict[str, tuple[str, Measure, list[tuple[Any, ...]]]] = {
    "hearing": ("What a listener hears against what was spoken", hearing.measure, [()]),
    "onsets": ("From capture worklet to playback worklet", onsets.measure, [()]),
    "captions": ("From a voice in one browser to words in another", captions.measure, [()]),
    "four_voices": ("Four people speak at the same time for two minutes", four_voices.measure, [()]),
    "fan_out": ("Server CPU per delivered packet, 1 speaker, 200 listeners", fan_out.measure, [("daphne",), ("uvicorn",)]),
    "full_house": ("10 voices without pause, 1,000 listeners, one process", full_house.measure, [("daphne",), ("uvicorn",)]),
    "stalled": ("50 of 500 listeners stop reading for two minutes", stalled.measure, [("daphne",), ("uvicorn",)]),
    "killed": ("The server is killed in mid-sentence, 20 times", killed.measure, [(20, "daphne"), (20, "uvicorn")]),
    "crowded": ("10 voices without pause, 3,000 listeners, one process", crowded.measure, [()]),
    "long_run": ("Two browsers and fifty sockets for twenty minutes", long_run.measure, [()]),
    "revoked": ("Somebody is logged out everywhere: until the last byte they get", revoked.measure, [()]),
    "timelines": (
        "20,000 people and 1,000,000 Tweets: Home, posting, search",
        timelines.measure,
        [("sqlite",), ("postgresql",)],
    ),
    "together": (
        "50 people post, like, vote and read for two minutes",
        together.measure,
        [("sqlite",), ("postgresql",)],
    ),
    "clips": ("How long a recording of a minute takes", clips.measure, [()]),
    "messages": (
        "10,000 messages through connections that break, a conversation of 100,000, and how soon one is there",
        messages.measure,
        [("sqlite",), ("postgresql",)],
    ),
    "first_visit": ("What Home weighs at the first visit", first_visit.measure, [()]),
    "visibility": ("Who sees what, against a plain rule", visibility.measure, [()]),
    "busy": ("The full house with pages loading and a busy request thread", busy.measure, [("daphne",), ("uvicorn",)]),
}


def main(names: list[str]) -> None:
    print(
        f"{platform.processor() or platform.machine()}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )
    for name in names or TABLES:
        title, measure, cases = TABLES[name]
        print(f"\n## {title} (`python -m bench.{name}`)\n")
        print_table([_run(measure, case) for case in cases])


def _run(measure: Measure, case: tuple[Any, ...]) -> dict[str, Any]:
    found = measure(*case)
    return asyncio.run(found) if inspect.iscoroutine(found) else found


def print_table(columns: list[dict[str, Any]]) -> None:
    for row in columns[0]:
        print("| " + " | ".join([row, *(_shown(column[row]) for column in columns)]) + " |", flush=True)
        if row == next(iter(columns[0])):
            print("|" + "---|" * (1 + len(columns)))


def _shown(value: object) -> str:
    return str(round(value, 3)) if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
