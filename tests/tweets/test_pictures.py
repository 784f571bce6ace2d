"""Alice posts what she saw."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from apps.accounts import picture_line
from apps.accounts import pictures as avatars
from apps.accounts.closing import delete_account
from apps.accounts.models import Picture
from apps.core.errors import Refused, TooFast
from apps.graph import muting
from apps.tweets import drafts, pictures, timelines
from apps.tweets.models import Tweet, TweetPicture
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories, images

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
State = TweetPicture.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """What is done after a commit is done at once; the task that is sent then waits until the test does its work."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_options: deed())
    monkeypatch.setattr("apps.accounts.tasks.make_pictures.delay", lambda: None)


def sent(owner, data: bytes | None = None) -> TweetPicture:
    picture = pictures.send_picture(owner=owner, file=ContentFile(images.jpeg() if data is None else data))
    picture.refresh_from_db()
    return picture


def made(owner, data: bytes | None = None) -> TweetPicture:
    picture = sent(owner, data)
    picture_line.make_waiting()
    picture.refresh_from_db()
    return picture


def post(author, *chosen, text: str = "Look") -> Tweet:
    return post_tweet(author=author, text=text, pictures=[(picture.pk, alt) for picture, alt in chosen])


def address(picture, size: str = "small") -> str:
    return f"/tweets/pictures/{picture.key}/{size}.webp"


def files(folder) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


# ---- From the file to the Tweet --------------------------------------------------------------------------------------


def test_each_tweet_of_a_thread_has_its_own(client, alice):
    client.force_login(alice)
    one, two, three = made(alice), made(alice), made(alice)
    told = {"text": ["Dawn", "", "Dusk"], "picture": [one.pk, two.pk, three.pk], "alt": ["Sun", "Noon", "Moon"]}
    for elsewhere in (["0", "1", "1"], ["", "1", "1"]):
        kept = drafts.keep_draft(
            person=alice, fields={name: list(map(str, of)) for name, of in (told | {"picture_of": elsewhere}).items()}
        )
        assert '"of": 1' in client.get(f"/drafts/{kept.pk}/").context["composed"]
        drafts.drop_draft(draft=kept)
    client.post("/tweets/", {**told, "picture_of": ["0", "1", "9"], "is_sensitive": "1"})
    shown = [([picture["alt"] for picture in tweet.pictures], tweet.is_sensitive) for tweet in Tweet.objects.order_by("pk")]
    assert shown == [(["Sun"], True), (["Noon"], True), (["Moon"], True)]


def test_no_picture_stands_in_two_tweets_of_a_thread(client, alice):
    client.force_login(alice)
    one = made(alice)
    told = {"text": ["Dawn", "Dusk"], "picture": [one.pk, one.pk], "picture_of": ["0", "1"]}
    assert client.post("/tweets/", told, headers=JSON).json()["code"] == "picture_unknown"
    assert not Tweet.objects.exists()


def test_a_thread_with_pictures_alone_goes_out_at_its_time(client, alice):
    client.force_login(alice)
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    told = {"text": ["Dawn", ""], "picture": [made(alice).pk], "picture_of": ["1"], "scheduled_for": tomorrow}
    assert client.post("/tweets/", told, headers=JSON).status_code == 201
    told["picture_of"] = ["0"]
    assert client.post("/tweets/", told, headers=JSON).json()["code"] == "tweet_empty"


def test_alice_sends_one_waits_and_posts_it(client, alice, bob):
    client.force_login(alice)
    file = SimpleUploadedFile("tree.jpg", images.jpeg(2000, 1000))
    picture_id = client.post("/tweets/pictures/", {"picture": file}, headers=JSON).json()["id"]
    assert client.get(f"/tweets/pictures/{picture_id}/").json()["is_ready"] is False
    picture_line.make_waiting()
    assert client.get(f"/tweets/pictures/{picture_id}/").json()["is_ready"] is True
    asked = {"text": "Look", "picture": [picture_id], "alt": ["A <b>tree</b> in fog"]}
    html = client.post("/tweets/", asked, headers=JSON).json()["html"]
    assert "A &lt;b&gt;tree&lt;/b&gt; in fog" in html
    tweet = Tweet.objects.get()
    assert [(one["width"], one["height"]) for one in tweet.pictures] == [(1600, 800)]
    client.force_login(bob)
    answer = client.get(address(TweetPicture.objects.get(), "large"))
    assert Image.open(BytesIO(answer.content)).size == (1600, 800)
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(("came", "size"), [((640, 480), (640, 480)), ((3000, 300), (1600, 160)), ((300, 3000), (160, 1600))])
def test_the_whole_of_it_is_shown_and_never_larger_than_it_came(alice, came, size):
    picture = made(alice, images.jpeg(*came))
    assert (picture.width, picture.height) == size


