"""Browsers are woken, or let be: a real push service on this machine, and a browser that reads what comes."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts import closing, revoking
from apps.dms import services as dms
from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.notifications import courier, delivering, services
from apps.notifications.models import Delivery, Notification, Preferences, Push, Subscription
from apps.notifications.preferences import change_preferences
from apps.spaces import invitations, telling
from apps.spaces import services as spaces
from apps.tweets import marks
from apps.tweets import services as tweets
from tests import factories
from tests.notifications.push_service import Browser, claims_in, push_service

pytestmark = pytest.mark.django_db
ASKS = "/push/subscription/"


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_ALLOWED_LOCAL = [service.place]
        yield service


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def at_alices(alice) -> Client:
    return logged_in(alice)


@pytest.fixture
def browser(service, at_alices) -> Browser:
    """Alice's, which she lets be woken."""
    browser = Browser(service)
    assert at_alices.post(ASKS, {**browser.asks, "time_zone": "Europe/Berlin"}).status_code == 204
    return browser


def mention(author, text="@alice good morning"):
    return tweets.post_tweet(author=author, text=text)


def send(times: int = 1) -> None:
    for _ in range(times):
        delivering.send_due()


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def due_again() -> None:
    Delivery.objects.filter(state="due").update(due_at=timezone.now())


# ---- What arrives ----------------------------------------------------------------------------------------------------


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
    dms.send_message(author=bob, to=alice, text="A secret", client_id="11111111-1111-4111-8111-111111111111")
    send()
    assert [told["body"] for told in browser.woken] == ["", "A secret"]


def test_a_burst_of_messages_wakes_once(browser, alice, bob):
    for number in range(3):
        dms.send_message(author=bob, to=alice, text="Hey", client_id=f"11111111-1111-4111-8111-11111111111{number}")
    send()
    assert [told["title"] for told in browser.woken] == ["New message from Bob"]
    assert browser.woken[0]["unread"] == 3
    assert browser.woken[0]["tag"] == f"message-{bob.pk}"


# ---- What does not ---------------------------------------------------------------------------------------------------


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
    ids="read deleted blocked blocked_by muted protected removed held switched_off filtered none_a_day gone".split(),
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


# ---- The end of a log-in ---------------------------------------------------------------------------------------------

ENDS = {
    "log-out": lambda alice, client: client.post("/accounts/logout/"),
    "log-out everywhere": lambda alice, client: revoking.revoke(person=alice, reason=revoking.Reason.LOGGED_OUT),
    "another device": lambda alice, client: revoking.end_log_in(listed=alice.usersession_set.get()),
    "closing": lambda alice, client: closing.close_account(person=alice),
    "a new password": lambda alice, client: (alice.set_password("another horse"), alice.save()),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_end_of_the_log_in_is_the_end_of_pushes(
    browser, service, alice, at_alices, charlie, end, django_capture_on_commit_callbacks
):
    mention(charlie)
    with django_capture_on_commit_callbacks(execute=True):
        ENDS[end](alice, at_alices)
    send()
    assert service.got == []
    assert not Subscription.objects.exists()


def test_a_log_in_that_is_kept_goes_on_to_be_woken(browser, alice, at_alices, charlie, django_capture_on_commit_callbacks):
    elsewhere = logged_in(alice)
    with django_capture_on_commit_callbacks(execute=True):
        elsewhere.post("/settings/log-ins/", {"password": factories.PASSWORD})
    assert not Subscription.objects.exists()
    again = Browser(browser.service, "again")
    elsewhere.post(ASKS, again.asks)
    with django_capture_on_commit_callbacks(execute=True):
        changed = {"oldpassword": factories.PASSWORD, "password1": "a new horse and battery"}
        assert elsewhere.post("/accounts/password/change/", changed).status_code == 302
    mention(charlie)
    send()
    assert len(again.woken) == 1


# ---- Services that fail ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(browser, service, charlie, status):
    service.answers = [status]
    mention(charlie)
    send()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("answer", [429, 500, 503, "silence"])
def test_what_failed_for_now_is_sent_later(browser, service, charlie, answer, monkeypatch):
    monkeypatch.setattr(courier, "TIMEOUT", 0.3 if answer == "silence" else 10)
    service.answers = [answer]
    mention(charlie)
    send(2)
    assert (len(service.got), states()) == (1, ["due"])
    due_again()
    monkeypatch.undo()
    send()
    assert (len(service.got), states()) == (2, ["sent"])


def test_the_service_says_how_long_to_wait(browser, service, charlie):
    service.answers = [
        (429, {"Retry-After": "900"}),
        (503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}),
        (429, {"Retry-After": "soon"}),
    ]
    mention(charlie)
    send()
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(seconds=880)
    for _ in range(2):
        due_again()
        send()
        assert timezone.now() < Delivery.objects.get().due_at < timezone.now() + timedelta(seconds=880)


def test_it_is_given_up_after_hours(browser, service, charlie):
    service.answers = [500, 500]
    mention(charlie)
    send()
    Push.objects.update(out_at=timezone.now() - delivering.TRIED_FOR)
    due_again()
    send()
    assert states() == ["gave_up"]
    assert Subscription.objects.exists()


@pytest.mark.parametrize(
    "answer", [400, 403, 413, (302, {"Location": "/push/elsewhere"}), (307, {"Location": "/push/elsewhere"})]
)
def test_what_is_refused_is_not_sent_again_and_no_redirect_followed(browser, service, charlie, answer):
    service.answers = [answer]
    mention(charlie)
    send(2)
    assert states() == ["gave_up"]
    assert [path for path, _headers, _body in service.got] == ["/push/a"]


