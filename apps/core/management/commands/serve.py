"""`manage.py serve`: all of Linnet with one command, on one port; or one of its parts."""

import os
import socket
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from apps.core import roles
from apps.core.alone import alone
from apps.core.starting import NotReady, look_at_everything
from apps.core.static import collect
from apps.core.supervisor import Supervisor

_NO_MICROPHONE = """
Browsers open the microphone only on https pages, or on the machine that Linnet runs on. For everybody else put a
reverse proxy with TLS (Caddy, nginx, …) in front of this port and start Linnet with BASE_URL=https://your.name
"""


class Command(BaseCommand):
    help = "Prepares the database and the static files, then runs Linnet until Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", choices=roles.ROLES, default=settings.ROLE or None, help="one part only; without it, all")

    def handle(self, *, role: str | None = None, **options: Any) -> None:
        host, port = settings.HOST.strip("[]"), int(settings.PORT)
        _check_role(role)
        _check_folder()
        if roles.listens(role):
            _check_port(host, port)
        try:
            self.prepare(role)
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {problem}") from None
        with Supervisor(roles.children(role, host, port), settings.BASE_DIR, self.stderr.write) as supervisor:
            supervisor.watch(until=partial(_answers, host, port) if roles.listens(role) else lambda: True)
            if not supervisor.stopping.is_set():
                self.welcome(role, host, port)
            supervisor.watch()

    def prepare(self, role: str | None) -> None:
        """The database up to date, the static files in place, and on the first run some life."""
        with alone("migrate"):
            call_command("migrate", interactive=False, verbosity=0)
        if roles.listens(role):
            collect()
        _look_around(role)
        if settings.SEED and not role:
            call_command("seed", stdout=self.stdout)  # fills an empty site only, and says how to log in to the demo
        connections.close_all()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # its threads, and a connection that nobody here needs again

    def welcome(self, role: str | None, host: str, port: int) -> None:
        if role:
            place = f" on {host} port {port}" if roles.listens(role) else ""
            self.stdout.write(self.style.SUCCESS(f"Linnet's {role} part runs{place} (Ctrl+C ends it)"))
            return
        address = settings.BASE_URL if settings.HTTPS else f"http://{_name(host)}:{port}"
        self.stdout.write(self.style.SUCCESS(f"\nLinnet is at {address} (Ctrl+C ends it)"))
        if not settings.HTTPS and not _is_loopback(host):
            self.stdout.write(_NO_MICROPHONE)


def _check_role(role: str | None) -> None:
    fault = roles.fault_of(role) if role else None
    if fault:
        raise CommandError(fault)


def _look_around(role: str | None) -> None:
    try:
        look_at_everything(role)
    except NotReady as problem:
        raise CommandError(str(problem)) from None


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
