"""The two web servers that Linnet knows, and how each is started.

Both take messages of 64 KiB at most, notice within 25 s that a silent connection is gone, and let a thousand people wait
at the door, for after a restart everybody comes back at once.
"""

import sys


def command(server: str, application: str, *, host: str, port: int) -> list[str]:
    """The command line that serves `application` (a dotted path) with `server`: "daphne" or "uvicorn"."""
    module, _, name = application.rpartition(".")
    options = {"daphne": _daphne, "uvicorn": _uvicorn}[server](host, port)
    return [sys.executable, "-m", server, *options.split(), f"{module}:{name}"]


def _daphne(host: str, port: int) -> str:
    interface = host.replace(":", r"\:")
    return f"""
        --endpoint tcp:port={port}:interface={interface}:backlog=1024
        --websocket-max-message-size 65536 --websocket-max-frame-size 65536
        --ping-interval 10 --ping-timeout 15
        --verbosity 0 --no-server-name
    """


def _uvicorn(host: str, port: int) -> str:
    # Deflating sound gains nothing and costs a compressor per listener.
    return f"""
        --host {host} --port {port} --backlog 1024
        --loop uvloop --http httptools --ws websockets-sansio
        --ws-per-message-deflate false --ws-max-size 65536 --ws-ping-interval 10 --ws-ping-timeout 15
        --lifespan off --no-proxy-headers --timeout-graceful-shutdown 2
        --log-level warning --no-access-log --no-server-header
    """
