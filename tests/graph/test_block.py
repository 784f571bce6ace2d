"""Who wants nothing to do with whom."""

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import Refused
from apps.graph import services
from apps.graph.access import may_reach, reachable_by
from apps.graph.following import strangers_to
from apps.graph.models import Block, Follow
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_nobody_stands_between_strangers(alice, charlie):
    assert may_reach(charlie, alice)
    assert set(reachable_by(charlie)) == {alice}


def test_a_block_holds_both_ways(alice, mallory):
    assert not may_reach(mallory, alice)
    assert not may_reach(alice, mallory)
    assert not reachable_by(mallory).exists()
    assert not reachable_by(alice).exists()


def test_a_block_concerns_nobody_else(alice, charlie, mallory):
    assert may_reach(mallory, charlie)
    assert set(reachable_by(charlie)) == {alice, mallory}


def test_nobody_reaches_themselves_or_who_has_left(alice, charlie):
    assert not may_reach(alice, alice)
    charlie.is_active = False
    charlie.save()
    assert not may_reach(alice, charlie)
    assert not may_reach(charlie, alice)
    assert not reachable_by(alice).exists()


def test_blocking_ends_the_follow_both_ways(alice, bob):
    factories.follow(alice, bob)
    services.block(blocker=alice, blocked=bob)
    assert not Follow.objects.exists()


def test_the_tabs_of_who_loses_a_follow_stop_to_listen(alice, bob, nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.block(blocker=alice, blocked=bob)
    assert (f"person:{bob.pk}", "follows_changed", {}) in nudges()


def test_blocking_twice_is_blocking_once(alice, mallory):
    services.block(blocker=alice, blocked=mallory)
    assert Block.objects.count() == 1


def test_each_may_block_the_other(alice, mallory):
    services.block(blocker=mallory, blocked=alice)
    services.unblock(blocker=mallory, blocked=alice)
    assert not may_reach(mallory, alice)


def test_nobody_blocks_themselves(alice):
    with pytest.raises(Refused) as refusal:
        services.block(blocker=alice, blocked=alice)
    assert refusal.value.code == "self_block"
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(blocker=alice, blocked=alice)


def test_unblocking_opens_the_way_and_may_be_said_twice(alice, mallory):
    services.unblock(blocker=alice, blocked=mallory)
    services.unblock(blocker=alice, blocked=mallory)
    assert may_reach(mallory, alice)
    assert not Follow.objects.exists()


def test_mallory_can_not_follow_and_is_not_told_why(alice, mallory):
    with pytest.raises(Refused) as refusal:
        services.follow(follower=mallory, followed=alice)
    assert refusal.value.code == "cant_follow"
    assert "block" not in str(refusal.value.text).lower()
    assert not Follow.objects.exists()


def test_alice_is_reminded_that_it_was_her(alice, mallory):
    with pytest.raises(Refused) as refusal:
        services.follow(follower=alice, followed=mallory)
    assert refusal.value.code == "you_blocked"


@pytest.mark.django_db(transaction=True)
def test_a_follow_does_not_slip_past_a_block_of_the_same_moment():
    alice, bob = factories.person("alice"), factories.person("bob")
    for _ in range(5):
        follow, block = (lambda: factories.follow(bob, alice)), (lambda: factories.block(alice, bob))
        assert set(at_once([follow, block, follow])) <= {"done", "cant_follow"}
        assert not Follow.objects.exists()
        services.unblock(blocker=alice, blocked=bob)


# ---- Pages -----------------------------------------------------------------------------------------------------------


def test_a_page_blocks_and_unblocks(client, alice, charlie):
    client.force_login(alice)
    assert client.post("/@CHARLIE/block/").url == "/@charlie/"
    assert Block.objects.by(alice).filter(blocked=charlie).exists()
    assert client.post("/@charlie/block/", {"undo": "1"}).url == "/@charlie/"
    assert not Block.objects.exists()


def test_a_script_blocks_and_unblocks(client, alice, charlie):
    client.force_login(alice)
    assert client.post("/@charlie/block/", headers=JSON).status_code == 204
    assert Block.objects.exists()
    assert client.delete("/@charlie/block/", headers=JSON).status_code == 204
    assert not Block.objects.exists()


def test_alice_is_told_why_she_can_not_block_herself(client, alice):
    client.force_login(alice)
    response = client.post("/@alice/block/", headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "self_block")


def test_to_block_one_logs_in_and_it_is_no_link(client, alice, charlie):
    assert client.post("/@alice/block/").url.startswith("/accounts/login/")
    client.force_login(charlie)
    assert client.get("/@alice/block/").status_code == 405
    assert client.post("/@nobody/block/").status_code == 404


def test_on_the_page_of_mallory_alice_can_unblock_and_nothing_else(client, alice, mallory):
    client.force_login(alice)
    html = client.get("/@mallory/").content.decode()
    assert "You blocked @mallory" in html
    assert "Unblock" in html
    assert 'href="/messages/mallory/"' not in html
    assert 'action="/@mallory/follow/"' not in html


def test_on_the_page_of_alice_mallory_is_told_what_she_can_not_do_and_not_why(client, alice, mallory):
    client.force_login(mallory)
    html = client.get("/@alice/").content.decode()
    assert "You can't follow @alice or write to them." in html
    assert "You blocked @" not in html
    assert 'href="/messages/alice/"' not in html
    assert 'action="/@alice/follow/"' not in html


def test_to_others_they_look_as_before(client, alice, charlie, mallory):
    client.force_login(charlie)
    html = client.get("/@alice/").content.decode()
    assert 'href="/messages/alice/"' in html
    assert 'action="/@alice/follow/"' in html


def test_nobody_is_advised_to_follow_whom_they_can_not(alice, mallory):
    assert mallory not in strangers_to(alice)
    assert alice not in strangers_to(mallory)
