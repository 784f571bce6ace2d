"""`manage.py serve`: all of Linnet with one command, on one port."""

import os
import socket
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from apps.core import asgi_servers
from apps.core.starting import NotReady, look_at_everything
from apps.core.static import collect
from apps.core.supervisor import Child, Supervisor

_NO_MICROPHONE = """
Browsers open the microphone only on https pages, or on the machine that Linnet runs on. For everybody else put a
reverse proxy with TLS (Caddy, nginx, …) in front of this port and start Linnet with BASE_URL=https://your.name
"""


class Command(BaseCommand):
    help = "Prepares the database and the static files, then runs Linnet until Ctrl+C."

    def handle(self, **options: Any) -> None:
        host, port = settings.HOST.strip("[]"), int(settings.PORT)
        _check_folder()
        _check_port(host, port)
        try:
            self.prepare()
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        with Supervisor(_children(host, port), settings.BASE_DIR, self.stderr.write) as supervisor:
            supervisor.watch(until=partial(_answers, host, port))
            if not supervisor.stopping.is_set():
                self.welcome(host, port)
            supervisor.watch()

    def prepare(self) -> None:
        """The database up to date, the static files in place, and on the first run some life."""
        call_command("migrate", interactive=False, verbosity=0)
        collect()
        try:
            look_at_everything()
        except NotReady as problem:
            raise CommandError(str(problem)) from None
        if settings.SEED:
            call_command("seed", stdout=self.stdout)  # fills an empty site only, and says how to log in to the demo
        connections.close_all()

    def welcome(self, host: str, port: int) -> None:
        address = settings.BASE_URL if settings.HTTPS else f"http://{_name(host)}:{port}"
        self.stdout.write(self.style.SUCCESS(f"\nLinnet is at {address} (Ctrl+C ends it)"))
        if not settings.HTTPS and not _is_loopback(host):
            self.stdout.write(_NO_MICROPHONE)


def _children(host: str, port: int) -> list[Child]:
    os.environ["DATA_DIR"] = str(settings.DATA_DIR)  # made absolute: the children run in another folder than the caller's
    web = asgi_servers.command(settings.ASGI_SERVER, settings.ASGI_APPLICATION, host=host, port=port)
    return [Child("web", web), Child("work", [sys.executable, "manage.py", "work"], niceness=10)]


def _check_folder() -> None:
    if not os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        raise CommandError(f"Linnet may not write to {settings.DATA_DIR}. Give it another folder with DATA_DIR.")


def _check_port(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as problem:
        raise CommandError(
            f"Linnet cannot listen on {host} port {port}: {problem.strerror}. Choose another HOST or PORT."
        ) from None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((_reachable(host), port), timeout=1):
            return True
    except OSError:
        return False


def _reachable(host: str) -> str:
    """An address at which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host == "::1" or host.startswith("127.")


def _name(host: str) -> str:
    """How to write `host` in an address; on loopback, the name that browsers treat best."""
    if _is_loopback(_reachable(host)):
        return "localhost"
    return f"[{host}]" if ":" in host else host
