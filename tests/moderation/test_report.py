"""Bob reports what Mallory does."""

from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.accounts import picture_line
from apps.clips import hearing
from apps.clips.models import Clip
from apps.core.errors import NotFound, Refused, TooFast
from apps.dms import access as dms
from apps.dms import afterwards, groups
from apps.dms import pictures as dms_pictures
from apps.graph.models import Block
from apps.moderation import decisions, reports
from apps.moderation.models import Case, Report
from apps.spaces import services as spaces
from apps.tweets.services import delete_tweet
from tests import factories, images
from tests.moderation.scenes import report, said, tweet_by

pytestmark = pytest.mark.django_db


def test_what_was_reported_is_kept_as_it_was(bob, mallory):
    tweet = tweet_by(mallory, "You sing like a kettle")
    filed = report(bob, "tweet", tweet.pk)
    delete_tweet(tweet=tweet)
    filed.refresh_from_db()
    assert (filed.snapshot["text"], filed.case.person) == ("You sing like a kettle", mallory)


def test_reports_of_several_people_are_one_case_and_more_urgent(bob, charlie, mallory):
    tweet = tweet_by(mallory)
    first = report(bob, "tweet", tweet.pk, category="misleading").case
    before = Case.objects.get(pk=first.pk).priority
    second = report(charlie, "tweet", tweet.pk, category="violence").case
    second.refresh_from_db()
    assert (first, second.severity, second.category) == (second, 3, "violence")
    assert second.priority > before


def test_one_open_report_a_person_and_subject(bob, mallory):
    tweet = tweet_by(mallory)
    report(bob, "tweet", tweet.pk)
    with pytest.raises(Refused, match="already_reported"):
        report(bob, "tweet", tweet.pk, category="other")
    Report.objects.update(closed_at="2026-01-01T00:00Z")
    Case.objects.update(closed_at="2026-01-01T00:00Z")
    assert report(bob, "tweet", tweet.pk).case.pk != Report.objects.order_by("filed_at").first().case_id


def test_the_same_a_thousand_times_is_one_report_of_the_same_weight(bob, mallory):
    filed = report(bob, "person", "mallory")
    weight = Case.objects.get().priority
    again = [partial(report, bob, "person", "mallory")] * 1000
    assert {code_of(deed) for deed in again} == {"already_reported"}
    assert (Report.objects.get(), Case.objects.get().priority) == (filed, weight)


def code_of(deed) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.code


def test_nobody_reports_themselves(mallory):
    with pytest.raises(Refused, match="own_report"):
        report(mallory, "person", "mallory")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("tweet", "1"),
        ("tweet", "x"),
        ("tweet", "9" * 40),
        ("person", "nobody"),
        ("message", "1"),
        ("space", "1"),
        ("speaker", "1-1"),
        ("speaker", ""),
        ("poem", "1"),
    ],
)
def test_what_is_not_there_can_not_be_reported(bob, kind, name):
    with pytest.raises(NotFound):
        report(bob, kind, name)


def test_what_others_say_in_private_can_not_be_reported(alice, bob, charlie, mallory):
    message = said(charlie, bob, "Hello")
    with pytest.raises(NotFound):
        report(alice, "message", message.pk)


def test_a_held_tweet_is_there_for_nobody_else(bob, mallory):
    tweet = tweet_by(mallory)
    type(tweet).objects.update(held_at="2026-01-01T00:00Z")
    with pytest.raises(NotFound):
        report(bob, "tweet", tweet.pk)


def test_a_message_comes_alone_unless_its_reporter_agrees_to_show_more(bob, charlie):
    for number in range(8):
        last = said(charlie, bob, f"Line {number}")
    assert "before" not in report(bob, "message", last.pk).snapshot
    Report.objects.all().delete()
    Case.objects.all().delete()
    shown = report(bob, "message", last.pk, with_context=True).snapshot["before"]
    assert [line["text"] for line in shown] == ["Line 2", "Line 3", "Line 4", "Line 5", "Line 6"]


