"""Who is answered what: how `matrix.csv` is read, and who and what it speaks of."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils import timezone

from apps.accounts.models import Archive, Picture, User
from apps.clips.models import Clip
from apps.dms import groups
from apps.dms.models import Conversation, GroupLink, Knock, Message, MessagePicture
from apps.fleets.models import Fleet, FleetPicture
from apps.fleets.services import post_fleet
from apps.graph import muting, protecting
from apps.lists.models import List
from apps.moderation import decisions
from apps.moderation.models import Appeal, Decision
from apps.spaces import services
from apps.spaces.models import Invite, Seat, Space
from apps.tweets import services as tweets
from apps.tweets.models import Draft, Hashtag, Tweet, TweetPicture
from tests import factories
from tests.moderation.scenes import case_about, report

# Everybody who asks. Who is not named in a row is answered as charlie is; sybil, who was suspended, as nobody.
PEOPLE = ("nobody", "charlie", "bob", "alice", "mallory", "oscar", "peggy", "walter", "sybil", "dave", "mod", "root")
# Who has to do with alice: where nothing of hers is asked for they are as charlie is, and named only if they are not.
NEAR_ALICE = {"bob", "mallory", "oscar", "peggy", "dave"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ABSENT = 999_999_999

Row = tuple[str, str]  # (method or kind, thing)
Answers = dict[str, str]  # person → answer
Things = dict[str, dict[str, Any]]  # parameter of an address → name of the thing → value


def matrix(*kinds: str) -> dict[str, dict[Row, Answers]]:
    """The rows of these kinds, by the name of what is asked."""
    lines = [line for line in (Path(__file__).parent / "matrix.csv").read_text().splitlines() if line and line[0] != "#"]
    found: dict[str, dict[Row, Answers]] = defaultdict(dict)
    for cells in csv.DictReader(lines, skipinitialspace=True):
        row = {column.strip(): (cell or "").strip() for column, cell in cells.items()}
        several, name = row["what"].split()
        for kind in set(several.split("/")) & set(kinds):
            assert (kind, row["on"]) not in found[name], f"{kind} {name} {row['on']} is listed twice"
            found[name][kind, row["on"]] = _answers(row)
    return found


def _answers(row: dict[str, str]) -> Answers:
    answers = dict.fromkeys(PEOPLE, row["charlie"]) | dict.fromkeys(("nobody", "sybil"), row["nobody"])
    for exception in filter(None, row["but"].split(";")):
        names, answer = exception.split(":", 1)
        assert set(names.split()) < set(PEOPLE), row
        answers |= dict.fromkeys(names.split(), answer.strip())
    return answers


def askers(row: Row, answers: Answers) -> list[str]:
    """Those whose answers are worth asking for."""
    return [who for who in PEOPLE if row[1] or who not in NEAR_ALICE or answers[who] != answers["charlie"]]


# ---- Pages -----------------------------------------------------------------------------------------------------------


def pages(resolver: Any = None) -> Iterator[Any]:
    """Every page. Django's admin counts as one and is not among them."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            yield entry
        elif entry.namespace != "admin":
            yield from pages(entry)


def address_of(name: str, thing: str, things: Things) -> str:
    parameters = re.findall(r"<(?:\w+:)?(\w+)>", next((str(page.pattern) for page in pages() if page.name == name), ""))
    return reverse(name, kwargs={parameter: things[parameter][thing] for parameter in parameters})


# ---- The people and the things ---------------------------------------------------------------------------------------


def everybody() -> dict[str, Any]:
    """Who asks, and whom it is about. sybil is not suspended yet: she was here before."""
    handles = ["alice", "bob", "charlie", "dave", "erin", "fred", "gina", "hugo", "mallory", "oscar", "peggy", "sybil", "walter"]
    people = {handle: factories.person(handle) for handle in handles}
    people["mod"] = factories.person("mod", is_staff=True)
    people["mod"].user_permissions.add(Permission.objects.get(codename="moderate"))
    people["root"] = factories.person("root", is_staff=True, is_superuser=True)
    _relate(people)
    return {"nobody": None, **people}


def _relate(people: dict[str, User]) -> None:
    """Who wants to do with whom."""
    for followed in ("alice", "walter"):
        factories.follow(people["bob"], people[followed])
    protecting.set_protected(person=people["walter"], is_protected=True)
    factories.block(people["alice"], people["mallory"])
    factories.block(people["oscar"], people["alice"])
    muting.mute(muter=people["alice"], muted=people["peggy"])


