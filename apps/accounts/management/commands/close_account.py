"""`manage.py close_account <handle>`: as if its owner had closed it; `--delete` does not wait for thirty days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import closing
from apps.accounts.models import User


class Command(BaseCommand):
    help = (
        "Closes somebody's account; they have 30 days to come back. With --delete everything of theirs is deleted now, for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--delete", action="store_true", help="delete every row and file of the account now")

    def handle(self, *args: Any, handle: str, delete: bool, **options: Any) -> None:
        person = User.objects.filter(handle__iexact=handle.removeprefix("@")).first()
        if person is None:
            raise CommandError(f"There is nobody called {handle}.")
        if delete:
            closing.delete_account(person=person)
            self.stdout.write(f"Everything of @{person.handle} is deleted.")
        else:
            closing.close_account(person=person)
            self.stdout.write(f"{person} is closed. Until 30 days have passed, logging in opens it again.")
