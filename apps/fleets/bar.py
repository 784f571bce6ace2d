"""The bar on top of Home: whoever says something today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.accounts.models import User
from apps.fleets.models import Fleet, Sighting

MOST = 50  # people


@dataclass(frozen=True)
class Bar:
    """`own` is its reader, if they say something today. `people` know by `is_fresh` whether something of theirs was not seen yet: those come
    first, and of each kind who spoke last. `changes_at` is when the first of all these Fleets is over."""

    own: User | None
    people: list[User]
    changes_at: datetime | None

    @property
    def changes_in_ms(self) -> int:
        """Until what it shows is out of date by itself; 0 if that never happens."""
        return 0 if self.changes_at is None else 1 + max(0, int((self.changes_at - timezone.now()).total_seconds() * 1000))


def bar_of(viewer: User, muted_words: list[str] | None = None) -> Bar:
    """For `viewer`, of those they follow and of themselves; one query, and one for the words they mute unless these are given."""
    rows = list(_people(viewer, muted_words)[: MOST + 1])
    others = [person for person in rows if person.pk != viewer.pk]
    own = next((person for person in rows if person.pk == viewer.pk), None)
    return Bar(own, others[:MOST], min((person.first_ends_at for person in rows), default=None))


def next_in(bar: Bar, person: User) -> User | None:
    """Whose Fleets come after those of `person`: the next one in the bar with something new."""
    handles = [one.pk for one in bar.people]
    place = handles.index(person.pk) + 1 if person.pk in handles else 0
    return next((one for one in bar.people[place:] if one.is_fresh and one.pk != person.pk), None)  # type: ignore[attr-defined]


def _people(viewer: User, muted_words: list[str] | None) -> QuerySet[Any]:
    coming = Fleet.objects.coming_to(viewer, muted_words).values("author")
    is_open = Q(held_at=None) | Q(author=viewer)
    theirs = Fleet.objects.lasting().filter(is_open, author=OuterRef("pk"), removed_at=None).order_by()
    seen = Sighting.objects.filter(fleet=OuterRef("pk"), person=viewer)
    people = coming.union(User.objects.filter(pk=viewer.pk).values("pk"))  # an OR would look at everybody there is
    told = User.objects.filter(pk__in=people).annotate(
        newest=Subquery(theirs.order_by("-pk").values("pk")[:1]),
        first_ends_at=Subquery(theirs.values("author").annotate(first=Min("expires_at")).values("first")),
        is_fresh=Exists(theirs.exclude(author=viewer).filter(~Exists(seen))),
    )
    return told.filter(newest__isnull=False).order_by("-is_fresh", "-newest")
