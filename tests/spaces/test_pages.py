"""Pages of Spaces, as people and as scripts ask for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts import closing
from apps.accounts.models import User
from apps.core import cards
from apps.spaces import pages, services, stage
from apps.spaces.models import Space
from tests import factories

SCRIPT = {"Accept": "application/json"}


def main_of(answer) -> str:
    """The page without what stands beside it."""
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def start(client, title: str, **data):
    return client.post("/spaces/", {"title": title, **data}, headers=SCRIPT)


# ---- Starting --------------------------------------------------------------------------------------------------------


def test_alice_starts_a_space_and_gets_the_way_in(client, alice):
    client.force_login(alice)
    answer = start(client, "Dawn chorus", announce="on")
    space = Space.objects.live().get(host=alice)
    assert answer.status_code == 201
    assert answer.json() == {"space": {"id": str(space.pk), "title": "Dawn chorus", "url": f"/spaces/{space.pk}/"}}
    assert alice.tweets.get().card_path == f"/spaces/{space.pk}/"


def test_without_a_script_she_is_led_to_its_page(client, alice):
    client.force_login(alice)
    answer = client.post("/spaces/", {"title": "Dawn chorus"})
    assert answer.status_code == 302
    assert answer.url == Space.objects.get().get_absolute_url()
    assert not alice.tweets.exists()


@pytest.mark.parametrize(
    ("title", "code"),
    [("", "title_empty"), (" \u200b\n ", "title_empty"), ("x" * 71, "title_too_long"), ("x" * 10_000, "title_too_long")],
)
def test_a_bad_title_is_refused_by_name(client, alice, title, code):
    client.force_login(alice)
    answer = start(client, title)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["text"]
    assert not Space.objects.exists()


@pytest.mark.parametrize(("title", "status"), [("\0", 422), ("Dawn\0 chorus", 201)])
def test_a_title_with_a_null_in_it_breaks_nothing(client, alice, title, status):
    client.force_login(alice)
    assert start(client, title).status_code == status
    assert [space.title for space in Space.objects.all()] == ["Dawn chorus"] * (status == 201)


def test_a_form_without_a_title_is_refused_by_name_too(client, alice):
    client.force_login(alice)
    assert client.post("/spaces/", {}, headers=SCRIPT).json()["code"] == "title_empty"


def test_what_was_typed_stays_in_the_form(client, alice):
    client.force_login(alice)
    answer = client.post("/spaces/", {"title": "<b>" + "x" * 70})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;b&gt;" + "x" * 70 in page
    assert "A title has at most 70 characters." in page


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "שלום עולם", "مرحبا‏ <b>", "x" * 70])
def test_odd_titles_are_shown_as_they_are(client, alice, title):
    client.force_login(alice)
    url = start(client, title).json()["space"]["url"]
    page = client.get(url).content.decode()
    assert "<script>alert" not in page
    assert "<bdi>" + title.replace("<", "&lt;").replace(">", "&gt;") + "</bdi>" in page


def test_starting_twice_shows_the_way_to_the_first(client, alice, space):
    client.force_login(alice)
    answer = start(client, "Another one")
    assert answer.status_code == 422
    assert answer.json()["code"] == "already_hosting"
    assert answer.json()["space"]["id"] == str(space.pk)
    page = client.post("/spaces/", {"title": "Another one"}).content.decode()
    assert f'data-enter-space="{space.pk}">Go to your live Space' in page
    assert Space.objects.count() == 1


def test_one_who_is_not_signed_in_starts_nothing(client, db):
    assert start(client, "Dawn chorus").status_code == 302
    assert client.get("/spaces/new/").status_code == 302
    assert not Space.objects.exists()


def test_a_form_from_elsewhere_starts_nothing(alice):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post("/spaces/", {"title": "Dawn chorus"}).status_code == 403
    assert not Space.objects.exists()


def test_alice_opens_her_scheduled_space(client, alice, scheduled):
    client.force_login(alice)
    assert client.post(f"/spaces/{scheduled.pk}/start/", headers=SCRIPT).json()["space"]["id"] == str(scheduled.pk)
    scheduled.refresh_from_db()
    assert scheduled.is_live


def test_bob_can_not_open_it_for_her(client, bob, scheduled):
    client.force_login(bob)
    assert client.post(f"/spaces/{scheduled.pk}/start/").status_code == 404
    scheduled.refresh_from_db()
    assert scheduled.is_upcoming


# ---- Lists -----------------------------------------------------------------------------------------------------------


def test_the_list_shows_live_coming_and_ended(client, alice, bob, space, scheduled):
    ended = services.start_space(host=bob, title="Over already", announce=False)
    services.end_space(host=bob, space=ended)
    client.force_login(bob)
    page = main_of(client.get("/spaces/"))
    assert page.index("Dawn chorus") < page.index("Later today") < page.index("Over already")


def test_an_empty_list_says_what_to_do(client, alice):
    client.force_login(alice)
    assert "Nobody is live right now" in client.get("/spaces/").content.decode()


def test_the_bar_holds_the_live_spaces(client, bob, space):
    client.force_login(bob)
    page = client.get("/fleets/now/").content.decode()
    assert f'data-enter-space="{space.pk}"' in page
    assert "<html" not in page
    services.end_space(host=space.host, space=space)
    assert f'data-enter-space="{space.pk}"' not in client.get("/fleets/now/").content.decode()


def test_the_fullest_space_stands_first(alice, bob, space):
    fuller = services.start_space(host=bob, title="Fuller", announce=False)
    services.report_alive(space_id=fuller.pk, listening_count=12)
    assert pages.live_spaces_for(alice) == [fuller, space]


# ---- One Space -------------------------------------------------------------------------------------------------------


def test_bob_is_offered_to_listen(client, bob, space):
    client.force_login(bob)
    assert f'data-enter-space="{space.pk}"' in client.get(space.get_absolute_url()).content.decode()


def test_a_visitor_sees_it_and_is_asked_to_sign_in_first(client, space):
    page = main_of(client.get(space.get_absolute_url()))
    assert f"/accounts/login/?next=/spaces/{space.pk}/" in page
    assert "data-enter-space" not in page


def test_only_its_host_may_start_a_scheduled_one(client, alice, bob, scheduled):
    client.force_login(bob)
    assert "Start now" not in client.get(scheduled.get_absolute_url()).content.decode()
    client.force_login(alice)
    assert "Start now" in client.get(scheduled.get_absolute_url()).content.decode()


def test_the_page_afterwards_says_who_took_part(client, bob, charlie, space):
    factories.speaker(space, "dora")
    services.enter_space(person=bob, space=space)
    Space.objects.filter(pk=space.pk).update(started_at=timezone.now() - timedelta(minutes=64))
    services.end_space(host=space.host, space=space)
    client.force_login(charlie)
    page = main_of(client.get(space.get_absolute_url()))
    assert "@dora" in page
    assert "@bob" not in page
    assert "1 h 04 min" in page
    closing.close_account(person=User.objects.get(handle="dora"))
    assert "@dora" not in main_of(client.get(space.get_absolute_url()))


def test_the_room_gets_the_same_as_a_fragment(client, bob, space):
    services.end_space(host=space.host, space=space)
    client.force_login(bob)
    answer = client.get(space.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "space-ended"})
    assert "@alice" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_one_who_stepped_down_counts_among_the_speakers(alice, space):
    stage.move_to_audience(seat=factories.speaker(space, "dora"))
    services.end_space(host=alice, space=space)
    space.refresh_from_db()
    took_part = pages.who_took_part(space)
    assert [seat.person.handle for seat in took_part.speakers] == ["dora"]
    assert took_part.listeners_count == 0


@pytest.mark.parametrize("space_id", ["1", "9223372036854775807", "9223372036854775808", "9" * 40])
def test_what_does_not_exist_is_not_found(client, bob, space_id):
    client.force_login(bob)
    assert client.get(f"/spaces/{space_id}/").status_code == 404
    assert client.post(f"/spaces/{space_id}/start/").status_code == 404


@pytest.mark.parametrize(("lasted", "words"), [(20, "under a minute"), (60, "1 min"), (3599, "59 min"), (3840, "1 h 04 min")])
def test_how_long_it_lasted_in_words(lasted, words):
    assert pages.spoken_duration(timedelta(seconds=lasted)) == words


# ---- Cards -----------------------------------------------------------------------------------------------------------


def test_cards_take_one_query_and_leave_out_what_is_no_space(bob, space, scheduled, django_assert_num_queries):
    paths = [space.get_absolute_url(), scheduled.get_absolute_url(), "/spaces/1/", "/spaces/new/", f"/spaces/{'9' * 30}/"]
    with django_assert_num_queries(1):
        found = cards.cards_for(bob, paths)
        names = {card.context["space"].host.name for card in found.values()}
    assert set(found) == {space.get_absolute_url(), scheduled.get_absolute_url()}
    assert names == {"Alice"}


def test_the_space_of_one_who_is_gone_is_not_shown(client, alice, bob, space):
    alice.is_active = False
    alice.save()
    client.force_login(bob)
    assert cards.cards_for(bob, [space.get_absolute_url()]) == {}
    assert client.get(space.get_absolute_url()).status_code == 404
    assert "Dawn chorus" not in client.get("/spaces/").content.decode()


def test_whoever_may_not_host_reads_why_instead_of_a_form(client, bob):
    bob.is_protected = True
    bob.save(update_fields=["is_protected"])
    client.force_login(bob)
    here, elsewhere = (client.get(page).content.decode() for page in ("/spaces/new/", "/explore/"))
    assert "your account is protected" in here
    assert here.count("What do you want to talk about?") == elsewhere.count("What do you want to talk about?")