def test_where_it_was_taken_is_not_in_it(alice):
    picture = made(alice, images.with_a_place())
    with default_storage.open(picture.path_at("large")) as file:
        assert b"Secret" not in file.read()
    assert not default_storage.exists(picture.original_path)


def test_four_in_the_order_she_chose_and_not_a_fifth(alice):
    five = [made(alice) for _ in range(5)]
    with pytest.raises(Refused, match="too_many_pictures"):
        post(alice, *[(picture, "") for picture in five])
    tweet = post(alice, *[(picture, str(number)) for number, picture in enumerate(reversed(five[:4]))])
    assert [one["key"] for one in tweet.pictures] == [picture.key for picture in reversed(five[:4])]


def test_a_picture_needs_no_words_and_the_rest_of_a_tweet_does(alice):
    assert post(alice, (made(alice), "A tree"), text=" ").excerpt == "A tree"
    with pytest.raises(Refused, match="tweet_empty"):
        post(alice, text=" ")


def test_what_is_not_ready_not_hers_posted_already_or_absent_is_refused(alice, bob):
    picture = sent(alice)
    with pytest.raises(Refused, match="picture_not_ready"):
        post(alice, (picture, ""))
    picture_line.make_waiting()
    with pytest.raises(Refused, match="picture_unknown"):
        post(bob, (picture, ""))
    post(alice, (picture, ""))
    for again in ([(picture.pk, "")], [("x", "")], [(1, "")]):
        with pytest.raises(Refused, match="picture_unknown"):
            post_tweet(author=alice, text="Again", pictures=again)
    assert Tweet.objects.count() == 1


def test_1500_characters_describe_it_and_one_more_does_not(alice):
    picture = made(alice)
    with pytest.raises(Refused, match="alt_too_long"):
        post(alice, (picture, "x" * 1501))
    assert post(alice, (picture, "x" * 1500))


def test_a_poll_has_no_pictures(alice):
    with pytest.raises(Refused, match="poll_alone"):
        post_tweet(author=alice, text="?", pictures=[(made(alice).pk, "")], poll=(["A", "B"], 60))


@pytest.mark.parametrize("data", [b"\xff\xd8\xff broken", images.jpeg(20, 20)])
def test_what_can_not_be_shown_is_refused_in_words(client, alice, data):
    picture = made(alice, data)
    client.force_login(alice)
    told = client.get(f"/tweets/pictures/{picture.pk}/").json()
    assert told["refusal"]
    assert not default_storage.exists(picture.original_path)


