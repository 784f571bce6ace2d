"""The queue: how something comes into it, how urgent it is, who looks at it."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.moderation.categories import top_of
from apps.moderation.log import record
from apps.moderation.models import Case
from apps.moderation.subjects import Subject

_LIVE = 2.0  # times as urgent as what is over
_CLAIMED_FOR = timedelta(minutes=30)  # then somebody else may take it


def case_of(subject: Subject, *, category: str) -> Case:
    """The open case about `subject`, opened if there is none. One at a time, whoever comes at once."""
    # What a reporter lets moderators read of their own messages stays on their report alone, and goes with it.
    snapshot = {name: part for name, part in subject.snapshot.items() if name != "before"}
    fresh = {"person": subject.person, "space_id": subject.space_id, "category": category, "snapshot": snapshot}
    try:
        with transaction.atomic():
            return Case.objects.open().get_or_create(kind=subject.kind, subject_id=subject.id, defaults=fresh)[0]
    except IntegrityError:
        return Case.objects.open().get(kind=subject.kind, subject_id=subject.id)


def weigh(case: Case, *, is_live: bool, points: float = 0) -> None:
    """How urgent it is now: the gravest category, how many people reported it, what a machine found, whether it goes on live."""
    categories = {case.category, *case.reports.values_list("category", flat=True)}
    gravest = max(categories, key=lambda code: top_of(code).severity)
    case.severity = max(case.severity, top_of(gravest).severity)
    reporters = case.reports.values("reporter").distinct().count()
    case.priority = max(case.priority, case.severity * max(1, reporters) * (_LIVE if is_live else 1) + points / 2)
    if top_of(case.category).severity < case.severity:
        case.category = gravest
    case.save(update_fields=["severity", "priority", "category"])


@transaction.atomic
def claim(*, case: Case, moderator: User) -> None:
    """From now on `moderator` looks at it, for half an hour. Raises Refused: claimed, if somebody else does."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if is_claimed_by_another(case, moderator):
        raise Refused("claimed", _("@%s is looking at this already.") % (case.claimed_by and case.claimed_by.handle))
    if case.claimed_by_id != moderator.pk:
        record(actor=moderator, action="claimed", subject=str(case), case=str(case.pk))
    Case.objects.filter(pk=case.pk).update(claimed_by=moderator, claimed_at=timezone.now())


@transaction.atomic
def hand_back(*, case: Case, moderator: User) -> None:
    """Somebody else may take it."""
    if Case.objects.filter(pk=case.pk, claimed_by=moderator).update(claimed_by=None, claimed_at=None):
        record(actor=moderator, action="handed_back", subject=str(case), case=str(case.pk))


def is_claimed_by_another(case: Case, moderator: User) -> bool:
    """Whether a colleague has taken it lately."""
    is_fresh = case.claimed_at is not None and case.claimed_at > timezone.now() - _CLAIMED_FOR
    return is_fresh and case.claimed_by_id not in (None, moderator.pk)
