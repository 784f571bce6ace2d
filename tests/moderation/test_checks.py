"""What people write is looked over."""

import pytest

from apps.accounts.services import change_profile
from apps.clips.correcting import correct_words
from apps.core.errors import NotFound
from apps.fleets.services import post_fleet
from apps.moderation import checks, decisions
from apps.moderation.models import Case, Rule, Waiting
from apps.notifications.pages import unread_count
from apps.spaces import services as spaces
from apps.tweets import access
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet
from tests import factories
from tests.moderation.scenes import case_about, report, said, tweet_by

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
ABUSE = "@bob you filthy whore, kill yourself"
QUARREL = "You are such an idiot"


def look_over() -> None:
    while checks.look_over_waiting():
        pass


def test_a_row_waits_and_a_task_is_sent_on_commit(alice, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr("apps.moderation.tasks.check_waiting.delay", lambda: sent.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        tweet = tweet_by(alice)
    assert (sent, list(Waiting.objects.values_list("kind", "subject_id"))) == ([1], [("tweet", tweet.pk)])


def test_an_ordinary_tweet_comes_to_nothing(alice, bob):
    tweet = tweet_by(alice, "Good morning")
    look_over()
    assert access.tweet_for(bob, tweet.pk)
    assert not (Case.objects.exists())
    assert not (Waiting.objects.exists())


def test_what_is_held_only_its_author_sees(client, bob, mallory):
    tweet = tweet_by(mallory, ABUSE)
    look_over()
    assert access.tweet_for(mallory, tweet.pk)
    with pytest.raises(NotFound):
        access.tweet_for(bob, tweet.pk)
    case = Case.objects.get()
    assert (case.is_held, case.person, case.reports.count()) == (True, mallory, 0)
    client.force_login(mallory)
    assert "Only you see this until a moderator" in client.get(tweet.get_absolute_url()).content.decode()


def test_of_what_is_held_nobody_is_told_until_it_is_let_go(bob, mallory, mod):
    tweet_by(mallory, ABUSE)
    look_over()
    assert unread_count(bob) == 0
    decisions.decide(case=Case.objects.get(), moderator=mod, action="dismiss", rule="", facts="")
    assert unread_count(bob) == 1


def test_of_what_is_removed_nobody_is_told_any_more(bob, mallory, mod):
    tweet = tweet_by(mallory, f"@bob {QUARREL}")
    assert unread_count(bob) == 1
    case = case_about(bob, "tweet", tweet.pk)
    decisions.decide(case=case, moderator=mod, action="remove", rule="", facts="Rude.")
    assert unread_count(bob) == 0


def test_a_task_that_was_lost_is_sent_again_by_the_sweep(alice):
    tweet_by(alice)
    assert checks.sweep() is False
    Waiting.objects.update(since="2026-01-01T00:00Z")
    assert checks.sweep() is True


def test_looking_twice_is_looking_once(mallory):
    tweet_by(mallory, ABUSE)
    waiting = Waiting.objects.get()
    checks._look_over(waiting)
    checks._look_over(waiting)
    assert Case.objects.count() == 1


def test_what_is_deleted_meanwhile_waits_for_nobody(mallory):
    tweet_by(mallory, ABUSE).delete()
    look_over()
    assert not (Case.objects.exists())
    assert not (Waiting.objects.exists())


def test_names_bios_and_titles_are_looked_over_and_nobody_is_changed(mallory):
    change_profile(person=mallory, name="Mallory", bio="all trannies must die", location="", link="")
    spaces.start_space(host=mallory, title="Gas the jews", announce=False)
    look_over()
    mallory.refresh_from_db()
    assert set(Case.objects.values_list("kind", "is_held")) == {("person", False), ("space", False)}
    assert (mallory.bio, mallory.is_active) == ("all trannies must die", True)


def test_messages_are_looked_over_only_once_reported(bob, charlie):
    message = said(charlie, bob, "kill yourself")
    assert not Waiting.objects.exists()
    before = report(bob, "message", message.pk).case.priority
    look_over()
    case = Case.objects.get()
    assert (case.priority > before, case.is_held) == (True, False)
    assert case.found


def test_captions_raise_a_case_and_hold_nothing(alice):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = factories.speaker(space, "victor")
    caption = space.captions.create(person=seat.person, began_ms=0, ended_ms=900, state="ready", text="go kill yourself")
    Waiting.objects.all().delete()
    Waiting.objects.create(kind="caption", subject_id=caption.pk)
    look_over()
    case = Case.objects.get()
    assert (case.kind, case.person, case.is_held) == ("speaker", seat.person, False)
    assert not seat.person.restrictions.exists()


@pytest.mark.parametrize("kind", ["tweet", "fleet"])
def test_what_a_machine_understood_holds_nothing_until_its_author_reads_it(alice, kind):
    clip = factories.clip(alice, ABUSE)
    post = {
        "tweet": lambda: post_tweet(author=alice, text="Hello", clip=clip),
        "fleet": lambda: post_fleet(author=alice, clip_id=clip.pk),
    }
    post[kind]()
    look_over()
    case = Case.objects.get()
    assert (case.kind, case.is_held) == (kind, False)
    correct_words(clip=clip, captions=[ABUSE])
    look_over()
    case.refresh_from_db()
    assert case.is_held


def test_what_is_written_beside_it_is_held_all_the_same(alice):
    post_tweet(author=alice, text=ABUSE, clip=factories.clip(alice, ABUSE))
    look_over()
    assert Case.objects.get().is_held


def test_a_script_is_asked_first_and_posts_with_the_second_press(client, alice):
    client.force_login(alice)
    answer = client.post("/tweets/", {"text": QUARREL}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "review_first")
    assert not Tweet.objects.exists()
    assert client.post("/tweets/", {"text": QUARREL, "reviewed": "1"}, headers=JSON).status_code == 201


def test_a_form_is_asked_first_with_the_words_kept(client, alice):
    client.force_login(alice)
    page = client.post("/tweets/", {"text": QUARREL})
    assert (page.status_code, QUARREL in page.content.decode()) == (422, True)
    assert 'name="reviewed"' in page.content.decode()
    assert client.post("/tweets/", {"text": QUARREL, "reviewed": "1"}).url == "/"


def test_a_flood_of_mentions_is_asked_about(client, alice):
    client.force_login(alice)
    many = "Good morning to all of you, the room opens at eight: " + " ".join(f"@person{number}" for number in range(10))
    assert client.post("/tweets/", {"text": many}, headers=JSON).json()["code"] == "review_first"
    Rule.objects.update(is_on=False)
    assert client.post("/tweets/", {"text": many}, headers=JSON).status_code == 201
