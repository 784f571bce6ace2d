"""Alice gathers people, and reads them together."""

import pytest
from django.db import connection

from apps.core import belongings
from apps.core.errors import NotFound, Refused
from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.lists import access, models, reading, services
from apps.lists.models import List, ListFollow, Listing
from apps.notifications.models import Notification
from apps.tweets.services import post_tweet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def birds(alice) -> List:
    return services.create_list(owner=alice, name="Birds", description="Heard at dawn")


@pytest.fixture
def secret(alice) -> List:
    return services.create_list(owner=alice, name="Secret", is_private=True)


def members(lst, viewer) -> list[str]:
    return [person.handle for person in reading.members_of(lst, viewer).items]


def read(lst, viewer, **how) -> list[str]:
    return [tweet.text for tweet in reading.timeline_of_list(lst, viewer, **how).tweets]


def told(person) -> list[str]:
    return list(Notification.objects.filter(person=person, kind="listed").values_list("about", flat=True))


# ---- Making one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " \u200b"}, "name_empty"),
        ({"name": "a" * 26}, "name_too_long"),
        ({"name": "Birds", "description": "a" * 101}, "description_too_long"),
    ],
)
def test_a_name_that_is_none_is_refused(alice, birds, fields, code):
    with pytest.raises(Refused, match=code):
        services.create_list(owner=alice, **fields)
    with pytest.raises(Refused, match=code):
        services.change_list(lst=birds, **{"description": "", "is_private": False, **fields})


def test_nobody_has_lists_without_end(alice, birds, monkeypatch):
    monkeypatch.setattr(services, "MOST_LISTS", 1)
    with pytest.raises(Refused, match="too_many_lists"):
        services.create_list(owner=alice, name="One more")


def test_a_private_one_is_known_to_nobody_else(alice, bob, birds, secret):
    assert [lst.name for lst in reading.lists_of(alice, bob)] == ["Birds"]
    assert [lst.name for lst in reading.lists_of(alice, alice)] == ["Secret", "Birds"]
    with pytest.raises(NotFound):
        access.list_for(bob, secret.pk)
    with pytest.raises(NotFound):
        access.own_list(bob, birds.pk)


