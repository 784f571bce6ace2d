"""Having seen what was written."""

import pytest

from apps.core.counting import counted
from apps.dms.access import side_for
from apps.dms.models import Side
from apps.dms.pages import inbox_of, unread_by, unread_count
from apps.dms.services import mark_read
from apps.graph import services as graph
from tests.dms.conftest import write_known as write

pytestmark = pytest.mark.django_db


def read(reader, other, message) -> None:
    mark_read(side=side_for(reader, other), read_to=message.pk)


def test_bob_has_what_he_has_not_seen_and_alice_nothing(alice, bob):
    write(alice, bob)
    write(alice, bob)
    assert (unread_count(bob), unread_count(alice)) == (2, 0)
    assert inbox_of(bob).sides[0].unread_count == 2
    assert inbox_of(alice).sides[0].unread_count == 0


def test_reading_counts_down_to_what_came_later(alice, bob):
    first, _second = write(alice, bob), write(alice, bob)
    read(bob, alice, first)
    assert unread_count(bob) == 1


def test_each_conversation_counts_for_itself(alice, bob, charlie):
    to_bob = write(alice, bob)
    write(charlie, bob)
    read(bob, alice, to_bob)
    assert [(side.other, side.unread_count) for side in inbox_of(bob).sides] == [(charlie, 1), (alice, 0)]
    assert unread_count(bob) == 1


def test_reading_never_goes_back_and_not_past_what_was_written(alice, bob):
    first, second = write(alice, bob), write(alice, bob)
    mark_read(side=side_for(bob, alice), read_to=2**63 - 1)
    read(bob, alice, first)
    assert Side.objects.get(person=bob).read_to == second.pk
    write(alice, bob)
    assert unread_count(bob) == 1


def test_both_are_told_once(alice, bob, nudges, django_capture_on_commit_callbacks):
    message = write(alice, bob)
    with django_capture_on_commit_callbacks(execute=True):
        read(bob, alice, message)
        read(bob, alice, message)
    told = nudges()
    assert [(topic, event, data["talk"]) for topic, event, data in told] == [
        (f"person:{bob.pk}", "messages_read", str(alice.pk)),
        (f"person:{alice.pk}", "messages_read", str(bob.pk)),
    ]
    assert {(data["reader"], data["read_to"]) for _topic, _event, data in told} == {(str(bob.pk), str(message.pk))}


def test_ones_own_words_are_no_news(alice, bob, nudges, django_capture_on_commit_callbacks):
    message = write(alice, bob)
    with django_capture_on_commit_callbacks(execute=True):
        read(alice, bob, message)
    assert nudges() == []


def test_who_is_blocked_is_not_told_what_is_read(alice, bob, nudges, django_capture_on_commit_callbacks):
    message = write(bob, alice)
    graph.block(blocker=alice, blocked=bob)
    with django_capture_on_commit_callbacks(execute=True):
        read(alice, bob, message)
    assert [topic for topic, _event, _data in nudges()] == [f"person:{alice.pk}"]


def test_what_a_blocked_person_wrote_is_out_of_sight_until_unblocked(alice, bob):
    write(bob, alice)
    graph.block(blocker=alice, blocked=bob)
    assert (inbox_of(alice).sides, unread_count(alice)) == ([], 0)
    assert [side.other for side in inbox_of(bob).sides] == [alice]
    graph.unblock(blocker=alice, blocked=bob)
    assert (len(inbox_of(alice).sides), unread_count(alice)) == (1, 1)


def test_who_has_left_is_in_no_inbox(alice, bob):
    write(bob, alice)
    bob.is_active = False
    bob.save()
    assert (inbox_of(alice).sides, unread_count(alice)) == ([], 0)


def test_the_count_stops_at_a_hundred(alice, bob):
    for _ in range(103):
        write(alice, bob)
    assert unread_count(bob) == 100
    assert counted(unread_by(bob)) == [100]  # not even the database goes further


def test_an_inbox_of_many_goes_on(alice, bob):
    from tests import factories

    people = [factories.person(f"p{number}") for number in range(33)]
    for person in people:
        write(person, alice)
    page = inbox_of(alice)
    rest = inbox_of(alice, before=page.before)
    assert [side.other for side in page.sides + rest.sides] == people[::-1]
    assert rest.before is None


def test_an_inbox_asks_the_database_the_same_however_many_there_are(alice, bob, charlie, mod, django_assert_num_queries):
    for person in (bob, charlie, mod):
        write(person, alice)
    with django_assert_num_queries(2):  # what is unread is counted in one of its own
        assert [side.conversation.last_message.text for side in inbox_of(alice).sides if side.other.name] == ["Hello"] * 3
