"""Files that lie about what they are: each is refused by name, in time, and nothing of them is served."""

import sys

import av
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.clips import line, mastering, studio
from apps.clips.models import Clip
from apps.clips.sounds import kind_of
from apps.core import uploads
from tests.clips import recordings
from tests.clips.test_make import files

pytestmark = pytest.mark.django_db
State = Clip.State

PLAYLIST = (
    b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXTINF:10,\nhttp://127.0.0.1:9/\n#EXT-X-ENDLIST\n"
)
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\nfile http://127.0.0.1:9/a.mp3\n"
ID3 = b"ID3\x04\x00\x00\x00\x00\x02\x00" + bytes(256)

# At the door, by their first bytes.
STRANGERS = {
    "a playlist": (PLAYLIST, "not_a_clip"),
    "a list of files": (CONCAT, "not_a_clip"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "not_a_clip"),
    "an archive": (b"PK\x03\x04" + bytes(100), "not_a_clip"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_clip"),
    "one byte": (b"\xff", "not_a_clip"),
    "nothing": (b"", "clip_missing"),
    "an old film": (b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(100), "clip_is_video"),
    "a broadcast": (b"\x00\x00\x01\xba" + bytes(100), "clip_is_video"),
}


def looped(seconds: int) -> bytes:
    """So much silence in few bytes: a FLAC of one frame and its copies would tell; Opus needs three bytes a packet."""
    return recordings.encoded(recordings.silence(seconds), "ogg", "libopus", 48_000)


def claims_hours(data: bytes) -> bytes:
    """A FLAC whose header says it goes on for ten hours."""
    samples = 10 * 3600 * recordings.RATE
    place = 4 + 4 + 13  # the low 36 bits of the five bytes from here on
    old = int.from_bytes(data[place : place + 5], "big")
    return data[:place] + (old >> 36 << 36 | samples).to_bytes(5, "big") + data[place + 5 :]


LIARS = {
    "a playlist behind a tag": (lambda: ID3 + PLAYLIST, "clip_broken"),
    "a list of files behind a tag": (lambda: ID3 + CONCAT, "clip_broken"),
    "a page behind a tag": (lambda: ID3 + b"<script>alert(1)</script>" * 50, "clip_broken"),
    "a head without a body": (lambda: recordings.wav()[:44], "clip_broken"),
    "half a head": (lambda: recordings.wav()[:20], "clip_broken"),
    "4 GB of nothing": (lambda: recordings.wav_saying(0xFFFFFFF0)[:44], "clip_too_short"),
    "ten thousand streams": (lambda: recordings.many_streams(10_000), "clip_broken"),
    "a film": (lambda: recordings.film(), "clip_is_video"),
    "a film for phones": (lambda: recordings.film("mp4"), "clip_is_video"),
    "a film in sound's clothes": (lambda: recordings.film("mp4").replace(b"ftypisom", b"ftypM4A "), "clip_is_video"),
    "noise that says it is an Ogg": (lambda: b"OggS" + bytes(range(256)) * 40, "clip_broken"),
    "noise that says it is FLAC": (lambda: b"fLaC" + bytes(range(256)) * 40, "clip_broken"),
    "noise that says it is a Matroska": (lambda: b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 40, "clip_broken"),
    "noise that says it is MP4": (lambda: b"\x00\x00\x00\x18ftypM4A " + bytes(range(256)) * 40, "clip_broken"),
    "a blink": (lambda: recordings.wav(0.1), "clip_too_short"),
    "ten minutes of silence": (lambda: looped(600), "clip_too_long"),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_what_is_no_recording_is_refused_at_the_door(client, alice, what):
    data, code = STRANGERS[what]
    client.force_login(alice)
    told = client.post(
        "/clips/", {"clip": SimpleUploadedFile("song.mp3", data, "audio/mpeg")}, headers={"Accept": "application/json"}
    )
    assert (told.status_code, told.json()["code"]) == (422, code)
    assert not Clip.objects.exists()


@pytest.mark.parametrize("what", LIARS)
def test_what_lies_is_refused(ready, media, what):
    make, code = LIARS[what]
    data = make()
    assert kind_of(data[:64])
    clip = ready(data)
    assert (clip.state, clip.refusal) == (State.REFUSED, code)
    assert files(media) == []


def test_a_second_that_claims_to_be_ten_hours_is_a_second(ready):
    clip = ready(claims_hours(recordings.encoded(recordings.tone(1), "flac", "flac")))
    assert (clip.state, abs(clip.duration_ms - 1000) < 50) == (State.READY, True)


def test_a_wav_that_claims_to_be_4_gb_is_as_long_as_it_is(ready):
    clip = ready(recordings.wav_saying(0xFFFFFFF0))
    assert (clip.state, abs(clip.duration_ms - 1000) < 50) == (State.READY, True)


def test_of_one_that_is_cut_off_is_kept_what_there_is(ready):
    whole = recordings.encoded(recordings.tone(4), "mp3", "libmp3lame")
    clip = ready(whole[: len(whole) // 2])
    assert clip.state == State.READY
    assert 1_500 < clip.duration_ms < 2_500


def test_what_else_a_file_says_is_not_in_what_is_made_of_it(ready):
    from django.core.files.storage import default_storage

    page = b"<script>alert(1)</script>"
    clip = ready(
        b"ID3\x04\x00\x00\x00\x00\x00"
        + bytes([len(page)])
        + page
        + recordings.encoded(recordings.tone(1), "mp3", "libmp3lame")
        + page
    )
    assert clip.state == State.READY
    for path in clip.paths:
        assert page not in default_storage.open(path).read()


def test_what_is_too_large_is_not_even_kept(client, alice, monkeypatch):
    monkeypatch.setitem(uploads._LARGEST_AT, "/clips/", 1000)
    client.force_login(alice)
    told = client.post("/clips/", {"clip": SimpleUploadedFile("a.wav", recordings.wav())}, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["code"]) == (422, "clip_too_large")


def test_a_recording_may_be_larger_than_a_picture(client, alice):
    client.force_login(alice)
    file = SimpleUploadedFile("a.wav", recordings.wav() + bytes(17 * 1024 * 1024))
    assert client.post("/clips/", {"clip": file}, headers={"Accept": "application/json"}).status_code == 201


def test_the_process_that_decodes_can_open_nothing():
    """Whatever a file asks for: not even what everybody may read."""
    import subprocess

    attempt = (
        "import json, socket; from apps.clips import mastering; mastering._rehearse(); mastering._confine({'most_clips': 1})\n"
        "for deed in (lambda: open('/etc/hostname'), lambda: socket.socket()):\n"
        "    try: deed(); print('opened')\n"
        "    except OSError as fault: print(fault.errno)\n"
    )
    told = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True, env={}, check=True)
    assert told.stdout.split() == ["24", "24"]


def test_no_decoder_runs_that_is_not_listed():
    """Not even to find out what there is in a file: a large picture would be decoded for that."""
    film = mastering._Source(recordings.film("mp4"), "mp4")
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as complaints, film._opened() as file:
            assert file.streams.video
    finally:
        av.logging.set_level(None)
    assert any("not on whitelist" in said for _level, _from, said in complaints)


def test_a_cover_does_no_harm(ready):
    cover = recordings.with_cover(recordings.encoded(recordings.tone(1), "mp3", "libmp3lame"))
    assert ready(cover).state == State.READY


@pytest.mark.parametrize("says", ['print(\'{"spoiled": "mouldy"}\')', "import sys\nwhile True: sys.stdout.write('x' * 65536)"])
def test_a_process_that_says_what_ours_never_says_is_not_believed(sent, monkeypatch, says):
    monkeypatch.setattr(studio, "_COMMAND", [sys.executable, "-c", says])
    clip = sent()
    line.make_waiting()
    clip.refresh_from_db()
    assert (clip.state, clip.refusal) == (State.REFUSED, "clip_broken")


def test_one_for_which_the_machine_is_too_busy_waits(sent, monkeypatch):
    monkeypatch.setattr(studio, "_TIMEOUT", 0)
    monkeypatch.setattr(studio, "_TIMEOUT_PER_CLIP", 0.01)
    clip = sent()
    assert line.make_waiting() is False
    clip.refresh_from_db()
    assert clip.state == State.PROCESSING


def test_one_that_takes_all_the_time_of_a_processor_is_refused(sent, monkeypatch):
    """By a process that never ends by itself: the limit ends it."""
    endless = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    monkeypatch.setattr(studio, "_COMMAND", [sys.executable, "-c", endless])
    clip = sent()
    line.make_waiting()
    clip.refresh_from_db()
    assert (clip.state, clip.refusal) == (State.REFUSED, "clip_broken")
