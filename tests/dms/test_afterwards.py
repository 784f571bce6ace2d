"""Reactions, replies, deleting, pictures, cards of what not everybody may see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts import picture_line
from apps.core.errors import NotFound, Refused
from apps.dms import access, afterwards, pages, pictures, shared
from apps.dms.access import side_for
from apps.dms.models import REACTIONS, Message, MessagePicture, Reaction
from apps.dms.services import send_message
from apps.graph import protecting
from apps.graph import services as graph
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories, images
from tests.dms.conftest import write_known as write
from tests.together import at_once

pytestmark = pytest.mark.django_db


def shown_to(viewer, other) -> list[Message]:
    return pages.stretch_of(side_for(viewer, other)).messages


def code_of(deed) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.code


# ---- Reactions -------------------------------------------------------------------------------------------------------


def test_one_reaction_each_and_the_last_one_holds(alice, bob, nudges, tell):
    message = write(alice, bob)
    with tell():
        afterwards.react(person=bob, message=message, emoji="👍")
        afterwards.react(person=bob, message=message, emoji="🔥")
        afterwards.react(person=alice, message=message, emoji="🔥")
    assert {(topic, event) for topic, event, _data in nudges()} == {
        (f"person:{person.pk}", "message_changed") for person in (alice, bob)
    }
    assert shown_to(bob, alice)[0].told_reactions == [("🔥", 2, True)]
    afterwards.react(person=bob, message=message, emoji="")
    assert shown_to(bob, alice)[0].told_reactions == [("🔥", 1, False)]


@pytest.mark.parametrize("emoji", ["?", "🐦", "👍👍", "<b>", "\x00", "x" * 500])
def test_only_what_is_offered_is_a_reaction(alice, bob, emoji):
    assert code_of(lambda: afterwards.react(person=bob, message=write(alice, bob), emoji=emoji)) == "unknown_reaction"


def test_who_can_not_write_can_not_react(alice, bob):
    message = write(alice, bob)
    graph.block(blocker=alice, blocked=bob)
    assert code_of(lambda: afterwards.react(person=bob, message=message, emoji=REACTIONS[0])) == "cant_message"
    assert not Reaction.objects.exists()


def test_a_message_of_others_is_nobodys_to_react_to(alice, bob, charlie):
    with pytest.raises(NotFound):
        access.message_for(charlie, write(alice, bob).pk)


@pytest.mark.django_db(transaction=True)
def test_ten_reactions_at_once_are_one():
    alice, bob = factories.person("alice"), factories.person("bob")
    message = write(alice, bob)
    assert at_once([lambda: afterwards.react(person=bob, message=message, emoji="👍")] * 10) == ["done"] * 10
    assert Reaction.objects.count() == 1


# ---- Replies ---------------------------------------------------------------------------------------------------------


def test_an_answer_shows_what_it_answers(alice, bob):
    first = write(alice, bob, "Tea or coffee?")
    write(bob, alice, "Tea", answers=str(first.pk))
    answer = shown_to(alice, bob)[-1]
    assert (answer.answered, answer.can_be_quoted) == (first, True)
    afterwards.take_back(author=alice, message=first)
    assert shown_to(alice, bob)[-1].can_be_quoted is False


@pytest.mark.parametrize("given", ["1", "x", "9" * 30, "-4"])
def test_what_is_not_there_can_not_be_answered(alice, bob, given):
    write(alice, bob)
    assert code_of(lambda: write(bob, alice, answers=given)) == "answered_gone"


def test_what_was_said_elsewhere_can_not_be_answered(alice, bob, charlie):
    elsewhere = write(alice, charlie, "Between us")
    assert code_of(lambda: write(alice, bob, answers=elsewhere.pk)) == "answered_gone"


# ---- Deleting --------------------------------------------------------------------------------------------------------


def test_deleted_for_oneself_it_is_there_for_the_other(alice, bob):
    message = write(alice, bob)
    afterwards.hide(person=bob, message=message)
    afterwards.hide(person=bob, message=message)
    assert shown_to(bob, alice) == []
    assert shown_to(alice, bob) == [message]


def test_deleted_for_oneself_it_is_not_quoted_either(alice, bob):
    message = write(alice, bob, "Hide these words")
    write(alice, bob, "An answer", answers=str(message.pk))
    afterwards.hide(person=bob, message=message)
    assert (shown_to(bob, alice)[0].can_be_quoted, shown_to(alice, bob)[1].can_be_quoted) == (False, True)


def test_taken_back_nothing_of_it_is_left(alice, bob):
    message = write(alice, bob, "A secret")
    afterwards.react(person=bob, message=message, emoji="👍")
    afterwards.take_back(author=alice, message=message)
    afterwards.take_back(author=alice, message=message)
    message.refresh_from_db()
    assert (message.text, message.is_gone, message.reactions.count()) == ("", True, 0)
    assert pages.found_by(bob, "secret").messages == []
    assert [one.pk for one in shown_to(bob, alice)] == [message.pk]


def test_a_message_that_was_taken_back_stays_so_when_it_is_sent_again(alice, bob):
    client_id = uuid4()
    message = write(alice, bob, "A secret", client_id=client_id)
    afterwards.take_back(author=alice, message=message)
    assert write(alice, bob, "A secret", client_id=client_id) == message
    assert Message.objects.count() == 1


def test_after_a_quarter_of_an_hour_and_by_others_it_is_not_taken_back(alice, bob):
    message = write(alice, bob)
    assert code_of(lambda: afterwards.take_back(author=bob, message=message)) == "not_yours"
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert code_of(lambda: afterwards.take_back(author=alice, message=message)) == "too_late"


# ---- Pictures --------------------------------------------------------------------------------------------------------


def picture_of(owner) -> MessagePicture:
    picture = pictures.send_picture(owner=owner, file=ContentFile(images.jpeg()))
    picture_line.make_waiting()
    return picture


@pytest.mark.django_db(transaction=True)
def test_a_picture_goes_along_and_only_those_who_read_the_message_see_it(alice, bob, charlie):
    picture = picture_of(alice)
    write(alice, bob, "", pictures=[str(picture.pk)])
    assert shown_to(bob, alice)[0].shown_pictures == [picture]
    picture.refresh_from_db()
    assert access.picture_bytes(bob, picture.key, "small").startswith(b"RIFF")
    for wrong in ((charlie, picture.key, "small"), (bob, picture.key, "huge"), (bob, "x" * 32, "small")):
        with pytest.raises(NotFound):
            access.picture_bytes(*wrong)


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_was_taken_back_is_gone_for_all(alice, bob):
    picture = picture_of(alice)
    message = write(alice, bob, pictures=[str(picture.pk)])
    afterwards.take_back(author=alice, message=message)
    picture.refresh_from_db()
    with pytest.raises(NotFound):
        access.picture_bytes(bob, picture.key, "small")
    assert picture.state == MessagePicture.State.CLEARED


@pytest.mark.django_db(transaction=True)
def test_browsers_ask_for_a_picture_again_which_may_be_taken_back(client, alice):
    client.force_login(alice)
    response = client.get(f"/said/pictures/{picture_of(alice).key}/small.webp")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=60")


def test_pictures_of_others_unready_ones_and_five_are_refused(alice, bob):
    theirs = pictures.send_picture(owner=bob, file=ContentFile(images.jpeg()))
    mine = pictures.send_picture(owner=alice, file=ContentFile(images.jpeg()))
    assert code_of(lambda: write(alice, bob, pictures=[theirs.pk])) == "picture_unknown"
    assert code_of(lambda: write(alice, bob, pictures=[mine.pk])) == "picture_not_ready"
    assert code_of(lambda: write(alice, bob, pictures=["1"] * 5)) == "too_many_pictures"
    assert code_of(lambda: write(alice, bob, pictures=["x\x00"])) == "picture_unknown"


# ---- Cards -----------------------------------------------------------------------------------------------------------


def card_of(viewer, other) -> object:
    return shown_to(viewer, other)[-1].card


def test_a_tweet_and_a_profile_are_cards(alice, bob, charlie):
    tweet = post_tweet(author=charlie, text="Good morning")
    write(alice, bob, "", card_path=tweet.get_absolute_url())
    assert card_of(bob, alice).context["tweet"] == tweet
    write(alice, bob, "http://localhost/@Charlie/")
    assert card_of(bob, alice).context["person"] == charlie


def test_people_on_cards_are_looked_up_by_what_has_an_index_all_at_once(alice, bob, charlie, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        cards = shared.cards_for(alice, ["/@Bob/", "/@charlie/", "/@nobody/"])
    assert [cards[path].context["person"] for path in ("/@Bob/", "/@charlie/")] == [bob, charlie]
    assert len(cards) == 2
    assert 'LOWER("accounts_user"."handle") IN' in asked.captured_queries[0]["sql"]


def test_a_card_shows_nothing_to_who_may_not_see_its_target(alice, bob, charlie, dave):
    protecting.set_protected(person=charlie, is_protected=True)
    tweet = post_tweet(author=charlie, text="Only for friends")
    graph.follow(follower=alice, followed=charlie)
    assert code_of(lambda: write(bob, alice, card_path=tweet.get_absolute_url())) == "card_unknown"
    protecting.set_protected(person=charlie, is_protected=False)
    write(alice, bob, "", card_path=tweet.get_absolute_url())
    protecting.set_protected(person=charlie, is_protected=True)
    assert card_of(bob, alice) is None
    write(alice, bob, "", card_path=charlie.get_absolute_url())
    graph.block(blocker=charlie, blocked=bob)
    assert card_of(bob, alice) is None
    assert card_of(alice, bob) is not None


def test_a_card_of_a_deleted_tweet_shows_nothing(alice, bob):
    tweet = post_tweet(author=alice, text="Good morning")
    write(alice, bob, "", card_path=tweet.get_absolute_url())
    delete_tweet(tweet=tweet)
    assert card_of(bob, alice) is None


# ---- Search ----------------------------------------------------------------------------------------------------------


def found(viewer, query, **more) -> list[str]:
    return [message.text for message in pages.found_by(viewer, query, **more).messages]


def test_what_was_said_is_found_by_those_who_read_it_and_nobody_else(alice, bob, charlie):
    write(alice, bob, "The Café opens at dawn")
    write(bob, alice, "Which café?")
    write(alice, charlie, "A cafe in Rome")
    assert found(bob, "cafe") == ["Which café?", "The Café opens at dawn"]
    assert found(bob, "DAWN café") == ["The Café opens at dawn"]
    assert len(found(alice, "cafe")) == 3
    assert found(alice, "cafe", inside=side_for(alice, charlie)) == ["A cafe in Rome"]
    assert found(factories.person("erin"), "cafe") == []


@pytest.mark.parametrize("query", ["", " ", "\x00", '"', "¶in1", "'", "*", "a OR b", "NOT", "(", "x" * 500, "dawn\\"])
def test_any_words_can_be_looked_for(alice, bob, query):
    write(alice, bob, "Nothing of it")
    assert found(bob, query) == []


def test_what_is_hidden_deleted_or_said_before_is_not_found(alice, bob):
    afterwards.hide(person=bob, message=write(alice, bob, "dawn one"))
    afterwards.take_back(author=alice, message=write(alice, bob, "dawn two"))
    Message.objects.filter(pk=write(alice, bob, "dawn three").pk).update(removed_at=timezone.now())
    assert found(bob, "dawn") == []


def test_what_lies_behind_much_that_is_hidden_is_found(alice, bob):
    old = [write(alice, bob, f"tulip number {number}") for number in range(2)]
    for number in range(22):
        afterwards.hide(person=bob, message=write(alice, bob, f"tulip, hidden {number}"))
    new = write(alice, bob, "tulip, the newest")
    first = pages.found_by(bob, "tulip")
    assert (first.messages, first.before) == ([new, *old[::-1]], None)


def test_the_search_goes_on_and_leads_into_the_middle(alice, bob):
    said = [write(alice, bob, f"dawn number {number}") for number in range(90)]
    first = pages.found_by(bob, "dawn")
    second = pages.found_by(bob, "dawn", before=str(first.before))
    assert [message.pk for message in first.messages + second.messages] == [message.pk for message in said[:-41:-1]]
    stretch = pages.stretch_around(side_for(bob, alice), said[40].pk)
    assert said[40] in stretch.messages
    assert stretch.more
    before = pages.stretch_of(side_for(bob, alice), before=str(stretch.before))
    after = pages.stretch_after(side_for(bob, alice), stretch.after)
    whole = [message.pk for message in before.messages + stretch.messages + after.messages]
    assert whole == [message.pk for message in said[: len(whole)]]


def test_send_message_takes_a_recording_once(alice, bob):
    with pytest.raises(Refused, match="clip_unknown"):
        send_message(author=alice, to=bob, text="", client_id=uuid4(), clip="1")
