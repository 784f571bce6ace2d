"""A picture from its upload to the end of its files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from apps.accounts import picture_line, pictures
from apps.accounts.models import Picture
from apps.core import darkroom, uploads
from tests import factories, images

pytestmark = pytest.mark.django_db
AVATAR, BANNER = Picture.Kind.AVATAR, Picture.Kind.BANNER
State = Picture.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """What is done after a commit is done at once; the task that is sent then waits until the test does its work."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_options: deed())
    monkeypatch.setattr("apps.accounts.tasks.make_pictures.delay", lambda: None)


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def send(client, data, name="me.jpg", kind="avatar", **crop):
    file = SimpleUploadedFile(name, data, "image/jpeg")
    return client.post(f"/settings/pictures/{kind}/", {"picture": file, **crop}, headers={"Accept": "application/json"})


def now(alice):
    alice.refresh_from_db()
    return Picture.objects.of(alice, AVATAR).latest("pk")


def later(pictures, **time):
    pictures.update(changed_at=timezone.now() - timedelta(**time))


# ---- The way of a picture --------------------------------------------------------------------------------------------


def test_alice_sends_a_picture_and_everybody_sees_it(as_alice, client, alice, media):
    assert send(as_alice, images.jpeg()).json() == {"state": "uploaded"}
    assert (now(alice).state, alice.avatar) == (State.UPLOADED, "")
    assert picture_line.make_waiting() is False
    picture = now(alice)
    assert (picture.state, alice.avatar) == (State.READY, picture.key)
    assert files(media) == [f"{picture.key}-{width}.webp" for width in (128, 400, 48)]
    client.logout()
    assert f'<img src="/pictures/{picture.key}/400.webp"' in client.get("/@alice/").content.decode()
    response = client.get(f"/pictures/{picture.key}/128.webp")
    assert Image.open(BytesIO(response.content)).size == (128, 128)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"


def test_she_sees_what_happens_to_it(as_alice, alice):
    def settings():
        return as_alice.get("/settings/pictures/avatar/").content.decode()

    assert "being made" not in settings()
    send(as_alice, images.jpeg())
    assert "being made" in settings()
    picture_line.make_waiting()
    assert "being made" not in settings()
    send(as_alice, images.png_saying(50_000, 50_000))
    picture_line.make_waiting()
    assert "more than 40 million pixels" in settings()


def test_her_tabs_are_told(alice, nudges):
    factories.picture(alice)
    [*_, (topic, event, data)] = nudges()
    assert (topic, event) == (f"person:{alice.pk}", "picture_changed")
    alice.refresh_from_db()
    assert (data["state"], data["avatar"]) == ("ready", alice.avatar_at(128))


def test_the_old_picture_stays_until_the_new_one_is_ready(alice, media):
    first = factories.picture(alice)
    second = pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    alice.refresh_from_db()
    assert alice.avatar == first.key
    picture_line.make_waiting()
    alice.refresh_from_db()
    assert alice.avatar == second.key
    assert not [name for name in files(media) if name.startswith(first.key)]


def test_one_that_is_refused_changes_nothing(alice, media):
    first = factories.picture(alice)
    second = factories.picture(alice, data=images.jpeg()[:2000])
    alice.refresh_from_db()
    assert (second.state, second.refusal, alice.avatar) == (State.REFUSED, "picture_broken", first.key)
    assert second.key not in files(media)


def test_of_two_sent_one_after_the_other_the_last_one_counts(alice, media):
    first, second = (pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg())) for _ in range(2))
    picture_line.make_waiting()
    assert now(alice) == second
    assert alice.avatar == second.key
    assert not [name for name in files(media) if name.startswith(first.key)]


def test_a_picture_and_a_banner_are_two_things(alice):
    avatar, banner = factories.picture(alice), factories.picture(alice, "banner")
    alice.refresh_from_db()
    assert (alice.avatar, alice.banner) == (avatar.key, banner.key)
    assert default_storage.exists(banner.path_at(1500))


