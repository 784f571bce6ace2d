"""Why a browser is woken, in words: what it shows, and which switch turns it off."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.notifications.courier import PAYLOAD_LIMIT
from apps.notifications.lines import LINES
from apps.notifications.models import Notification, Preferences, Push

_Kind = Notification.Kind
SETTINGS = "/settings/notifications/"


@dataclass(frozen=True)
class Reason:
    """`switch` is a field of `Preferences`; `ttl` in seconds, for a browser that is off; `title` where it is not what `lines.py` says.
    The words may name `%(name)s`."""

    switch: str
    because: Any
    ttl: int = 12 * 3600
    is_urgent: bool = False
    title: Any = ""


_OWN = _("Because it is about your Tweet")
REASONS: dict[str, Reason] = {
    _Kind.MENTION: Reason("pushes_mentions", _("Because you were mentioned")),
    _Kind.REPLY: Reason("pushes_mentions", _("Because it answers you")),
    _Kind.QUOTE: Reason("pushes_mentions", _OWN),
    _Kind.LIKE: Reason("pushes_likes", _OWN),
    _Kind.RETWEET: Reason("pushes_likes", _OWN),
    _Kind.FOLLOW: Reason("pushes_follows", _("Because it is a new follower")),
    _Kind.FOLLOW_REQUEST: Reason("pushes_follows", _("Because your Tweets are protected")),
    _Kind.FOLLOW_ACCEPTED: Reason("pushes_follows", _("Because you asked to follow %(name)s")),
    _Kind.LISTED: Reason("pushes_follows", _("Because others can read the List")),
    _Kind.POLL_ENDED: Reason("pushes_polls", _("Because you took part"), title=_("A poll is over")),
    _Kind.NOT_POSTED: Reason("pushes_polls", _("Because you scheduled it"), title=_("A scheduled Tweet was not posted")),
    _Kind.SPACE_STARTED: Reason("pushes_spaces", _("Because you follow %(name)s"), 3600, True),
    _Kind.INVITED: Reason("pushes_spaces", _("Because you were invited"), 3600, True),
    Push.MESSAGE: Reason(
        "pushes_messages", _("Because somebody wrote to you"), is_urgent=True, title=_("New message from %(name)s")
    ),
}
_SUMMARY = Reason("", _("In one, because it was quiet time or enough for a day"))


def reason_of(push: Push) -> Reason:
    return _SUMMARY if push.kind == Push.SUMMARY else REASONS[push.kind]


def is_switched_on(push: Push, preferences: Preferences) -> bool:
    switch = reason_of(push).switch
    return not switch or getattr(preferences, switch)


def payload_of(push: Push, preferences: Preferences, *, unread_count: int) -> bytes:
    """What the service worker shows; `push.actor` is fetched. At most `courier.PAYLOAD_LIMIT` bytes."""
    named = {"name": push.actor.name if push.actor else ""}
    reason = reason_of(push)
    told = {
        "title": _title_of(push, reason, named),
        "body": push.about if _may_preview(push, preferences) else "",
        "why": str(reason.because) % named,
        "url": push.path,
        "settings": f"{SETTINGS}#{reason.switch or 'quiet'}",
        "tag": tag_of(push),
        "unread": unread_count,
    }
    payload = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    if len(payload) > PAYLOAD_LIMIT:
        raise ValueError(f"A push of {len(payload)} bytes.")
    return payload


def tag_of(push: Push) -> str:
    """Of two with the same tag a browser shows the later: all messages of one person are one, and a push sent twice."""
    return f"message-{push.actor_id}" if push.kind == Push.MESSAGE else f"push-{push.pk}"


def _title_of(push: Push, reason: Reason, named: dict[str, str]) -> str:
    if push.kind == Push.SUMMARY:
        count = push.things_count
        return ngettext("%(count)d thing happened meanwhile", "%(count)d things happened meanwhile", count) % {"count": count}
    return str(reason.title or LINES[push.kind].sentence) % named


def _may_preview(push: Push, preferences: Preferences) -> bool:
    """What is not for everybody is shown on no lock screen, unless the person said so."""
    is_private = push.kind == Push.MESSAGE or bool(push.actor and push.actor.is_protected)
    return preferences.previews_private or not is_private
