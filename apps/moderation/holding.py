"""Keeping a text from everybody but its author until a moderator decides. Only Tweets can wait so; all else is only looked at."""

from django.utils import timezone

from apps.moderation.models.cases import Kind
from apps.moderation.subjects import Subject
from apps.tweets.models import Tweet


def hold(subject: Subject) -> bool:
    """Holds it, if it can be held and nobody has decided about it before. Returns whether it is held now."""
    if subject.kind != Kind.TWEET:
        return False
    return bool(Tweet.objects.filter(pk=subject.id, removed_at=None).update(held_at=timezone.now()))


def let_go(kind: str, subject_id: int) -> None:
    """Everybody sees it again, if it was held."""
    if kind == Kind.TWEET:
        Tweet.objects.filter(pk=subject_id).update(held_at=None)