def test_alice_removes_her_picture(as_alice, alice, media):
    picture = factories.picture(alice)
    assert as_alice.post("/settings/pictures/avatar/", {"undo": "1"}).url == "/settings/profile/"
    assert (now(alice).state, alice.avatar, files(media)) == (State.CLEARED, "", [])
    assert as_alice.get(f"/pictures/{picture.key}/128.webp").status_code == 404


def test_what_was_withdrawn_while_it_was_made_leaves_nothing(alice, media, monkeypatch):
    develop = darkroom.develop

    def removed_meanwhile(*args):
        pictures.remove_picture(person=alice, kind=AVATAR)
        return develop(*args)

    monkeypatch.setattr("apps.core.darkroom.develop", removed_meanwhile)
    factories.picture(alice)
    assert (now(alice).state, alice.avatar, files(media)) == (State.CLEARED, "", [])


def test_only_what_we_made_is_served(as_alice, alice):
    ready = factories.picture(alice)
    banner = pictures.send_picture(person=alice, kind=BANNER, file=ContentFile(images.jpeg()))
    for address in (
        f"{banner.key}/600",
        f"{ready.key}/400/..",
        f"{ready.key}/64",
        f"{ready.key}/600",
        "x/128",
        f"uploads/{banner.key}",
    ):
        assert as_alice.get(f"/pictures/{address}.webp").status_code == 404
    alice.is_active = False
    alice.save()
    assert as_alice.get(f"/pictures/{ready.key}/128.webp").status_code == 404


def test_the_crop_goes_with_it(as_alice, alice):
    assert send(as_alice, images.encoded(images.drawn(1200, 300), "PNG"), left="0.75", top="0", width="0.25").status_code == 200
    picture_line.make_waiting()
    with default_storage.open(now(alice).path_at(400)) as file:
        assert images.colour_at(images.seen(file.read()), 0.1, 0.5) == "right"


# ---- What is refused at the door -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_missing"),
        (b"<html><script>alert(1)</script>", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"GIF89a" + bytes(100), "not_a_picture"),
        (b"RIFF\0\0\0\0WAVE" + bytes(100), "not_a_picture"),
        (b"\0\0\0\x1cftypheic" + bytes(100), "not_a_picture"),
        (b"\xff\xd8\xff" + bytes(uploads.LARGEST), "picture_too_large"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_whatever_its_name_says(as_alice, alice, media, data, code):
    response = send(as_alice, data)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert not Picture.objects.exists()
    assert files(media) == []


def test_sixteen_megabytes_are_not_too_many(as_alice):
    data = images.jpeg()
    assert send(as_alice, data + bytes(uploads.LARGEST - len(data))).status_code == 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 500 + ".jpg", "me\0.jpg", "\u202egpj.exe", ".htaccess", "me.php"])
def test_no_name_of_a_file_matters(as_alice, alice, media, name):
    assert send(as_alice, images.jpeg(), name=name).status_code == 200
    assert files(media) == [now(alice).key]


@pytest.mark.parametrize("crop", [{"left": "nan"}, {"width": "inf"}, {"top": "-1"}, {"left": "2"}, {"width": "wide"}])
def test_a_crop_that_is_none_is_refused(as_alice, crop):
    assert send(as_alice, images.jpeg(), **crop).json()["code"] == "crop_unreadable"


def test_a_plain_form_is_answered_with_a_page(as_alice):
    answer = as_alice.post("/settings/pictures/avatar/", {"picture": SimpleUploadedFile("a.txt", b"words")})
    assert answer.status_code == 422
    assert "JPEG, PNG, WebP and AVIF" in answer.content.decode()
    assert (
        as_alice.post("/settings/pictures/avatar/", {"picture": SimpleUploadedFile("a", images.jpeg())}).url
        == "/settings/profile/"
    )


def test_so_many_a_day_and_no_more(as_alice, settings):
    settings.LIMITS = {**settings.LIMITS, "own_pictures": 1}
    assert send(as_alice, images.jpeg()).status_code == 200
    assert send(as_alice, images.jpeg()).json()["code"] == "too_fast"