@pytest.mark.parametrize(("data", "code"), [(b"<svg/>", "not_a_picture"), (b"", "picture_missing")])
def test_what_is_no_picture_is_not_taken(client, alice, data, code):
    client.force_login(alice)
    answer = client.post("/tweets/pictures/", {"picture": SimpleUploadedFile("x.jpg", data)}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_past_the_limit_of_a_day_none_is_taken(alice, settings):
    settings.LIMITS = {**settings.LIMITS, "pictures": 1}
    sent(alice)
    with pytest.raises(TooFast):
        sent(alice)


# ---- Who sees it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["protected", "blocked", "removed", "closed", "deleted"])
def test_a_picture_is_seen_by_whom_its_tweet_is(client, alice, mallory, charlie, how):
    picture = made(alice)
    tweet = post(alice, (picture, ""))
    assert client.get(address(picture)).status_code == 200
    viewer = mallory if how == "blocked" else charlie
    client.force_login(viewer)
    if how == "removed":
        Tweet.objects.update(removed_at=timezone.now())
    elif how == "deleted":
        delete_tweet(tweet=tweet)
    else:
        alice.is_protected, alice.is_active = how == "protected", how != "closed"
        alice.save()
    assert client.get(address(picture)).status_code == 404


def test_before_it_is_posted_only_she_sees_it(client, alice, bob):
    picture = made(alice)
    client.force_login(bob)
    assert client.get(address(picture)).status_code == 404
    assert client.get(f"/tweets/pictures/{picture.pk}/").status_code == 404
    client.force_login(alice)
    assert client.get(address(picture)).status_code == 200
    assert client.get(address(picture, "huge")).status_code == 404


def test_home_and_the_media_page_show_it_without_asking_more(client, alice, bob, django_assert_num_queries):
    client.force_login(bob)
    post_tweet(author=alice, text="Words only")
    client.get("/")
    post(alice, (made(alice), "A tree"))
    with django_assert_num_queries(10):
        assert "A tree" in client.get("/").content.decode()
    assert [tweet.text for tweet in timelines.pictures_of(alice, bob).tweets] == ["Look"]
    assert "Words only" not in client.get("/@alice/media/").content.decode()


def test_words_that_bob_mutes_he_does_not_meet_in_a_description(alice, bob):
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    post(alice, (made(alice), "Ein Baum in grünem Rain"))
    assert timelines.home_of(bob).tweets == []


def test_sensitive_pictures_are_asked_for(client, alice):
    picture = made(alice)
    client.force_login(alice)
    asked = {"text": "Look", "picture": picture.pk, "alt": "", "is_sensitive": "1"}
    assert '<details class="warned">' in client.post("/tweets/", asked, headers=JSON).json()["html"]


# ---- Its end ---------------------------------------------------------------------------------------------------------


def test_what_is_taken_out_leaves_no_file(client, alice, media):
    picture = made(alice)
    client.force_login(alice)
    assert client.delete(f"/tweets/pictures/{picture.pk}/").status_code == 204
    assert files(media) == []
    assert client.get(f"/tweets/pictures/{picture.pk}/").json()["is_ready"] is False


def test_what_a_draft_shows_stays_until_the_draft_does_without_it(client, alice, media):
    picture = made(alice)
    keep = {"person": alice, "fields": {"text": ["Look"], "picture": [str(picture.pk)]}}
    draft = drafts.keep_draft(**keep)
    client.force_login(alice)
    assert client.delete(f"/tweets/pictures/{picture.pk}/").status_code == 204
    assert client.get(address(picture)).status_code == 200
    drafts.keep_draft(person=alice, fields={"text": ["Look"]}, draft_id=draft.pk)
    assert client.delete(f"/tweets/pictures/{picture.pk}/").status_code == 204
    assert files(media) == []


def test_what_is_nobodys_is_shown_to_nobody(client, alice):
    picture = made(alice)
    TweetPicture.objects.update(owner=None)
    assert client.get(address(picture)).status_code == 404


def test_taken_out_while_it_is_made_it_leaves_no_file(alice, media, monkeypatch):
    picture = sent(alice)
    make = picture_line._develop

    def and_meanwhile_taken_out(one):
        make(one)
        TweetPicture.objects.filter(pk=one.pk).become(State.GONE)

    monkeypatch.setattr(picture_line, "_develop", and_meanwhile_taken_out)
    picture_line.make_waiting()
    picture.refresh_from_db()
    assert (picture.state, files(media)) == (State.CLEARED, [])


def test_a_deleted_tweet_leaves_no_file(alice, media):
    delete_tweet(tweet=post(alice, (made(alice), "")))
    assert files(media) == []


def test_neither_does_who_is_deleted(alice, bob, media):
    post(bob, (made(bob), ""))
    made(bob)
    delete_account(person=bob)
    picture_line.sweep()
    assert files(media) == []


def test_what_was_never_posted_is_swept_away_in_the_end(alice, media):
    made(alice)
    picture_line.sweep()
    assert len(files(media)) == 2
    TweetPicture.objects.update(sent_at=timezone.now() - timedelta(days=8))
    picture_line.sweep()
    assert files(media) == []


def test_what_a_killed_worker_took_is_taken_once_more(alice):
    picture = sent(alice)
    TweetPicture.objects.update(state=State.PROCESSING, changed_at=timezone.now() - timedelta(minutes=5), tries=1)
    assert picture_line.sweep() is True
    picture_line.make_waiting()
    picture.refresh_from_db()
    assert (picture.state, picture.tries) == (State.READY, 2)


def test_a_worker_that_died_after_its_work_loses_nothing(alice):
    picture = made(alice, images.jpeg(640, 480))
    TweetPicture.objects.update(state=State.PROCESSING, changed_at=timezone.now() - timedelta(minutes=5))
    picture_line.make_waiting()
    picture.refresh_from_db()
    assert (picture.state, picture.width, picture.height) == (State.READY, 640, 480)
    assert not default_storage.exists(picture.original_path)


def test_no_original_is_left_of_what_can_be_seen(alice, monkeypatch):
    picture = sent(alice)
    seen = []
    become = TweetPicture.objects.all().__class__.become

    def look_first(rows, state, **fields):
        if state == State.READY:
            seen.append(default_storage.exists(picture.original_path))
        return become(rows, state, **fields)

    monkeypatch.setattr("apps.tweets.models.TweetPictureQuerySet.become", look_first)
    picture_line.make_waiting()
    assert seen == [False]


def test_whatever_they_are_for_pictures_wait_in_one_line(alice):
    first = sent(alice)
    avatar = avatars.send_picture(person=alice, kind=Picture.Kind.AVATAR, file=ContentFile(images.jpeg()))
    assert picture_line._take_oldest() == first
    assert picture_line._take_oldest() == avatar
    assert picture_line._take_oldest() is None


def test_an_archive_holds_the_pictures(alice):
    picture = made(alice)
    post(alice, (picture, ""))
    assert [stored.called for stored in pictures.files_of(alice) if stored.called.startswith("tweets/")]
    assert factories.person("erin").tweet_pictures.count() == 0
