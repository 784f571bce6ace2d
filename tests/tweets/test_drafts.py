"""What Alice keeps for later, and what goes out while she sleeps."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.errors import Refused
from apps.notifications.models import Notification
from apps.tweets import drafts, sending
from apps.tweets.models import Draft, Poll, Tweet
from apps.tweets.services import delete_tweet
from tests import factories
from tests.together import at_once

JSON = {"Accept": "application/json"}
SENDING = "5f0c6a3e-8a39-4a53-9d39-5f2f6f6f1c11"  # a page's


def later(hours: float = 1):
    return timezone.now() + timedelta(hours=hours)


def keep(person, *texts, hours: float | None = None, **fields) -> Draft:
    fields = {"text": list(texts or ["Good morning"]), **fields}
    return drafts.keep_draft(person=person, fields=fields, scheduled_for=hours and later(hours))


def let_time_pass() -> None:
    Draft.objects.filter(scheduled_for__isnull=False).update(scheduled_for=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestKeeping:
    def test_she_keeps_one_goes_on_and_posts_it(self, client, alice):
        client.force_login(alice)
        typed = {"text": ["one", "two"], "warning": "Long", "option": ["", ""]}
        assert client.post("/drafts/", typed, headers=JSON).json()["kept"] == "draft"
        draft = Draft.objects.get()
        assert "one" in client.get("/drafts/").content.decode()
        assert "&quot;two&quot;" in client.get(f"/drafts/{draft.pk}/").content.decode()
        client.post("/tweets/", {"text": "one and two", "draft": draft.pk})
        assert Tweet.objects.get().text == "one and two"
        assert not Draft.objects.exists()

    def test_kept_again_it_is_still_one(self, client, alice):
        client.force_login(alice)
        client.post("/drafts/", {"text": "first", "draft": keep(alice).pk})
        assert Draft.objects.get().texts == ["first"]

    @pytest.mark.parametrize(("text", "code"), [(" \n", "draft_empty"), ("x" * 60_001, "draft_too_long")])
    def test_nothing_and_too_much_is_not_kept(self, client, alice, text, code):
        client.force_login(alice)
        assert client.post("/drafts/", {"text": text}, headers=JSON).json()["code"] == code

    def test_there_is_an_end_to_it(self, alice, monkeypatch):
        monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
        keep(alice)
        with pytest.raises(Refused, match="too_many_drafts"):
            keep(alice)

    def test_nobody_else_sees_or_deletes_it(self, client, alice, bob):
        draft = keep(alice)
        client.force_login(bob)
        assert "Good morning" not in client.get("/drafts/").content.decode()
        assert client.get(f"/drafts/{draft.pk}/").status_code == 404
        assert client.delete(f"/drafts/{draft.pk}/", headers=JSON).status_code == 404
        client.post("/tweets/", {"text": "Hello", "draft": draft.pk})
        assert Draft.objects.get() == draft

    def test_she_deletes_it(self, client, alice):
        client.force_login(alice)
        assert client.delete(f"/drafts/{keep(alice).pk}/", headers=JSON).status_code == 204
        assert client.post(f"/drafts/{keep(alice).pk}/", {"delete": "1"}).url == "/drafts/"
        assert not Draft.objects.exists()

    def test_pressed_twice_it_is_kept_once(self, client, alice):
        client.force_login(alice)
        for text in ("first", "first", "second"):
            client.post("/drafts/", {"text": text, "sent_as": SENDING})
        assert sorted(draft.texts[0] for draft in Draft.objects.all()) == ["first", "second"]

    def test_what_went_out_meanwhile_is_not_posted_again_unasked(self, client, alice):
        draft = keep(alice, hours=1)
        let_time_pass()
        drafts.post_due()
        client.force_login(alice)
        typed = {"text": "Good morning", "warning": "Early", "draft": draft.pk}
        for address in ("/tweets/", "/drafts/"):
            assert client.post(address, typed, headers=JSON).json()["code"] == "draft_gone"
        html = client.post("/tweets/", typed).content.decode()
        assert "Good morning" in html
        assert 'value="Early"' in html
        assert f'value="{draft.pk}"' not in html
        assert Tweet.objects.count() == 1

    def test_all_that_was_chosen_is_chosen_again(self, client, alice, tweet):
        client.force_login(alice)
        chosen = {"replies_from": ["mentioned"], "is_sensitive": ["1"], "card_path": ["/spaces/7/"]}
        draft = keep(alice, hours=2, **chosen)
        answer = client.get(f"/drafts/{draft.pk}/")
        told = json.loads(answer.context["composed"])
        assert (told["circle"], told["isSensitive"], told["later"]) == ("mentioned", True, draft.scheduled_for.isoformat())
        assert 'name="card_path" value="/spaces/7/"' in answer.content.decode()

    @pytest.mark.parametrize("name", ["in_reply_to", "quoted"])
    def test_about_what_is_gone_it_goes_out_by_itself_only_if_she_says_so(self, client, alice, tweet, name):
        draft, field = keep(alice, **{name: [str(tweet.pk)]}), f'name="{name}" value="{tweet.pk}"'
        delete_tweet(tweet=tweet)
        client.force_login(alice)
        html = client.get(f"/drafts/{draft.pk}/").content.decode()
        assert field in html
        assert "?alone=1" in html
        assert field not in client.get(f"/drafts/{draft.pk}/", {"alone": "1"}).content.decode()

    def test_a_picture_that_is_gone_does_not_break_its_page(self, client, alice):
        client.force_login(alice)
        assert client.get(f"/drafts/{keep(alice, picture=['7', 'x', '9' * 40]).pk}/").status_code == 200


@pytest.mark.django_db
class TestScheduling:
    def test_it_goes_out_at_its_time_once(self, client, alice):
        client.force_login(alice)
        asked = {"text": ["one", "two"], "scheduled_for": later().isoformat(), "option": ["A", "B"], "poll_minutes": "60"}
        assert client.post("/tweets/", asked, headers=JSON).json()["kept"] == "scheduled"
        assert drafts.post_due() is False
        assert not Tweet.objects.exists()
        let_time_pass()
        for _ in range(2):
            assert drafts.post_due() is False
        assert [tweet.text for tweet in Tweet.objects.order_by("pk")] == ["one", "two"]
        assert Poll.objects.get().ends_at > timezone.now()
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("when", ["2020-01-01T00:00Z", "2999-01-01T00:00Z", "soon", "2026-13-45T99:99"])
    def test_the_time_is_to_come_and_can_be_read(self, client, alice, when):
        client.force_login(alice)
        answer = client.post("/tweets/", {"text": "Hello", "scheduled_for": when}, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) in ((422, "schedule_time"), (422, "time_unreadable"))

    @pytest.mark.parametrize(
        "fields", [{"text": ["x" * 281]}, {"text": ["fine", " "]}, {"option": ["A"]}, {"warning": ["x" * 101]}]
    )
    def test_what_could_not_be_posted_is_refused_at_once(self, alice, fields):
        with pytest.raises(Refused):
            keep(alice, hours=1, **fields)
        assert not Draft.objects.exists()

    def test_what_can_not_be_posted_by_then_stays_and_says_why(self, client, alice, bob, tweet):
        keep(bob, "Indeed", hours=1, in_reply_to=[str(tweet.pk)])
        keep(alice, "Good night", hours=1)
        delete_tweet(tweet=tweet)
        let_time_pass()
        assert drafts.post_due() is False
        assert [posted.text for posted in Tweet.objects.all()] == ["Good night"]
        assert Notification.objects.shown_to(bob).get().kind == "not_posted"
        client.force_login(bob)
        assert "Not posted: What it is about is no longer there" in client.get("/drafts/").content.decode()
        assert client.get("/notifications/").status_code == 200

    def test_one_at_which_we_fail_keeps_no_other_waiting_and_says_so_in_the_end(self, alice, monkeypatch):
        faulty, _sound = keep(alice, "Faulty", hours=1), keep(alice, "Sound", hours=1)
        let_time_pass()
        post = drafts._post
        monkeypatch.setattr(drafts, "_post", lambda pk: 1 / 0 if pk == faulty.pk else post(pk))
        for _ in range(drafts.MOST_TRIES):
            assert drafts.post_due() is False
        assert [tweet.text for tweet in Tweet.objects.all()] == ["Sound"]
        assert "Something of ours" in str(Draft.objects.get().why_not)
        assert not Draft.objects.due().exists()
        assert Notification.objects.shown_to(alice).get().kind == "not_posted"

    def test_who_is_gone_posts_nothing(self, alice):
        keep(alice, hours=1)
        alice.is_active = False
        alice.save()
        let_time_pass()
        drafts.post_due()
        assert not Tweet.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_post_it_once(alice):
    for number in range(5):
        keep(alice, str(number), hours=1)
    let_time_pass()
    assert set(at_once([drafts.post_due] * 4)) == {"done"}
    assert Tweet.objects.count() == 5
    assert factories.person("erin").drafts.count() == 0


@pytest.mark.django_db(transaction=True)
def test_she_posts_it_while_its_time_comes(alice):
    draft = keep(alice, hours=1)
    let_time_pass()
    by_hand = lambda: sending.post_composed(author=alice, fields=draft.fields, draft_id=str(draft.pk))  # noqa: E731
    assert set(at_once([drafts.post_due, by_hand, by_hand])) <= {"done", "draft_gone"}
    assert Tweet.objects.count() == 1
