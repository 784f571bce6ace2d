"""Choosing another handle, and what becomes of the old one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts import handles
from apps.accounts.models import OldHandle, User
from apps.core.errors import Refused
from tests.factories import PASSWORD, person
from tests.together import at_once

pytestmark = pytest.mark.django_db
TAKEN = "Somebody has this handle already."


def rename(who, handle):
    handles.change_handle(person=who, handle=handle)


def refused(who, handle):
    with pytest.raises(Refused) as refusal:
        rename(who, handle)
    return refusal.value.code


def after(days):
    OldHandle.objects.update(given_up_at=timezone.now() - timedelta(days=days))


def sign_up(client, handle):
    return client.post("/accounts/signup/", {"username": handle, "name": "Somebody", "password1": PASSWORD})


def test_alice_is_called_otherwise_and_her_old_address_leads_to_her(client, alice):
    client.force_login(alice)
    assert client.post("/settings/handle/", {"handle": " @Alice_M "}).url == "/settings/profile/"
    alice.refresh_from_db()
    assert alice.handle == "Alice_M"
    for old, new in (
        ("/@alice/", "/@Alice_M/"),
        ("/@ALICE/followers/", "/@Alice_M/followers/"),
        ("/@alice/?before=7", "/@Alice_M/?before=7"),
    ):
        assert client.get(old).url == new
    assert client.get("/@alice/follow/").status_code == 405


def test_after_thirty_days_it_leads_nowhere(client, alice):
    rename(alice, "alice_m")
    after(days=30)
    assert client.get("/@alice/").status_code == 404


def test_it_leads_to_nobody_whose_account_is_closed(client, alice):
    rename(alice, "alice_m")
    alice.is_active = False
    alice.save()
    assert client.get("/@alice/").status_code == 404


def test_nobody_else_can_have_it_for_thirty_days(client, alice, bob):
    rename(alice, "alice_m")
    assert refused(bob, "Alice") == "handle_taken"
    assert TAKEN in sign_up(client, "ALICE").content.decode()
    client.force_login(bob)
    had, has = (client.post("/settings/handle/", {"handle": handle}) for handle in ("alice", "alice_m"))
    assert had.context["form"].errors == has.context["form"].errors == {"handle": [TAKEN]}
    assert bob.handle == User.objects.get(pk=bob.pk).handle == "bob"


def test_then_anybody_can(client, alice, bob):
    rename(alice, "alice_m")
    after(days=30)
    rename(bob, "alice")
    rename(bob, "bobby")
    assert client.get("/@alice/").url == "/@bobby/"
    after(days=30)
    assert sign_up(client, "alice").status_code == 302


def test_alice_takes_it_back(client, alice):
    rename(alice, "alice_m")
    rename(alice, "Alice")
    assert client.get("/@alice_m/").url == "/@Alice/"
    assert client.get("/@alice/").status_code == 200


def test_her_own_handle_in_other_letters_counts_for_nothing(alice):
    for handle in ("Alice", "ALICE", "aLiCe", "alicE", "alice"):
        rename(alice, handle)
    assert not OldHandle.objects.exists()


def test_three_times_a_day_and_no_more(alice):
    for handle in ("alice_1", "alice", "alice_1"):
        rename(alice, handle)
    assert refused(alice, "alice") == "too_fast"
    alice.tallies.all().delete()  # a day later
    after(days=2)
    rename(alice, "alice")


@pytest.mark.parametrize(
    "handle", ["", "a", "a" * 16, "al ice", "älice", "al\u202eice", "a\u200bb", "<b>", "a\0b", "x" * 1_000_000]
)
def test_what_is_no_handle_is_refused_and_stays_in_the_field(client, alice, handle):
    client.force_login(alice)
    response = client.post("/settings/handle/", {"handle": handle})
    assert response.status_code == 422
    assert response.context["form"]["handle"].value() == handle
    assert response.context["user"].handle == "alice"


@pytest.mark.parametrize("handle", ["admin", "Settings", "_linnet_", "sup_port"])
def test_what_could_pass_for_the_site_is_nobodys(client, alice, handle):
    assert "kept for Linnet itself" in sign_up(client, handle).content.decode()
    client.force_login(alice)
    assert "kept for Linnet itself" in client.post("/settings/handle/", {"handle": handle}).content.decode()


def test_one_who_signs_up_at_the_moment_it_is_given_up_is_told(client, alice, monkeypatch):
    rename(alice, "alice_m")
    monkeypatch.setattr("apps.accounts.adapter.AccountAdapter.clean_username", lambda self, handle, shallow=False: handle)
    assert "Somebody has this handle" in sign_up(client, "alice").content.decode()
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_want_one_at_once_one_gets_it():
    people = [person(f"person_{number}") for number in range(20)]
    answers = at_once([lambda who=who: rename(who, "linnet_fan") for who in people])
    assert sorted(answers) == ["done"] + ["handle_taken"] * 19
    assert User.objects.filter(handle="linnet_fan").count() == OldHandle.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_is_given_up_is_caught_by_nobody(alice):
    """Ten give theirs up while ten others reach for it; whoever gets one got it before it was given up, which nobody can."""
    givers, takers = ([person(f"{kind}_{number}") for number in range(10)] for kind in ("giver", "taker"))
    gifts = [lambda who=who: rename(who, f"{who.handle}_new") for who in givers]
    grabs = [lambda who=who, of=of.handle: rename(who, of) for who, of in zip(takers, givers, strict=True)]
    assert at_once([deed for pair in zip(gifts, grabs, strict=True) for deed in pair]) == ["done", "handle_taken"] * 10