def test_what_came_before_is_what_the_reporter_saw(alice, bob, charlie, dave):
    group = groups.make_group(maker=alice, people=[bob, charlie])
    said(bob, group, "Before Dave came")
    groups.add_people(adder=alice, group=group, people=[dave])
    gone = said(bob, group, "What Dave deleted for himself")
    said(charlie, group, "From whom Dave blocked")
    said(alice, group, "Good morning")
    last = said(bob, group, "You sing like a kettle")
    afterwards.hide(person=dave, message=gone)
    Block.objects.create(blocker=dave, blocked=charlie)  # before anybody left for it
    shown = report(dave, "message", last.pk, with_context=True).snapshot["before"]
    assert shown == [{"handle": "alice", "text": "Good morning"}]


def test_what_came_before_may_have_been_said_aloud(bob, charlie):
    said(charlie, bob, "", clip=factories.clip(charlie, "You sing like a kettle").pk)
    last = said(charlie, bob, "You do")
    [before] = report(bob, "message", last.pk, with_context=True).snapshot["before"]
    assert before["text"] == "You sing like a kettle"


@pytest.fixture
def voice(bob, mallory):
    return said(mallory, bob, "", clip=factories.clip(mallory, "You sing like a kettle").pk)


def hears(person, message) -> bool:
    return hearing.may_hear(person, Clip.objects.get(pk=message.clip_id))


def test_a_voice_is_kept_in_words_and_heard_by_moderators_alone(client, bob, charlie, mod, voice):
    assert [hears(person, voice) for person in (bob, mod, charlie)] == [True, False, False]
    case = report(bob, "message", voice.pk).case
    assert case.words == case.reports.get().words == "You sing like a kettle"
    assert [hears(person, voice) for person in (bob, mod, charlie)] == [True, True, False]
    client.force_login(mod)
    assert f'data-clip="{voice.clip_id}"' in client.get(case.get_absolute_url()).content.decode()


def test_a_voice_that_is_taken_back_is_kept_until_somebody_has_decided(
    bob, mallory, mod, voice, django_capture_on_commit_callbacks
):
    case = report(bob, "message", voice.pk).case
    with django_capture_on_commit_callbacks(execute=True):
        afterwards.take_back(author=mallory, message=voice)
    assert [hears(person, voice) for person in (mod, bob, mallory)] == [True, False, False]
    [sound, _other] = voice.clip.paths
    assert default_storage.exists(sound)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.decide(case=case, moderator=mod, action="warn", rule="harassment", facts="You did.")
    assert not hears(mod, voice)
    assert not default_storage.exists(sound)


def test_deciding_leaves_a_voice_that_was_not_taken_back(bob, mod, voice):
    case = report(bob, "message", voice.pk).case
    decisions.decide(case=case, moderator=mod, action="dismiss", rule="", facts="")
    assert hears(bob, voice)


@pytest.mark.django_db(transaction=True)
def test_pictures_that_are_taken_back_are_seen_by_moderators_until_somebody_has_decided(client, bob, charlie, mallory, mod):
    sent, of_another = (dms_pictures.send_picture(owner=mallory, file=ContentFile(images.jpeg())) for _ in range(2))
    picture_line.make_waiting()
    message = said(mallory, bob, "Look at this", pictures=[str(sent.pk)])
    said(mallory, charlie, "", pictures=[str(of_another.pk)])
    case = report(bob, "message", message.pk).case
    afterwards.take_back(author=mallory, message=message)
    client.force_login(mod)
    seen, not_seen = (f"/moderation/{case.pk}/pictures/{picture.key}/" for picture in (sent, of_another))
    assert [client.get(address).status_code for address in (seen, not_seen)] == [200, 404]
    assert seen in client.get(case.get_absolute_url()).content.decode()
    for person in (bob, mallory):
        with pytest.raises(NotFound):
            dms.picture_bytes(person, sent.key, "large")
    decisions.decide(case=case, moderator=mod, action="warn", rule="harassment", facts="You did.")
    assert client.get(seen).status_code == 404
    assert not default_storage.exists(sent.path_at("large"))


