"""Closing, coming back within thirty days, and what is deleted then."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.accounts import archives, closing, suspending
from apps.accounts.models import User
from apps.core.errors import Refused
from apps.spaces import services as spaces
from apps.tweets import services as tweets
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client, alice):
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    return client


def log_in(client):
    return client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})


def close(client):
    return client.post("/settings/account/close/", {"password": PASSWORD})


def long_ago(person, days=31):
    User.objects.filter(pk=person.pk).update(closed_at=timezone.now() - timedelta(days))


def test_without_the_password_nothing_is_closed(as_alice, alice):
    assert as_alice.post("/settings/account/close/", {"password": "wrong"}).status_code == 422
    alice.refresh_from_db()
    assert alice.is_active


def test_a_closed_account_is_nowhere_and_its_space_is_over(as_alice, alice, django_capture_on_commit_callbacks):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert close(as_alice).url == "/accounts/signed-out/?why=account_closed"
    space.refresh_from_db()
    assert not space.is_live
    assert as_alice.get("/settings/").status_code == 302
    assert as_alice.get("/@alice/").status_code == 404


def test_alice_comes_back(as_alice, alice):
    close(as_alice)
    assert log_in(as_alice).url == "/accounts/come-back/"
    assert as_alice.get("/settings/").status_code == 302
    assert "Welcome back?" in as_alice.get("/accounts/come-back/").content.decode()
    assert as_alice.post("/accounts/come-back/").url == "/"
    assert as_alice.get("/settings/").status_code == 200


def test_nobody_comes_back_unasked(as_alice, alice):
    close(as_alice)
    assert Client().post("/accounts/come-back/").url == "/accounts/login/"
    alice.refresh_from_db()
    assert not alice.is_active


@pytest.mark.parametrize("late", ["long ago", "suspended"])
def test_it_can_be_too_late(as_alice, alice, late):
    close(as_alice)
    log_in(as_alice)
    if late == "suspended":
        suspending.suspend(person=alice)
    else:
        long_ago(alice)
    as_alice.post("/accounts/come-back/")
    alice.refresh_from_db()
    assert not alice.is_active
    with pytest.raises(Refused, match="account_gone"):
        closing.reopen_account(person=alice)


def test_after_thirty_days_every_row_and_file_is_gone(
    as_alice, alice, bob, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.STORAGES = {**settings.STORAGES, "archives": {**settings.STORAGES["archives"], "OPTIONS": {"location": tmp_path}}}
    tweets.post_tweet(author=alice, text="Good morning")
    archives.make_archive(archives.ask_for_archive(person=alice).pk)
    close(as_alice)
    assert closing.delete_closed_accounts() == 0
    long_ago(alice)
    with django_capture_on_commit_callbacks(execute=True):
        assert closing.delete_closed_accounts() == 1
    assert not any(tmp_path.iterdir())
    assert rows_about(alice.pk) == []


def rows_about(person_id) -> list[str]:
    """Every row of any model that points at a person."""
    found = []
    for relation in User._meta.get_fields():
        if relation.is_relation and relation.auto_created and not relation.many_to_many:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: person_id})
            found += [f"{relation.related_model.__name__} {row.pk}" for row in rows]
    return found + [str(person) for person in User.objects.filter(pk=person_id)]


def test_a_suspended_person_is_not_deleted_by_the_clock(as_alice, alice):
    close(as_alice)
    suspending.suspend(person=alice)
    long_ago(alice)
    assert closing.delete_closed_accounts() == 0


def test_the_command_closes_or_deletes(alice, bob):
    call_command("close_account", "alice", stdout=io.StringIO())
    call_command("close_account", "bob", "--delete", stdout=io.StringIO())
    assert [(person.handle, person.is_active) for person in User.objects.all()] == [("alice", False)]
