"""Browsers are woken, or let be: a real push service on this machine, and a browser that reads what comes."""

import pytest
from django.utils import timezone
from django.utils.translation import get_language

from apps.accounts import closing
from apps.dms import services as dms
from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.notifications import courier, services
from apps.notifications.models import Notification, Push, Subscription
from apps.notifications.preferences import change_preferences
from apps.spaces import invitations, telling
from apps.spaces import services as spaces
from apps.tweets import marks
from apps.tweets import services as tweets
from tests import factories
from tests.notifications.push_service import Browser, claims_in
from tests.notifications.pushed import ASKS, due_again, logged_in, mention, send, states

pytestmark = pytest.mark.django_db


# ---- What arrives -----------------------------------------------------------------------------------------------------


def test_a_mention_wakes_her_browser_and_says_why(browser, service, charlie):
    tweet = mention(charlie)
    send()
    push = Push.objects.get()
    assert browser.woken == [
        {
            "title": "Charlie mentioned you",
            "body": "@alice good morning",
            "why": "Because you were mentioned",
            "url": tweet.get_absolute_url(),
            "settings": "/settings/notifications/#pushes_mentions",
            "tag": f"push-{push.pk}",
            "unread": 1,
        }
    ]
    assert states() == ["sent"]
    send()
    assert len(service.got) == 1


def test_what_is_sent_is_sealed_and_signed(browser, service, charlie):
    mention(charlie)
    send()
    _path, headers, body = service.got[0]
    assert headers["content-encoding"] == "aes128gcm"
    assert (headers["ttl"], headers["urgency"], len(headers["topic"])) == ("43200", "normal", 32)
    claims = claims_in(headers["authorization"])
    assert claims["aud"] == f"http://{service.place}"
    assert claims["sub"].startswith("mailto:")
    assert claims["key"] == courier.public_key()
    assert b"morning" not in body


def test_a_browser_is_told_in_the_language_of_its_page(browser, service, charlie, settings, monkeypatch):
    assert Subscription.objects.get().language == settings.LANGUAGE_CODE
    Subscription.objects.update(language="de")
    spoken = []
    monkeypatch.setattr(
        "apps.notifications.delivering.payload_of", lambda *_push, **_count: spoken.append(get_language()) or b"{}"
    )
    mention(charlie)
    send()
    assert spoken == ["de"]


def test_the_longest_words_fit(browser, service, charlie):
    charlie.name = "\U0001f426" * 50
    charlie.save()
    mention(charlie, "@alice " + "\U0001f426" * 136)
    send()
    assert len(service.got[0][2]) < 4096
    assert browser.woken[0]["title"].startswith("\U0001f426")


def test_every_browser_is_woken_and_one_that_fails_keeps_no_other(browser, service, at_alices, charlie):
    other = Browser(service, "b")
    assert at_alices.post(ASKS, other.asks).status_code == 204
    service.answers = [503]
    mention(charlie)
    send()
    assert sorted(states()) == ["due", "sent"]
    due_again()
    send()
    assert states() == ["sent", "sent"]
    assert len(service.got) == 3


def test_likes_wake_nobody_until_asked_for_and_then_once_a_tweet(browser, alice, bob, charlie):
    tweet = tweets.post_tweet(author=alice, text="Hello")
    marks.like_tweet(person=bob, tweet=tweet)
    send()
    assert browser.woken == []
    change_preferences(person=alice, pushes_likes=True)
    services.mark_read(person=alice)
    marks.like_tweet(person=charlie, tweet=tweet)
    marks.like_tweet(person=factories.person("erin"), tweet=tweet)
    send(2)
    assert [told["why"] for told in browser.woken] == ["Because it is about your Tweet"]


def test_a_space_an_invitation_and_a_message_say_why(service, alice, bob, charlie):
    browser, at_bobs = Browser(service), logged_in(bob)
    at_bobs.post(ASKS, browser.asks)
    space = spaces.start_space(host=alice, title="Dawn chorus")
    telling.tell_followers(space.pk)
    invitations.invite_to_stage(host=alice, space=space, person=bob)
    factories.follow(bob, charlie)
    dms.send_message(author=charlie, to=bob, text="A secret", client_id="11111111-1111-4111-8111-111111111111")
    send()
    assert sorted((told["title"], told["body"], told["why"]) for told in browser.woken) == [
        ("Alice invites you to the stage", "Dawn chorus", "Because you were invited"),
        ("Alice opened a Space", "Dawn chorus", "Because you follow Alice"),
        ("New message from Charlie", "", "Because somebody wrote to you"),
    ]
    assert {headers["urgency"] for _path, headers, _body in service.got} == {"high"}


