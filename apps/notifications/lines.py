"""What happened, in words: one sentence for each kind, which the list of notifications and pushes say alike."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.notifications.models import Notification

_Kind = Notification.Kind


@dataclass(frozen=True)
class Line:
    """`sentence` names who did it as `%(name)s`; `of_several` stands in its place where several did, `of_own` where the person
    themselves did. `look` is how the icon is drawn: "like", "live", or plain."""

    icon: str
    sentence: Any
    look: str = ""
    of_several: Any = ""
    of_own: Any = ""


LINES: dict[str, Line] = {
    _Kind.FOLLOW: Line("user-plus", _("%(name)s follows you now"), of_several=_("%(name)s follow you now")),
    _Kind.FOLLOW_REQUEST: Line("user-plus", _("%(name)s would like to follow you")),
    _Kind.FOLLOW_ACCEPTED: Line("user-plus", _("%(name)s let you follow")),
    _Kind.LIKE: Line("heart-on", _("%(name)s liked your Tweet"), "like"),
    _Kind.MENTION: Line("reply", _("%(name)s mentioned you")),
    _Kind.REPLY: Line("reply", _("%(name)s replied to you")),
    _Kind.RETWEET: Line("retweet", _("%(name)s retweeted your Tweet")),
    _Kind.QUOTE: Line("quote", _("%(name)s quoted your Tweet")),
    _Kind.POLL_ENDED: Line(
        "poll", _("%(name)s asked: the poll you voted in is over"), of_own=_("%(name)s asked: your poll is over")
    ),
    _Kind.NOT_POSTED: Line("alert", _("%(name)s scheduled a Tweet that could not be posted")),
    _Kind.LISTED: Line("list", _("%(name)s added you to a List")),
    _Kind.SPACE_STARTED: Line("space-on", _("%(name)s opened a Space"), "live"),
    _Kind.INVITED: Line("mic", _("%(name)s invites you to the stage"), "live"),
}
