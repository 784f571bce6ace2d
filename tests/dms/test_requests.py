"""What strangers write waits until it is let in; until then they learn nothing."""

from uuid import uuid4

import pytest

from apps.core.errors import Refused
from apps.dms import groups, requests, telling, typing
from apps.dms.access import side_for
from apps.dms.models import Side
from apps.dms.pages import inbox_of, readers_of, requests_of, stretch_of, unread_count
from apps.dms.services import mark_read, send_message
from apps.graph import services as graph
from tests import factories

pytestmark = pytest.mark.django_db


def write(author, to, text="Hello"):
    return send_message(author=author, to=to, text=text, client_id=uuid4())


def handles(inbox) -> list[str]:
    return [talk.person.handle for talk in inbox.talks]


def test_what_a_stranger_writes_waits_and_counts_nowhere(alice, charlie):
    write(charlie, alice)
    assert (handles(inbox_of(alice)), handles(requests_of(alice)), unread_count(alice)) == ([], ["charlie"], 0)
    assert requests.waiting_for(alice) == 1
    assert handles(inbox_of(charlie)) == ["alice"]


def test_what_somebody_writes_whom_one_follows_does_not_wait(alice, bob):
    write(alice, bob)
    assert (handles(inbox_of(bob)), handles(requests_of(bob)), unread_count(bob)) == (["alice"], [], 1)


def test_accepting_following_and_answering_let_it_in(alice, bob, charlie, dave, tell):
    for person in (bob, charlie, dave):
        write(person, alice)
    requests.accept(side=side_for(alice, bob))
    with tell():
        graph.follow(follower=alice, followed=charlie)
    write(alice, dave, "Good morning")
    assert handles(requests_of(alice)) == []
    assert unread_count(alice) == 3


def test_the_sender_learns_nothing_until_it_is_accepted(alice, charlie, nudges, tell):
    message = write(charlie, alice)
    with tell():
        mark_read(side=side_for(alice, charlie), read_to=message.pk)
        typing.heard(alice.pk, str(charlie.pk))
    assert {topic for topic, _event, _data in nudges()} <= {f"person:{alice.pk}"}
    assert readers_of(side_for(charlie, alice)) == []
    requests.accept(side=side_for(alice, charlie))
    assert [side.person for side in readers_of(side_for(charlie, alice))] == [alice]


def test_that_the_stranger_is_typing_is_told_to_nobody_either(alice, charlie, nudges, tell):
    write(charlie, alice)
    with tell():
        typing.heard(charlie.pk, str(alice.pk))
    assert nudges() == []


def test_a_deleted_request_is_gone_until_something_new_is_said(alice, charlie):
    write(charlie, alice, "First")
    requests.delete(side=side_for(alice, charlie))
    assert handles(requests_of(alice)) == []
    assert handles(inbox_of(charlie)) == ["alice"]
    write(charlie, alice, "Second")
    assert handles(requests_of(alice)) == ["charlie"]
    assert [message.text for message in stretch_of(side_for(alice, charlie)).messages] == ["Second"]


def test_a_blocked_stranger_is_out_of_the_requests(alice, charlie):
    write(charlie, alice)
    graph.block(blocker=alice, blocked=charlie)
    assert (handles(requests_of(alice)), requests.waiting_for(alice)) == ([], 0)


@pytest.mark.parametrize(("circle", "follows", "code"), [("nobody", True, "cant_message"), ("followed", False, "cant_message")])
def test_who_wants_no_messages_gets_no_requests(alice, charlie, circle, follows, code):
    charlie.messages_from = circle
    charlie.save()
    if follows:
        factories.follow(charlie, alice)
    with pytest.raises(Refused, match=code):
        write(alice, charlie)
    assert not Side.objects.exists()


def test_to_who_was_suspended_there_is_no_way(alice, charlie):
    write(alice, charlie)
    charlie.is_active = False
    charlie.save()
    with pytest.raises(Refused, match="cant_message"):
        write(alice, charlie)


# ---- Receipts and typing ---------------------------------------------------------------------------------------------


@pytest.fixture
def friends(alice, bob):
    factories.follow(alice, bob)
    return write(alice, bob)


@pytest.mark.parametrize("hides", ["alice", "bob"])
def test_receipts_are_switched_off_for_both_by_either(alice, bob, friends, nudges, tell, hides):
    person = {"alice": alice, "bob": bob}[hides]
    person.shows_reading = False
    person.save()
    with tell():
        mark_read(side=side_for(bob, alice), read_to=friends.pk)
    assert [topic for topic, _event, _data in nudges()] == [f"person:{bob.pk}"]
    assert readers_of(side_for(alice, bob)) == readers_of(side_for(bob, alice)) == []
    assert unread_count(bob) == 0


def test_who_types_is_told_to_the_other_by_name(alice, bob, friends, nudges, tell):
    with tell():
        typing.heard(alice.pk, str(bob.pk))
    assert nudges() == [(f"person:{bob.pk}", "person_typed", {"talk": str(alice.pk), "person": "Alice"})]


@pytest.mark.parametrize("talk", ["", "g", "g1", "x", "999999999", "g" + "9" * 50, "-1", "\x00"])
def test_typing_in_what_is_not_ones_own_tells_nobody(alice, bob, friends, nudges, tell, talk):
    with tell():
        typing.heard(alice.pk, talk)
    assert nudges() == []


def test_typing_goes_not_past_a_block(alice, bob, friends, nudges, tell):
    graph.block(blocker=bob, blocked=alice)
    with tell():
        telling.typed_in(side_for(alice, bob))
    assert [event for _topic, event, _data in nudges()] == []


def test_in_a_group_who_types_is_told_by_one_query(alice, bob, charlie, nudges, tell, django_assert_num_queries):
    people = [bob, charlie, factories.person("erin")]
    for person in people:
        factories.follow(person, alice)
    side = groups.make_group(maker=alice, people=people).sides.select_related("person", "conversation").get(person=alice)
    graph.block(blocker=charlie, blocked=alice)  # and nobody heard of it yet
    nudges()
    with django_assert_num_queries(1), tell():
        telling.typed_in(side)
    assert [topic for topic, _event, _data in nudges()] == [f"person:{bob.pk}", f"person:{people[2].pk}"]
