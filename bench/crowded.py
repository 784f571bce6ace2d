"""A crowd on one process: ten voices talk without pause to three thousand listeners, who check every packet.

python -m bench.crowded [seconds] [listeners] [voices]
"""

import asyncio
import resource
import sys

from bench import full_house

SPARE_FILES = 500


async def measure(seconds: float = 60, listeners: int = 3000, voices: int = 10) -> dict[str, float | str]:
    _allow_open_files(listeners + voices + SPARE_FILES)
    return await full_house.measure("uvicorn", seconds, listeners, voices)


def _allow_open_files(wanted: int) -> None:
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if usual < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(measure(*(float(a) for a in arguments[:1]), *(int(a) for a in arguments[1:])))
    for name, value in found.items():
        print(f"{name:>24}  {value if isinstance(value, str) else round(value, 2)}")