def test_what_becomes_private_is_followed_and_told_of_no_more(bob, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    services.follow_list(person=bob, lst=birds)
    services.change_list(lst=birds, name="Mine", description="", is_private=True)
    assert (told(charlie), ListFollow.objects.count()) == ([], 0)
    with pytest.raises(NotFound):
        services.follow_list(person=bob, lst=birds)


# ---- Who is in it ----------------------------------------------------------------------------------------------------


def test_twice_is_once_and_who_is_added_is_told_once(alice, charlie, birds):
    for _time in range(2):
        services.add_to_list(lst=birds, person=charlie)
    assert (members(birds, alice), told(charlie)) == (["charlie"], ["Birds"])
    for _time in range(2):
        services.remove_from_list(lst=birds, person=charlie)
    assert (members(birds, alice), told(charlie)) == ([], [])


def test_of_a_private_one_nobody_is_told(charlie, secret):
    services.add_to_list(lst=secret, person=charlie)
    assert told(charlie) == []


def test_a_full_one_takes_nobody_more(charlie, dave, birds, monkeypatch):
    monkeypatch.setattr(services, "MOST_MEMBERS", 1)
    services.add_to_list(lst=birds, person=charlie)
    services.add_to_list(lst=birds, person=charlie)
    with pytest.raises(Refused, match="list_full"):
        services.add_to_list(lst=birds, person=dave)


def test_a_block_keeps_both_apart(alice, mallory, birds):
    with pytest.raises(Refused, match="cant_list"):
        services.add_to_list(lst=birds, person=mallory)
    hers = services.create_list(owner=mallory, name="Hers")
    with pytest.raises(Refused, match="cant_list"):
        services.add_to_list(lst=hers, person=alice)
    with pytest.raises(NotFound):
        access.list_for(mallory, birds.pk)
    with pytest.raises(NotFound):
        services.follow_list(person=mallory, lst=birds)


def test_a_block_removes_both_ways(alice, charlie, birds, django_capture_on_commit_callbacks):
    his = services.create_list(owner=charlie, name="His")
    services.add_to_list(lst=birds, person=charlie)
    services.add_to_list(lst=his, person=alice)
    services.follow_list(person=charlie, lst=birds)
    with django_capture_on_commit_callbacks(execute=True):
        graph.block(blocker=charlie, blocked=alice)
    assert not Listing.objects.exists()
    assert not ListFollow.objects.exists()


def test_charlie_may_leave_and_nobody_else_takes_him_out(client, alice, charlie, dave, birds):
    services.add_to_list(lst=birds, person=charlie)
    address = f"/lists/{birds.pk}/members/charlie/"
    client.force_login(dave)
    assert client.post(address, {"undo": "1"}).status_code == 404
    assert client.post(address).status_code == 404
    assert members(birds, alice) == ["charlie"]
    client.force_login(charlie)
    assert "Take me out of it" in client.get(f"/lists/{birds.pk}/").content.decode()
    client.post(address, {"undo": "1"})
    assert members(birds, alice) == []


# ---- Following and reading -------------------------------------------------------------------------------------------


def test_bob_follows_it_once_and_not_his_own(alice, bob, birds):
    for _time in range(2):
        services.follow_list(person=bob, lst=birds)
    assert [lst.name for lst in reading.followed_by(bob)] == ["Birds"]
    with pytest.raises(Refused, match="own_list"):
        services.follow_list(person=alice, lst=birds)
    services.unfollow_list(person=bob, lst=birds)
    assert not reading.followed_by(bob)


def test_nobody_follows_lists_without_end(bob, alice, birds, monkeypatch):
    services.follow_list(person=bob, lst=birds)
    monkeypatch.setattr(services, "MOST_LISTS", 1)
    services.follow_list(person=bob, lst=birds)
    other = List.objects.create(owner=alice, name="Other")
    with pytest.raises(Refused, match="too_many_lists"):
        services.follow_list(person=bob, lst=other)


def test_it_shows_what_its_people_began(alice, bob, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    tweet = post_tweet(author=charlie, text="From charlie")
    post_tweet(author=charlie, text="An answer", in_reply_to=post_tweet(author=alice, text="From alice"))
    post_tweet(author=charlie, text="More of it", in_reply_to=tweet)
    assert read(birds, bob) == ["More of it", "From charlie"]


def test_a_protected_account_stays_hidden_from_those_who_do_not_follow_it(alice, bob, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    post_tweet(author=charlie, text="From charlie")
    factories.follow(bob, charlie)
    protecting.set_protected(person=charlie, is_protected=True)
    assert (read(birds, bob), read(birds, alice)) == (["From charlie"], [])


def test_what_is_muted_or_blocked_is_not_there(alice, bob, charlie, dave, birds):
    for person in (charlie, dave):
        services.add_to_list(lst=birds, person=person)
        post_tweet(author=person, text=f"Rain on {person.handle}")
    graph.block(blocker=dave, blocked=bob)
    assert (read(birds, bob), members(birds, bob)) == (["Rain on charlie"], ["charlie"])
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    assert read(birds, bob) == []


def test_pages_follow_each_other_without_a_gap_or_a_repetition(alice, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    said = [post_tweet(author=charlie, text=str(number)).text for number in range(25)]
    first = reading.timeline_of_list(birds, alice)
    post_tweet(author=charlie, text="Meanwhile")
    assert [tweet.text for tweet in first.tweets] + read(birds, alice, before=str(first.before)) == said[::-1]


# ---- Pages -----------------------------------------------------------------------------------------------------------


def test_alice_makes_one_fills_it_and_deletes_it(client, alice, charlie):
    client.force_login(alice)
    assert "Make a List" in client.get("/lists/").content.decode()
    answer = client.post("/lists/new/", {"name": "", "description": "Kept words"})
    assert (answer.status_code, "Kept words" in answer.content.decode()) == (422, True)
    client.post("/lists/new/", {"name": "Birds", "is_private": "on"})
    birds = List.objects.get()
    assert birds.is_private
    assert "charlie" in client.get("/@charlie/listed/").content.decode()
    for _time in range(2):
        assert client.post(f"/lists/{birds.pk}/members/", {"handle": "@charlie"}).url == f"/lists/{birds.pk}/members/"
    answer = client.post(f"/lists/{birds.pk}/members/", {"handle": "nobody_here"})
    assert (answer.status_code, 'value="nobody_here"' in answer.content.decode()) == (404, True)
    client.post(f"/lists/{birds.pk}/edit/", {"name": "More birds"})
    birds.refresh_from_db()
    assert (birds.name, birds.is_private) == ("More birds", False)
    client.post(f"/lists/{birds.pk}/", {"delete": "1"})
    assert not List.objects.exists()


def test_a_page_costs_the_same_however_many_are_in_it(client, bob, birds):
    client.force_login(bob)
    address, costs = f"/lists/{birds.pk}/", {}
    for count in range(2):
        for number in range(3 + 9 * count):
            person = factories.person(f"p{count}{number}")
            services.add_to_list(lst=birds, person=person)
            post_tweet(author=person, text="Hello")
        client.get(address)
        for page in (address, f"{address}members/"):
            costs.setdefault(page, []).append(_cost(client, page))
    assert all(few == many <= 12 for few, many in costs.values())


def test_a_page_of_lists_costs_the_same_however_many_there_are(client, alice, bob):
    client.force_login(alice)
    client.get("/lists/")
    costs = {}
    for count in (2, 9):
        for number in range(count):
            services.create_list(owner=alice, name=f"{count}.{number}")
            services.follow_list(person=alice, lst=List.objects.create(owner=bob, name=f"{count}.{number}"))
        for page in ("/lists/", "/@bob/listed/", "/@bob/lists/"):
            costs.setdefault(page, []).append(_cost(client, page))
    assert all(few == many <= 10 for few, many in costs.values())


def _cost(client, page) -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_an_archive_holds_them(alice, bob, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    services.follow_list(person=bob, lst=birds)
    (own,) = belongings.rows_of(alice)["lists"]["own"]
    assert (own["name"], own["members"]) == ("Birds", ["charlie"])
    assert belongings.rows_of(bob)["lists"] == {"own": [], "followed": [birds.pk]}
    alice.delete()
    assert not models.List.objects.exists()


def test_who_is_in_it_fills_pages(client, alice, charlie, birds, monkeypatch):
    monkeypatch.setattr(reading, "_LISTED", 2)
    for number in range(3):
        services.add_to_list(lst=birds, person=factories.person(f"p{number}"))
    first = client.get(f"/lists/{birds.pk}/members/").context["page"]
    services.add_to_list(lst=birds, person=charlie)
    rest = client.get(f"/lists/{birds.pk}/members/?before={first.before}").context["page"]
    assert [person.handle for person in [*first.items, *rest.items]] == ["p2", "p1", "p0"]


def test_what_becomes_public_those_in_it_are_told_of(alice, charlie, secret):
    for person in (alice, charlie):
        services.add_to_list(lst=secret, person=person)
    for _ in range(2):
        services.change_list(lst=secret, name="Loud", description="", is_private=False)
    assert (told(charlie), told(alice)) == (["Loud"], [])


def test_of_a_list_that_charlie_may_not_see_he_is_told_nothing(alice, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    assert Notification.objects.shown_to(charlie).exists()
    protecting.set_protected(person=alice, is_protected=True)
    assert not Notification.objects.shown_to(charlie).exists()
    assert not access.is_open(charlie, alice, birds.get_absolute_url())


def test_who_blocked_the_reader_is_not_counted(alice, bob, charlie, birds):
    services.add_to_list(lst=birds, person=charlie)
    assert access.list_for(bob, birds.pk).member_count == 1
    graph.block(blocker=charlie, blocked=bob)
    assert access.list_for(bob, birds.pk).member_count == 0
