"""What a moderator sees beside a case: what it was and is, what was said around it, what is known of the account."""

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import SentPicture, SentPictureQuerySet, User
from apps.accounts.restrictions import Restriction
from apps.clips.models import Clip
from apps.dms.models import Message, MessagePicture
from apps.fleets.models import Fleet, FleetPicture
from apps.graph.access import Viewer
from apps.moderation import subjects
from apps.moderation.access import is_moderator
from apps.moderation.models import Case, Decision, Report
from apps.moderation.models.cases import Kind
from apps.moderation.subjects import Subject
from apps.spaces.models import Space
from apps.tweets.models import Tweet, TweetPicture

# What may have a clip.
_SPOKEN: dict[str, type[Tweet] | type[Fleet] | type[Message]] = {
    Kind.TWEET: Tweet,
    Kind.FLEET: Fleet,
    Kind.MESSAGE: Message,
}
_TWEETS = 3
_DECISIONS = 10
_RECENTLY = timedelta(days=90)


@dataclass(frozen=True)
class About:
    """`now` is None once the subject is gone; the rest is newest first."""

    now: Subject | None
    reports: list[Report]
    lines: list[dict[str, Any]]
    before: list[dict[str, Any]]
    tweets: list[Tweet]
    pictures: list[TweetPicture | FleetPicture | MessagePicture]
    clip: Clip | None
    decisions: list[Decision]
    restrictions: list[Restriction]
    space: Space | None
    reports_lately: int
    spaces_spoken_in: int


def of_case(case: Case) -> About:
    """All of it; of private messages only what was reported and what its reporter agreed to show."""
    person, filed = case.person, list(case.reports.select_related("reporter").order_by("filed_at"))
    snapshots = [report.snapshot for report in filed] or [case.snapshot]
    lines = max((snapshot.get("captions", []) for snapshot in snapshots), key=len)
    before = max((snapshot.get("before", []) for snapshot in snapshots), key=len)
    return About(
        now=subjects.loaded(case.kind, case.subject_id),
        reports=filed,
        lines=lines,
        before=before,
        tweets=list(Tweet.objects.filter(author=person).exclude(pk=case.subject_id).order_by("-pk")[:_TWEETS]),
        pictures=list(pictures_of(case)),
        clip=clip_of(case),
        decisions=list(Decision.objects.about(person).exclude(case=case).order_by("-decided_at")[:_DECISIONS]),
        restrictions=list(Restriction.objects.standing().filter(person=person)),
        space=Space.objects.select_related("host").filter(pk=case.space_id).first() if case.space_id else None,
        reports_lately=_lately(person),
        spaces_spoken_in=person.seats.filter(spoke_at__isnull=False).count(),
    )


def pictures_of(case: Case) -> SentPictureQuerySet:
    """Of the Tweet, the Fleet or the message it is about, in their order: as long as that is not deleted, and of a message until somebody
    has decided; held, removed and past ones have theirs still."""
    pictures: dict[str, SentPictureQuerySet] = {
        Kind.TWEET: TweetPicture.objects.filter(tweet=case.subject_id).order_by("position"),
        Kind.FLEET: FleetPicture.objects.filter(fleet=case.subject_id),
        Kind.MESSAGE: MessagePicture.objects.filter(message=case.subject_id).order_by("position"),
    }
    return pictures.get(case.kind, TweetPicture.objects.none()).filter(state=SentPicture.State.READY)


def clip_of(case: Case) -> Clip | None:
    """What is said in the Tweet, the Fleet or the message it is about; as of pictures."""
    model = _SPOKEN.get(case.kind)
    spoken = model.objects.select_related("clip").filter(pk=case.subject_id).first() if model else None
    return spoken.clip if spoken else None


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    """Whether `viewer` moderates, and there is a case about the Tweet, the Fleet or the message that `clip` is part of."""
    if not (isinstance(viewer, User) and is_moderator(viewer)):
        return False
    spoken = (Q(kind=kind, subject_id__in=model.objects.filter(clip=clip).values("pk")) for kind, model in _SPOKEN.items())
    return Case.objects.visible_to(viewer).filter(reduce(or_, spoken)).exists()


def needs_message(message: Message) -> bool:
    """Whether nobody has decided yet about `message`, which was reported."""
    return Case.objects.open().filter(kind=Kind.MESSAGE, subject_id=message.pk).exists()


def _lately(person: User) -> int:
    return Report.objects.filter(case__person=person, filed_at__gt=timezone.now() - _RECENTLY).count()
