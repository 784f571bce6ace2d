"""The page of a link, the share sheet, and the cards of links that were posted."""

from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.core import cards
from apps.spaces import invites, services
from apps.spaces.models import Invite, Seat
from tests import factories

SCRIPT = {"Accept": "application/json"}
FRAGMENT = {"HX-Request": "true", "HX-Target": "space-share-body"}


def link(space, role="listener", *, uses=None, lifetime=None) -> Invite:
    return invites.make_invite(host=space.host, space=space, role=role, lifetime=lifetime, most_uses=uses)


def main_of(answer) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def address_in(page: str, words: str) -> str:
    """Where the link with these words leads."""
    before = page[: page.index(words)]
    return before[before.rindex('href="') + 6 :].split('"')[0]


# ---- The page of a link ----------------------------------------------------------------------------------------------


def test_a_stranger_sees_what_it_is_and_who_invites_and_is_led_past_sign_up(client, space):
    invite = link(space, "speaker")
    page = main_of(client.get(invite.get_absolute_url()))
    for words in ("Dawn chorus", "<bdi>Alice</bdi> invites you to speak", "Sign up and join"):
        assert words in page
    assert address_in(page, "Sign up and join") == f"/accounts/signup/?next=/i/{invite.token}/"
    assert address_in(page, "Log in") == f"/accounts/login/?next=/i/{invite.token}/"


def test_the_way_back_survives_the_switch_between_sign_up_and_log_in_and_a_mistake(client, space):
    path = link(space, "speaker").get_absolute_url()
    signup = client.get("/accounts/signup/", {"next": path}).content.decode()
    login = client.get(address_in(signup, ">Log in</a>")).content.decode()
    signup_again = address_in(login, ">Sign up</a>")
    assert unquote(signup_again) == f"/accounts/signup/?next={path}"
    wrong = client.post("/accounts/signup/", {"name": "", "username": "dave", "password1": "x", "next": path})
    assert f'name="next" value="{path}"' in wrong.content.decode()
    fields = {"name": "Dave", "username": "dave", "password1": "a linnet sings at dawn", "next": path}
    assert client.post("/accounts/signup/", fields).url == path
    page = main_of(client.get(path))
    assert 'value="speaker"' in page
    assert "Join as listener" in page


def test_looking_uses_nothing_up_and_posting_does(client, bob, space):
    invite = link(space, "speaker", uses=1)
    client.force_login(bob)
    for _ in range(3):
        client.get(invite.get_absolute_url())
        client.head(invite.get_absolute_url())
    assert Invite.objects.get().used_count == 0
    assert not Seat.objects.filter(person=bob).exists()
    answer = client.post(invite.get_absolute_url(), {"role": "speaker"}, headers=SCRIPT)
    assert answer.json() == {"space": {"id": str(space.pk), "title": "Dawn chorus", "url": f"/spaces/{space.pk}/"}}
    assert Invite.objects.get().used_count == 1
    assert Seat.objects.get(person=bob).role == Seat.Role.SPEAKER


def test_without_a_script_bob_is_led_to_the_page_of_the_space(client, bob, space):
    client.force_login(bob)
    answer = client.post(link(space).get_absolute_url(), {"role": "listener"})
    assert (answer.status_code, answer.url) == (302, space.get_absolute_url())


@pytest.mark.parametrize("role", ["host", "", "SPEAKER", "\0", "speaker\n"])
def test_asking_for_anything_else_is_coming_as_a_listener(client, bob, space, role):
    client.force_login(bob)
    client.post(link(space, "speaker").get_absolute_url(), {"role": role})
    assert Seat.objects.get(person=bob).role == Seat.Role.LISTENER


def test_a_stranger_who_posts_is_asked_to_log_in_and_led_back(client, space):
    path = link(space).get_absolute_url()
    answer = client.post(path, {"role": "listener"})
    assert answer.url == f"/accounts/login/?next={path}"
    assert Invite.objects.get().used_count == 0


def test_a_form_from_elsewhere_lets_nobody_in(bob, space):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    assert client.post(link(space).get_absolute_url(), {"role": "listener"}).status_code == 403