def test_private_words_are_shown_only_if_she_said_so(browser, alice, bob, charlie):
    factories.follow(alice, charlie)
    protecting.set_protected(person=charlie, is_protected=True)
    mention(charlie, "@alice between us")
    send()
    change_preferences(person=alice, previews_private=True)
    factories.follow(alice, bob)
    dms.send_message(author=bob, to=alice, text="A secret", client_id="11111111-1111-4111-8111-111111111111")
    send()
    assert [told["body"] for told in browser.woken] == ["", "A secret"]


def test_a_burst_of_messages_wakes_once(browser, alice, bob):
    factories.follow(alice, bob)
    for number in range(3):
        dms.send_message(author=bob, to=alice, text="Hey", client_id=f"11111111-1111-4111-8111-11111111111{number}")
    send()
    assert [told["title"] for told in browser.woken] == ["New message from Bob"]
    assert browser.woken[0]["unread"] == 3
    assert browser.woken[0]["tag"] == f"message-{bob.pk}"


# ---- What does not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        lambda alice, charlie, tweet: services.mark_read(person=alice),
        lambda alice, charlie, tweet: tweets.delete_tweet(tweet=tweet),
        lambda alice, charlie, tweet: graph.block(blocker=alice, blocked=charlie),
        lambda alice, charlie, tweet: graph.block(blocker=charlie, blocked=alice),
        lambda alice, charlie, tweet: muting.mute(muter=alice, muted=charlie),
        lambda alice, charlie, tweet: protecting.set_protected(person=charlie, is_protected=True),
        lambda alice, charlie, tweet: type(tweet).objects.update(removed_at=timezone.now()),
        lambda alice, charlie, tweet: type(tweet).objects.update(held_at=timezone.now()),
        lambda alice, charlie, tweet: change_preferences(person=alice, pushes_mentions=False),
        lambda alice, charlie, tweet: change_preferences(person=alice, hides_strangers=True),
        lambda alice, charlie, tweet: change_preferences(person=alice, a_day=0),
        lambda alice, charlie, tweet: closing.close_account(person=charlie),
    ],
    ids=[
        "read",
        "deleted",
        "blocked",
        "blocked_by",
        "muted",
        "protected",
        "removed",
        "held",
        "switched_off",
        "filtered",
        "none_a_day",
        "gone",
    ],
)
@pytest.mark.parametrize("late", [False, True], ids=["before it is decided", "before it is sent again"])
def test_nobody_is_woken_for_what_they_may_not_see_or_do_not_want(browser, service, alice, charlie, deed, late):
    tweet = mention(charlie)
    if late:
        service.answers = [503]
        send()
    deed(alice, charlie, tweet)
    due_again()
    send()
    assert len(service.got) == late
    assert "sent" not in states()


def test_a_message_that_was_read_removed_or_muted_wakes_nobody(browser, service, alice, bob):
    factories.follow(alice, bob)
    message = dms.send_message(author=bob, to=alice, text="Hey", client_id="11111111-1111-4111-8111-111111111111")
    muting.mute(muter=alice, muted=bob)
    send()
    muting.unmute(muter=alice, muted=bob)
    Push.objects.update(state="waiting")
    type(message).objects.update(removed_at=timezone.now())
    send()
    assert service.got == []


def test_a_space_that_is_over_wakes_nobody(service, alice, bob):
    logged_in(bob).post(ASKS, Browser(service).asks)
    space = spaces.start_space(host=alice, title="Dawn chorus")
    telling.tell_followers(space.pk)
    invitations.invite_to_stage(host=alice, space=space, person=bob)
    spaces.end_space(host=alice, space=space)
    send()
    assert service.got == []


def test_who_asked_for_nothing_costs_nothing(alice, charlie, django_assert_num_queries):
    mention(charlie)
    assert Notification.objects.filter(person=alice).exists()
    assert not Push.objects.exists()
