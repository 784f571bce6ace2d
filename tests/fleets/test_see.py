"""Who sees what Alice says today: for how long, in which places, and who learns of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.accounts.closing import close_account, delete_account
from apps.core.belongings import files_of, rows_of
from apps.core.errors import NotFound, Refused
from apps.dms.models import Message
from apps.dms.services import send_message
from apps.fleets import access, tidying
from apps.fleets.bar import bar_of
from apps.fleets.models import Fleet, FleetPicture, Sighting
from apps.fleets.services import mute_fleets, post_fleet, see_fleet, unmute_fleets
from apps.fleets.withholding import hold_fleet, let_fleet_go, remove_fleet, restore_fleet
from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.moderation import checks, decisions
from apps.moderation.models import Rule
from apps.spaces.models import Space
from tests import factories
from tests.moderation.scenes import case_about, moderator

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SECOND_86_400 = {"seconds": 86_400}


def sees(viewer, fleet) -> bool:
    try:
        return bool(access.fleet_for(viewer, fleet.pk))
    except NotFound:
        return False


def names(viewer) -> list[str]:
    return [person.handle for person in bar_of(viewer).people]


def at(fleet, seconds: float) -> None:
    """It was posted so long ago, by the clock that does not stand still."""
    ends_at = timezone.now() + timedelta(seconds=86_400 - seconds)
    Fleet.objects.filter(pk=fleet.pk).update(expires_at=ends_at, posted_at=ends_at - timedelta(days=1))


# ---- For how long ----------------------------------------------------------------------------------------------------


def test_at_second_86_400_it_is_gone_from_every_surface(client, alice, bob, made_picture, later, monkeypatch):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    message = f"/fleets/{fleet.pk}/answer/"
    picture = f"/fleets/pictures/{fleet.picture.key}/large.webp"
    addresses = (fleet.get_absolute_url(), "/fleets/by/alice/", picture)
    last = fleet.expires_at - timedelta(milliseconds=1)
    monkeypatch.setattr(timezone, "now", lambda: last)
    client.force_login(bob)
    assert [client.get(address).status_code for address in addresses] == [200, 302, 200]
    assert names(bob) == ["alice"]
    monkeypatch.setattr(timezone, "now", lambda: fleet.expires_at)
    for viewer in (bob, alice):
        client.force_login(viewer)
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
        assert (names(viewer), bar_of(viewer).own) == ([], None)
        assert client.post(f"/fleets/{fleet.pk}/seen/").status_code == 404
        assert client.post(message, {"text": "Hello", "client_id": uuid4()}, headers=JSON).status_code == 404
        assert client.get(f"/fleets/{fleet.pk}/seen-by/").status_code == 404
        assert client.get(f"/report/fleet/{fleet.pk}/").status_code == 404


def test_a_day_that_ends_between_two_look_ups_is_over(client, alice, bob, monkeypatch):
    fleet = post_fleet(author=alice, text="Good night")
    post_fleet(author=alice, text="Good morning")
    look = access.fleets_by

    def look_later(viewer, handle):
        at(fleet, 86_400)
        return look(viewer, handle)

    monkeypatch.setattr(access, "fleets_by", look_later)
    client.force_login(bob)
    assert client.get(fleet.get_absolute_url()).status_code == 404


def test_what_was_found_is_shown_though_it_is_deleted_meanwhile(alice, bob):
    post_fleet(author=alice, text="Good night")
    found = access.fleets_by(bob, "alice")
    Fleet.objects.all().delete()
    assert [fleet.text for fleet in found] == ["Good night"]


def test_no_browser_keeps_its_picture_for_longer(client, alice, made_picture):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    at(fleet, 86_390.5)
    client.force_login(alice)
    kept = client.get(f"/fleets/pictures/{fleet.picture.key}/small.webp")["Cache-Control"]
    assert kept == "private, max-age=9"


def test_nobody_sees_one_without_log_in(client, alice, made_picture):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    for address in (fleet.get_absolute_url(), "/fleets/by/alice/"):
        assert client.get(address).url.startswith("/accounts/login/")
    assert client.get(f"/fleets/pictures/{fleet.picture.key}/large.webp").status_code == 404


def test_it_is_kept_for_a_month_for_its_author_alone(alice, bob, made_picture, later, tmp_path):
    fleet = post_fleet(author=alice, text="Dawn", picture_id=made_picture(alice).pk, alt="Sun")
    later(days=30, hours=23)
    assert not tidying.sweep()
    assert [kept["text"] for kept in rows_of(alice)["fleets"]] == ["Dawn"]
    assert [file.called for file in files_of(alice) if file.called] == [f"fleets/{fleet.picture.key[:8]}.webp"]
    later(days=31, seconds=1)
    tidying.sweep()
    assert not Fleet.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# ---- Who -------------------------------------------------------------------------------------------------------------


def test_who_may_read_alice_may_see_it(alice, bob, charlie, mallory):
    fleet = post_fleet(author=alice, text="Hello")
    assert [sees(one, fleet) for one in (alice, bob, charlie, mallory)] == [True, True, True, False]
    protecting.set_protected(person=alice, is_protected=True)
    assert [sees(one, fleet) for one in (alice, bob, charlie)] == [True, True, False]
    graph.block(blocker=bob, blocked=alice)
    assert not sees(bob, fleet)
    close_account(person=alice)
    assert not sees(alice, fleet)


def test_its_picture_goes_with_it(client, alice, bob, mallory, made_picture):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    address = f"/fleets/pictures/{fleet.picture.key}/small.webp"
    for viewer, status in ((bob, 200), (mallory, 404)):
        client.force_login(viewer)
        assert client.get(address).status_code == status
    client.force_login(bob)
    for verb, status in ((hold_fleet, 404), (let_fleet_go, 200), (remove_fleet, 404), (restore_fleet, 200)):
        verb(fleet_id=fleet.pk)
        assert client.get(address).status_code == status
    assert client.get(address.replace("small", "huge")).status_code == 404


def test_a_held_one_only_its_author_sees_and_a_removed_one_nobody(alice, bob):
    fleet = post_fleet(author=alice, text="Hello")
    hold_fleet(fleet_id=fleet.pk)
    assert (sees(alice, fleet), sees(bob, fleet), names(bob)) == (True, False, [])
    remove_fleet(fleet_id=fleet.pk)
    assert (sees(alice, fleet), bar_of(alice).own) == (False, None)
    restore_fleet(fleet_id=fleet.pk)
    assert sees(bob, fleet)


def test_it_goes_when_alice_does(alice, bob, made_picture, tmp_path):
    fleet = post_fleet(author=alice, picture_id=made_picture(alice).pk)
    see_fleet(person=bob, fleet=fleet)
    delete_account(person=alice)
    assert not Fleet.objects.exists()
    assert not Sighting.objects.exists()
    assert not FleetPicture.objects.exclude(owner=None).exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# ---- The bar ---------------------------------------------------------------------------------------------------------


def test_unseen_ones_come_first_and_the_latest_of_each(alice, bob):
    for handle in ("erin", "fred", "gina"):
        other = factories.person(handle)
        factories.follow(bob, other)
        post_fleet(author=other, text="Hello")
    post_fleet(author=alice, text="Hello")
    assert names(bob) == ["alice", "gina", "fred", "erin"]
    see_fleet(person=bob, fleet=Fleet.objects.get(author__handle="gina"))
    assert names(bob) == ["alice", "fred", "erin", "gina"]
    assert [person.is_fresh for person in bar_of(bob).people] == [True, True, True, False]
    post_fleet(author=factories.person("stranger"), text="Hello")
    assert len(names(bob)) == 4
    post_fleet(author=bob, text="Mine")
    assert (bar_of(bob).own, len(names(bob))) == (bob, 4)


def test_it_costs_the_same_however_many_speak(alice, bob, django_assert_num_queries):
    for number in range(12):
        other = factories.person(f"p{number}")
        factories.follow(bob, other)
        for _one in range(3):
            post_fleet(author=other, text="Hello")
    with django_assert_num_queries(1):
        assert len(bar_of(bob, []).people) == 12


def test_the_page_of_the_bar_tells_of_fleets_and_spaces(client, alice, bob):
    post_fleet(author=alice, text="Hello")
    Space.objects.create(host=alice, title="Tomorrow", scheduled_for=timezone.now() + timedelta(days=1))
    Space.objects.create(host=factories.person("dave"), title="Now", started_at=timezone.now(), alive_at=timezone.now())
    client.force_login(bob)
    for page in (client.get("/fleets/now/"), client.get("/")):
        html = page.content.decode()
        assert "New Fleets by Alice" in html
        assert html.index("Now</bdi>") < html.index("New Fleets by Alice") < html.index("Tomorrow</bdi>")


def test_muted_are_people_their_fleets_and_words(client, alice, bob):
    post_fleet(author=alice, text="The kettle sings")
    for mute, unmute in (
        (lambda: muting.mute(muter=bob, muted=alice), lambda: muting.unmute(muter=bob, muted=alice)),
        (lambda: mute_fleets(muter=bob, muted=alice), lambda: unmute_fleets(muter=bob, muted=alice)),
    ):
        mute()
        assert names(bob) == []
        unmute()
        assert names(bob) == ["alice"]
    muting.mute_words(person=bob, words="kettle", lifetime="forever")
    assert names(bob) == []


def test_bob_mutes_and_finds_it_in_the_settings(client, alice, bob):
    client.force_login(bob)
    assert client.post("/fleets/by/alice/mute/").url == "/"
    assert client.post("/fleets/by/bob/mute/", headers=JSON).json()["code"] == "self_mute"
    assert "@alice" in client.get("/settings/muted-fleets/").content.decode()
    assert [row["muted__handle"] for row in rows_of(bob)["muted_fleets"]] == ["alice"]
    assert client.delete("/fleets/by/alice/mute/", headers=JSON).status_code == 204
    assert "@alice" not in client.get("/settings/muted-fleets/").content.decode()


def test_bars_are_told(alice, bob, nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fleet = post_fleet(author=alice, text="Hello")
        remove_fleet(fleet_id=fleet.pk)
        mute_fleets(muter=bob, muted=alice)
    told = {"author": str(alice.pk)}
    told_of = [nudge for nudge in nudges() if nudge[1] == "fleets_changed"]
    assert told_of == [
        *[(f"author:{alice.pk}", "fleets_changed", told)] * 2,
        (f"person:{bob.pk}", "fleets_changed", told),
    ]


# ---- Seen by ---------------------------------------------------------------------------------------------------------


def seen_by(client, author, fleet) -> list[str]:
    client.force_login(author)
    page = client.get(f"/fleets/{fleet.pk}/seen-by/")
    return [sighting.person.handle for sighting in page.context["page"].items]


def test_who_looked_is_told_once_and_who_only_fetched_it_is_not(client, alice, bob, charlie):
    fleet = post_fleet(author=alice, text="Hello")
    client.force_login(charlie)
    client.get("/fleets/by/alice/", headers={"HX-Request": "true"})
    client.get("/fleets/by/alice/")
    client.force_login(bob)
    client.get(fleet.get_absolute_url())
    client.post(f"/fleets/{fleet.pk}/seen/")
    client.force_login(alice)
    client.get(fleet.get_absolute_url())
    assert seen_by(client, alice, fleet) == ["bob"]
    client.force_login(bob)
    assert client.get(f"/fleets/{fleet.pk}/seen-by/").status_code == 404


def test_who_hides_left_or_blocked_is_not_told_of(client, alice, bob, charlie, dave):
    fleet = post_fleet(author=alice, text="Hello")
    type(bob).objects.filter(pk=bob.pk).update(hides_presence=True)
    bob.refresh_from_db()
    for person in (bob, charlie, dave):
        see_fleet(person=person, fleet=fleet)
    type(bob).objects.filter(pk=bob.pk).update(hides_presence=False)
    graph.block(blocker=charlie, blocked=alice)
    close_account(person=dave)
    assert seen_by(client, alice, fleet) == []
    assert [person.is_fresh for person in bar_of(bob).people] == [False]


# ---- Answering -------------------------------------------------------------------------------------------------------


def test_an_answer_is_a_message_with_the_fleet_as_its_card(client, alice, bob):
    fleet = post_fleet(author=alice, text="Who is up?", paper="fern")
    client.force_login(bob)
    told = {"text": "I am", "client_id": str(uuid4())}
    for _twice in range(2):
        assert client.post(f"/fleets/{fleet.pk}/answer/", told, headers=JSON).status_code == 201
    assert client.post(f"/fleets/{fleet.pk}/answer/", {"reaction": "👏", "client_id": uuid4()}).url == "/messages/alice/"
    assert [(message.text, message.card_path) for message in Message.objects.order_by("pk")] == [
        ("I am", fleet.get_absolute_url()),
        ("👏", fleet.get_absolute_url()),
    ]
    client.force_login(alice)
    page = client.get("/messages/bob/").content.decode()
    assert "fleet-mini" in page
    at(fleet, 86_400)
    page = client.get("/messages/bob/").content.decode()
    assert "I am" in page
    assert "fleet-mini" not in page


def test_who_may_not_be_written_to_is_not_answered(client, alice, bob, charlie):
    fleet = post_fleet(author=alice, text="Hello")
    type(alice).objects.filter(pk=alice.pk).update(messages_from="nobody")
    client.force_login(charlie)
    answer = client.post(f"/fleets/{fleet.pk}/answer/", {"text": "Hi", "client_id": uuid4()}, headers=JSON)
    assert answer.json()["code"] == "cant_message"
    assert "takes messages only from some people" in client.get(fleet.get_absolute_url()).content.decode()
    for words in ("", " \u200b"):
        said = client.post(f"/fleets/{fleet.pk}/answer/", {"text": words, "client_id": uuid4()}, headers=JSON)
        assert said.json()["code"] == "message_empty"
    client.force_login(alice)
    assert client.post(f"/fleets/{fleet.pk}/answer/", {"text": "Hi"}, headers=JSON).json()["code"] == "not_yourself"


def test_who_was_written_to_may_answer_whatever_its_author_chose(client, alice, bob):
    fleet = post_fleet(author=alice, text="Hello")
    type(alice).objects.filter(pk=alice.pk).update(messages_from="nobody")
    client.force_login(bob)
    assert "<fleet-answer" not in client.get(fleet.get_absolute_url()).content.decode()
    send_message(author=alice, to=bob, text="Look what I say today", client_id=uuid4())
    assert "<fleet-answer" in client.get(fleet.get_absolute_url()).content.decode()
    told = {"text": "I do", "client_id": uuid4()}
    assert client.post(f"/fleets/{fleet.pk}/answer/", told, headers=JSON).status_code == 201


# ---- Moderators ------------------------------------------------------------------------------------------------------


def test_a_reported_one_is_removed_and_comes_back(client, alice, bob, made_picture):
    fleet = post_fleet(author=alice, text="You kettle", picture_id=made_picture(alice).pk, alt="A kettle")
    case, mod = case_about(bob, "fleet", fleet.pk), moderator("mona")
    assert case.words == "You kettle\nA kettle"
    client.force_login(mod)
    at(fleet, 90_000)  # its day is over; the moderators see it still
    assert client.get(f"/moderation/{case.pk}/pictures/{fleet.picture.key}/").status_code == 200
    at(fleet, 10)
    decision = decisions.decide(case=case, moderator=mod, action="remove", rule="harassment", facts="You did.")
    assert not sees(bob, fleet)
    appeal = decisions.appeal(decision=decision, text="It is a kettle.")
    decisions.decide_appeal(appeal=appeal, moderator=moderator("moss"), is_upheld=True, answer="So it is.")
    assert sees(bob, fleet)


def test_nobody_reports_their_own_or_what_they_can_not_see(alice, mallory):
    fleet = post_fleet(author=alice, text="Hello")
    with pytest.raises(Refused, match="own_report"):
        case_about(alice, "fleet", fleet.pk)
    with pytest.raises(NotFound):
        case_about(mallory, "fleet", fleet.pk)


def test_what_is_grave_is_held_until_somebody_looked(alice, bob):
    Rule.objects.create(kind="word", what="kettle", outcome="hold", category="harassment")
    fleet = post_fleet(author=alice, text="You kettle")
    checks.look_over_waiting()
    assert (sees(bob, fleet), sees(alice, fleet)) == (False, True)