def everything(people: dict[str, Any]) -> Things:
    """What an address can be about, by parameter and name."""
    alice, walter, gone = people["alice"], people["walter"], factories.person("gone")
    spaces = {state: _space(alice, state) for state in ("live", "scheduled", "ended")} | {"hidden": _space(gone, "live")}
    services.remove_person(seat=services.enter_space(person=people["dave"], space=spaces["live"]))
    Seat.objects.create(space=spaces["ended"], person=people["dave"], spoke_at=timezone.now())
    owners = {"own": alice, "held": alice, "removed": alice, "protected": walter, "hidden": gone}
    tweet_ids = {thing: tweets.post_tweet(author=who, text=f"Hello {thing}").pk for thing, who in owners.items()}
    for state in ("held", "removed"):
        Tweet.objects.filter(pk=tweet_ids[state]).update(**{f"{state}_at": timezone.now()})
    fleets = {thing: post_fleet(author=who, text=f"Hello {thing}") for thing, who in {**owners, "over": alice}.items()}
    for state in ("held", "removed"):
        Fleet.objects.filter(pk=fleets[state].pk).update(**{f"{state}_at": timezone.now()})
    Fleet.objects.filter(pk=fleets["over"].pk).update(expires_at=timezone.now())
    clips = {thing: _clip(tweet_id) for thing, tweet_id in tweet_ids.items()} | {"unused": factories.clip(alice)}
    Hashtag.objects.create(name="dawn", shown="dawn")
    keys = {"own": _picture(alice), "protected": _picture(walter), "hidden": _picture(gone), "absent": "x" * 32}
    User.objects.filter(pk=gone.pk).update(is_active=False)
    links = {thing: Invite.objects.create(space=space, created_by=space.host, role="speaker") for thing, space in spaces.items()}
    reports = {thing: report(by, "person", "erin") for thing, by in (("own", alice), ("hidden", people["fred"]))}
    notices = {thing: _decision(people, who) for thing, who in (("own", "alice"), ("hidden", "fred"))}
    cases = {thing: case_about(people["charlie"], "person", handle) for thing, handle in (("own", "alice"), ("hidden", "mod"))}
    appeals = {"own": notices["own"].appeal, "hidden": notices["hidden"].appeal}
    Appeal.objects.filter(pk=appeals["hidden"].pk).update(first_decider=people["mod"])
    return {
        "muted_word_id": {"own": muting.mute_words(person=alice, words="rain", lifetime="forever").pk, "absent": ABSENT},
        "picture_kind": {"own": "avatar", "absent": "nothing"},
        "picture_key": keys,
        "width": dict.fromkeys(keys, 128),
        "tweet_picture_key": {**{thing: _tweet_picture(tweet_id) for thing, tweet_id in tweet_ids.items()}, "absent": "x" * 32},
        "size": dict.fromkeys((*fleets, "absent"), "small"),
        "fleet_id": {**{thing: fleet.pk for thing, fleet in fleets.items()}, "absent": ABSENT},
        "fleet_picture_key": {**{thing: _fleet_picture(fleet) for thing, fleet in fleets.items()}, "absent": "x" * 32},
        "fleet_picture_id": {"own": FleetPicture.objects.create(owner=alice).pk, "absent": ABSENT},
        "list_id": {**_lists(people, gone), "absent": ABSENT},
        "tag": {"own": "dawn", "protected": "dusk", "absent": "1984"},
        "draft_id": {"own": Draft.objects.create(person=alice, fields={"text": ["Hello"]}).pk, "absent": ABSENT},
        "clip_id": {**{thing: clip.pk for thing, clip in clips.items()}, "absent": ABSENT},
        "clip_key": {**{thing: clip.key for thing, clip in clips.items()}, "absent": "x" * 32},
        "sound": dict.fromkeys((*clips, "absent"), "ogg"),
        "tweet_picture_id": {"own": TweetPicture.objects.create(owner=alice).pk, "absent": ABSENT},
        "kind": dict.fromkeys((*tweet_ids, "absent"), "tweet"),
        "name": {**tweet_ids, "absent": ABSENT},
        "case_id": {**{thing: case.pk for thing, case in cases.items()}, "absent": ABSENT},
        "report_id": {**{thing: filed.pk for thing, filed in reports.items()}, "absent": ABSENT},
        "decision_id": {**{thing: notice.pk for thing, notice in notices.items()}, "absent": ABSENT},
        "appeal_id": {**{thing: appeal.pk for thing, appeal in appeals.items()}, "absent": ABSENT},
        "handle": {"own": "alice", "secret": "alice", "protected": "walter", "hidden": "gone", "absent": "nobody_at_all"},
        "tweet_id": {**tweet_ids, "absent": ABSENT},
        "space_id": {**{thing: space.pk for thing, space in spaces.items()}, "absent": ABSENT},
        "invite_id": {**{thing: link.pk for thing, link in links.items()}, "absent": ABSENT},
        **_ways_in(alice),
        **_talks(people, gone),
        "token": {**{thing: link.token for thing, link in links.items()}, "absent": "x" * 32},
    }


