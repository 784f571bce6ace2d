"""Keeping a text from everybody but its author until a moderator decides. Only Tweets and Fleets can wait so; all else is only looked at."""

from apps.fleets.withholding import hold_fleet, let_fleet_go
from apps.moderation.models.cases import Kind
from apps.moderation.subjects import Subject
from apps.tweets import withholding


def hold(subject: Subject) -> bool:
    """Holds it, if it can be held and nobody has decided about it before. Returns whether it is held now."""
    if subject.kind == Kind.FLEET:
        return hold_fleet(fleet_id=subject.id)
    return subject.kind == Kind.TWEET and withholding.hold_tweet(tweet_id=subject.id)


def let_go(kind: str, subject_id: int) -> None:
    """Everybody sees it again, if it was held."""
    if kind == Kind.TWEET:
        withholding.let_tweet_go(tweet_id=subject_id)
    elif kind == Kind.FLEET:
        let_fleet_go(fleet_id=subject_id)
