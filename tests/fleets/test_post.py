"""Alice says something for a day."""

from uuid import uuid4

import pytest

from apps.accounts.restrictions import Restriction, restrict
from apps.core.errors import Refused
from apps.fleets.models import LASTS, Fleet
from apps.fleets.services import delete_fleet, post_fleet
from apps.graph import protecting
from apps.spaces.models import Space
from apps.tweets.services import delete_tweet, post_tweet
from tests.together import at_once

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def code(**what) -> str:
    with pytest.raises(Refused) as refusal:
        post_fleet(**what)
    return refusal.value.code


def test_it_lasts_for_24_hours(alice):
    fleet = post_fleet(author=alice, text=" Good morning\u200b \n\n\n\n you ", paper="lake")
    assert fleet.expires_at - fleet.posted_at == LASTS
    assert (fleet.text, fleet.paper) == ("Good morning\u200b \n\n you", "lake")


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({}, "fleet_empty"),
        ({"text": " \u200b\n"}, "fleet_empty"),
        ({"text": "x" * 281}, "fleet_too_long"),
        ({"text": "界" * 141}, "fleet_too_long"),
        ({"text": "https://x.com/" + "a" * 5000}, "fleet_too_long"),
        ({"text": "x", "paper": "plaid"}, "paper_unknown"),
        ({"picture_id": "1"}, "picture_unknown"),
        ({"picture_id": "-1' OR"}, "picture_unknown"),
        ({"picture_id": "1", "card_path": "/spaces/1/"}, "shows_too_much"),
        ({"clip_id": "1", "picture_id": "1"}, "shows_too_much"),
        ({"clip_id": "1"}, "clip_unknown"),
        ({"card_path": "/tweets/1/"}, "card_unknown"),
        ({"card_path": "/spaces/99999999999999999999/"}, "card_unknown"),
        ({"card_path": "/fleets/1/"}, "card_unknown"),
        ({"card_path": "https://elsewhere.example/"}, "card_unknown"),
    ],
)
def test_what_can_not_be_one_is_named(alice, what, refusal):
    assert code(author=alice, **what) == refusal
    assert not Fleet.objects.exists()


def test_sent_twice_it_is_one(client, alice):
    client.force_login(alice)
    told = {"text": "Hello", "sent_as": str(uuid4())}
    ids = {client.post("/fleets/", told, headers=JSON).json()["id"] for _again in range(2)}
    assert len(ids) == Fleet.objects.count() == 1
    assert client.post("/fleets/", {**told, "sent_as": "x"}, headers=JSON).json()["code"] == "bad_sent_as"


def test_who_is_frozen_says_nothing(alice):
    restrict(person=alice, kind=Restriction.Kind.FROZEN)
    assert code(author=alice, text="Hello") == "restricted"


def test_a_refused_form_keeps_the_words(client, alice):
    client.force_login(alice)
    page = client.post("/fleets/", {"text": "mild " * 80})
    assert page.status_code == 422
    assert "mild mild" in page.content.decode()


def test_a_picture_is_posted_once_and_by_its_owner(alice, bob, made_picture):
    picture = made_picture(alice)
    assert code(author=bob, picture_id=str(picture.pk)) == "picture_unknown"
    assert code(author=alice, picture_id=str(picture.pk), alt="x" * 1501) == "alt_too_long"
    picture.refresh_from_db()
    fleet = post_fleet(author=alice, picture_id=str(picture.pk), alt=" Birds ")
    assert (fleet.picture.alt, fleet.all_words) == ("Birds", "Birds")
    assert code(author=alice, picture_id=str(picture.pk)) == "picture_unknown"


def test_one_that_is_being_made_waits(alice, made_picture):
    picture = made_picture(alice)
    type(picture).objects.update(state="processing")
    assert code(author=alice, picture_id=picture.pk) == "picture_not_ready"


# ---- Sharing ---------------------------------------------------------------------------------------------------------


def test_a_tweet_is_shared_and_shown_to_whom_may_read_it(client, alice, bob, mallory):
    tweet = post_tweet(author=alice, text="A blackcap sings")
    fleet = post_fleet(author=bob, text="Listen", card_path=tweet.get_absolute_url())
    for viewer, is_told in ((alice, True), (mallory, False)):
        client.force_login(viewer)
        page = client.get(fleet.get_absolute_url()).content.decode()
        assert "Listen" in page
        assert ("A blackcap sings" in page) is is_told
    delete_tweet(tweet=tweet)
    assert "What was shared here is gone." in client.get(fleet.get_absolute_url()).content.decode()


def test_a_protected_tweet_is_not_passed_on(alice, bob):
    tweet = post_tweet(author=alice, text="Only for you")
    protecting.set_protected(person=alice, is_protected=True)
    assert code(author=bob, card_path=tweet.get_absolute_url()) == "protected_tweet"


def test_a_space_is_shared(client, alice, bob):
    space = Space.objects.create(host=alice, title="Dawn chorus")
    fleet = post_fleet(author=bob, card_path=space.get_absolute_url())
    client.force_login(alice)
    assert "Dawn chorus" in client.get(fleet.get_absolute_url()).content.decode()
    assert "Dawn chorus" in client.get("/fleets/new/", {"share": space.get_absolute_url()}).content.decode()
    assert client.get("/fleets/new/", {"share": "/spaces/\0/"}).status_code == 200


# ---- Taking back -----------------------------------------------------------------------------------------------------


def test_what_is_deleted_is_gone_with_its_picture(client, alice, made_picture, tmp_path):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    delete_fleet(fleet=fleet)
    assert not Fleet.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_only_its_author_deletes_it(client, alice, bob):
    fleet = post_fleet(author=alice, text="Hello")
    client.force_login(bob)
    assert client.delete(fleet.get_absolute_url()).status_code == 404
    client.force_login(alice)
    assert client.post(fleet.get_absolute_url(), {"delete": "1"}).url == "/"
    assert not Fleet.objects.exists()


def test_nothing_but_asking_for_it_deletes_it(client, alice):
    fleet = post_fleet(author=alice, text="Hello")
    client.force_login(alice)
    answer = client.post(fleet.get_absolute_url(), {"text": "Good evening"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_asked")
    assert Fleet.objects.get() == fleet
    assert client.delete(fleet.get_absolute_url(), headers={"Accept": "application/json"}).status_code == 204


# ---- At once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_sent_ten_times_at_once_it_is_one(alice):
    sent_as = uuid4()
    assert at_once([lambda: post_fleet(author=alice, text="Hello", sent_as=sent_as)] * 10) == ["done"] * 10
    assert Fleet.objects.count() == 1
