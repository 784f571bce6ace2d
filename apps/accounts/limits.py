"""How often one person may do something in a day, and in half an hour.

Counted in a row of the database for each person and thing, in the transaction that does it. So what is refused or fails counts nothing; of
twenty at once no more get through than may; a restart forgets nothing, as a cache would; and what is deleted or taken back afterwards gives
nothing back, as counting the things themselves would. How often one may look for something is counted in the cache (`core/limits.py`).
"""

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from apps.accounts.models import Tally, User
from apps.core.errors import TooFast

_SLOT = 1800  # seconds
_DAY = 48  # slots, of which the last one is still going on

# What is said of each, by its name in settings.LIMITS; `in_half_hour` stands behind the name of what has a second limit.
_SAID = {
    "tweets": ngettext_lazy("You have posted %(most)s Tweet in a day.", "You have posted %(most)s Tweets in a day.", "number"),
    "tweets_in_half_hour": ngettext_lazy(
        "You have posted %(most)s Tweet in half an hour.", "You have posted %(most)s Tweets in half an hour.", "number"
    ),
    "likes": ngettext_lazy("You have liked %(most)s Tweet in a day.", "You have liked %(most)s Tweets in a day.", "number"),
    "polls": ngettext_lazy("You have asked %(most)s poll in a day.", "You have asked %(most)s polls in a day.", "number"),
    "votes": ngettext_lazy("You have voted %(most)s time in a day.", "You have voted %(most)s times in a day.", "number"),
    "follows": ngettext_lazy(
        "You have followed %(most)s person in a day.", "You have followed %(most)s people in a day.", "number"
    ),
    "listings": ngettext_lazy(
        "You have added %(most)s person to Lists in a day.", "You have added %(most)s people to Lists in a day.", "number"
    ),
    "messages": ngettext_lazy("You have sent %(most)s message in a day.", "You have sent %(most)s messages in a day.", "number"),
    "reactions": ngettext_lazy(
        "You have reacted to %(most)s message in a day.", "You have reacted to %(most)s messages in a day.", "number"
    ),
    "gatherings": ngettext_lazy(
        "You have joined groups or added people to them %(most)s time in a day.",
        "You have joined groups or added people to them %(most)s times in a day.",
        "number",
    ),
    "pictures": ngettext_lazy("You have sent %(most)s picture in a day.", "You have sent %(most)s pictures in a day.", "number"),
    "fleets": ngettext_lazy("You have posted %(most)s Fleet in a day.", "You have posted %(most)s Fleets in a day.", "number"),
    "clips": ngettext_lazy("You have sent %(most)s recording in a day.", "You have sent %(most)s recordings in a day.", "number"),
    "corrections": ngettext_lazy(
        "You have corrected what was understood %(most)s time in a day.",
        "You have corrected what was understood %(most)s times in a day.",
        "number",
    ),
    "own_pictures": ngettext_lazy(
        "You have changed your pictures %(most)s time in a day.",
        "You have changed your pictures %(most)s times in a day.",
        "number",
    ),
    "reports": ngettext_lazy(
        "You have reported %(most)s thing in a day. The moderators read all of it.",
        "You have reported %(most)s things in a day. The moderators read all of it.",
        "number",
    ),
    "handles": ngettext_lazy(
        "You have changed your handle %(most)s time in a day.", "You have changed your handle %(most)s times in a day.", "number"
    ),
}


@transaction.atomic
def spend(person: User, what: str) -> None:
    """Counts that `person` does one more of `what`, a name in settings.LIMITS; to be called in the transaction that does it.

    Of two at once the second waits for the end of the first, so it comes after every other lock of what is done. Raises TooFast, saying
    which limit was reached and when it ends.
    """
    tally, _is_new = Tally.objects.get_or_create(person=person, what=what)
    tally = Tally.objects.select_for_update().get(pk=tally.pk)
    now = int(timezone.now().timestamp() // _SLOT)
    counts = {int(slot): count for slot, count in tally.counts.items() if int(slot) > now - _DAY}
    counts[now] = counts.get(now, 0) + 1
    _check(what, counts, _DAY)
    _check(f"{what}_in_half_hour", {now: counts[now]}, 1)
    tally.counts = counts
    tally.save(update_fields=["counts"])


def _check(limit: str, counts: dict[int, int], length: int) -> None:
    """Whether `counts`, the newest one included, are within a limit for `length` slots. Raises TooFast."""
    most = settings.LIMITS.get(limit, 0)
    excess = sum(counts.values()) - most
    if not most or excess <= 0:
        return
    for slot in sorted(counts):
        excess -= counts[slot]
        if excess <= 0:
            break  # once this half hour is forgotten there is room for one
    raise _too_fast(limit, most, datetime.fromtimestamp((slot + length) * _SLOT, UTC))


def _too_fast(limit: str, most: int, ends_at: datetime) -> TooFast:
    now = timezone.now()
    said = _SAID[limit] % {"number": most, "most": number_format(most, force_grouping=True)}
    told = {"limit": said, "wait": _spoken(ends_at, now), "time": date_format(ends_at, "TIME_FORMAT")}
    text = _("%(limit)s You can go on in %(wait)s, at %(time)s UTC.") % told
    return TooFast(max(1, int((ends_at - now).total_seconds()) + 1), text)


def _spoken(ends_at: datetime, now: datetime) -> str:
    """In minutes and hours, rather too long than too short."""
    return timeuntil(ends_at, now.replace(second=0, microsecond=0))