def spent(space, how) -> Invite:
    invite = link(space, "speaker", uses=1, lifetime=timedelta(hours=1))
    if how == "invite_expired":
        Invite.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif how == "invite_revoked":
        invite.revoke()
    elif how == "invite_used_up":
        invites.use_invite(person=factories.person("early"), invite=invite, on_stage=False)
    else:
        services.end_space(host=space.host, space=space)
    return invite


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("invite_expired", "This link has expired"),
        ("invite_revoked", "This link was taken back"),
        ("invite_used_up", "This link is used up"),
        ("space_ended", "This Space has ended"),
    ],
)
def test_a_link_that_leads_nowhere_says_why_to_everybody_and_by_name_to_a_script(client, bob, space, how, words):
    invite = spent(space, how)
    answer = client.get(invite.get_absolute_url())
    assert (answer.status_code, words in main_of(answer)) == (410, True)
    assert ("The Space itself is open to everybody" in main_of(answer)) == (how != "space_ended")
    client.force_login(bob)
    assert client.post(invite.get_absolute_url(), headers=SCRIPT).json()["code"] == how
    plain = client.post(invite.get_absolute_url())
    assert (plain.status_code, words in main_of(plain)) == (410, True)


def test_an_announced_space_says_when_and_lets_nobody_in_yet(client, bob, scheduled):
    invite = link(scheduled, "speaker")
    when = scheduled.scheduled_for.isoformat(timespec="microseconds")
    for person in (None, bob):
        if person:
            client.force_login(person)
        answer = client.get(invite.get_absolute_url())
        assert answer.status_code == 200
        assert f'datetime="{when}"' in main_of(answer)
    assert client.post(invite.get_absolute_url(), headers=SCRIPT).json()["code"] == "not_started"


def test_removed_bob_is_told_so(client, space, seat):
    invite = link(space, "speaker")
    services.remove_person(seat=seat)
    client.force_login(seat.person)
    assert "The host removed you from this Space" in main_of(client.get(invite.get_absolute_url()))
    assert client.post(invite.get_absolute_url(), headers=SCRIPT).json()["code"] == "removed"


def test_with_a_full_stage_bob_is_offered_to_listen(client, bob, space):
    for i in range(12):
        factories.speaker(space, f"speaker{i}")
    invite = link(space, "speaker")
    client.force_login(bob)
    page = main_of(client.get(invite.get_absolute_url()))
    assert "The stage is full right now" in page
    assert 'value="speaker"' not in page
    refused = client.post(invite.get_absolute_url(), {"role": "speaker"})
    assert refused.status_code == 422
    assert main_of(refused).count("The stage is full right now") == 1
    client.post(invite.get_absolute_url(), {"role": "listener"})
    assert Seat.objects.get(person=bob).role == Seat.Role.LISTENER


def test_it_is_not_for_indexes_and_tells_nobody_elsewhere_its_address(client, bob, space):
    client.force_login(bob)
    path = link(space, "speaker").get_absolute_url()
    for answer in (client.get(path), client.post(path)):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "private" in answer["Cache-Control"]


def test_an_unknown_token_and_one_of_somebody_who_blocked_you_look_alike(client, mallory, space):
    client.force_login(mallory)
    known, unknown = link(space).get_absolute_url(), f"/i/{'x' * 32}/"
    assert client.get(known).status_code == client.post(known).status_code == 404
    assert main_of(client.get(known)) == main_of(client.get(unknown))


def test_the_title_is_only_words(client, alice):
    space = services.start_space(host=alice, title="<script>alert(1)</script>", announce=False)
    assert "<script>alert" not in client.get(link(space).get_absolute_url()).content.decode()


# ---- The share sheet -------------------------------------------------------------------------------------------------


def test_everybody_may_share_and_only_the_host_makes_links(client, alice, bob, space):
    client.force_login(bob)
    page = client.get(f"/spaces/{space.pk}/share/", headers=FRAGMENT).content.decode()
    assert "<html" not in page
    assert "Copy link" in page
    assert "Invite links" not in page
    client.force_login(alice)
    assert "Invite links" in client.get(f"/spaces/{space.pk}/share/", headers=FRAGMENT).content.decode()
    assert "Invite links" in main_of(client.get(f"/spaces/{space.pk}/share/"))


def test_alice_makes_a_link_and_finds_it_in_the_sheet_until_she_revokes_it(client, alice, space):
    client.force_login(alice)
    made = client.post(f"/spaces/{space.pk}/invites/", {"role": "speaker", "lifetime": "day", "uses": "10"}, headers=SCRIPT)
    invite = Invite.objects.get()
    assert made.status_code == 201
    assert made.json() == {"id": str(invite.pk), "url": invite.get_absolute_url()}
    assert invite.expires_at - timezone.now() > timedelta(hours=23)
    page = client.get(f"/spaces/{space.pk}/share/").content.decode()
    assert f"http://testserver/i/{invite.token}/" in page
    assert "10 of 10 left" in page
    assert client.delete(f"/spaces/{space.pk}/invites/{invite.pk}/", headers=SCRIPT).status_code == 204
    assert invite.token not in client.get(f"/spaces/{space.pk}/share/").content.decode()


