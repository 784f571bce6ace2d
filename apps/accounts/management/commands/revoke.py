"""`manage.py revoke <handle>`: logs somebody out everywhere, at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.accounts.revoking import Reason, revoke


class Command(BaseCommand):
    help = "Ends every session and every open socket of somebody. They may log in again, unless their account is suspended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")

    def handle(self, *args: Any, handle: str, **options: Any) -> None:
        person = User.objects.filter(handle__iexact=handle.removeprefix("@")).first()
        if person is None:
            raise CommandError(f"There is nobody called {handle}.")
        revoke(person=person, reason=Reason.LOGGED_OUT)
        self.stdout.write(f"{person} is logged out everywhere.")
