"""Every way in ends: sessions at the next request, sockets at once, whichever door was the reason."""

import asyncio
import io
from contextlib import asynccontextmanager

import pytest
from channels.testing import WebsocketCommunicator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from apps.accounts import revoking, suspending
from apps.accounts.models import User
from apps.accounts.revoking import Reason
from apps.realtime.endings import ENDINGS
from apps.realtime.table import table
from apps.spaces import services as spaces
from apps.spaces import stage
from apps.spaces.models import Seat
from spaces_project.asgi import application
from tests.factories import PASSWORD
from tests.live.client import Guest, headers_of
from tests.together import eventually

NEW_PASSWORD = "another horse battery"


@pytest.fixture(autouse=True)
def this_host(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


def signed_in(person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.handle, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client) -> bool:
    return client.get("/settings/profile/").status_code == 200


# ---- Sessions --------------------------------------------------------------------------------------------------------


def test_all_log_ins_end_but_the_one_that_is_kept(alice, bob):
    phone, laptop, of_bob = signed_in(alice), signed_in(alice), signed_in(bob)
    revoking.revoke(person=alice, reason=Reason.LOGGED_OUT, keep_session=laptop.session)
    assert [is_in(client) for client in (phone, laptop, of_bob)] == [False, True, True]


def test_a_log_in_that_nobody_listed_ends_too(alice):
    unlisted = Client()
    unlisted.force_login(alice)
    revoking.revoke(person=alice, reason=Reason.LOGGED_OUT)
    assert not is_in(unlisted)


def test_a_changed_password_keeps_only_who_changed_it(alice):
    phone, laptop = signed_in(alice), signed_in(alice)
    laptop.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})
    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_the_command_changepassword_ends_log_ins(alice, monkeypatch):
    phone = signed_in(alice)
    monkeypatch.setattr("django.contrib.auth.management.commands.changepassword.Command._get_pass", lambda *_, **__: NEW_PASSWORD)
    call_command("changepassword", "alice", stdout=io.StringIO())
    assert not is_in(phone)
    alice.refresh_from_db()
    assert alice.access_epoch == 1


def test_the_command_revoke(alice):
    phone = signed_in(alice)
    call_command("revoke", "@Alice", stdout=io.StringIO())
    assert not is_in(phone)
    with pytest.raises(CommandError):
        call_command("revoke", "nobody")


def test_a_suspended_person_is_out_until_they_are_reinstated(alice):
    phone = signed_in(alice)
    suspending.suspend(person=alice)
    assert not is_in(phone)
    answer = phone.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert "suspended" in answer.content.decode()
    suspending.reinstate(person=alice)
    assert is_in(signed_in(alice))


@pytest.mark.parametrize("why", [*Reason.values, "", "<b>"])
def test_the_page_says_what_happened(client, db, why):
    assert client.get("/accounts/signed-out/", {"why": why}).status_code == 200


def test_reasons_are_endings():
    assert set(Reason.values) < set(ENDINGS)


# ---- Sockets ---------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def tab(headers):
    wire = WebsocketCommunicator(application, "/live/tab/", headers=headers)
    before = len(table._hearers.get("live", ()))
    assert (await wire.connect(10))[0]
    await eventually(lambda: len(table._hearers.get("live", ())) > before)
    yield wire
    await wire.disconnect()


async def code_of(wire) -> int:
    while (output := await wire.receive_output(10))["type"] != "websocket.close":
        pass
    return output["code"]


async def revoke(person, **how):
    await asyncio.to_thread(revoking.revoke, person=person, reason=how.pop("reason", Reason.LOGGED_OUT), **how)


@pytest.mark.django_db(transaction=True)
async def test_tabs_and_rooms_close_at_once_and_say_why(alice, bob):
    space = await asyncio.to_thread(spaces.start_space, host=alice, title="Dawn chorus", announce=False)
    async with Guest(alice, space), Guest(bob, space) as guest, tab(await asyncio.to_thread(headers_of, bob)) as wire:
        await revoke(bob, reason=Reason.PASSWORD_CHANGED)
        assert await guest.close_code() == await code_of(wire) == ENDINGS["password_changed"]
        await guest.send("{}")
        assert await guest.wire.receive_nothing(0.1)


@pytest.mark.django_db(transaction=True)
async def test_the_sockets_of_the_log_in_that_is_kept_stay_open_under_its_new_key(bob):
    client = await asyncio.to_thread(signed_in, bob)
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()
    headers = [*await asyncio.to_thread(headers_of, None), (b"cookie", cookie)]
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    async with tab(headers) as wire:
        await asyncio.to_thread(client.post, "/accounts/password/change/", change)
        assert (await wire.receive_output(10))["type"] == "websocket.send"
        await asyncio.to_thread(client.post, "/accounts/logout/")
        assert await code_of(wire) == ENDINGS["signed_out"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/live/tab/", "/live/spaces/{}/"])
async def test_a_socket_that_was_just_being_opened_is_not_forgotten(alice, monkeypatch, path):
    """The nudge comes when the log-in is read and nobody listens yet."""
    space = await asyncio.to_thread(spaces.start_space, host=alice, title="Dawn chorus", announce=False)
    headers, subscribe = await asyncio.to_thread(headers_of, alice), table.subscribe

    def revoke_before(topic, hearer):
        if topic == f"person:{alice.pk}":
            User.objects.filter(pk=alice.pk).update(access_epoch=7)
        subscribe(topic, hearer)

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr("apps.realtime.table.table.subscribe", revoke_before)
    wire = WebsocketCommunicator(application, path.format(space.pk), headers=headers)
    assert (await wire.connect(10))[0]
    assert await code_of(wire) == 1012  # come again: with this cookie nobody is let in
    await wire.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_a_suspended_speaker_is_heard_no_more_and_their_seat_is_free(alice, bob):
    space = await asyncio.to_thread(spaces.start_space, host=alice, title="Dawn chorus", announce=False)
    seat = await asyncio.to_thread(spaces.enter_space, person=bob, space=space)
    await asyncio.to_thread(stage.raise_hand, seat=seat)
    await asyncio.to_thread(stage.bring_to_stage, seat=seat)
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        await guest.ask("set_mic", open=True)
        await asyncio.to_thread(suspending.suspend, person=bob)
        assert await guest.close_code() == ENDINGS["suspended"]
        await guest.say(b"\x78after")
        while (await host.event("seat_changed"))["seat"] is not None:
            pass
        assert b"\x78after" not in await host.hears(0.2)
    assert await asyncio.to_thread(lambda: Seat.objects.get(person=bob).role) == "listener"


@pytest.mark.django_db(transaction=True)
async def test_the_space_of_a_suspended_host_ends(alice, bob):
    space = await asyncio.to_thread(spaces.start_space, host=alice, title="Dawn chorus", announce=False)
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        await asyncio.to_thread(suspending.suspend, person=alice)
        assert await host.close_code() == ENDINGS["suspended"]
        assert await guest.close_code() == 4410
    await asyncio.to_thread(space.refresh_from_db)
    assert not space.is_live
