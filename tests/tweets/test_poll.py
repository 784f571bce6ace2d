"""Alice asks, the others answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.closing import delete_account
from apps.core.errors import NotFound, Refused
from apps.graph.muting import mute
from apps.notifications.models import Notification
from apps.tweets import access, polls, withholding
from apps.tweets.models import Poll, Tweet, Vote
from apps.tweets.models.polls import MOST_TRIES
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories
from tests.together import at_once

JSON = {"Accept": "application/json"}


def ask(author, *options, minutes: object = 60) -> Tweet:
    return post_tweet(author=author, text="Tea or coffee?", poll=(list(options or ("Tea", "Coffee")), minutes))


def end(tweet) -> None:
    Poll.objects.filter(pk=tweet.pk).update(ends_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestAsking:
    @pytest.mark.parametrize("options", [("A", "B"), ("A", "B", "C", "D"), (" A ", "x" * 25, "", " ")])
    def test_two_to_four_answers(self, alice, options):
        poll = Poll.objects.get(pk=ask(alice, *options).pk)
        assert poll.options == [option.strip() for option in options if option.strip()]

    @pytest.mark.parametrize(
        ("options", "minutes", "code"),
        [
            (("A",), 60, "poll_options"),
            (("A", "\u200b"), 60, "poll_options"),
            (("A", "B", "C", "D", "E"), 60, "poll_options"),
            (("A", "x" * 26), 60, "option_too_long"),
            (("Tea", " tea"), 60, "option_twice"),
            (("A", "B"), 4, "poll_length"),
            (("A", "B"), 7 * 1440 + 1, "poll_length"),
            (("A", "B"), "x", "poll_length"),
            (("A", "B"), "9" * 400, "poll_length"),
            (("A", "B"), None, "poll_length"),
        ],
    )
    def test_anything_else_is_refused_and_nothing_posted(self, alice, options, minutes, code):
        with pytest.raises(Refused, match=code):
            ask(alice, *options, minutes=minutes)
        assert not Tweet.objects.exists()

    def test_a_form_asks(self, client, alice):
        client.force_login(alice)
        asked = {"text": "Tea?", "option": ["<b>Yes</b>", "No", "", ""], "poll_minutes": "5"}
        html = client.post("/tweets/", asked, headers=JSON).json()["html"]
        assert "&lt;b&gt;Yes" in html
        client.post("/tweets/", {"text": "No poll", "option": ["", "", "", ""], "poll_minutes": "5"})
        assert Poll.objects.count() == 1

    def test_a_quote_has_none(self, alice, tweet):
        with pytest.raises(Refused, match="poll_alone"):
            post_tweet(author=alice, text="Look", quoted=tweet, poll=(["A", "B"], 60))


@pytest.mark.django_db
class TestVoting:
    def test_what_came_of_it_is_shown_to_who_voted(self, client, alice, bob, charlie):
        tweet = ask(alice)
        client.force_login(bob)
        assert "50 %" not in client.get(tweet.get_absolute_url()).content.decode()
        polls.vote(person=charlie, tweet=tweet, choice=1)
        html = client.post(f"/tweets/{tweet.pk}/vote/", {"choice": "0"}, headers=JSON).json()["html"]
        assert html.count("50 %") == 2
        assert "your vote" in html

    def test_a_form_votes_and_home_shows_it(self, client, alice, bob):
        tweet = ask(alice)
        client.force_login(bob)
        assert 'value="1"' in client.get("/").content.decode()
        assert client.post(f"/tweets/{tweet.pk}/vote/", {"choice": "1"}).url == tweet.get_absolute_url()
        assert "100 %" in client.get("/").content.decode()

    def test_voting_twice_is_voting_once_and_a_vote_stays(self, alice, bob):
        tweet = ask(alice)
        polls.vote(person=bob, tweet=tweet, choice=0)
        polls.vote(person=bob, tweet=tweet, choice=0)
        with pytest.raises(Refused, match="voted_already"):
            polls.vote(person=bob, tweet=tweet, choice=1)
        assert Poll.objects.get().counts == [1, 0]

    def test_after_the_end_nobody_votes(self, alice, bob):
        tweet = ask(alice)
        end(tweet)
        with pytest.raises(Refused, match="poll_over"):
            polls.vote(person=bob, tweet=tweet, choice=0)
        assert not Vote.objects.exists()

    def test_nobody_answers_themselves(self, alice):
        with pytest.raises(Refused, match="own_poll"):
            polls.vote(person=alice, tweet=ask(alice), choice=0)

    @pytest.mark.parametrize("choice", ["2", "-1", "x", "", "9" * 40, "1e0", "²"])
    def test_what_is_no_answer_is_not_found(self, client, alice, bob, choice):
        tweet = ask(alice)
        client.force_login(bob)
        assert client.post(f"/tweets/{tweet.pk}/vote/", {"choice": choice}, headers=JSON).status_code == 404

    def test_who_may_not_read_it_does_not_vote(self, client, alice, mallory):
        tweet = ask(alice)
        client.force_login(mallory)
        assert client.post(f"/tweets/{tweet.pk}/vote/", {"choice": "0"}, headers=JSON).status_code == 404

    def test_on_what_was_deleted_meanwhile_nobody_votes(self, alice, bob):
        tweet = ask(alice)
        seen = access.tweet_for(bob, tweet.pk)
        delete_tweet(tweet=tweet)
        with pytest.raises(NotFound):
            polls.vote(person=bob, tweet=seen, choice=0)

    def test_where_nothing_is_asked_nobody_votes(self, bob, tweet):
        with pytest.raises(NotFound):
            polls.vote(person=bob, tweet=tweet, choice=0)

    def test_the_vote_of_who_is_deleted_is_not_counted(self, alice, bob, charlie):
        tweet = ask(alice)
        polls.vote(person=bob, tweet=tweet, choice=0)
        polls.vote(person=charlie, tweet=tweet, choice=0)
        delete_account(person=bob)
        assert Poll.objects.get().counts == [1, 0]


@pytest.mark.django_db
class TestTheEnd:
    def test_who_asked_and_who_voted_is_told_once(self, alice, bob, charlie, dave):
        tweet = ask(alice)
        for person in (bob, charlie):
            polls.vote(person=person, tweet=tweet, choice=0)
        mute(muter=charlie, muted=alice)
        polls.tell_of_ends()
        assert not Notification.objects.exists()
        end(tweet)
        for _ in range(2):
            assert polls.tell_of_ends() is False
        told = [Notification.objects.shown_to(who).filter(kind="poll_ended").count() for who in (alice, bob, charlie, dave)]
        assert told == [1, 1, 0, 0]

    def test_a_worker_that_died_on_the_way_tells_nobody_twice(self, alice, bob):
        tweet = ask(alice)
        polls.vote(person=bob, tweet=tweet, choice=0)
        end(tweet)
        polls.tell_of_ends()
        Notification.objects.update(read_at=timezone.now())
        Poll.objects.update(told_at=None)
        polls.tell_of_ends()
        assert Notification.objects.filter(person=bob).count() == 1

    def test_one_at_which_we_fail_keeps_no_other_waiting_and_is_left_in_the_end(self, alice, bob, monkeypatch):
        faulty, sound = ask(alice), ask(alice)
        for tweet in (faulty, sound):
            end(tweet)
        tell = polls._tell_of_end
        monkeypatch.setattr(polls, "_tell_of_end", lambda poll: tell(poll) if poll.pk == sound.pk else 1 / 0)
        for _ in range(MOST_TRIES):
            assert polls.tell_of_ends() is False
        assert Poll.objects.get(pk=sound.pk).told_at
        assert Notification.objects.shown_to(alice).count() == 1
        assert not Poll.objects.untold().exists()

    def test_while_it_is_held_nobody_is_told(self, alice, bob):
        tweet = ask(alice)
        polls.vote(person=bob, tweet=tweet, choice=0)
        withholding.hold_tweet(tweet_id=tweet.pk)
        end(tweet)
        polls.tell_of_ends()
        assert not Notification.objects.shown_to(bob).exists()
        withholding.let_tweet_go(tweet_id=tweet.pk)
        polls.tell_of_ends()
        assert Notification.objects.shown_to(bob).count() == 1

    def test_who_may_not_read_it_any_more_is_told_nothing(self, alice, bob, charlie, dave):
        tweet = ask(alice)
        for person in (bob, charlie, dave):
            polls.vote(person=person, tweet=tweet, choice=0)
        alice.is_protected = True
        alice.save()
        factories.follow(dave, alice)  # who only asks to
        end(tweet)
        polls.tell_of_ends()
        assert [Notification.objects.filter(person=who, kind="poll_ended").count() for who in (bob, charlie, dave)] == [1, 0, 0]

    def test_everybody_sees_what_came_of_it(self, client, alice, bob):
        tweet = ask(alice)
        polls.vote(person=bob, tweet=tweet, choice=1)
        end(tweet)
        html = client.get(tweet.get_absolute_url()).content.decode()
        assert "100 %" in html
        assert "over" in html


@pytest.mark.django_db(transaction=True)
def test_many_vote_at_once_and_one_twice(alice):
    tweet = ask(alice)
    people = [factories.person(f"p{number}") for number in range(20)]
    answers = at_once(
        [lambda who=who, n=n: polls.vote(person=who, tweet=tweet, choice=n % 2) for n, who in enumerate(people)]
        + [lambda: polls.vote(person=people[0], tweet=tweet, choice=0)]
    )
    assert set(answers) == {"done"}
    assert Poll.objects.get().counts == [Vote.objects.filter(choice=choice).count() for choice in (0, 1)] == [10, 10]


@pytest.mark.django_db
def test_home_costs_the_same_with_polls(client, alice, bob, django_assert_num_queries):
    client.force_login(bob)
    client.get("/")
    ask(alice)
    with django_assert_num_queries(10):
        client.get("/")
    assert access.tweet_for(bob, Tweet.objects.get().pk).poll
