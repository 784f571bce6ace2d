"""The pages of groups, requests and searches."""

from uuid import uuid4

import pytest

from apps.dms import groups, links
from apps.dms.models import Conversation, Message, Side
from apps.dms.pages import unread_count
from apps.dms.services import send_message
from apps.tweets.services import post_tweet
from tests import factories
from tests.dms.conftest import write_known as write

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def group(alice, bob):
    return groups.make_group(maker=alice, people=[bob], name="<b>Dawn</b>")


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def test_a_form_makes_a_group_once(as_alice, bob, charlie):
    form = {"handle": ["bob", "charlie"], "name": "Dawn", "client_id": str(uuid4())}
    first, second = (as_alice.post("/new/group/", form) for _ in range(2))
    assert first.url == second.url == Conversation.objects.get().get_absolute_url()


def test_a_refused_form_keeps_who_was_chosen(as_alice, bob, mallory):
    response = as_alice.post("/new/group/", {"handle": ["bob", "mallory"], "name": "Dawn"})
    assert response.status_code == 422
    html = response.content.decode()
    assert 'value="bob" checked' in html
    assert 'value="Dawn"' in html
    assert as_alice.post("/new/group/", {"handle": ["nobody_at_all"]}).status_code == 404


def test_a_group_is_a_page_with_what_was_said_by_whom(as_alice, bob, group):
    send_message(author=bob, to=group, text="Good <i>morning</i>", client_id=uuid4())
    html = as_alice.get(group.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Dawn&lt;/b&gt;" in html
    assert "Good &lt;i&gt;morning&lt;/i&gt;" in html
    assert "You made this group" in html
    assert as_alice.post(group.get_absolute_url(), {"text": "Hi"}).url == group.get_absolute_url()
    assert Message.objects.said().count() == 2


def test_a_group_asks_the_database_the_same_however_much_was_said(as_alice, alice, bob, group, django_assert_max_num_queries):
    for number in range(30):
        send_message(author=bob, to=group, text=f"number {number}", client_id=uuid4())
    with django_assert_max_num_queries(36):
        as_alice.get(group.get_absolute_url())


def test_its_page_tells_who_is_in_it_and_lets_its_keeper_make_links(as_alice, client, alice, bob, charlie, group):
    about = f"{group.get_absolute_url()}about/"
    made = as_alice.post(f"{group.get_absolute_url()}links/", {"lifetime": "day", "uses": "10", "approval": "on"})
    assert made.url == about
    links.use_link(person=charlie, link=group.links.get())
    html = as_alice.get(about).content.decode()
    assert "Let Charlie in" in html
    assert "With your answer" in html
    as_alice.post(f"{group.get_absolute_url()}knocks/{group.knocks.get().pk}/", {"answer": "yes"})
    as_alice.post(f"{group.get_absolute_url()}people/bob/")
    assert {side.person.handle for side in group.sides.all()} == {"alice", "charlie"}
    client.force_login(charlie)
    html = client.get(about).content.decode()
    assert "Make a link" not in html
    assert client.post(f"{group.get_absolute_url()}people/alice/").status_code == 404


def test_a_request_is_shown_with_what_can_be_done_and_to_look_tells_nobody(as_alice, alice, charlie):
    send_message(author=charlie, to=alice, text="You do not know me", client_id=uuid4())
    assert "Requests" in as_alice.get("/messages/").content.decode()
    assert "You do not know me" in as_alice.get("/requests/messages/").content.decode()
    html = as_alice.get("/messages/charlie/").content.decode()
    assert "wants to write to you" in html
    assert "data-read-url" not in html
    side = Side.objects.get(person=alice)
    assert side.read_to == 0
    assert as_alice.post(f"/conversations/{side.conversation_id}/accept/").url == "/messages/charlie/"
    assert 'name="text"' in as_alice.get("/messages/charlie/").content.decode()


def test_a_conversation_is_muted_and_deleted_by_forms(as_alice, alice, bob):
    write(bob, alice)
    base = f"/conversations/{Side.objects.get(person=alice).conversation_id}/"
    as_alice.post(f"{base}mute/")
    assert Side.objects.get(person=alice).muted_at
    as_alice.post(f"{base}mute/", {"undo": "1"})
    assert not Side.objects.get(person=alice).muted_at
    assert as_alice.post(f"{base}delete/").url == "/messages/"
    assert "Nothing here yet" in as_alice.get("/messages/").content.decode()


def test_a_message_is_found_and_its_place_opened(as_alice, alice, bob):
    message = write(bob, alice, "Where is the <b>thermos</b>?")
    html = as_alice.get("/found/messages/?q=thermos").content.decode()
    assert "&lt;b&gt;thermos" in html
    assert f'href="/messages/bob/?at={message.pk}#m{message.pk}"' in html
    assert as_alice.get(f"/said/{message.pk}/").url == f"/messages/bob/?at={message.pk}#m{message.pk}"
    assert f'id="m{message.pk}"' in as_alice.get(f"/messages/bob/?at={message.pk}").content.decode()
    assert as_alice.get("/found/messages/?q=x&in=1").status_code == 404


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 19, "9" * 400, "٣", "\x00"])
def test_any_place_is_answered(as_alice, alice, bob, given):
    write(bob, alice)
    assert as_alice.get("/messages/bob/", {"at": given}).status_code == 200
    assert as_alice.get("/messages/bob/", {"page": "", "after": given}).status_code == 200
    assert as_alice.get("/found/messages/", {"q": "hello", "before": given}).status_code == 200


