"""Groups: who comes in, what they see, who goes."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts import picture_line, restrictions
from apps.accounts.closing import delete_account
from apps.core.errors import Refused
from apps.dms import groups, pictures
from apps.dms.access import picture_bytes, side_in
from apps.dms.models import MOST_MEMBERS, Conversation, Message, Side
from apps.dms.pages import found_by, inbox_of, requests_of, stretch_of, unread_count
from apps.dms.services import send_message
from apps.graph import services as graph
from apps.graph.models import Follow
from tests import factories, images
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def group(alice, bob, charlie) -> Conversation:
    """Alice keeps it; bob, who follows her, and charlie, who has let it in, are there."""
    factories.follow(charlie, alice)
    return groups.make_group(maker=alice, people=[bob, charlie], name="Dawn chorus")


def say(author, group, text="Hello", **more) -> Message:
    return send_message(author=author, to=group, text=text, **{"client_id": uuid4(), **more})


def heard(person, group) -> list[str]:
    return [message.text for message in stretch_of(side_in(person, group.pk)).messages if not message.notice]


def people_in(group) -> list[str]:
    return [side.person.handle for side in group.sides.order_by("pk").select_related("person")]


def code_of(deed) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.code


def test_what_one_says_all_hear_and_nobody_else(alice, bob, charlie, dave, group):
    say(alice, group, "Who is up?")
    assert heard(bob, group) == heard(charlie, group) == ["Who is up?"]
    assert unread_count(bob) == 2  # that the group was made is news too
    assert code_of(lambda: side_in(dave, group.pk)) == "not_found"
    assert code_of(lambda: say(dave, group)) == "left_group"


def test_everybody_is_told_by_the_name_of_the_group(alice, bob, charlie, group, nudges, tell):
    with tell():
        say(bob, group)
    told = [(topic, data["talk"]) for topic, event, data in nudges() if event == "message_sent"]
    assert told == [(f"person:{person.pk}", f"g{group.pk}") for person in (alice, bob, charlie)]


def test_who_does_not_follow_the_maker_finds_it_among_the_requests(alice, bob, dave):
    group = groups.make_group(maker=alice, people=[bob, dave])
    assert [talk.key for talk in requests_of(dave).talks] == [f"g{group.pk}"]
    assert (inbox_of(dave).talks, unread_count(dave)) == ([], 0)
    say(dave, group)
    assert [talk.key for talk in inbox_of(dave).talks] == [f"g{group.pk}"]


def test_newcomers_do_not_see_what_was_said_before(alice, bob, dave, group):
    say(alice, group, "Before")
    groups.add_people(adder=bob, group=group, people=[dave])
    say(alice, group, "After")
    assert heard(dave, group) == ["After"]
    first = stretch_of(side_in(dave, group.pk)).messages[0]
    assert (first.notice, first.about) == ("added", dave)


@pytest.mark.parametrize("is_inside", [True, False])
def test_newcomers_do_not_learn_by_a_search_which_words_were_said_before(alice, dave, group, is_inside):
    say(alice, group, "The password is zebrafish")
    factories.follow(dave, alice)
    groups.add_people(adder=alice, group=group, people=[dave])
    for number in range(20):
        say(dave, group, f"zebrafish quokka {number}")
    inside = side_in(dave, group.pk) if is_inside else None
    said, never_said = (found_by(dave, word, inside=inside) for word in ("zebrafish", "quokka"))
    assert said == never_said
    assert (len(said.messages), said.before) == (20, None)


def test_a_search_asks_only_for_the_people_of_what_it_found(alice, dave, group):
    send_message(author=alice, to=dave, text="Hello", client_id=uuid4())
    Side.objects.update(accepted_at="2026-01-01T00:00Z")
    assert _queries_of_a_search(alice) == _queries_of_a_search(dave)  # who is in no group


def _queries_of_a_search(viewer) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert found_by(viewer, "zebrafish").messages == []
    return len(asked)


def test_what_a_blocked_person_said_is_not_quoted_by_others(alice, bob, charlie, group):
    said = say(bob, group, "Words of the blocked")
    say(charlie, group, "I answer", answers=str(said.pk))
    factories.block(alice, bob)
    answer = stretch_of(side_in(alice, group.pk)).messages[-1]
    assert (answer.text, answer.can_be_quoted) == ("I answer", False)
    assert stretch_of(side_in(charlie, group.pk)).messages[-1].can_be_quoted


def test_who_comes_back_sees_nothing_of_the_time_between(alice, bob, group):
    groups.leave_group(person=bob, group=group)
    say(alice, group, "Without bob")
    groups.add_people(adder=alice, group=group, people=[bob])
    assert heard(bob, group) == []


def test_nor_once_the_account_of_who_spoke_last_is_deleted(alice, bob, charlie, dave, group):
    say(alice, group, "Before")
    say(charlie, group, "Farewell")
    delete_account(person=charlie)
    groups.add_people(adder=alice, group=group, people=[dave])
    assert (heard(bob, group), heard(dave, group)) == (["Before"], [])


def test_who_comes_when_no_message_is_the_last_sees_nothing_of_before(alice, dave, group):
    say(alice, group, "Before")
    Conversation.objects.update(last_message=None)
    group.refresh_from_db()
    groups.enter(group, dave, is_accepted=True)
    assert heard(dave, group) == []


def test_a_group_stays_in_the_inbox_when_who_spoke_last_is_deleted(alice, bob, charlie, group):
    message = say(alice, group)
    say(charlie, group)
    delete_account(person=charlie)
    assert [talk.side.conversation.last_message_id for talk in inbox_of(bob).talks] == [message.pk]


def test_who_left_reads_nothing_more(alice, bob, group):
    groups.leave_group(person=bob, group=group)
    assert code_of(lambda: side_in(bob, group.pk)) == "not_found"
    assert stretch_of(side_in(alice, group.pk)).messages[-1].notice == "left"


def test_when_the_last_one_goes_the_group_is_gone(alice, bob, charlie, group):
    for person in (alice, bob, charlie):
        groups.leave_group(person=person, group=group)
    assert not Conversation.objects.exists()


def test_a_group_of_nobody_else_is_none(alice):
    assert code_of(lambda: groups.make_group(maker=alice, people=[alice])) == "group_empty"


def test_a_group_has_room_for_fifty(alice):
    people = [factories.person(f"p{number}") for number in range(MOST_MEMBERS)]
    assert code_of(lambda: groups.make_group(maker=alice, people=people)) == "group_full"
    group = groups.make_group(maker=alice, people=people[1:])
    assert group.sides.count() == MOST_MEMBERS
    assert code_of(lambda: groups.add_people(adder=alice, group=group, people=people)) == "group_full"


def test_sent_twice_it_is_one_group(alice, bob):
    made_as = uuid4()
    first, second = (groups.make_group(maker=alice, people=[bob], made_as=made_as) for _ in range(2))
    assert first == second
    assert Message.objects.count() == 1


def test_only_who_may_be_written_to_is_added(alice, bob, group):
    shy = factories.person("shy", messages_from="followed")
    assert code_of(lambda: groups.add_people(adder=alice, group=group, people=[shy])) == "cant_add"
    factories.follow(shy, alice)
    groups.add_people(adder=alice, group=group, people=[shy])
    assert "shy" in people_in(group)


def test_who_blocked_you_or_somebody_inside_is_not_added_and_nobody_is_named(alice, bob, charlie, mallory, group):
    erin = factories.person("erin")
    factories.block(erin, bob)
    for person in (mallory, erin):
        with pytest.raises(Refused) as refusal:
            groups.add_people(adder=alice, group=group, people=[person])
        assert refusal.value.code == "cant_add"
        assert person.handle not in str(refusal.value.text)
        assert "block" not in str(refusal.value.text).lower()


def test_who_blocks_later_leaves_but_out_of_ones_own_group_goes_the_other(alice, bob, charlie, group, tell):
    with tell():
        graph.block(blocker=charlie, blocked=bob)
    assert people_in(group) == ["alice", "bob"]
    with tell():
        graph.block(blocker=alice, blocked=bob)
    assert people_in(group) == ["alice"]
    assert [message.notice for message in stretch_of(side_in(alice, group.pk)).messages[-2:]] == ["left", "left"]


def test_a_block_that_nobody_heard_of_parts_them_when_something_is_said(alice, bob, charlie, group):
    say(bob, group, "From bob")
    graph.block(blocker=charlie, blocked=bob)
    assert heard(charlie, group) == []
    say(alice, group, "From alice")
    assert people_in(group) == ["alice", "bob"]


def test_they_are_parted_too_when_who_goes_is_who_speaks(bob, charlie, group):
    graph.block(blocker=bob, blocked=charlie)
    assert code_of(lambda: say(bob, group)) == "left_group"
    assert people_in(group) == ["alice", "charlie"]


def test_what_who_blocked_you_said_is_not_counted(bob, charlie, group):
    before = unread_count(bob)
    say(charlie, group)
    assert unread_count(bob) == before + 1
    graph.block(blocker=charlie, blocked=bob)
    assert unread_count(bob) == before
    assert inbox_of(bob).sides[0].unread_count == before


def test_the_keeper_is_who_has_been_in_it_longest(alice, bob, charlie, group):
    assert groups.keeps(alice, group)
    groups.leave_group(person=alice, group=group)
    assert groups.keeps(bob, group)
    assert code_of(lambda: groups.remove_person(keeper=charlie, group=group, person=bob)) == "not_keeper"
    groups.remove_person(keeper=bob, group=group, person=charlie)
    assert people_in(group) == ["bob"]


def test_a_name_is_told_and_may_be_taken_away(alice, bob, group):
    groups.name_group(person=bob, group=group, name="  Late \n chorus ")
    assert Conversation.objects.get().name == "Late chorus"
    groups.name_group(person=bob, group=group, name="\u200b")
    assert inbox_of(alice).talks[0].name == "Bob, Charlie"
    assert code_of(lambda: groups.name_group(person=bob, group=group, name="x" * 51)) == "group_name_too_long"


@pytest.mark.parametrize(
    "change",
    [
        lambda person, group: groups.name_group(person=person, group=group, name="Late chorus"),
        lambda person, group: groups.picture_group(person=person, group=group, picture_id=""),
    ],
)
def test_to_change_what_it_is_called_is_to_write(bob, group, settings, change):
    settings.LIMITS = {**settings.LIMITS, "messages": 1}
    restriction = restrictions.restrict(person=bob, kind="messaging")
    assert code_of(lambda: change(bob, group)) == "restricted"
    restrictions.lift(restriction_id=restriction.pk)
    change(bob, group)
    assert code_of(lambda: say(bob, group)) == "too_fast"


@pytest.mark.django_db(transaction=True)
def test_when_who_sent_its_picture_is_deleted_none_stands_for_it(alice, bob, group):
    picture = pictures.send_picture(owner=bob, file=ContentFile(images.jpeg()))
    picture_line.make_waiting()
    groups.picture_group(person=bob, group=group, picture_id=picture.pk)
    delete_account(person=bob)
    assert inbox_of(alice).talks[0].picture == ""


@pytest.mark.django_db(transaction=True)
def test_a_picture_stands_for_the_group_until_another_does(alice, bob, dave):
    group = groups.make_group(maker=alice, people=[bob])
    first, second = (pictures.send_picture(owner=bob, file=ContentFile(images.jpeg())) for _ in range(2))
    picture_line.make_waiting()
    groups.picture_group(person=bob, group=group, picture_id=first.pk)
    assert inbox_of(alice).talks[0].picture == f"/said/pictures/{first.key}/small.webp"
    assert picture_bytes(alice, first.key, "small")
    assert code_of(lambda: picture_bytes(dave, first.key, "small")) == "not_found"
    groups.picture_group(person=bob, group=group, picture_id=str(second.pk))
    assert code_of(lambda: picture_bytes(alice, first.key, "small")) == "not_found"
    assert code_of(lambda: groups.picture_group(person=alice, group=group, picture_id=second.pk)) == "picture_unknown"
    groups.picture_group(person=alice, group=group, picture_id="")
    assert inbox_of(alice).talks[0].picture == ""


def test_when_the_keeper_closes_their_account_the_next_one_keeps_it(alice, bob, group):
    alice.is_active = False
    alice.save()
    assert groups.keeps(bob, group)


def test_what_a_muted_group_says_is_counted_nowhere(alice, bob, group):
    Side.objects.filter(person=bob).update(muted_at="2026-01-01T00:00Z")
    say(alice, group)
    assert unread_count(bob) == 0
    assert inbox_of(bob).sides[0].unread_count == 2


@pytest.mark.django_db(transaction=True)
def test_ten_who_add_at_once_let_in_fifty_in_all():
    alice = factories.person("alice")
    people = [factories.person(f"p{number}") for number in range(56)]
    group = groups.make_group(maker=alice, people=people[:46])
    deeds = [lambda person=person: groups.add_people(adder=alice, group=group, people=[person]) for person in people[46:]]
    answers = at_once(deeds)
    assert sorted(answers) == ["done"] * 3 + ["group_full"] * 7
    assert Side.objects.filter(conversation=group).count() == MOST_MEMBERS


def test_a_group_without_people_goes_with_the_last_account(alice, bob):
    from apps.core.belongings import part_with

    Follow.objects.all().delete()
    group = groups.make_group(maker=alice, people=[bob])
    groups.leave_group(person=bob, group=group)
    part_with(alice)
    assert not Conversation.objects.exists()
