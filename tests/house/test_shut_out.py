"""What is left to somebody who was suspended: nothing of what they had open, were sent or gave to others."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Archive
from apps.accounts.suspending import reinstate, suspend
from apps.spaces import services as spaces
from apps.spaces.models import Invite
from apps.tweets.services import post_tweet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(alice) -> list[str]:
    """What alice gave to others: her page, a Tweet, a Space, a link into it, her picture."""
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    link = Invite.objects.create(space=space, created_by=alice, role="listener")
    picture = factories.picture(alice)
    tweet = post_tweet(author=alice, text="Good morning")
    shown = f"/pictures/{picture.key}/{picture.sizes[0][0]}.webp"
    return ["/@alice/", tweet.get_absolute_url(), space.get_absolute_url(), f"/i/{link.token}/", shown]


def test_old_links_lead_nowhere_for_anybody(client, alice, bob, addresses):
    for visitor in (client, of(bob)):
        assert [visitor.get(address).status_code for address in addresses] == [200] * len(addresses)
    suspend(person=alice)
    for visitor in (client, of(bob)):
        assert [visitor.get(address).status_code for address in addresses] == [404] * len(addresses)


def of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_open_page_is_asked_for_anew_and_leads_out(alice):
    hers = of(alice)
    page = hers.get("/settings/")
    assert {"private", "no-cache"} <= {word.strip() for word in page["Cache-Control"].split(",")}
    suspend(person=alice)
    assert hers.get("/settings/").url.startswith("/accounts/login/")
    assert hers.post("/tweets/", {"text": "Still here"}).url.startswith("/accounts/login/")
    assert not alice.tweets.exists()


def test_letters_and_downloads_of_before_open_nothing(client, alice):
    hers = of(alice)
    archive = Archive.objects.create(person=alice, asked_at="2026-01-01T00:00Z", state=Archive.State.READY)
    key = {"uidb36": user_pk_to_url_str(alice), "key": default_token_generator.make_token(alice)}
    letter = reverse("account_reset_password_from_key", kwargs=key)
    suspend(person=alice)
    assert hers.get(f"/settings/archive/{archive.pk}/").url.startswith("/accounts/login/")
    opened = client.get(letter, follow=True)
    assert "too old" in opened.content.decode()
    assert client.post(opened.request["PATH_INFO"], {"password1": "another long passphrase"}).status_code in (200, 302)
    alice.refresh_from_db()
    assert alice.check_password(factories.PASSWORD)


def test_let_back_in_she_logs_in_anew(alice):
    hers = of(alice)
    suspend(person=alice)
    reinstate(person=alice)
    assert hers.get("/settings/").url.startswith("/accounts/login/")
