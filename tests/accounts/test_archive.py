"""Everything somebody has here, for them alone."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.accounts import archives
from apps.accounts.models import Archive
from apps.core.errors import TooFast
from apps.dms import services as dms
from apps.fleets import services as fleets
from apps.graph import services as graph
from apps.notifications.models import Preferences
from apps.spaces import services as spaces
from apps.tweets import marks
from apps.tweets import services as tweets
from tests.factories import PASSWORD, person
from tests.together import at_once

pytestmark = pytest.mark.django_db
STATES = Archive.State
# What is in it, and of what each row tells. Anything else would be a leak.
HOLDS = {
    "account": {
        *("handle", "name", "bio", "location", "link", "joined_at", "captions_consent", "emails", "old_handles"),
        *("is_protected", "replies_from", "messages_from", "invites_from", "hides_presence", "shows_reading"),
    },
    "log_ins": {"user_agent", "ip", "created_at", "last_seen_at"},
    "notifications": {"kind", "path", "happened_at", "read_at"},
    "notification_settings": {field.name for field in Preferences._meta.fields} - {"person"},
    "relations": {"following", "asked_to_follow", "blocked", "muted", "muted_words"},
    "tweets": {
        "id",
        "text",
        "warning",
        "pictures",
        "card_path",
        "posted_at",
        "edited_at",
        "in_reply_to_id",
        "quoted_id",
        "replies_from",
        "clip_id",
    },
    "clips": {"id", "key", "sent_at", "duration_ms", "language", "transcript", "corrected_at"},
    "fleets": {"id", "text", "paper", "card_path", "picture__key", "picture__alt", "clip_id", "posted_at", "expires_at"},
    "muted_fleets": {"muted__handle", "muted_at"},
    "likes": {"tweet_id", "liked_at"},
    "retweets": {"tweet_id", "retweeted_at"},
    "bookmarks": {"tweet_id", "kept_at"},
    "drafts": {"fields", "scheduled_for", "kept_at"},
    "votes": {"poll_id", "choice", "voted_at"},
    "lists": {"own", "followed"},
    "spaces_hosted": {"id", "title", "language", "scheduled_for", "started_at", "ended_at"},
    "spaces_visited": {"space_id", "space__title", "role", "joined_at", "spoke_at"},
    "messages": {"id", "to", "group", "text", "card_path", "answers", "voice", "pictures", "sent_at", "deleted_at"},
    "message_reactions": {"message", "emoji", "reacted_at"},
    "groups": {"id", "name", "muted_at"},
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.STORAGES = {**settings.STORAGES, "archives": {**settings.STORAGES["archives"], "OPTIONS": {"location": tmp_path}}}
    return tmp_path


def made_for(person) -> Archive:
    archive = archives.ask_for_archive(person=person)
    archives.make_archive(archive.pk)
    archive.refresh_from_db()
    return archive


def signed_in(client, person):
    client.post("/accounts/login/", {"login": person.handle, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_alice_gets_what_is_hers_and_nothing_else(client, alice, bob, mallory):
    tweet = tweets.post_tweet(author=alice, text="Good morning")
    marks.like_tweet(person=alice, tweet=tweet)
    graph.follow(follower=alice, followed=bob)
    dms.send_message(author=alice, to=bob, text="hello from alice", client_id=uuid4())
    dms.send_message(author=bob, to=alice, text="a secret of bob", client_id=uuid4())
    graph.block(blocker=bob, blocked=person("eve"))
    spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    fleets.see_fleet(person=bob, fleet=fleets.post_fleet(author=alice, text="Up already"))
    fleets.mute_fleets(muter=alice, muted=bob)
    archive = made_for(alice)
    answer = signed_in(client, alice).get(f"/settings/archive/{archive.pk}/")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    inside = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    found = {name.removesuffix(".json"): json.loads(inside.read(name)) for name in inside.namelist() if name.endswith(".json")}
    assert {name: keys_of(rows) for name, rows in found.items() if rows} == {n: k for n, k in HOLDS.items() if found[n]}
    assert found.keys() == HOLDS.keys()
    nobody = {"asked_to_follow": [], "muted": [], "muted_words": []}
    assert found["relations"] == {"following": ["bob"], "blocked": ["mallory"], **nobody}
    everything = b"".join(inside.read(name) for name in inside.namelist())
    assert b"hello from alice" in everything
    assert b"a secret of bob" not in everything
    assert alice.password.encode() not in everything


def keys_of(rows) -> set[str]:
    return set(rows) if isinstance(rows, dict) else {key for row in rows for key in row}


def test_nobody_else_gets_it(client, alice, bob):
    archive = made_for(alice)
    assert client.get(f"/settings/archive/{archive.pk}/").url.startswith("/accounts/login/")
    assert signed_in(client, bob).get(f"/settings/archive/{archive.pk}/").status_code == 404
    assert client.get("/settings/archive/999999/").status_code == 404


def test_she_is_asked_whether_it_is_her(client, alice):
    archive = made_for(alice)
    client.force_login(alice)
    assert client.get(f"/settings/archive/{archive.pk}/").url.startswith("/accounts/reauthenticate/")


def test_one_a_day_unless_it_failed(client, alice):
    archive = archives.ask_for_archive(person=alice)
    with pytest.raises(TooFast):
        archives.ask_for_archive(person=alice)
    client.force_login(alice)
    assert client.post("/settings/archive/").status_code == 429
    Archive.objects.update(state=STATES.FAILED)
    again = archives.ask_for_archive(person=alice)
    Archive.objects.filter(pk=again.pk).update(state=STATES.READY, asked_at=timezone.now() - timedelta(hours=24))
    assert archives.ask_for_archive(person=alice).pk > archive.pk


def test_after_a_week_it_is_gone(client, alice, folder):
    archive = made_for(alice)
    archives.sweep()
    assert len(list(folder.iterdir())) == 1
    Archive.objects.update(asked_at=timezone.now() - timedelta(days=7, seconds=1))
    archives.sweep()
    assert list(folder.iterdir()) == []
    assert signed_in(client, alice).get(f"/settings/archive/{archive.pk}/").status_code == 404


def test_what_a_killed_worker_left_is_made_by_another_and_given_up_at_last(alice, monkeypatch):
    sent = []
    monkeypatch.setattr("apps.accounts.tasks.make_archive.delay", sent.append)
    archive = archives.ask_for_archive(person=alice)
    early, late = timezone.now() - timedelta(minutes=1), timezone.now() - timedelta(minutes=11)
    Archive.objects.update(asked_at=late, taken_at=early, tries=1)
    archives.make_archive(archive.pk)
    archives.sweep()
    assert (sent, Archive.objects.get().state) == ([], STATES.REQUESTED)
    Archive.objects.update(taken_at=late)
    archives.sweep()
    assert sent == [archive.pk]
    Archive.objects.update(taken_at=late, tries=3)
    archives.sweep()
    assert Archive.objects.get().state == STATES.FAILED


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_it_is_made_once(alice):
    found = at_once([lambda: archives.ask_for_archive(person=alice)] * 5)
    assert sorted(found) == ["done"] + ["too_fast"] * 4


@pytest.mark.parametrize("state", [None, *STATES.values])
def test_the_page_tells_how_far_it_is(client, alice, state):
    if state:
        Archive.objects.create(person=alice, state=state, ready_at=timezone.now() if state == "ready" else None, size=1234)
    client.force_login(alice)
    assert client.get("/settings/archive/").status_code == 200


def test_the_way_to_it_leads_past_the_question_who_she_is(client, alice):
    archive = made_for(alice)
    client.force_login(alice)
    assert 'href="/accounts/reauthenticate/?next=/settings/archive/"' in client.get("/settings/archive/").content.decode()
    signed_in(client, alice)
    assert f'href="/settings/archive/{archive.pk}/"' in client.get("/settings/archive/").content.decode()


def test_what_went_wrong_while_it_was_written_lies_nowhere_for_ever(alice, folder, monkeypatch):
    archive = archives.ask_for_archive(person=alice)
    with monkeypatch.context() as broken:
        broken.setattr(archives, "_write", Mock(side_effect=OSError("The disk is full")))
        with pytest.raises(OSError, match="full"):
            archives.make_archive(archive.pk)
    assert len(list(folder.iterdir())) == 1
    Archive.objects.update(taken_at=timezone.now() - archives.TAKEN_FOR - timedelta(seconds=1))
    archives.make_archive(archive.pk)
    archive.refresh_from_db()
    assert [file.name for file in folder.iterdir()] == [archive.file_name]