# ---- What dies on the way --------------------------------------------------------------------------------------------


def test_a_killed_worker_loses_nothing(alice):
    picture = pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    assert picture_line._take_oldest() == picture  # and is never heard of again
    assert picture_line.sweep() is False
    later(Picture.objects.all(), minutes=4)
    assert picture_line.sweep() is True
    picture_line.make_waiting()
    assert now(alice).state == State.READY


def test_work_that_was_done_but_not_told_is_not_done_again(alice, monkeypatch):
    picture = pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    picture_line._develop(picture_line._take_oldest())
    assert not default_storage.exists(picture.original_path)
    later(Picture.objects.all(), minutes=4)
    monkeypatch.setattr("apps.core.darkroom.develop", None)
    picture_line.make_waiting()
    assert now(alice).state == State.READY


def test_a_picture_at_which_workers_die_is_refused_in_the_end(alice):
    pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    for _ in range(picture_line.MOST_TRIES):
        assert picture_line._take_oldest()
        later(Picture.objects.all(), minutes=4)
    picture_line.make_waiting()
    assert (now(alice).state, now(alice).refusal) == (State.REFUSED, "picture_broken")


def test_a_fault_of_ours_is_no_fault_of_the_picture(alice, monkeypatch):
    monkeypatch.setattr("apps.core.darkroom.sys.executable", "/nowhere/python")
    picture = factories.picture(alice)
    assert picture.state == State.PROCESSING
    assert default_storage.exists(picture.original_path)


def test_a_file_that_was_lost_is_told(alice):
    picture = pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    default_storage.delete(picture.original_path)
    picture_line.make_waiting()
    assert now(alice).refusal == "picture_lost"


def test_an_upload_that_never_ended_leaves_no_file(alice, media, monkeypatch):
    monkeypatch.setattr("apps.accounts.pictures._line_up", lambda *args: None)
    pictures.send_picture(person=alice, kind=AVATAR, file=ContentFile(images.jpeg()))
    picture_line.sweep()
    assert len(files(media)) == 1  # it may still be on its way
    later(Picture.objects.all(), minutes=11)
    picture_line.sweep()
    assert (now(alice).state, files(media)) == (State.CLEARED, [])


def test_the_files_of_somebody_who_is_gone_go_too(alice, media):
    factories.picture(alice)
    alice.delete()
    picture_line.sweep()
    assert files(media) == []


def test_rows_go_after_a_day(alice):
    Picture.objects.create(person=alice, kind=AVATAR, state=State.CLEARED, sent_at=timezone.now() - timedelta(days=2))
    picture_line.sweep()
    assert not Picture.objects.exists()


def test_the_task_does_one_after_the_other(alice, charlie):
    for person in (alice, charlie):
        pictures.send_picture(person=person, kind=AVATAR, file=ContentFile(images.jpeg()))
    with picture_line._at_work:
        assert picture_line.make_waiting() is False
    picture_line.make_waiting()
    assert Picture.objects.filter(state=State.READY).count() == 2


# ---- The darkroom ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [images.png_saying(50_000, 50_000), images.jpeg()[:1000], images.encoded(images.drawn(8, 8), "PNG")]
)
def test_what_the_process_refuses_is_refused_by_name(data):
    with pytest.raises(darkroom.Refused) as refused:
        darkroom.develop(data, None, [(48, 48)])
    assert refused.value.code in darkroom.REFUSALS
    assert str(refused.value.text)


@pytest.mark.parametrize(
    ("signal", "fault"),
    [(11, darkroom.Refused), (24, darkroom.Refused), (9, darkroom.DarkroomFault), (15, darkroom.DarkroomFault)],
)
def test_a_decoder_that_crashes_harms_nobody(monkeypatch, tmp_path, signal, fault):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nkill -{signal} $$\n")
    program.chmod(0o700)
    monkeypatch.setattr("apps.core.darkroom.sys.executable", str(program))
    with pytest.raises(fault):
        darkroom.develop(images.jpeg(), None, [(48, 48)])
