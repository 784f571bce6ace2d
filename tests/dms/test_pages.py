"""The inbox, a conversation, whom one may write to."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from apps.dms.models import Message, Side
from apps.dms.pages import STRETCH, unread_count
from apps.graph import services as graph
from apps.spaces import services as spaces
from tests import factories
from tests.dms.conftest import write_known as write

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def to_bob(client, alice, bob):
    """Alice at her browser."""
    client.force_login(alice)
    return client


# ---- Inbox -----------------------------------------------------------------------------------------------------------


def test_an_empty_inbox_says_what_to_do(to_bob):
    html = to_bob.get("/messages/").content.decode()
    assert "Nothing here yet" in html
    assert "New message" in html


def test_the_inbox_shows_the_last_message_and_how_many_are_unread(to_bob, alice, bob):
    write(bob, alice, "First")
    write(bob, alice, "<i>Second</i>")
    html = to_bob.get("/messages/").content.decode()
    assert "First" not in html
    assert "&lt;i&gt;Second&lt;/i&gt;" in html
    assert html.count("2 unread") == 4  # in the list, the navigation, the tabs and the drawer


def test_a_script_gets_the_list_alone(to_bob, alice, bob):
    write(bob, alice)
    html = to_bob.get(f"/messages/?open={bob.pk}", headers={**SCRIPT, "HX-Target": "threads"}).content.decode()
    assert html.lstrip().startswith('<div class="inbox__threads" id="threads"')
    assert 'aria-current="page"' in html


def test_the_list_goes_on_with_a_link(to_bob, alice):
    for number in range(31):
        write(factories.person(f"p{number}"), alice)
    first = to_bob.get("/messages/").context["inbox"]
    html = to_bob.get("/messages/", {"before": first.before}).content.decode()
    assert "@p0" not in html
    assert 'href="/messages/p0/"' in html


def test_how_many_are_unread_is_told_to_scripts(to_bob, alice, bob):
    write(bob, alice)
    assert to_bob.get("/unread/messages/").json() == {"count": 1}


# ---- Whom one may write to -------------------------------------------------------------------------------------------


def found(client, query="") -> list[str]:
    return [person.handle for person in client.get("/people/to-message/", {"q": query}).context["people"]]


def test_those_one_wrote_with_last_come_first_then_those_one_follows(to_bob, alice, bob, charlie, dave):
    factories.follow(alice, dave)
    factories.person("stranger")
    write(alice, charlie)
    write(bob, alice)
    assert found(to_bob) == ["bob", "charlie", "dave"]


def test_a_search_finds_anybody_who_may_be_written_to(to_bob, bob, mallory):
    factories.person("bobby", is_active=False)
    factories.person("bobolink", name="A Bird")
    assert found(to_bob, "bo") == ["bob", "bobolink"]
    assert found(to_bob, "a bird") == ["bobolink"]
    assert found(to_bob, "mallory") == []
    assert found(to_bob, "alice") == []


@pytest.mark.parametrize("query", ["\x00", "%", "'", "x" * 500, "\u202e", "@"])
def test_any_search_is_answered(to_bob, query):
    assert to_bob.get("/people/to-message/", {"q": query}).status_code == 200
    assert to_bob.get("/messages/", {"q": query}).status_code == 200


def test_without_script_a_page_finds_people(to_bob, bob):
    html = to_bob.get("/messages/?q=bob").content.decode()
    assert "New message" in html
    assert 'data-pick="bob"' in html


# ---- A conversation --------------------------------------------------------------------------------------------------


def test_before_the_first_word_there_is_a_place_to_write(to_bob):
    html = to_bob.get("/messages/BOB/").content.decode()
    assert "Your conversation begins here" in html
    assert 'action="/messages/bob/"' in html
    assert not Side.objects.exists()


def test_what_was_said_stands_oldest_first_and_escaped(to_bob, alice, bob):
    write(alice, bob, "<script>alert(1)</script>")
    write(bob, alice, "See https://linnet.example/path and @alice")
    html = to_bob.get("/messages/bob/").content.decode()
    assert "<script>alert" not in html
    assert html.index("&lt;script&gt;") < html.index('href="https://linnet.example/path"')
    assert 'href="/@alice/"' in html


def test_to_look_is_to_have_seen_and_to_ask_by_head_is_not(to_bob, alice, bob):
    write(bob, alice)
    to_bob.head("/messages/bob/")
    assert unread_count(alice) == 1
    assert "1 unread" not in to_bob.get("/messages/bob/").content.decode()
    assert unread_count(alice) == 0


def test_a_long_conversation_goes_back_with_a_link_and_misses_nothing(to_bob, alice, bob):
    said = [write(bob, alice, f"number {number}").pk for number in range(STRETCH + 3)]
    page = to_bob.get("/messages/bob/")
    stretch = page.context["stretch"]
    assert f'href="/messages/bob/?before={stretch.before}"' in page.content.decode()
    older = to_bob.get("/messages/bob/", {"before": stretch.before})
    assert [message.pk for message in older.context["stretch"].messages + stretch.messages] == said
    assert "Your conversation begins here" in older.content.decode()
    assert "To the newest messages" in older.content.decode()


def test_to_look_at_old_messages_is_not_to_have_seen_the_new_ones(to_bob, alice, bob):
    said = [write(bob, alice) for _ in range(3)]
    to_bob.get("/messages/bob/", {"before": said[1].pk})
    assert unread_count(alice) == 3


def test_a_script_gets_the_earlier_messages_alone(to_bob, alice, bob):
    first, second = write(bob, alice, "first"), write(bob, alice, "second")
    html = to_bob.get("/messages/bob/", {"before": second.pk}, headers=SCRIPT).content.decode()
    assert f'data-message="{first.pk}"' in html
    assert "<html" not in html
    assert "second" not in html


def test_a_script_gets_what_is_new(to_bob, alice, bob):
    first, second = write(bob, alice, "the one before"), write(alice, bob, "second")
    html = to_bob.get("/messages/bob/", {"after": first.pk}).content.decode()
    assert f'data-message="{second.pk}"' in html
    assert "the one before" not in html
    assert unread_count(alice) == 1


def test_much_that_is_new_comes_in_parts(to_bob, alice, bob):
    said = [write(bob, alice).pk for _ in range(STRETCH + 1)]
    part = to_bob.get("/messages/bob/?after=0")
    assert 'data-more="true"' in part.content.decode()
    assert [message.pk for message in part.context["stretch"].messages] == said[:STRETCH]
    assert 'data-more="false"' in to_bob.get("/messages/bob/", {"after": said[-2]}).content.decode()


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 19, "9" * 400, "٣", "1;", "\x00"])
def test_any_place_to_go_on_from_is_answered(to_bob, alice, bob, given):
    write(bob, alice)
    assert to_bob.get("/messages/bob/", {"after": given}).status_code == 200
    assert to_bob.get("/messages/bob/", {"before": given}).status_code == 200
    assert to_bob.get("/messages/", {"before": given}).status_code == 200
    assert to_bob.post("/messages/bob/read/", {"to": given}).status_code == 204


def test_bob_reads_and_alice_sees_that_he_did(to_bob, client, alice, bob):
    message = write(alice, bob)
    assert to_bob.get("/messages/bob/").context["seen"].read_to == 0
    client.force_login(bob)
    assert client.post("/messages/alice/read/", {"to": message.pk}).status_code == 204
    client.force_login(alice)
    assert client.get("/messages/bob/").context["seen"].read_to == message.pk


def test_a_conversation_that_never_began_can_not_be_read(to_bob):
    assert to_bob.post("/messages/bob/read/", {"to": "1"}).status_code == 404


def test_a_conversation_is_nobody_elses(client, alice, bob, charlie):
    write(alice, bob, "between us")
    client.force_login(charlie)
    for path in ("/messages/", "/messages/bob/", "/messages/alice/", "/messages/bob/?after=0"):
        assert "between us" not in client.get(path).content.decode()


# ---- Writing ---------------------------------------------------------------------------------------------------------


def test_a_form_sends_and_leads_back(to_bob, alice, bob):
    response = to_bob.post("/messages/bob/", {"text": "Hello", "client_id": str(uuid4())})
    assert response.url == "/messages/bob/"
    assert Message.objects.get().text == "Hello"


def test_a_form_sent_twice_is_one_message_and_with_other_words_another(to_bob):
    form = {"text": "Hello", "client_id": str(uuid4())}
    to_bob.post("/messages/bob/", form)
    to_bob.post("/messages/bob/", form)
    to_bob.post("/messages/bob/", {**form, "text": "Gone back to, and something else said"})
    assert Message.objects.count() == 2


def test_a_script_gets_its_message_back_however_often_it_sends_it(to_bob):
    form = {"text": "Hello", "client_id": str(uuid4())}
    first, second = (to_bob.post("/messages/bob/", form, headers=JSON) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    assert f'data-client="{form["client_id"]}"' in first.json()["html"]
    assert Message.objects.get().client_id == UUID(form["client_id"])


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"text": ""}, "message_empty"),
        ({}, "message_empty"),
        ({"text": "x" * 10_001}, "message_too_long"),
        ({"text": "Hello", "client_id": "once"}, "bad_client_id"),
        ({"text": "Hello", "client_id": "\x00"}, "bad_client_id"),
        ({"text": "Hello", "card_path": "/spaces/1/"}, "card_unknown"),
    ],
)
def test_a_script_is_told_why_not(to_bob, form, code):
    response = to_bob.post("/messages/bob/", form, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_refused_form_keeps_what_was_typed(to_bob):
    typed = "x" * 10_001
    response = to_bob.post("/messages/bob/", {"text": typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert typed in html
    assert "room for 10,000 characters" in html


def test_to_oneself_there_is_no_way(to_bob):
    assert to_bob.get("/messages/alice/").status_code == 422
    response = to_bob.post("/messages/alice/", {"text": "Hello"}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "not_yourself")


@pytest.mark.parametrize("handle", ["nobody", "a" * 300, "al%20ice", "%E2%80%AE"])
def test_to_nobody_there_is_no_way(to_bob, handle):
    assert to_bob.get(f"/messages/{handle}/").status_code == 404
    assert to_bob.post(f"/messages/{handle}/", {"text": "Hello"}).status_code == 404


def test_mallory_reads_that_she_can_not_write_and_not_why(client, alice, mallory):
    client.force_login(mallory)
    html = client.get("/messages/alice/").content.decode()
    assert "You can't follow @alice or write to them." in html
    assert 'action="/messages/alice/"' not in html
    response = client.post("/messages/alice/", {"text": "Hello"}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "cant_message")


def test_what_was_said_before_a_block_can_still_be_read_and_tells_nothing_new(client, alice, bob):
    write(bob, alice, "Before")
    graph.block(blocker=alice, blocked=bob)
    client.force_login(alice)
    assert "Before" in client.get("/messages/bob/").content.decode()
    client.force_login(bob)
    response = client.get("/messages/alice/")
    assert "Before" in response.content.decode()
    assert response.context["seen"] is None


# ---- Cards -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def space(charlie):
    return spaces.start_space(host=charlie, title="Dawn chorus", announce=False)


def test_a_space_in_a_message_is_the_card_one_can_enter_by(to_bob, alice, bob, space):
    write(bob, alice, "Come", card_path=space.get_absolute_url())
    html = to_bob.get("/messages/bob/").content.decode()
    assert f'<space-card data-space="{space.pk}"' in html
    assert f'data-enter-space="{space.pk}"' in html


def test_a_link_alone_gives_way_to_its_card(to_bob, alice, bob, space):
    link = f"http://localhost:8000{space.get_absolute_url()}"
    write(bob, alice, link)
    assert link not in to_bob.get("/messages/bob/?after=0").content.decode()
    write(bob, alice, f"Look: {link}")
    assert "Look:" in to_bob.get("/messages/bob/").content.decode()


def test_a_space_that_is_gone_leaves_words(to_bob, alice, bob, space):
    write(bob, alice, "", card_path=space.get_absolute_url())
    space.delete()
    assert "What was shared here is gone." in to_bob.get("/messages/bob/").content.decode()


def test_a_page_may_come_with_a_space_to_send_along(to_bob, space):
    path = space.get_absolute_url()
    assert f'name="card_path" value="{path}"' in to_bob.get("/messages/bob/", {"card": path}).content.decode()
    assert 'name="card_path" value=""' in to_bob.get("/messages/bob/", {"card": "/spaces/1/"}).content.decode()
    to_bob.post("/messages/bob/", {"text": "", "card_path": path})
    assert Message.objects.get().card_path == path


def test_a_conversation_asks_the_database_the_same_however_much_was_said(
    to_bob, alice, bob, space, django_assert_max_num_queries
):
    for number in range(10):
        write(alice, bob, f"number {number}", card_path=space.get_absolute_url())
    with django_assert_max_num_queries(30):
        to_bob.get("/messages/bob/")
    few = _queries(to_bob)
    for number in range(20):
        write(alice, bob, f"more {number}")
    assert _queries(to_bob) == few


def _queries(client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get("/messages/bob/")
    return len(asked)


def test_who_hosts_now_is_marked(to_bob, bob):
    spaces.start_space(host=bob, title="On air", announce=False)
    assert "Hosting a Space now" in to_bob.get("/messages/bob/").content.decode()


def test_a_time_is_told_by_the_row(to_bob, alice, bob):
    message = write(bob, alice)
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(days=400))
    assert to_bob.get("/messages/bob/").status_code == 200