def test_what_a_killed_worker_took_is_taken_once_more(browser, service, charlie):
    service.answers = [503]
    mention(charlie)
    send()
    Delivery.objects.update(due_at=timezone.now(), taken_at=timezone.now())
    send()
    assert len(service.got) == 1
    Delivery.objects.update(taken_at=timezone.now() - Delivery.TAKEN_FOR - timedelta(seconds=1))
    send()
    assert (len(service.got), states()) == (2, ["sent"])


def test_old_rows_go_and_what_waited_a_day_wakes_nobody(browser, service, charlie):
    mention(charlie)
    Push.objects.update(wished_at=timezone.now() - timedelta(hours=25))
    send()
    assert service.got == []
    Push.objects.update(wished_at=timezone.now() - timedelta(days=8))
    delivering.sweep()
    assert not Push.objects.exists()


# ---- Quiet hours and a day's measure -------------------------------------------------------------------------------------


def quiet_now(alice) -> None:
    now = timezone.now()
    hours = {"quiet_from": (now - timedelta(hours=1)).time(), "quiet_to": (now + timedelta(hours=1)).time()}
    change_preferences(person=alice, time_zone="UTC", **hours)


def when_it_is_over(monkeypatch, hours: float) -> None:
    later = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_what_happens_in_quiet_hours_comes_as_one_afterwards(browser, service, alice, bob, charlie, monkeypatch):
    quiet_now(alice)
    mention(charlie)
    dms.send_message(author=bob, to=alice, text="Hey", client_id="11111111-1111-4111-8111-111111111111")
    send()
    assert service.got == []
    when_it_is_over(monkeypatch, 1.1)
    send(2)
    assert [(told["title"], told["url"]) for told in browser.woken] == [("2 things happened meanwhile", "/notifications/")]


def test_one_thing_held_back_comes_as_itself_and_what_was_read_meanwhile_not_at_all(browser, alice, bob, charlie, monkeypatch):
    quiet_now(alice)
    mention(charlie)
    send()
    services.mark_read(person=alice)
    mention(bob)
    send()
    when_it_is_over(monkeypatch, 1.1)
    send()
    assert [told["title"] for told in browser.woken] == ["Bob mentioned you"]


def test_past_the_measure_of_a_day_it_is_silent_until_the_morning(browser, alice, charlie, monkeypatch):
    change_preferences(person=alice, a_day=2)
    for _ in range(5):
        mention(charlie)
        send()
    assert len(browser.woken) == 2
    assert Push.objects.filter(state="held").count() == 3
    when_it_is_over(monkeypatch, 36)
    send()
    assert [told["title"] for told in browser.woken][2:] == ["3 things happened meanwhile"]


# ---- Asking to be woken ----------------------------------------------------------------------------------------------


def test_asking_keeps_the_clock_of_the_browser_but_not_over_hers(browser, alice, at_alices):
    assert Preferences.objects.get(person=alice).time_zone == "Europe/Berlin"
    for zone in ("Asia/Tokyo", "Nowhere/At_All", ""):
        assert at_alices.post(ASKS, {**browser.asks, "time_zone": zone}).status_code == 204
    assert Preferences.objects.get(person=alice).time_zone == "Europe/Berlin"
    assert Subscription.objects.count() == 1


def test_she_lets_it_be(browser, at_alices, charlie):
    assert logged_in(charlie).delete(ASKS, urlencode({"endpoint": browser.asks["endpoint"]})).status_code == 204
    assert Subscription.objects.exists()
    assert at_alices.delete(ASKS, urlencode({"endpoint": browser.asks["endpoint"]})).status_code == 204
    assert not Subscription.objects.exists()


def test_a_browser_belongs_to_who_logged_in_last_and_nobody_else_can_take_it(browser, service, alice, charlie):
    stolen = {**Browser(service).asks, "endpoint": browser.asks["endpoint"]}
    assert logged_in(charlie).post(ASKS, stolen, headers={"Accept": "application/json"}).json()["code"] == "bad_keys"
    assert Subscription.objects.get().person == alice
    assert logged_in(charlie).post(ASKS, browser.asks).status_code == 204
    assert Subscription.objects.get().person == charlie


def test_of_eleven_browsers_the_first_is_parted_with(browser, service, alice, at_alices):
    for number in range(10):
        at_alices.post(ASKS, Browser(service, str(number)).asks)
    kept = Subscription.objects.filter(person=alice).values_list("endpoint", flat=True)
    assert len(kept) == 10
    assert browser.asks["endpoint"] not in kept


def test_a_browser_with_another_address_is_woken_there(browser, service, charlie):
    moved = Browser(service, "moved")
    unknown = {**moved.asks, "old_endpoint": "https://push.example.com/unknown"}
    assert Client(enforce_csrf_checks=True).post("/push/renewal/", unknown).status_code == 204
    assert Subscription.objects.get().endpoint == browser.asks["endpoint"]
    known = {**moved.asks, "old_endpoint": browser.asks["endpoint"]}
    assert Client(enforce_csrf_checks=True).post("/push/renewal/", known).status_code == 204
    mention(charlie)
    send()
    assert (len(browser.woken), len(moved.woken)) == (0, 1)


@pytest.mark.parametrize("key", ["", "x", "é" * 20, "A" * 87, "A" * 10_000])
@pytest.mark.parametrize("which", ["p256dh", "auth"])
def test_keys_that_are_none_are_refused(service, at_alices, which, key):
    answer = at_alices.post(ASKS, {**Browser(service).asks, which: key}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_keys")