def test_a_speaker_is_reported_at_this_moment_with_what_was_said(alice, bob):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = factories.speaker(space, "victor")
    space.captions.create(person=seat.person, began_ms=0, ended_ms=900, state="ready", text="You sing like a kettle")
    filed = report(bob, "speaker", f"{space.pk}-{seat.person_id}")
    assert (filed.case.person, filed.case.space_id) == (seat.person, space.pk)
    assert filed.moment_ms == filed.snapshot["moment_ms"] >= 0
    assert [line["text"] for line in filed.snapshot["captions"]] == ["You sing like a kettle"]


def test_who_only_listens_is_no_speaker(alice, bob, charlie):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    spaces.enter_space(person=charlie, space=space)
    with pytest.raises(NotFound):
        report(bob, "speaker", f"{space.pk}-{charlie.pk}")


def test_so_many_reports_a_day_and_no_more_whatever_they_are_about(bob, charlie, mallory, settings):
    settings.LIMITS = {**settings.LIMITS, "reports": 3}
    for _number in range(3):
        report(bob, "tweet", tweet_by(mallory).pk)
    with pytest.raises(TooFast):
        report(bob, "person", "mallory")
    report(charlie, "person", "mallory")  # another person's count is their own


def test_details_can_be_added_until_it_is_decided(bob, mallory):
    filed = report(bob, "person", "mallory", category="harassment")
    reports.add_details(report=filed, category="harassment_hate", comment="Since yesterday")
    filed.refresh_from_db()
    assert (filed.category, filed.comment) == ("harassment_hate", "Since yesterday")
    with pytest.raises(Refused, match="unknown_category"):
        reports.add_details(report=filed, category="sexual_other")
    with pytest.raises(Refused, match="comment_too_long"):
        reports.add_details(report=filed, comment="x" * 1001)


def test_two_taps_and_it_is_filed(client, bob, mallory):
    tweet = tweet_by(mallory, "You sing like a kettle")
    client.force_login(bob)
    page = client.get(f"/report/tweet/{tweet.pk}/").content.decode()
    assert 'value="harassment"' in page
    answer = client.post(f"/report/tweet/{tweet.pk}/", {"category": "harassment"})
    filed = Report.objects.get()
    assert answer.url == f"/reports/{filed.pk}/"
    assert "The moderators have it" in client.get(answer.url).content.decode()
    client.post(answer.url, {"category": "harassment_targeted", "comment": "Again and again"})
    listed = client.get("/reports/").content.decode()
    assert "Goes after one person" in listed
    assert "bob" not in str(filed.case.snapshot)


def test_what_was_typed_outlives_a_refusal(client, bob, mallory):
    client.force_login(bob)
    filed = report(bob, "person", "mallory")
    answer = client.post(f"/reports/{filed.pk}/", {"comment": "kettle " * 200})
    assert (answer.status_code, "kettle kettle" in answer.content.decode()) == (422, True)


def test_somebody_in_danger_is_shown_help_first(client, bob, mallory):
    client.force_login(bob)
    client.post("/report/person/mallory/", {"category": "self_harm"})
    assert "in danger" in client.get(f"/reports/{Report.objects.get().pk}/").content.decode()


def test_reports_of_others_are_not_there(client, charlie, bob, mallory):
    filed = report(bob, "person", "mallory")
    client.force_login(charlie)
    assert client.get(f"/reports/{filed.pk}/").status_code == 404
    assert str(filed.pk) not in client.get("/reports/").content.decode()


def test_again_leads_to_the_open_report(client, bob, mallory):
    client.force_login(bob)
    filed = report(bob, "person", "mallory")
    assert client.get("/report/person/mallory/").url == f"/reports/{filed.pk}/"
    assert client.post("/report/person/mallory/", {"category": "other"}).url == f"/reports/{filed.pk}/"