def test_reactions_and_deleting_by_forms(as_alice, alice, bob):
    message = write(bob, alice)
    assert as_alice.post(f"/said/{message.pk}/reaction/", {"emoji": "👍"}).url == "/messages/bob/"
    html = as_alice.get(f"/said/{message.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in html
    assert as_alice.post(f"/said/{message.pk}/delete/", {"for": "everybody"}, headers=JSON).status_code == 422
    assert as_alice.post(f"/said/{message.pk}/delete/").url == "/messages/bob/"
    assert f'id="m{message.pk}"' not in as_alice.get("/messages/bob/").content.decode()


def test_of_what_one_deleted_for_oneself_nothing_is_left_in_the_inbox(as_alice, alice, bob):
    write(bob, alice, "Good morning")
    message = write(bob, alice, "Burn after reading")
    assert "Burn after reading" in as_alice.get("/messages/").content.decode()
    as_alice.post(f"/said/{message.pk}/delete/")
    html = as_alice.get("/messages/").content.decode()
    assert "Burn after reading" not in html
    assert "1 unread" in html
    as_alice.get("/messages/bob/")
    assert unread_count(alice) == 0
    assert Side.objects.get(person=alice).read_to == message.pk


def test_of_a_message_that_is_nobodys_of_mine_nothing_is_told(client, alice, bob):
    message = write(bob, alice)
    client.force_login(factories.person("erin"))
    for path in (f"/said/{message.pk}/", "/said/1/"):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}reaction/", {"emoji": "👍"}).status_code == 404
        assert client.post(f"{path}delete/").status_code == 404


def test_a_tweet_is_sent_by_message_from_its_menu(as_alice, bob):
    tweet = post_tweet(author=bob, text="Good morning")
    way = f"/messages/?q=bob&card=/tweets/{tweet.pk}/"
    assert f'href="/messages/bob/?card=/tweets/{tweet.pk}/"' in as_alice.get(way).content.decode()
    html = as_alice.get(f"/messages/bob/?card=/tweets/{tweet.pk}/").content.decode()
    assert f'name="card_path" value="/tweets/{tweet.pk}/"' in html
    assert "Send by message" in as_alice.get(f"/tweets/{tweet.pk}/").content.decode()