def _talks(people: dict[str, Any], gone: User) -> Things:
    """A group that alice keeps and bob is in, and one of people whom she does not know; what belongs to each."""
    inside = {"own": (people["alice"], people["bob"]), "hidden": (people["fred"], people["gina"])}
    made = {thing: groups.make_group(maker=maker, people=[other], name="Birds") for thing, (maker, other) in inside.items()}
    sent = {thing: _said(group) for thing, group in made.items()}
    links = {thing: GroupLink.objects.create(group=group, made_by=group.made_by) for thing, group in made.items()}
    GroupLink.objects.filter(pk=links["hidden"].pk).update(made_by=gone)
    knocks = {thing: Knock.objects.create(group=group, person=people["hugo"]) for thing, group in made.items()}
    return {
        "conversation_id": {**{thing: group.pk for thing, group in made.items()}, "absent": ABSENT},
        "message_id": {**{thing: message.pk for thing, message in sent.items()}, "absent": ABSENT},
        "link_id": {**{thing: link.pk for thing, link in links.items()}, "absent": ABSENT},
        "link_token": {**{thing: link.token for thing, link in links.items()}, "absent": "x" * 32},
        "knock_id": {**{thing: knock.pk for thing, knock in knocks.items()}, "absent": ABSENT},
        "message_picture_id": {"own": MessagePicture.objects.create(owner=people["alice"]).pk, "absent": ABSENT},
        "message_picture_key": {**{thing: _message_picture(message) for thing, message in sent.items()}, "absent": "x" * 32},
    }


def _said(group: Conversation) -> Message:
    return Message.objects.create(conversation=group, author=group.made_by, text="Hello", client_id=uuid4())


def _message_picture(message: Message) -> str:
    picture = MessagePicture.objects.create(message=message, state=MessagePicture.State.READY)
    default_storage.save(picture.path_at("small"), ContentFile(b"webp"))
    return picture.key


def _lists(people: dict[str, Any], gone: User) -> dict[str, int]:
    owners = {"own": people["alice"], "secret": people["alice"], "protected": people["walter"], "hidden": gone}
    return {
        thing: List.objects.create(owner=owner, name="Birds", is_private=thing == "secret").pk for thing, owner in owners.items()
    }


def _ways_in(person: User) -> dict[str, dict[str, Any]]:
    """An app for codes, a log-in elsewhere, an archive, and the keys of letters, which nobody holds."""
    things: dict[str, dict[str, Any]] = {"key": {"own": "x-y", "absent": "x-y"}, "uidb36": {"own": "x", "absent": "x"}}
    rows = {
        "pk": TOTP.activate(person, "JBSWY3DPEHPK3PXP").instance,
        "log_in_id": UserSession.objects.create(user=person, ip="192.0.2.1", session_key="x" * 32),
        "archive_id": Archive.objects.create(person=person, asked_at=timezone.now() - timedelta(2), state=Archive.State.READY),
    }
    return {**things, **{parameter: {"own": row.pk, "absent": ABSENT} for parameter, row in rows.items()}}


def _picture(person: User) -> str:
    picture = Picture.objects.create(person=person, kind=Picture.Kind.AVATAR, state=Picture.State.READY)
    default_storage.save(picture.path_at(128), ContentFile(b"webp"))
    return picture.key


def _clip(tweet_id: int) -> Clip:
    clip = factories.clip(Tweet.objects.get(pk=tweet_id).author, used_at=timezone.now())
    Tweet.objects.filter(pk=tweet_id).update(clip=clip)
    return clip


def _tweet_picture(tweet_id: int) -> str:
    picture = TweetPicture.objects.create(tweet_id=tweet_id, state=TweetPicture.State.READY)
    default_storage.save(picture.path_at("small"), ContentFile(b"webp"))
    return picture.key


def _fleet_picture(fleet: Fleet) -> str:
    now = timezone.now()
    picture = FleetPicture.objects.create(owner=fleet.author, state=FleetPicture.State.READY, attached_at=now)
    default_storage.save(picture.path_at("small"), ContentFile(b"webp"))
    Fleet.objects.filter(pk=fleet.pk).update(picture=picture)
    return picture.key


def _decision(people: dict[str, Any], who: str) -> Decision:
    """A warning that somebody else than mod decided, with an appeal against it."""
    case = case_about(people["gina"], "person", who)
    facts = {"action": "warn", "rule": "other", "facts": "You did."}
    decision = decisions.decide(case=case, moderator=people["erin"], **facts)
    decisions.appeal(decision=decision, text="I did not.")
    return decision


def _space(host: User, state: str) -> Space:
    now = timezone.now()
    if state == "live":
        return services.start_space(host=host, title="Live", announce=False)
    if state == "scheduled":
        return services.schedule_space(host=host, title="Later", scheduled_for=now + timedelta(hours=2))
    return Space.objects.create(host=host, title="Over", started_at=now, ended_at=now)
