"""The list of notifications, ready to be shown."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.core.pages import Page, page_of
from apps.notifications.lines import LINES, Line
from apps.notifications.models import Cause, Notification

_MOST_COUNTED = 100
_FACES = 8


@dataclass(frozen=True)
class Told:
    """A notification with the latest who did it, and how many others."""

    notification: Notification
    actors: list[User]
    others_count: int

    @property
    def first(self) -> User:
        return self.actors[0]

    @property
    def line(self) -> Line:
        return LINES[self.notification.kind]

    @property
    def words(self) -> list[str]:
        """What stands before and after the names of who did it."""
        own = self.line.of_own if self.first.pk == self.notification.person_id else ""
        several = self.line.of_several if self.others_count else ""
        return str(own or several or self.line.sentence).split("%(name)s")


def told_to(person: User, *, before: str | None = None, addressed: bool = False) -> Page:
    """A page of what `person` was told, or of what somebody said to them (`addressed`), the newest first; two queries."""
    shown = Notification.objects.shown_to(person)
    page = page_of(shown.addressed() if addressed else shown, before=before)
    by_notification: dict[int, list[User]] = {}
    causes = (
        Cause.objects.shown_to(person).filter(notification__in=page.items).select_related("actor").order_by("-caused_at", "-pk")
    )
    for cause in causes:
        by_notification.setdefault(cause.notification_id, []).append(cause.actor)
    told = [_as_told(each, by_notification[each.pk]) for each in page.items if each.pk in by_notification]
    return Page(told, page.before)


def _as_told(notification: Notification, actors: list[User]) -> Told:
    return Told(notification, actors[:_FACES], len(actors) - 1)


def unread_count(person: User | AnonymousUser) -> int:
    """How many `person` has not read; it stops counting at a hundred."""
    return unread_by(person).count() if isinstance(person, User) else 0


def unread_by(person: User) -> QuerySet[Notification]:
    """What is counted of them."""
    return Notification.objects.shown_to(person).unread()[:_MOST_COUNTED]