@pytest.mark.parametrize("role", ["speaker", "listener"])
@pytest.mark.parametrize(("lifetime", "uses"), [("hour", "1"), ("day", "10"), ("week", "100"), ("end", "any")])
def test_every_choice_that_is_offered_is_taken(client, alice, space, role, lifetime, uses):
    client.force_login(alice)
    answer = client.post(f"/spaces/{space.pk}/invites/", {"role": role, "lifetime": lifetime, "uses": uses})
    assert answer.url == f"/spaces/{space.pk}/share/"
    invite = Invite.objects.get()
    assert (invite.role, invite.most_uses) == (role, None if uses == "any" else int(uses))
    assert (invite.expires_at is None) == (lifetime == "end")
    assert client.get(f"/spaces/{space.pk}/share/").status_code == 200


@pytest.mark.parametrize("terms", [{}, {"role": "host"}, {"uses": "-1"}, {"uses": "9" * 30}, {"lifetime": "\0"}])
def test_a_choice_that_is_not_offered_is_refused_by_name(client, alice, space, terms):
    client.force_login(alice)
    terms = {"role": "speaker", "lifetime": "day", "uses": "10", **terms} if terms else {}
    assert client.post(f"/spaces/{space.pk}/invites/", terms, headers=SCRIPT).json()["code"] == "unknown_choice"
    assert not Invite.objects.exists()


def test_bob_neither_makes_nor_revokes_nor_invites(client, bob, space):
    invite = link(space)
    client.force_login(bob)
    terms = {"role": "speaker", "lifetime": "end", "uses": "any", "handle": "bob"}
    for path in ("invites/", f"invites/{invite.pk}/", "invitations/"):
        assert client.post(f"/spaces/{space.pk}/{path}", terms).status_code == 404
    assert Invite.objects.get().revoked_at is None


def test_alice_invites_dave_by_his_handle_though_he_is_not_here(client, alice, dave, mallory, space):
    client.force_login(alice)
    path = f"/spaces/{space.pk}/invitations/"
    assert client.post(path, {"handle": "Dave"}, headers=SCRIPT).status_code == 204
    assert Seat.objects.get(person=dave).invited_at
    assert client.post(path, {"handle": "mallory"}, headers=SCRIPT).json()["code"] == "cant_invite"
    for handle in ("nobody_at_all", "", "x" * 5000, "\0"):
        assert client.post(path, {"handle": handle}, headers=SCRIPT).status_code == 404


# ---- Cards -----------------------------------------------------------------------------------------------------------


def card_of(viewer, path):
    return cards.cards_for(viewer, [path]).get(path)


def test_a_posted_link_shows_the_space_and_joining_leads_over_the_link(client, bob, space):
    path = link(space, "speaker").get_absolute_url()
    client.force_login(bob)
    answer = client.get(f"/spaces/{space.pk}/card/", {"link": path})
    assert "Dawn chorus" in answer.content.decode()
    assert address_in(answer.content.decode(), "Join as speaker") == path
    assert card_of(AnonymousUser(), path)


def test_a_link_that_is_not_meant_for_somebody_shows_them_no_card(alice, bob, mallory, space):
    path = link(space).get_absolute_url()
    assert card_of(alice, path)
    assert card_of(mallory, path) is None
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert card_of(bob, path) is None


def test_cards_of_links_take_one_query_however_many(bob, space, django_assert_num_queries):
    paths = [link(space).get_absolute_url() for _ in range(3)] + ["/i/x/", f"/i/{'x' * 32}/", "/i/../spaces/"]
    with django_assert_num_queries(1):
        found = cards.cards_for(bob, paths)
        assert {card.context["space"].host.name for card in found.values()} == {"Alice"}
    assert set(found) == set(paths[:3])


@pytest.mark.parametrize("path", ["/i/x/", "/spaces/1/", "/nowhere/", "\0", "x" * 3000])
def test_a_card_is_drawn_anew_only_by_a_link_into_its_space(client, alice, bob, space, path):
    client.force_login(bob)
    elsewhere = services.start_space(host=bob, title="Elsewhere", announce=False)
    for asked in (path, elsewhere.get_absolute_url(), link(elsewhere).get_absolute_url()):
        assert client.get(f"/spaces/{space.pk}/card/", {"link": asked}).status_code == 404


def test_signed_out_the_card_of_a_space_leads_past_sign_up_and_back(client, space):
    page = main_of(client.get(space.get_absolute_url()))
    assert urlsplit(address_in(page, "Join to listen")).query == f"next=/spaces/{space.pk}/"
