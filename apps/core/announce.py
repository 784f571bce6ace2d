"""What earlier apps have to say to later ones. The list is closed; later apps subscribe in their `apps.py`.

What is announced is a fact with ids, told once the current transaction is committed. Like every nudge it may be lost with the
process, so whoever hears it must also be right by the rows.
"""

from collections.abc import Callable
from functools import partial

from django.db import transaction


class Announcement:
    """One kind of fact: `account_closed.subscribe(hearer)`, then `account_closed(person_id=7)` calls `hearer(person_id=7)`."""

    def __init__(self) -> None:
        self._hearers: list[Callable[..., None]] = []

    def subscribe(self, hearer: Callable[..., None]) -> None:
        self._hearers.append(hearer)

    def __call__(self, **facts: int) -> None:
        """Tells everybody after commit; one hearer's fault stays with that hearer."""
        for hearer in self._hearers:
            transaction.on_commit(partial(hearer, **facts), robust=True)


person_blocked = Announcement()  # blocker_id, blocked_id
person_followed = Announcement()  # follower_id, followed_id
follow_requested = Announcement()  # asker_id, asked_id
follow_accepted = Announcement()  # asker_id, asked_id
log_in_ended = Announcement()  # person_id: one of their log-ins ended, or all of them; which hold, the rows say
account_suspended = Announcement()  # person_id: by those who run the site; it may be taken back
account_closed = Announcement()  # person_id: by its owner, who has 30 days to come back
