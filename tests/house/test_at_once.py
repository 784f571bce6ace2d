"""Twenty requests at the same moment, on real connections to the database: one wins, and what is counted is what is there."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import JoinCode, JoinCodeUse, User
from apps.graph.models import Follow, FollowRequest
from apps.graph.protecting import set_protected
from apps.moderation import decisions
from apps.moderation.models import Appeal, LogEntry
from apps.notifications.models import Cause, Notification
from apps.spaces import services as spaces
from apps.spaces.models import Invite, InviteUse, Seat
from apps.tweets import services as tweets
from apps.tweets.models import Like, Tweet
from tests import factories
from tests.moderation.scenes import case_about, moderator
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20


def of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(clients: Iterable[Client], address: str, **form: str) -> Counter[int]:
    """How often each status was answered."""
    answers: list[int] = []

    def post(client: Client, number: int) -> None:
        filled = {name: value.format(number) for name, value in form.items()}
        answers.append(client.post(address, filled).status_code)

    assert set(at_once(partial(post, client, number) for number, client in enumerate(clients))) == {"done"}
    return Counter(answers)


@pytest.mark.parametrize(("is_protected", "model"), [(False, Follow), (True, FollowRequest)])
def test_twenty_tabs_of_charlie_follow_once(alice, charlie, is_protected, model):
    set_protected(person=alice, is_protected=is_protected)
    assert posted([of(charlie)] * TIMES, "/@alice/follow/") == {302: TIMES}
    assert model.objects.count() == Notification.objects.filter(person=alice).count() == Cause.objects.count() == 1


def test_twenty_who_follow_are_twenty(alice):
    clients = [of(factories.person(f"fan{number}")) for number in range(TIMES)]
    assert posted(clients, "/@alice/follow/") == {302: TIMES}
    assert clients[0].get("/@alice/").context["followers_count"] == TIMES
    assert Follow.objects.filter(followed=alice).count() == Cause.objects.count() == TIMES
    assert Notification.objects.filter(person=alice).count() == 1


def test_twenty_tabs_of_bob_like_once(alice, bob):
    tweet = tweets.post_tweet(author=alice, text="Good morning")
    assert posted([of(bob)] * TIMES, f"/tweets/{tweet.pk}/like/") == {302: TIMES}
    assert Tweet.objects.readable_by(bob).get().like_count == Like.objects.count() == 1
    assert Cause.objects.filter(notification__kind=Notification.Kind.LIKE).count() == 1


def test_likes_given_and_taken_back_at_once_are_counted_right(alice, bob):
    tweet = tweets.post_tweet(author=alice, text="Good morning")
    fans = [factories.person(f"fan{number}") for number in range(TIMES // 2)]
    posts = [partial(of(fan).post, f"/tweets/{tweet.pk}/like/", form) for fan in fans for form in ({}, {"undo": "1"})]
    assert set(at_once(posts)) == {"done"}
    assert Tweet.objects.readable_by(bob).get().like_count == Like.objects.count()
    likers = set(Like.objects.values_list("person", flat=True))
    assert set(Cause.objects.filter(notification__kind=Notification.Kind.LIKE).values_list("actor", flat=True)) == likers


def test_of_twenty_who_sign_up_with_one_code_one_is_in(settings):
    settings.SIGN_UP, settings.ACCOUNT_RATE_LIMITS = "invitation", False
    code = JoinCode.objects.create(most_uses=1)
    form = {"username": "new{}", "name": "New", "password1": factories.PASSWORD, "code": code.code}
    answers = posted([Client() for _ in range(TIMES)], "/accounts/signup/", **form)
    assert (answers[302], answers[200] + answers[422]) == (1, TIMES - 1)
    code.refresh_from_db()
    assert code.used_count == JoinCodeUse.objects.count() == User.objects.count() == 1


def test_of_twenty_who_come_by_a_link_for_one_one_is_in(alice):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    link = Invite.objects.create(space=space, created_by=alice, role="speaker", most_uses=1)
    clients = [of(factories.person(f"guest{number}")) for number in range(TIMES)]
    assert posted(clients, f"/i/{link.token}/") == {302: 1, 410: TIMES - 1}
    link.refresh_from_db()
    assert link.used_count == InviteUse.objects.count() == Seat.objects.exclude(person=alice).count() == 1


def test_of_twenty_moderators_who_decide_an_appeal_one_does(bob, mallory):
    first, *others = [moderator(f"judge{number}") for number in range(TIMES + 1)]
    case = case_about(bob, "person", "mallory")
    decision = decisions.decide(case=case, moderator=first, action="freeze", rule="", facts="You did.")
    appeal: Any = decisions.appeal(decision=decision, text="I did not.")
    address = f"/moderation/appeals/{appeal.pk}/"
    assert posted(map(of, others), address, answer="So be it.", upheld="1") == {302: 1, 422: TIMES - 1}
    assert (
        LogEntry.objects.filter(action__endswith="_appeal").count()
        == Appeal.objects.filter(decided_at__isnull=False).count()
        == 1
    )
