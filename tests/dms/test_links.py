"""Links into a group: until they expire, are used up or revoked; straight in, or after a knock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts import restrictions
from apps.core.errors import NotFound, Refused
from apps.dms import access, groups, links
from apps.dms.models import GroupLink, Side
from apps.graph import services as graph
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice, bob):
    return groups.make_group(maker=alice, people=[bob], name="Dawn chorus")


def make(keeper, group, **terms) -> GroupLink:
    return links.make_link(keeper=keeper, group=group, **{"needs_approval": False, "lifetime": None, "most_uses": None, **terms})


def code_of(deed) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.code


def test_charlie_comes_in_by_a_link_and_counts_once(alice, charlie, group):
    link = make(alice, group, most_uses=1)
    assert links.use_link(person=charlie, link=link)
    assert links.use_link(person=charlie, link=link)
    link.refresh_from_db()
    assert link.used_count == 1
    assert Side.objects.get(person=charlie).accepted_at


def test_a_link_that_works_no_more_lets_nobody_in(alice, charlie, dave, group):
    link = make(alice, group, lifetime=timedelta(days=1), most_uses=1)
    GroupLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    link.refresh_from_db()
    assert code_of(lambda: links.use_link(person=charlie, link=link)) == "link_expired"
    revoked = make(alice, group)
    revoked.revoke()
    assert code_of(lambda: links.use_link(person=charlie, link=revoked)) == "link_revoked"
    used = make(alice, group, most_uses=1)
    links.use_link(person=dave, link=used)
    assert code_of(lambda: links.use_link(person=charlie, link=used)) == "link_used_up"


def test_what_who_left_handed_out_lets_nobody_in(alice, bob, charlie, dave, group):
    theirs = make(alice, group)
    groups.leave_group(person=alice, group=group)
    assert code_of(lambda: links.use_link(person=charlie, link=theirs)) == "link_revoked"
    assert links.use_link(person=dave, link=make(bob, group))


def test_who_may_not_write_does_not_come_in(alice, charlie, group):
    link = make(alice, group)
    restrictions.restrict(person=charlie, kind="messaging")
    assert code_of(lambda: links.use_link(person=charlie, link=link)) == "restricted"


def test_who_comes_and_goes_is_stopped_at_the_limit(alice, charlie, group, settings):
    settings.LIMITS = {**settings.LIMITS, "gatherings": 2}
    link = make(alice, group)
    for _ in range(2):
        links.use_link(person=charlie, link=link)
        groups.leave_group(person=charlie, group=group)
    assert code_of(lambda: links.use_link(person=charlie, link=link)) == "too_fast"


def test_who_is_blocked_by_somebody_inside_does_not_come_in_and_is_not_told_why(alice, bob, charlie, group):
    graph.block(blocker=bob, blocked=charlie)
    link = make(alice, group)
    assert code_of(lambda: links.use_link(person=charlie, link=link)) == "cant_join"
    graph.block(blocker=alice, blocked=charlie)
    with pytest.raises(NotFound):
        access.link_for(charlie, link.token)


def test_who_was_removed_comes_back_only_by_being_added(alice, bob, group):
    link = make(alice, group)
    groups.remove_person(keeper=alice, group=group, person=bob)
    assert code_of(lambda: links.use_link(person=bob, link=link)) == "cant_join"
    groups.add_people(adder=alice, group=group, people=[bob])
    assert links.use_link(person=bob, link=link)


def test_a_link_with_approval_lets_knock_and_the_keeper_answers(alice, charlie, dave, group):
    link = make(alice, group, needs_approval=True)
    assert not links.use_link(person=charlie, link=link)
    assert not links.use_link(person=charlie, link=link)
    assert not links.use_link(person=dave, link=link)
    first, second = group.knocks.order_by("pk")
    links.answer(keeper=alice, group=group, knock_id=first.pk, is_welcome=True)
    links.answer(keeper=alice, group=group, knock_id=second.pk, is_welcome=False)
    assert {side.person.handle for side in group.sides.all()} == {"alice", "bob", "charlie"}
    assert not links.use_link(person=dave, link=link)
    assert code_of(lambda: links.answer(keeper=alice, group=group, knock_id=second.pk, is_welcome=True)) == "not_found"


def test_the_keeper_sees_in_the_conversation_that_somebody_knocked_and_nobody_else_does(client, alice, bob, charlie, group):
    links.use_link(person=charlie, link=make(alice, group, needs_approval=True))
    for person, is_told in ((alice, True), (bob, False)):
        client.force_login(person)
        assert ("1 would like to come in" in client.get(f"/conversations/{group.pk}/").content.decode()) == is_told


def test_only_the_keeper_makes_links_and_answers(alice, bob, group):
    assert code_of(lambda: make(bob, group)) == "not_keeper"
    assert code_of(lambda: links.answer(keeper=bob, group=group, knock_id=1, is_welcome=True)) == "not_keeper"
    link = make(alice, group)
    with pytest.raises(NotFound):
        access.link_to_keep(bob, group.pk, link.pk)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"lifetime": timedelta(days=31)}, "lifetime_out_of_range"),
        ({"lifetime": timedelta(0)}, "lifetime_out_of_range"),
        ({"most_uses": 0}, "uses_out_of_range"),
        ({"most_uses": 51}, "uses_out_of_range"),
    ],
)
def test_terms_out_of_range(alice, group, terms, code):
    assert code_of(lambda: make(alice, group, **terms)) == code


def test_ten_links_are_enough(alice, group):
    for _ in range(links.MOST_LINKS):
        make(alice, group)
    assert code_of(lambda: make(alice, group)) == "too_many_links"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_with_one_use_left_one_comes_in():
    alice, bob = factories.person("alice"), factories.person("bob")
    group = groups.make_group(maker=alice, people=[bob])
    link = make(alice, group, most_uses=1)
    people = [factories.person(f"p{number}") for number in range(20)]
    deeds = [lambda person=person: links.use_link(person=person, link=access.link_for(person, link.token)) for person in people]
    assert sorted(at_once(deeds)) == ["done"] + ["link_used_up"] * 19
    assert group.sides.count() == 3


# ---- Its page --------------------------------------------------------------------------------------------------------


def test_without_an_account_it_leads_through_signing_up_back_to_itself(client, alice, group):
    link = make(alice, group)
    html = client.get(link.get_absolute_url()).content.decode()
    assert f"/accounts/signup/?next={link.get_absolute_url()}" in html
    assert "Dawn chorus" in html
    assert "@bob" not in html
    assert client.post(link.get_absolute_url()).url.startswith("/accounts/login/")


def test_a_form_leads_in_and_a_spent_link_says_so(client, alice, charlie, group):
    link = make(alice, group)
    client.force_login(charlie)
    assert client.post(link.get_absolute_url()).url == group.get_absolute_url()
    link.revoke()
    client.force_login(factories.person("erin"))
    response = client.get(link.get_absolute_url())
    assert response.status_code == 410
    assert "taken back" in response.content.decode()
