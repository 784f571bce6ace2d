"""Who may write, invite and host, by what people chose."""

from uuid import uuid4

import pytest

from apps.accounts import closing
from apps.accounts.models import Circle
from apps.core.errors import Refused
from apps.dms import services as dms
from apps.graph import muting, privacy
from apps.graph import services as services_of_graph
from apps.graph.access import may_invite, may_write, writable_by
from apps.spaces import invitations, services
from tests import factories

pytestmark = pytest.mark.django_db


def choose(person, **choices) -> None:
    now = {
        "is_protected": False,
        "replies_from": "everyone",
        "messages_from": "everyone",
        "invites_from": "everyone",
        "hides_presence": False,
        "shows_reading": True,
    }
    privacy.change_privacy(person=person, **{**now, **choices})


def write(author, to) -> None:
    dms.send_message(author=author, to=to, text="Hello", client_id=uuid4())


@pytest.mark.parametrize(
    ("circle", "followed", "stranger"), [("everyone", True, True), ("followed", True, False), ("nobody", False, False)]
)
def test_alice_chooses_who_may_write_to_her_and_invite_her(alice, bob, charlie, circle, followed, stranger):
    factories.follow(alice, bob)
    choose(alice, messages_from=circle, invites_from=circle)
    assert [may_write(who, alice) for who in (bob, charlie)] == [followed, stranger]
    assert [may_invite(who, alice) for who in (bob, charlie)] == [followed, stranger]
    assert [alice in writable_by(who) for who in (bob, charlie)] == [followed, stranger]


def test_whom_alice_wrote_to_may_answer(alice, charlie):
    choose(alice, messages_from=Circle.NOBODY)
    with pytest.raises(Refused, match="cant_message"):
        write(charlie, alice)
    write(alice, charlie)
    write(charlie, alice)


def test_an_invitation_to_who_wants_none_is_refused_without_saying_why(alice, charlie):
    choose(charlie, invites_from=Circle.NOBODY)
    space = services.start_space(host=alice, title="Dawn chorus", announce=False)
    with pytest.raises(Refused, match="cant_invite"):
        invitations.invite_to_stage(host=alice, space=space, person=charlie)


def test_who_is_protected_joins_and_speaks_and_does_not_host(alice, bob):
    choose(bob, is_protected=True)
    with pytest.raises(Refused, match="protected_host"):
        services.start_space(host=bob, title="Dusk")
    space = services.start_space(host=alice, title="Dawn chorus", announce=False)
    assert services.enter_space(person=bob, space=space)


def test_a_page_keeps_the_choices(client, alice):
    client.force_login(alice)
    chosen = {"is_protected": "on", "replies_from": "followed", "messages_from": "followed", "invites_from": "nobody"}
    assert client.post("/settings/privacy/", chosen).url == "/settings/privacy/"
    alice.refresh_from_db()
    assert (alice.is_protected, alice.messages_from, alice.invites_from, alice.hides_presence, alice.shows_reading) == (
        True,
        "followed",
        "nobody",
        False,
        False,
    )
    assert client.post("/settings/privacy/", {**chosen, "messages_from": "enemies"}).status_code == 422


def test_who_closed_their_account_is_named_in_nobodys_lists(client, alice, bob, charlie):
    services_of_graph.block(blocker=alice, blocked=bob)
    muting.mute(muter=alice, muted=charlie)
    client.force_login(alice)
    pages = {"/settings/blocked/": bob, "/settings/muted/": charlie}
    for page, person in pages.items():
        assert person.name in client.get(page).content.decode()
        closing.close_account(person=person)
        assert f"@{person.handle}" not in client.get(page).content.decode()
