"""Mod decides what was reported."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.restrictions import Restriction
from apps.core.errors import NotFound, Refused
from apps.dms.models import Message
from apps.moderation import access, cases, decisions
from apps.moderation.models import Appeal, Case, Decision, LogEntry
from apps.spaces import services as spaces
from apps.spaces import stage
from apps.tweets import access as tweets
from apps.tweets import withholding
from apps.tweets.models import Tweet, TweetPicture
from tests import factories
from tests.moderation.scenes import case_about, report, said, tweet_by
from tests.moderation.test_checks import ABUSE, look_over
from tests.together import at_once

pytestmark = pytest.mark.django_db


def decide(case, by, action, **more):
    return decisions.decide(
        case=case, moderator=by, action=action, rule="", facts=more.pop("facts", "You called bob names."), **more
    )


def test_nothing_was_wrong_and_the_reporter_learns_it(bob, mallory, mod):
    filed = report(bob, "tweet", tweet_by(mallory).pk)
    decide(filed.case, mod, "dismiss", facts="")
    filed.refresh_from_db()
    assert (filed.outcome, bool(filed.closed_at)) == ("No rule was broken.", True)
    assert not Decision.objects.about(mallory).exists()


def test_a_held_tweet_is_seen_again_when_nothing_was_wrong(bob, mallory, mod):
    tweet = tweet_by(mallory, ABUSE)
    look_over()
    decide(Case.objects.get(), mod, "dismiss")
    assert tweets.tweet_for(bob, tweet.pk)


@pytest.mark.parametrize("is_protected", [False, True])
def test_a_moderator_sees_the_pictures_of_what_others_do_not(client, bob, mallory, mod, settings, tmp_path, is_protected):
    settings.MEDIA_ROOT = tmp_path
    tweet = tweet_by(mallory)
    picture = TweetPicture.objects.create(owner=mallory, tweet=tweet, state=TweetPicture.State.READY, width=4, height=3)
    default_storage.save(picture.path_at("large"), ContentFile(b"webp"))
    case = case_about(bob, "tweet", tweet.pk)
    mallory.is_protected = is_protected
    mallory.save()
    withholding.hold_tweet(tweet_id=tweet.pk)
    client.force_login(mod)
    address = f"/moderation/{case.pk}/pictures/{picture.key}/"
    assert address in client.get(f"/moderation/{case.pk}/").content.decode()
    assert client.get(address).content == b"webp"
    assert client.get(f"/tweets/pictures/{picture.key}/large.webp").status_code == 404
    elsewhere = case_about(bob, "person", "mallory")
    assert client.get(f"/moderation/{elsewhere.pk}/pictures/{picture.key}/").status_code == 404


def test_what_is_removed_nobody_sees_and_an_upheld_appeal_brings_it_back(alice, bob, charlie, mallory, mod, max_mod):
    tweet = tweet_by(mallory)
    message = said(charlie, bob, "You sing like a kettle")
    for case in (
        case_about(bob, "tweet", tweet.pk),
        case_about(bob, "message", message.pk),
        case_about(bob, "person", "mallory"),
    ):
        decide(case, mod, "remove")
    with pytest.raises(NotFound):
        tweets.tweet_for(mallory, tweet.pk)
    mallory.refresh_from_db()
    assert (Message.objects.get().words, mallory.name) == ("", "mallory")
    for decision in Decision.objects.all():
        appeal = decisions.appeal(decision=decision, text="It was about a kettle.")
        decisions.decide_appeal(appeal=appeal, moderator=max_mod, is_upheld=True, answer="It was.")
    mallory.refresh_from_db()
    assert tweets.tweet_for(bob, tweet.pk)
    assert (Message.objects.get().words, mallory.name) == ("You sing like a kettle", "Mallory")


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("bar_hosting", "hosting"),
        ("bar_speaking", "speaking"),
        ("bar_messaging", "messaging"),
        ("freeze", "frozen"),
        ("limit", "reach"),
    ],
)
def test_a_restriction_stands_until_it_expires_or_is_lifted(bob, mallory, mod, max_mod, action, kind):
    decision = decide(case_about(bob, "person", "mallory"), mod, action, days=7)
    assert Restriction.objects.standing().get().kind == kind
    Restriction.objects.update(until=timezone.now())
    assert not Restriction.objects.standing().exists()
    Restriction.objects.update(until=None)
    decisions.decide_appeal(
        appeal=decisions.appeal(decision=decision, text="No."), moderator=max_mod, is_upheld=True, answer="Right."
    )
    assert not Restriction.objects.standing().exists()


def test_who_is_barred_neither_hosts_speaks_nor_writes(alice, bob, charlie, mod):
    Restriction.objects.create(person=charlie, kind="frozen")
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = spaces.enter_space(person=charlie, space=space)
    with pytest.raises(Refused, match="may_not_host"):
        spaces.start_space(host=charlie, title="Dusk", announce=False)
    for deed in (lambda: stage.raise_hand(seat=seat), lambda: said(charlie, bob, "Hello"), lambda: tweet_by(charlie)):
        with pytest.raises(Refused, match="restricted"):
            deed()


def test_who_may_not_speak_leaves_every_stage_at_once(alice, bob, mod):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = factories.speaker(space, "victor")
    decide(case_about(bob, "speaker", f"{space.pk}-{seat.person_id}"), mod, "bar_speaking", days=1)
    seat.refresh_from_db()
    assert seat.role == "listener"


def test_a_space_is_ended_and_somebody_put_out_of_one(alice, bob, mod, max_mod):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = factories.speaker(space, "victor")
    out = decide(case_about(bob, "speaker", f"{space.pk}-{seat.person_id}"), mod, "eject")
    seat.refresh_from_db()
    assert seat.removed_at
    decisions.decide_appeal(appeal=decisions.appeal(decision=out, text="No."), moderator=max_mod, is_upheld=True, answer="Right.")
    case = case_about(bob, "space", space.pk)
    decide(case, mod, "end_space")
    space.refresh_from_db()
    seat.refresh_from_db()
    assert (space.is_live, seat.removed_at) == (False, None)


def test_who_is_suspended_is_out_reads_why_and_comes_back(client, bob, mallory, mod, max_mod):
    decision = decide(case_about(bob, "person", "mallory"), mod, "suspend")
    client.force_login(bob)
    assert client.get("/@mallory/").status_code == 404
    client.logout()
    client.post("/accounts/login/", {"login": "mallory", "password": factories.PASSWORD})
    assert "Read why" in client.get("/accounts/signed-out/?why=suspended").content.decode()
    assert "You called bob names." in client.get(f"/notices/{decision.pk}/").content.decode()
    assert client.get("/settings/profile/").status_code == 302
    client.post(f"/notices/{decision.pk}/", {"text": "It was a song."})
    decisions.decide_appeal(appeal=Appeal.objects.get(), moderator=max_mod, is_upheld=True, answer="It was.")
    mallory.refresh_from_db()
    assert mallory.is_active


def test_one_suspension_put_right_leaves_another_standing(bob, charlie, mallory, mod, max_mod):
    first = decide(case_about(bob, "person", "mallory"), mod, "suspend")
    Case.objects.create(kind="person", subject_id=mallory.pk, person=mallory, category="other")
    decide(Case.objects.open().get(), mod, "suspend")
    decisions.decide_appeal(
        appeal=decisions.appeal(decision=first, text="No."), moderator=max_mod, is_upheld=True, answer="Right."
    )
    mallory.refresh_from_db()
    assert not mallory.is_active


def test_a_statement_of_reasons_says_what_how_long_why_and_how_to_object(client, bob, mallory, mod):
    decision = decide(case_about(bob, "tweet", tweet_by(mallory).pk), mod, "bar_speaking", days=30)
    client.force_login(mallory)
    page = client.get(f"/notices/{decision.pk}/").content.decode()
    for told in (
        "No speaking in Spaces",
        "Until",
        "You called bob names.",
        "Harassment or hate",
        "Somebody reported it",
        "A person, not a program",
        "Object",
    ):
        assert told in page
    assert "@bob" not in page[page.index("<article") : page.index("</article")]
    client.force_login(bob)
    assert client.get(f"/notices/{decision.pk}/").status_code == 404


def test_one_appeal_within_183_days(bob, mallory, mod):
    decision = decide(case_about(bob, "person", "mallory"), mod, "warn")
    with pytest.raises(Refused, match="appeal_empty"):
        decisions.appeal(decision=decision, text=" ")
    with pytest.raises(Refused, match="appeal_too_long"):
        decisions.appeal(decision=decision, text="x" * 2001)
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=183, seconds=1))
    with pytest.raises(Refused, match="not_appealable"):
        decisions.appeal(decision=decision, text="No.")
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=182))
    decisions.appeal(decision=decision, text="x" * 2000)
    with pytest.raises(Refused, match="not_appealable"):
        decisions.appeal(decision=decision, text="No.")


def test_nobody_decides_about_themselves(bob, mod, max_mod):
    case = case_about(bob, "person", "mod")
    with pytest.raises(NotFound):
        access.case_for(mod, case.pk)
    with pytest.raises(NotFound):
        decide(case, mod, "dismiss")
    fields = {
        "person": mod,
        "decided_by": mod,
        "action": "warn",
        "facts": "",
        "was_reported": True,
        "was_found_by_machine": False,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(case=case, rule="other", **fields)
    decide(case, max_mod, "warn")


def test_nobody_decides_what_they_reported_themselves(client, bob, mallory, mod, max_mod):
    tweet = tweet_by(mallory)
    case = case_about(bob, "tweet", tweet.pk)
    assert case_about(mod, "tweet", tweet.pk) == case
    client.force_login(mod)
    page = client.post(f"/moderation/{case.pk}/decide/", {"action": "warn", "facts": "You did."})
    assert (page.status_code, "another moderator" in page.content.decode(), "You did." in page.content.decode()) == (
        422,
        True,
        True,
    )
    decide(case, max_mod, "warn")


def test_nobody_decides_an_appeal_of_their_own_decision(bob, mallory, mod):
    appeal = decisions.appeal(decision=decide(case_about(bob, "person", "mallory"), mod, "warn"), text="No.")
    with pytest.raises(NotFound):
        access.appeal_for(mod, appeal.pk)
    with pytest.raises(NotFound):
        decisions.decide_appeal(appeal=appeal, moderator=mod, is_upheld=False, answer="Yes.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by=mod, decided_at=timezone.now(), is_upheld=False)


def test_a_case_is_claimed_by_one_and_decided_once(bob, mallory, mod, max_mod):
    case = case_about(bob, "person", "mallory")
    cases.claim(case=case, moderator=mod)
    for deed in (lambda: cases.claim(case=case, moderator=max_mod), lambda: decide(case, max_mod, "warn")):
        with pytest.raises(Refused, match="claimed"):
            deed()
    decide(case, mod, "warn")
    with pytest.raises(Refused, match="case_closed"):
        decide(case, mod, "warn")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"action": "hang"}, "unknown_action"),
        ({"rule": "none"}, "unknown_rule"),
        ({"facts": " "}, "facts_missing"),
        ({"facts": "x" * 2001}, "facts_too_long"),
        ({"days": 0}, "days_wrong"),
        ({"days": 366}, "days_wrong"),
    ],
)
def test_a_decision_needs_what_the_person_must_know(bob, mallory, mod, given, code):
    case = case_about(bob, "person", "mallory")
    with pytest.raises(Refused, match=code):
        decisions.decide(
            **{"case": case, "moderator": mod, "action": "freeze", "rule": "", "facts": "You did.", "days": 1, **given}
        )


def test_every_act_writes_one_entry(bob, mallory, mod, max_mod):
    case = case_about(bob, "person", "mallory")
    cases.claim(case=case, moderator=mod)
    decision = decide(case, mod, "warn")
    decisions.decide_appeal(
        appeal=decisions.appeal(decision=decision, text="No."), moderator=max_mod, is_upheld=False, answer="Yes."
    )
    assert list(LogEntry.objects.values_list("actor", "action")) == [
        ("mod", "claimed"),
        ("mod", "decided_warn"),
        ("max", "rejected_appeal"),
    ]


def test_whose_reach_is_limited_is_found_by_followers_only(client, bob, charlie, mallory, mod):
    factories.follow(bob, mallory)
    tweet_by(mallory, "Kettledrums")
    decide(case_about(charlie, "person", "mallory"), mod, "limit", days=7)
    for viewer, found in ((bob, True), (charlie, False)):
        client.force_login(viewer)
        assert ("Kettledrums</div>" in client.get("/explore/?q=Kettledrums").content.decode()) is found


def test_moderators_work_through_the_queue(client, bob, mallory, mod):
    tweet = tweet_by(mallory, "You sing like a kettle")
    case = case_about(bob, "tweet", tweet.pk)
    client.force_login(mod)
    assert "You sing like a kettle" in client.get("/moderation/").content.decode()
    assert client.post(f"/moderation/{case.pk}/claim/").url == case.get_absolute_url()
    page = client.post(f"/moderation/{case.pk}/decide/", {"action": "remove", "facts": "x" * 3000, "days": ""})
    assert (page.status_code, "x" * 3000 in page.content.decode()) == (422, True)
    assert client.post(f"/moderation/{case.pk}/decide/", {"action": "remove", "facts": "Rude.", "days": ""}).url == "/moderation/"
    assert Tweet.objects.get().removed_at
    assert "Rude." in client.get(f"/moderation/{case.pk}/").content.decode()
    assert "decided_remove" in client.get("/moderation/log/").content.decode()
    assert "kettle" not in client.get("/moderation/?state=open").content.decode()


def test_to_others_the_queue_does_not_exist(client, bob, mallory):
    case = case_about(bob, "person", "mallory")
    staff = factories.person("clerk", is_staff=True)
    for person in (bob, mallory, staff):
        client.force_login(person)
        assert {
            client.get(path).status_code
            for path in ("/moderation/", f"/moderation/{case.pk}/", "/moderation/log/", "/moderation/appeals/")
        } == {404}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_decide_an_appeal_one_does(bob, mallory, mod):
    decision = decide(case_about(bob, "person", "mallory"), mod, "freeze")
    appeal = decisions.appeal(decision=decision, text="No.")
    others = [factories.person(f"judge{number}", is_staff=True) for number in range(20)]

    def judging(person):
        return lambda: decisions.decide_appeal(appeal=appeal, moderator=person, is_upheld=True, answer="So be it.")

    answers = at_once(judging(person) for person in others)
    assert sorted(answers) == ["appeal_decided"] * 19 + ["done"]
    assert LogEntry.objects.filter(action__endswith="_appeal").count() == 1


def test_an_administrator_is_dealt_with_by_administrators(bob, mod):
    boss = factories.person("boss", is_staff=True, is_superuser=True)
    chief = factories.person("chief", is_staff=True, is_superuser=True)
    case = case_about(bob, "person", boss.handle)
    with pytest.raises(Refused, match="administrator"):
        decide(case, mod, "suspend")
    assert decide(case, chief, "suspend").action == "suspend"


def test_who_reported_it_decides_no_appeal_of_it(bob, mallory, mod, max_mod):
    case = case_about(max_mod, "tweet", tweet_by(mallory).pk)
    decision = decide(case, mod, "warn")
    appeal = decisions.appeal(decision=decision, text="I did not.")
    assert appeal not in Appeal.objects.for_moderator(max_mod)
    with pytest.raises(NotFound):
        decisions.decide_appeal(appeal=appeal, moderator=max_mod, is_upheld=False, answer="You did.")


def test_who_spoke_in_a_space_does_not_read_who_complained_of_it(alice, bob, mod):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    seat = spaces.enter_space(person=mod, space=space)
    filed = report(bob, "space", space.pk)
    assert filed.case in Case.objects.visible_to(mod)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    assert filed.case not in Case.objects.visible_to(mod)
