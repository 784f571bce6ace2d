"""The recogniser's process: `python -m apps.speech.child LINE ENGINE MODEL`, started by `recogniser.py`. It knows no Django.

It loads the engine, says so, then answers one utterance after the other until the line is cut.
"""

import base64
import json
import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from apps.speech.engines import Engine, load
from apps.speech.faults import EngineFault
from apps.speech.opus import decoded

_NICENESS = 5  # above its owner's: sound and pages go first


def main() -> None:
    line = Connection(int(sys.argv[1]))
    os.nice(_NICENESS)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        engine = _loaded(line, *sys.argv[2:])
        while engine:
            _say(line, _answer(engine, json.loads(line.recv_bytes())))


def _loaded(line: Connection, name: str, model: str) -> Engine | None:
    try:
        engine = load(name, model)
    except EngineFault as fault:
        _say(line, {"fault": (fault.code, str(fault))})
        return None
    _say(line, {"ready": True})
    return engine


def _answer(engine: Engine, question: dict[str, Any]) -> dict[str, Any]:
    packets = [(start, base64.b64decode(packet)) for start, packet in question["packets"]]
    try:
        return {"words": engine.words(decoded(packets), question["language"])}
    except EngineFault as fault:
        return {"fault": (fault.code, str(fault))}


def _say(line: Connection, answer: dict[str, Any]) -> None:
    line.send_bytes(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
