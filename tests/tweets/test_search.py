"""Which Tweets are found, and by whom. The same holds on both databases."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.restrictions import Restriction, restrict
from apps.core import word_table
from apps.core.ids import id_of
from apps.graph import protecting
from apps.spaces.models import Space
from apps.tweets import searching, word_index
from apps.tweets.editing import edit_tweet
from apps.tweets.models import Searchable, Tweet
from apps.tweets.questions import understood
from apps.tweets.services import delete_tweet, post_tweet
from apps.tweets.withholding import hold_tweet, remove_tweet, restore_tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def found(typed: str, viewer: User, **how) -> list[str]:
    return [tweet.text for tweet in searching.found(understood(typed), viewer, **how).tweets]


@pytest.fixture
def said(alice, bob):
    """What there is to be found, by what the tests call it."""
    texts = {
        "creme": "Crème brûlée at dawn #DawnChorus @bob",
        "tower": "東京タワーが好き 👍🏽",
        "rain": "The dawn, then rain. Don't go: https://example.org/dawn_song",
        "thai": "สวัสดีครับ",
    }
    said = {name: post_tweet(author=alice, text=text) for name, text in texts.items()}
    said["reply"] = post_tweet(author=bob, text="CREME at dawn!", in_reply_to=said["creme"])
    return said


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("creme", "reply creme"),
        ("CRÈME brulee", "creme"),
        ("dawn", "reply rain creme"),
        ("daw", ""),
        ('"at dawn"', "reply creme"),
        ('"dawn at"', ""),
        ("dawn -rain", "reply creme"),
        ('dawn -"at dawn"', "rain"),
        ("-dawn", "thai tower"),
        ("#dawnchorus", "creme"),
        ("#dawn", ""),
        ("dawnchorus", "creme"),
        ("@bob", "creme"),
        ("don't", "rain"),
        ("example.org", "rain"),
        ("dawn_song", "rain"),
        ("東京", "tower"),
        ("タワー", "tower"),
        ("京東", ""),
        ("👍", "tower"),
        ("👍🏿", "tower"),
        ("สวัสดี", "thai"),
        ("from:alice dawn", "rain creme"),
        ("from:alice from:bob dawn", "reply rain creme"),
        ("-from:@ALICE", "reply"),
        ("to:alice", "reply"),
        ("from:nobody_here", ""),
        ("since:2020-01-01 rain", "rain"),
        ("until:2020-01-01 rain", ""),
        ("filter:media", ""),
        ("!!!", ""),
    ],
)
def test_what_is_found(said, charlie, typed, names):
    assert found(typed, charlie) == [said[name].text for name in names.split()]


def test_pictures_spaces_and_other_words(alice, charlie):
    space = Space.objects.create(host=alice, title="Dawn", scheduled_for=datetime(2030, 1, 1, tzinfo=UTC))
    post_tweet(author=alice, text="come", card_path=space.get_absolute_url())
    post_tweet(author=alice, text="see", warning="Spiders inside", poll=(["Löwe", "Katze"], "60"))
    Tweet.objects.filter(text="see").update(picture_count=1)
    word_index.keep(Tweet.objects.filter(text="see"))
    assert found("filter:spaces", charlie) == ["come"]
    assert found("filter:media", charlie) == found("spiders lowe", charlie) == ["see"]
    assert found('"inside lowe"', charlie) == ["see"]
    assert found('"see spiders"', charlie) == []


def test_days_are_told_by_ids(alice, charlie):
    for day in (1, 2, 3):
        at = datetime(2026, 5, day, 12, tzinfo=UTC)
        word_index.keep([Tweet.objects.create(id=id_of(at), author=alice, text=f"day {day}", posted_at=at)])
    assert found("since:2026-05-02", charlie) == ["day 3", "day 2"]
    assert found("day until:2026-05-02", charlie) == ["day 1"]
    assert found("day since:2026-05-02 until:2026-05-03", charlie) == ["day 2"]


def test_it_follows_the_words(alice, charlie):
    tweet = post_tweet(author=alice, text="robin")
    edit_tweet(tweet=tweet, text="wren", seen=0)
    assert (found("robin", charlie), found("wren", charlie)) == ([], ["wren"])
    delete_tweet(tweet=tweet)
    assert found("wren", charlie) == []
    assert not Searchable.objects.exists()


def test_an_account_takes_its_words_with_it(alice, bob, charlie):
    post_tweet(author=alice, text="robin")
    alice.delete()
    assert found("robin", charlie) == []


def test_pages_follow_each_other_while_others_post(alice, charlie):
    said = [post_tweet(author=alice, text=f"robin {number}").text for number in range(45)]
    read, before = [], None
    while True:
        page = searching.found(understood("robin"), charlie, before=before)
        read += [tweet.text for tweet in page.tweets]
        post_tweet(author=alice, text="a new robin")
        if page.before is None:
            break
        before = str(page.before)
    assert read == said[::-1]


# ---- What is hidden --------------------------------------------------------------------------------------------------


def test_what_is_held_or_removed_is_not_found(alice, bob, charlie):
    tweet = post_tweet(author=alice, text="robin")
    hold_tweet(tweet_id=tweet.pk)
    assert [found("robin", who) for who in (alice, charlie)] == [["robin"], []]
    remove_tweet(tweet_id=tweet.pk)
    assert [found("robin", who) for who in (alice, charlie)] == [[], []]
    restore_tweet(tweet_id=tweet.pk)
    assert found("robin", charlie) == ["robin"]


def test_a_block_hides_both_ways_and_protected_words_are_for_followers(alice, bob, charlie, mallory):
    post_tweet(author=alice, text="robin of alice")
    post_tweet(author=mallory, text="robin of mallory")
    assert found("robin", mallory) == ["robin of mallory"]
    assert found("robin", alice) == ["robin of alice"]
    protecting.set_protected(person=alice, is_protected=True)
    assert [found("robin of alice", who) for who in (bob, charlie)] == [["robin of alice"], []]


@pytest.mark.parametrize("typed", ["from:{0}", "from:{0} robin", "to:{0}", "-robin from:{0}", "@{0} from:{0}"])
def test_who_is_hidden_is_answered_like_who_is_absent(alice, mallory, charlie, typed):
    """Not even by what is left when their Tweets are excluded, or by a page that leads on."""
    for number in range(70):
        tweet = post_tweet(author=alice, text=f"robin {number}")
    post_tweet(author=charlie, text="mine", in_reply_to=tweet)
    hidden, absent = (searching.found(understood(typed.format(handle)), mallory) for handle in ("alice", "nobody_here"))
    assert (hidden.tweets, hidden.before) == (absent.tweets, absent.before) == ([], None)


def test_whose_reach_is_limited_is_found_by_followers_only(alice, bob, charlie):
    post_tweet(author=alice, text="robin")
    restrict(person=alice, kind=Restriction.Kind.REACH, until=None)
    assert [found("robin", who) for who in (bob, charlie)] == [["robin"], []]


def test_much_that_is_hidden_hides_nothing_behind_it(alice, mallory, charlie, monkeypatch):
    monkeypatch.setattr(searching, "_STEPS", (2, 4))
    first = post_tweet(author=charlie, text="robin first").text
    for number in range(10):
        post_tweet(author=alice, text=f"robin {number}")
    pages, before = [], None
    while not pages or before:
        page = searching.found(understood("robin"), mallory, before=before)
        pages.append([tweet.text for tweet in page.tweets])
        before = page.before and str(page.before)
    assert pages == [[], [first]]


# ---- The index -------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("ab\"'-:@#*&|!<>()^\\ é東👍") | st.characters(exclude_categories=["Cs"]), max_size=80))
@pytest.mark.parametrize("template", ["{}", '"{}', "robin -{}", "from:alice {}"])
def test_no_text_breaks_a_database(alice, charlie, template, typed):
    found(template.format(typed), charlie)


@pytest.mark.parametrize(
    "typed", ["robin NEAR wren", "robin*", "terms:robin", "robin AND wren", "NOT", "a' OR 1=1 --", "(robin", "robin & !wren"]
)
def test_the_languages_of_databases_are_words(alice, charlie, typed):
    post_tweet(author=alice, text=typed)
    assert found(typed, charlie) == [typed]


def test_what_was_there_before_the_index_is_found_after_the_migration(alice, charlie):
    Tweet.objects.create(author=alice, text="An old röbin")
    assert found("robin", charlie) == []
    import_module("apps.tweets.migrations.0005_search_and_trends").index_what_is_there(apps, None)
    assert found("robin", charlie) == ["An old röbin"]


def test_the_index_is_made_anew_by_a_command(alice, charlie):
    post_tweet(author=alice, text="robin")
    Searchable.objects.update(terms="wrong")
    Tweet.objects.create(author=alice, text="another robin")
    User.objects.filter(pk=alice.pk).update(found_as="wrong")
    call_command("rebuild_search", verbosity=0)
    assert found("robin", charlie) == ["another robin", "robin"]
    assert found("wrong", charlie) == []
    assert User.objects.matching("ali").exists()


def test_a_rare_word_is_found_behind_the_newest(alice, charlie, monkeypatch):
    """Where PostgreSQL looks through the newest Tweets first."""
    monkeypatch.setattr(word_table, "_NEWEST", 3)
    for number in range(10):
        post_tweet(author=alice, text=f"{'robin' if number in (0, 4, 8) else 'wren'} {number}")
    assert found("robin", charlie) == ["robin 8", "robin 4", "robin 0"]
    assert found("-wren", charlie) == ["robin 8", "robin 4", "robin 0"]


def test_a_mark_that_grows_when_it_is_folded_breaks_nothing(alice):
    """One character of 18; PostgreSQL takes no word without end."""
    for mark in ("#" + "\ufdfa" * 199, "@" + "\ufdfa" * 199):
        assert searching.found(understood(mark), alice).tweets == []
