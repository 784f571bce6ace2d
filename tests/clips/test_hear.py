"""Who hears a clip: by addresses that are signed, by parts, and for as long as they may."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import Client
from django.utils import timezone

from apps.accounts import revoking
from apps.clips import playback, services
from apps.graph import protecting
from apps.tweets import drafts
from apps.tweets.models import Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests.moderation.scenes import case_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def tweet(ready, alice):
    return post_tweet(author=alice, text="", clip=services.take_clip(owner=alice, given_id=str(ready().pk)))


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def heard(client):
    """How somebody is answered at an address that was made for them, or for `of`."""

    def ask(clip, person=None, *, of=None, sound="ogg", **headers):
        client.logout()
        if person:
            client.force_login(person)
        address = playback.addresses_of(clip, of or person or AnonymousUser())[sound]
        return client.get(address, headers=headers)

    return ask


def test_everybody_hears_a_tweet_that_everybody_reads(heard, tweet, bob):
    for person in (bob, None):
        answer = heard(tweet.clip, person)
        assert (answer.status_code, answer["Content-Type"]) == (200, "audio/ogg; codecs=opus")
        assert (answer["X-Content-Type-Options"], answer["Accept-Ranges"]) == ("nosniff", "bytes")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content.startswith(b"OggS")
    assert heard(tweet.clip, bob, sound="m4a").content[4:8] == b"ftyp"


def test_parts_of_it_can_be_asked_for(heard, tweet, bob):
    whole = heard(tweet.clip, bob).content
    for asked, first, last in (
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(whole) - 1),
        ("bytes=-50", len(whole) - 50, len(whole) - 1),
        ("bytes=10-99999999", 10, len(whole) - 1),
    ):
        answer = heard(tweet.clip, bob, Range=asked)
        assert (answer.status_code, answer.content) == (206, whole[first : last + 1])
        assert answer["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert heard(tweet.clip, bob, Range="bytes=99999999-").status_code == 416
    assert heard(tweet.clip, bob, Range="bytes=5-2").status_code == 416
    assert heard(tweet.clip, bob, Range="bytes=-0").status_code == 416
    for nonsense in ("bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b", "bytes=" + "9" * 400 + "-"):
        assert heard(tweet.clip, bob, Range=nonsense).status_code == 200


def test_an_address_is_for_one_person(heard, tweet, bob, charlie):
    assert heard(tweet.clip, bob, of=charlie).status_code == 404
    assert heard(tweet.clip, None, of=charlie).status_code == 404


def test_an_address_is_for_one_life_of_their_log_ins(client, tweet, bob):
    address = playback.addresses_of(tweet.clip, bob)["ogg"]
    revoking.revoke(person=bob, reason="logged_out")
    bob.refresh_from_db()
    client.force_login(bob)
    assert client.get(address).status_code == 404


def test_an_address_ends(client, tweet, bob, monkeypatch):
    client.force_login(bob)
    address = playback.addresses_of(tweet.clip, bob)["ogg"]
    now = playback.time.time()
    monkeypatch.setattr(playback.time, "time", lambda: now + 3 * 3600 + 1)
    assert client.get(address).status_code == 404
    assert client.get(playback.addresses_of(tweet.clip, bob)["ogg"]).status_code == 200


@pytest.mark.parametrize("broken", ["", "?until=9999999999&for=x", "?until=x&for=y", "?until=" + "9" * 30])
def test_without_a_signature_nothing_is_heard(client, tweet, alice, broken):
    client.force_login(alice)
    assert client.get(f"/clips/{tweet.clip.key}.ogg{broken}").status_code == 404


def test_what_is_part_of_nothing_only_its_owner_hears(heard, ready, alice, bob):
    clip = ready()
    assert [heard(clip, person).status_code for person in (alice, bob, None)] == [200, 404, 404]


def test_a_deleted_tweet_is_silent_at_once(heard, tweet, alice, bob, media):
    clip = tweet.clip
    delete_tweet(tweet=tweet)
    assert [heard(clip, person).status_code for person in (alice, bob, None)] == [404, 404, 404]
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("when", ["held_at", "removed_at"])
def test_what_moderators_keep_back_is_silent(heard, tweet, bob, when):
    Tweet.objects.update(**{when: timezone.now()})
    assert heard(tweet.clip, bob).status_code == 404
    Tweet.objects.update(**{when: None})
    assert heard(tweet.clip, bob).status_code == 200


def test_the_protected_are_heard_by_who_follows_them(heard, tweet, alice, bob, charlie):
    protecting.set_protected(person=alice, is_protected=True)
    assert [heard(tweet.clip, person).status_code for person in (bob, charlie, None)] == [200, 404, 404]


def test_who_is_blocked_hears_nothing(heard, tweet, mallory):
    assert heard(tweet.clip, mallory).status_code == 404


def test_who_has_left_is_heard_no_more(heard, tweet, alice, bob):
    alice.is_active = False
    alice.save()
    assert heard(tweet.clip, bob).status_code == 404


def test_with_the_account_its_sound_goes(tweet, alice, media):
    from apps.clips import line
    from apps.clips.models import Clip

    clip = tweet.clip
    alice.delete()
    Clip.objects.update(used_at=timezone.now() - timedelta(minutes=11))
    line.sweep()
    assert not [path for path in media.rglob("*") if path.is_file()]
    clip.refresh_from_db()
    assert clip.state == Clip.State.CLEARED


def test_the_player_is_for_who_may_hear(client, tweet, bob, mallory):
    client.force_login(bob)
    page = client.get(f"/clips/{tweet.clip_id}/player/").content.decode()
    assert "<voice-player" in page
    assert playback.addresses_of(tweet.clip, bob)["ogg"].replace("&", "&amp;") in page
    client.force_login(mallory)
    assert client.get(f"/clips/{tweet.clip_id}/player/").status_code == 404


def test_an_archive_holds_what_was_said(tweet, alice):
    from apps.core import belongings

    [clip] = belongings.rows_of(alice)["clips"]
    assert clip["duration_ms"] == 1000
    names = [file.called for file in belongings.files_of(alice) if file.called]
    assert names == [f"clips/{tweet.clip_id}-{tweet.clip.key[:8]}.ogg"]


def test_a_moderator_hears_what_they_decide_about(heard, tweet, mod, charlie):
    mod.user_permissions.add(Permission.objects.get(codename="moderate"))
    mod = type(mod).objects.get(pk=mod.pk)
    case = case_about(charlie, "tweet", tweet.pk)
    Tweet.objects.update(held_at=timezone.now())
    assert heard(tweet.clip, mod).status_code == 200
    assert f'data-clip="{tweet.clip_id}"' in client_of(mod).get(f"/moderation/{case.pk}/").content.decode()
    assert [heard(tweet.clip, person).status_code for person in (mod, charlie)] == [200, 404]


def test_what_is_taken_out_is_gone_unless_a_draft_keeps_it(client, ready, alice):
    kept, other = ready(), ready()
    drafts.keep_draft(person=alice, fields={"text": [""], "clip": [str(kept.pk)]})
    client.force_login(alice)
    for clip in (kept, other):
        assert client.delete(f"/clips/{clip.pk}/").status_code == 204
    assert [client.get(f"/clips/{clip.pk}/").status_code for clip in (kept, other)] == [200, 404]
