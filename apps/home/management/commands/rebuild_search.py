"""`manage.py rebuild_search`: makes anew what Tweets, people and Spaces are found by."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from apps.accounts.models import User
from apps.core.found_as import refold
from apps.spaces.models import Space
from apps.tweets import word_index
from apps.tweets.models import Tweet

_AT_ONCE = 1000


class Command(BaseCommand):
    help = "Makes the index of the search anew from the rows it follows. Linnet may run on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in (User, Space):
            refold(model.objects.all())
        word_index.repair()
        done, last = 0, 0
        while ids := list(Tweet.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
            with transaction.atomic():  # nobody edits or deletes these meanwhile
                word_index.keep(Tweet.objects.select_for_update().filter(pk__in=ids))
            done, last = done + len(ids), ids[-1]
            if options["verbosity"] and done % 100_000 == 0:
                self.stdout.write(f"{done} Tweets")
        self.stdout.write(f"{done} Tweets, and all people and Spaces, can be found.")
