"""Voice messages: who hears them, that they are sent once, that what was said is found."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts import picture_line, restrictions
from apps.accounts.suspending import suspend
from apps.clips import correcting, hearing
from apps.clips.models import Clip
from apps.core.errors import Refused
from apps.dms import afterwards, groups, pages, pictures
from apps.dms.access import message_or_tombstone, side_for, side_in
from apps.dms.models import Message
from apps.dms.services import send_message
from tests import factories, images
from tests.dms.conftest import write_known as write

pytestmark = pytest.mark.django_db


@pytest.fixture
def clip(alice) -> Clip:
    return factories.clip(alice, "Meet me under the fig tree")


def test_who_may_send_no_messages_puts_no_other_words_into_one(alice, bob, clip):
    write(alice, bob, "", clip=str(clip.pk))
    tweeted = factories.clip(alice, "Good evening", used_at=timezone.now())
    restrictions.restrict(person=alice, kind=restrictions.Restriction.Kind.MESSAGING)
    with pytest.raises(Refused) as refused:
        correcting.correct_words(clip=clip, captions=["Something worse"])
    assert refused.value.code == "restricted"
    correcting.correct_words(clip=tweeted, captions=["Good morning"])


def test_a_voice_is_heard_by_those_who_read_the_message_and_nobody_else(client, alice, bob, charlie, clip):
    message = write(alice, bob, "", clip=str(clip.pk))
    clip.refresh_from_db()
    assert (hearing.may_hear(bob, clip), hearing.may_hear(charlie, clip)) == (True, False)
    client.force_login(bob)
    html = client.get("/messages/alice/").content.decode()
    assert f'data-clip="{clip.pk}"' in html
    assert "Meet me under the fig tree" in html
    assert "Voice message" in client.get("/messages/").content.decode()
    afterwards.hide(person=bob, message=message)
    assert not hearing.may_hear(bob, clip)


def test_newcomers_do_not_hear_what_was_said_before(alice, bob, charlie, clip):
    group = groups.make_group(maker=alice, people=[bob])
    send_message(author=alice, to=group, text="", client_id=uuid4(), clip=clip.pk)
    groups.add_people(adder=alice, group=group, people=[charlie])
    clip.refresh_from_db()
    assert (hearing.may_hear(bob, clip), hearing.may_hear(charlie, clip)) == (True, False)


def test_of_who_is_suspended_nothing_is_heard_or_read_between_two(alice, bob, clip):
    message = write(alice, bob, "", clip=str(clip.pk))
    clip.refresh_from_db()
    suspend(person=alice)
    assert not hearing.may_hear(bob, clip)
    for deed in (lambda: message_or_tombstone(bob, message.pk), lambda: side_in(bob, message.conversation_id)):
        with pytest.raises(Refused, match="not_found"):
            deed()


def test_what_they_said_in_a_group_stays(alice, bob, clip):
    group = groups.make_group(maker=alice, people=[bob])
    message = send_message(author=alice, to=group, text="", client_id=uuid4(), clip=clip.pk)
    clip.refresh_from_db()
    suspend(person=alice)
    assert hearing.may_hear(bob, clip)
    assert message_or_tombstone(bob, message.pk) == message
    assert side_in(bob, group.pk)


def test_sent_twice_it_is_one_and_a_recording_is_used_once(alice, bob, clip):
    client_id = uuid4()
    first, second = (write(alice, bob, "", clip=clip.pk, client_id=client_id) for _ in range(2))
    assert first == second
    with pytest.raises(Refused, match="clip_used"):
        write(alice, bob, "", clip=clip.pk)
    with pytest.raises(Refused, match="clip_unknown"):
        write(bob, alice, "", clip=clip.pk)
    assert Message.objects.count() == 1


def test_sent_again_with_blanks_in_place_of_words_it_is_one(alice, bob, clip):
    client_id = uuid4()
    first, second = (write(alice, bob, "\u2800", clip=clip.pk, client_id=client_id) for _ in range(2))
    assert first == second
    assert first.text == ""


def test_another_recording_under_the_same_id_is_not_swallowed(alice, bob, clip):
    client_id = uuid4()
    write(alice, bob, "", clip=clip.pk, client_id=client_id)
    with pytest.raises(Refused, match="client_id_used"):
        write(alice, bob, "", clip=factories.clip(alice, "Something else").pk, client_id=client_id)


@pytest.mark.django_db(transaction=True)
def test_other_pictures_under_the_same_id_are_not_swallowed(alice, bob):
    client_id = uuid4()
    one, other = (pictures.send_picture(owner=alice, file=ContentFile(images.jpeg())).pk for _ in range(2))
    picture_line.make_waiting()
    first = write(alice, bob, "Look", pictures=[str(one)], client_id=client_id)
    assert write(alice, bob, "Look", pictures=[str(one)], client_id=client_id) == first
    for chosen in ([other], [one, other], []):
        with pytest.raises(Refused, match="client_id_used"):
            write(alice, bob, "Look", pictures=chosen, client_id=client_id)


def test_taken_back_it_is_heard_by_nobody(alice, bob, clip):
    afterwards.take_back(author=alice, message=write(alice, bob, "", clip=clip.pk))
    clip.refresh_from_db()
    assert clip.state != Clip.State.READY
    assert pages.stretch_of(side_for(bob, alice)).messages[0].clip is None


def test_what_was_found_by_what_was_said_shows_it(client, alice, bob, clip):
    write(alice, bob, "", clip=clip.pk)
    client.force_login(bob)
    html = client.get("/found/messages/?q=fig").content.decode()
    assert '<span class="visually-hidden">Voice message</span> Meet me under the fig tree' in html


def test_what_was_said_is_found_also_when_the_words_come_later(alice, bob, nudges, tell):
    silent = factories.clip(alice)
    message = write(alice, bob, "", clip=silent.pk)
    assert pages.found_by(bob, "fig").messages == []
    silent.refresh_from_db()
    silent.transcript, silent.words_state = [{"start_ms": 0, "end_ms": 900, "text": "Under the fig tree"}], Clip.Words.READY
    silent.save()
    with tell():
        hearing.tell_of_words(silent)
    assert pages.found_by(bob, "FIG tree").messages == [message]
    assert {event for _topic, event, _data in nudges()} == {"message_changed"}
