"""What tests of pushes do over and over."""

from django.test import Client
from django.utils import timezone

from apps.notifications import delivering
from apps.notifications.models import Delivery
from apps.tweets import services as tweets

ASKS = "/push/subscription/"


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def mention(author, text="@alice good morning"):
    return tweets.post_tweet(author=author, text=text)


def send(times: int = 1) -> None:
    for _ in range(times):
        delivering.send_due()


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def due_again() -> None:
    Delivery.objects.filter(state="due").update(due_at=timezone.now())
