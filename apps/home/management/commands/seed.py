"""`manage.py seed`: a small living demo for an empty Linnet, or a crowd to measure with."""

import random
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.ids import id_of
from apps.dms.models import Message
from apps.dms.services import send_message
from apps.fleets.models import LASTS, Fleet
from apps.graph.models import Follow
from apps.home import crowd, demo
from apps.lists.models import List, Listing
from apps.spaces.models import Space
from apps.tweets import counting, hashtags, trends, word_index
from apps.tweets.models import Like, Retweet, Tweet, Version

_EVENING = time(19, 0)
_MINUTES = timedelta(minutes=5)


class Command(BaseCommand):
    help = "Fills an empty Linnet with a small living demo; leaves one alone in which people already are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=0, help="a crowd of so many made-up people instead of the demo")
        parser.add_argument("--tweets", type=int, default=0, help="so many Tweets of this crowd")
        parser.add_argument("--random", type=int, default=1, help="another number makes another crowd")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] or options["tweets"]:
            self._fill_with_crowd(options["people"], options["tweets"], options["random"])
        else:
            self._fill_with_demo()

    def _fill_with_crowd(self, people: int, tweets: int, chance: int) -> None:
        if people < crowd.FEWEST or tweets < 1:
            raise CommandError(f"A crowd needs --people ({crowd.FEWEST} or more) and --tweets.")
        if User.objects.exists():
            raise CommandError("People live here already; a crowd needs an empty Linnet.")
        crowd.fill(people=people, tweets=tweets, chance=chance, now=timezone.now())
        self.stdout.write(f"{people} people said {tweets} things. Password of each: {demo.PASSWORD} (on this machine only)")

    def _fill_with_demo(self) -> None:
        if not User.objects.exists():
            _fill(timezone.now())
        if User.objects.filter(seeded_at__isnull=False).exists():
            self._print_log_ins()
        else:
            self.stdout.write("People live here already; the demo stays away.")

    def _print_log_ins(self) -> None:
        handles = ", ".join(person.handle for person in demo.PEOPLE)
        self.stdout.write(f"Demo people: {handles}")
        self.stdout.write(f"Password of each: {demo.PASSWORD} (works in browsers on this machine only)")


@transaction.atomic
def _fill(now: datetime) -> None:
    people = {one.handle: _person(one, now) for one in demo.PEOPLE}
    for handle in demo.MODERATORS:
        _make_moderator(people[handle])
    for one in demo.PEOPLE:
        Follow.objects.bulk_create(Follow(follower=people[one.handle], followed=people[handle]) for handle in one.follows)
    tweets = _tweets(people, now)
    Like.objects.bulk_create(_likes(tweets, list(people.values())))
    counting.recount(tweet.pk for tweet in tweets)
    hashtags.note_hashtags(tweets)
    space = _scheduled(people[demo.SPACE.host], demo.SPACE.title, now)
    _announce(space, now)
    word_index.keep(Tweet.objects.all())
    trends.count_trends(now)
    for one_list in demo.LISTS:
        _gather(one_list, people)
    Fleet.objects.bulk_create(_fleet(one, people[one.author], now) for one in demo.FLEETS)
    for told in demo.MESSAGES:
        _write(people[told.author], people[told.to], told, space, now)


def _fleet(one: demo.DemoFleet, author: User, now: datetime) -> Fleet:
    posted_at = now - timedelta(hours=one.hours_ago)
    told = {"text": one.text, "paper": one.paper, "posted_at": posted_at, "expires_at": posted_at + LASTS}
    return Fleet(id=id_of(posted_at), author=author, **told)


def _person(one: demo.DemoPerson, now: datetime) -> User:
    joined_at = now - timedelta(days=30)
    about = {"name": one.name, "bio": one.bio, "location": one.location, "link": one.link}
    return User.objects.create_user(one.handle, demo.PASSWORD, joined_at=joined_at, seeded_at=now, **about)


def _make_moderator(person: User) -> None:
    """Staff who may moderate, and nothing else of the admin."""
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.user_permissions.add(Permission.objects.get(content_type__app_label="moderation", codename="moderate"))


def _tweets(people: dict[str, User], now: datetime) -> list[Tweet]:
    """Oldest first, for what answers another comes after it."""
    named: dict[str, Tweet] = {}
    made = []
    for one in demo.TWEETS:
        posted_at = now - timedelta(hours=one.hours_ago)
        tweet = Tweet(id=id_of(posted_at), author=people[one.author], text=one.text, posted_at=posted_at)
        if above := named.get(one.answers):
            tweet.in_reply_to, tweet.answered, tweet.root_id = above, above.author, above.root_id or above.pk
        tweet.quoted = named.get(one.quotes)
        tweet.edited_at = posted_at + _MINUTES if one.before else None
        tweet.save()
        if one.before:
            Version.objects.create(tweet=tweet, text=one.before, replaced_at=posted_at + _MINUTES)
        passed_on_at = posted_at + timedelta(minutes=20)
        for handle in one.passed_on_by:
            Retweet.objects.create(id=id_of(passed_on_at), tweet=tweet, person=people[handle], retweeted_at=passed_on_at)
        if one.name:
            named[one.name] = tweet
        made.append(tweet)
    return made


def _likes(tweets: list[Tweet], people: list[User]) -> list[Like]:
    """Some people like some Tweets; the same ones on every machine."""
    chance = random.Random("linnet")  # noqa: S311 — decoration, not a secret
    pairs = [(tweet, person) for tweet in tweets for person in people if person != tweet.author]
    return [Like(tweet=tweet, person=person) for tweet, person in pairs if chance.random() < 0.4]


def _scheduled(host: User, title: str, now: datetime) -> Space:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return Space.objects.create(host=host, title=title, scheduled_for=timezone.make_aware(datetime.combine(tomorrow, _EVENING)))


def _announce(space: Space, now: datetime) -> None:
    posted_at = now - timedelta(hours=4.8)
    words = "Tomorrow at seven. You start muted; nobody hears you until you want them to."
    Tweet.objects.create(
        id=id_of(posted_at), author=space.host, text=words, card_path=space.get_absolute_url(), posted_at=posted_at
    )


def _gather(told: demo.DemoList, people: dict[str, User]) -> None:
    """Nobody is told of it: it was always there."""
    made = List.objects.create(owner=people[told.owner], name=told.name, description=told.description)
    Listing.objects.bulk_create(Listing(list=made, person=people[handle]) for handle in told.members)


def _write(author: User, to: User, told: demo.DemoMessage, space: Space, now: datetime) -> None:
    """The ids are of now, which no reader sees; only their order counts."""
    card_path = space.get_absolute_url() if told.shows_space else ""
    message = send_message(author=author, to=to, text=told.text, client_id=uuid4(), card_path=card_path)
    Message.objects.filter(pk=message.pk).update(sent_at=now - timedelta(minutes=told.minutes_ago))
