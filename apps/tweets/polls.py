"""Asking, voting, and telling the end. That a poll is over is a question of time; the task only tells."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits
from apps.accounts.models import User
from apps.core.errors import NotFound, Refused
from apps.graph.access import readers_of
from apps.notifications.crowd import notify_many
from apps.notifications.models import Notification
from apps.tweets.counting import take_turn
from apps.tweets.models import FEWEST_OPTIONS, LONGEST, MOST_OPTIONS, OPTION_LIMIT, SHORTEST, Poll, Tweet, Vote
from apps.tweets.wording import one_line

logger = logging.getLogger(__name__)

_AT_ONCE = 50  # polls a task tells of


def checked_options(options: list[str]) -> list[str]:
    """The answers as they are kept, without empty ones; none for no poll.

    Raises Refused: poll_options for fewer than two or more than four; option_too_long; option_twice.
    """
    kept = [option for option in map(one_line, options) if option]
    if not kept:
        return []
    if not FEWEST_OPTIONS <= len(kept) <= MOST_OPTIONS:
        raise Refused("poll_options", _("A poll has two to four answers."))
    if any(len(option) > OPTION_LIMIT for option in kept):
        raise Refused("option_too_long", _("An answer has room for %d characters.") % OPTION_LIMIT)
    if len({option.casefold() for option in kept}) < len(kept):
        raise Refused("option_twice", _("Two answers of the poll are the same."))
    return kept


def checked_length(minutes: object) -> timedelta:
    """For how long people vote. Raises Refused: poll_length."""
    try:
        length = timedelta(minutes=int(str(minutes)[:9]))
    except ValueError:
        length = timedelta()
    if not SHORTEST <= length <= LONGEST:
        raise Refused("poll_length", _("A poll lasts from five minutes to seven days."))
    return length


@transaction.atomic
def vote(*, person: User, tweet: Tweet, choice: int) -> None:
    """`person`, who can read `tweet`, chooses an answer by its number from 0; the same again changes nothing.

    Raises NotFound where there is no such answer, or the Tweet was deleted meanwhile. Raises Refused: poll_over; own_poll; voted_already for another one.
    Raises TooFast past the limit on votes.
    """
    take_turn(tweet.pk)
    poll = Poll.objects.filter(pk=tweet.pk).first()
    if poll is None or not 0 <= choice < len(poll.options):
        raise NotFound
    if tweet.author_id == person.pk:
        raise Refused("own_poll", _("You asked; the others answer."))
    earlier = Vote.objects.filter(poll=poll, person=person).first()
    if earlier:
        if earlier.choice != choice:
            raise Refused("voted_already", _("You voted already, and a vote stays as it is."))
        return
    if poll.is_over:
        raise Refused("poll_over", _("This poll is over."))
    limits.spend(person, "votes")
    Vote.objects.create(poll=poll, person=person, choice=choice)
    Poll.objects.filter(pk=poll.pk).update(**{f"votes_{choice}": F(f"votes_{choice}") + 1})


def tell_of_ends() -> bool:
    """Tells who asked and who voted of polls that are over, each once. What fails is tried again later, and keeps none of the others
    waiting. Returns whether more wait."""
    for poll in Poll.objects.untold().select_related("tweet__author").order_by("tries", "ends_at")[:_AT_ONCE]:
        try:
            _tell_of_end(poll)
        except Exception:
            logger.exception("Nobody was told of the end of a poll.")
            Poll.objects.filter(pk=poll.pk).update(tries=F("tries") + 1)
        else:
            Poll.objects.filter(pk=poll.pk).update(told_at=timezone.now())
    return Poll.objects.untold().filter(tries=0).exists()


def _tell_of_end(poll: Poll) -> None:
    """Who voted and may not read it any more is told nothing."""
    tweet = poll.tweet
    if tweet.removed_at:
        return
    voters = poll.votes.filter(person__in=readers_of(tweet.author)).values_list("person_id", flat=True)
    kind, path = Notification.Kind.POLL_ENDED, tweet.get_absolute_url()
    notify_many(people=[tweet.author_id, *voters], actor=tweet.author, kind=kind, path=path, about=tweet.excerpt)
