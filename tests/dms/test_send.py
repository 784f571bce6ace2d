"""Writing to somebody."""

from uuid import uuid4

import pytest

from apps.core.errors import Refused
from apps.dms.models import Conversation, Message, Side
from apps.dms.services import send_message
from apps.graph import services as graph
from apps.spaces import services as spaces
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db


def write(author, to, text="Hello", **more) -> Message:
    return send_message(author=author, to=to, text=text, **{"client_id": uuid4(), **more})


def refusal_of(author, to, text="Hello", **more) -> Refused:
    with pytest.raises(Refused) as refusal:
        write(author, to, text, **more)
    return refusal.value


def test_alice_writes_to_bob_and_he_answers_in_the_same_conversation(alice, bob):
    first, second = write(alice, bob, "Did the recorder survive?"), write(bob, alice, "It did!")
    conversation = Conversation.objects.get()
    assert list(conversation.messages.order_by("pk")) == [first, second]
    assert conversation.last_message == second
    assert set(Side.objects.values_list("person__handle", "other__handle")) == {("alice", "bob"), ("bob", "alice")}


def test_both_are_told_each_with_the_other_as_the_talk(alice, bob, nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = write(alice, bob)
    ids = {"message": str(message.pk), "author": str(alice.pk)}
    assert nudges() == [
        (f"person:{alice.pk}", "message_sent", {**ids, "talk": str(bob.pk)}),
        (f"person:{bob.pk}", "message_sent", {**ids, "talk": str(alice.pk)}),
    ]


def test_the_same_message_sent_again_is_one(alice, bob, nudges, django_capture_on_commit_callbacks):
    client_id = uuid4()
    first = write(alice, bob, client_id=client_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert write(alice, bob, client_id=client_id) == first
    assert Message.objects.count() == 1
    assert nudges() == []


def test_the_same_words_with_another_id_are_two_messages(alice, bob):
    write(alice, bob, "ha")
    write(alice, bob, "ha")
    assert Message.objects.count() == 2


def test_bob_may_use_an_id_that_alice_used(alice, bob):
    client_id = uuid4()
    write(alice, bob, client_id=client_id)
    write(bob, alice, client_id=client_id)
    assert Message.objects.count() == 2


def test_an_id_that_made_something_else_is_refused_and_nothing_is_swallowed(alice, bob, charlie):
    client_id = uuid4()
    write(alice, bob, "Hello", client_id=client_id)
    assert refusal_of(alice, bob, "Something else", client_id=client_id).code == "client_id_used"
    assert refusal_of(alice, charlie, "Hello", client_id=client_id).code == "client_id_used"
    assert Message.objects.count() == 1
    assert Conversation.objects.count() == 1


def test_a_message_that_was_sent_stays_sent_when_alice_blocks_and_bob_sends_again(alice, bob):
    client_id = uuid4()
    first = write(bob, alice, client_id=client_id)
    graph.block(blocker=alice, blocked=bob)
    assert write(bob, alice, client_id=client_id) == first


@pytest.mark.parametrize("text", ["a", "x" * 10_000, "é" * 10_000, "🐦" * 10_000, "مرحبا", "<b>bold</b>", "a\n\nb"])
def test_what_may_be_said(alice, bob, text):
    assert write(alice, bob, text).text == text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\u200b", "\u2800"])
def test_a_message_without_visible_words_is_refused(alice, bob, text):
    assert refusal_of(alice, bob, text).code == "message_empty"


def test_ten_thousand_and_one_are_too_many(alice, bob):
    assert refusal_of(alice, bob, "x" * 10_001).code == "message_too_long"
    assert not Conversation.objects.exists()


def test_nulls_and_marks_that_turn_the_page_around_are_dropped(alice, bob):
    assert write(alice, bob, "  a\x00b\u202ec\r\nd  ").text == "abc\nd"


def test_nobody_writes_to_themselves(alice):
    assert refusal_of(alice, alice).code == "not_yourself"


def test_mallory_can_not_write_to_alice_and_is_not_told_why(alice, mallory):
    refusal = refusal_of(mallory, alice)
    assert refusal.code == "cant_message"
    assert "block" not in str(refusal.text).lower()
    assert not Conversation.objects.exists()


def test_what_is_wrong_with_her_words_tells_mallory_nothing_more(alice, mallory):
    assert refusal_of(mallory, alice, "").code == "cant_message"
    assert refusal_of(mallory, alice, "x" * 10_001).code == "cant_message"


def test_alice_can_not_write_to_mallory_until_she_unblocks_her(alice, mallory):
    assert refusal_of(alice, mallory).code == "you_blocked"
    graph.unblock(blocker=alice, blocked=mallory)
    assert write(alice, mallory)


# ---- Cards -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def space(alice):
    return spaces.start_space(host=alice, title="Dawn chorus", announce=False)


def test_a_space_goes_along_as_a_card_with_or_without_words(alice, bob, space):
    path = space.get_absolute_url()
    assert write(alice, bob, "Come", card_path=path).card_path == path
    card_only = write(alice, bob, "", card_path=path)
    assert (card_only.text, card_only.card_path) == ("", path)


@pytest.mark.parametrize(
    "path", ["/spaces/1/", "/settings/", "/@nobody/", "https://elsewhere.example/", "/spaces/\x00/", "x" * 5000]
)
def test_what_has_no_card_is_refused(alice, bob, path):
    assert refusal_of(alice, bob, "Come", card_path=path).code == "card_unknown"


def test_a_link_to_a_space_in_the_words_becomes_its_card(alice, bob, space):
    path = space.get_absolute_url()
    text = f"Come in: http://localhost:8000{path}?from=dm – we begin"
    message = write(alice, bob, text)
    assert (message.text, message.card_path) == (text, path)


def test_links_elsewhere_and_to_nothing_stay_words(alice, bob, space):
    elsewhere = f"https://elsewhere.example{space.get_absolute_url()}"
    assert write(alice, bob, elsewhere).card_path == ""
    assert write(alice, bob, "http://localhost/spaces/1/").card_path == ""
    assert write(alice, bob, "http://localhost/@nobody/").card_path == ""


# ---- At the same moment ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_ten_tabs_that_send_the_same_message_at_once_send_one():
    alice, bob = factories.person("alice"), factories.person("bob")
    client_id = uuid4()
    answers = at_once([lambda: write(alice, bob, client_id=client_id)] * 10)
    assert answers == ["done"] * 10
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_to_each_other_for_the_first_time_at_once_share_a_conversation():
    alice, bob = factories.person("alice"), factories.person("bob")
    deeds = [lambda: write(alice, bob), lambda: write(bob, alice)] * 4
    assert at_once(deeds) == ["done"] * 8
    assert Conversation.objects.count() == 1
    assert Side.objects.count() == 2
    assert Conversation.objects.get().last_message == Message.objects.order_by("-pk").first()
