"""Browsers that ask to be woken."""

import base64
import binascii
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.notifications.endpoints import check_endpoint
from apps.notifications.models import Preferences, Subscription
from apps.notifications.preferences import keep_time_zone

MOST_BROWSERS = 10


@transaction.atomic
def subscribe(*, person: User, log_in: str, endpoint: str, p256dh: str, auth: str, time_zone: str = "") -> None:
    """Lets the browser that names itself so be woken for `person` while the log-in lasts (`realtime.events.log_in_of`), in the
    language of the moment; twice is once.

    Who has ten such browsers parts with the one they subscribed first. A browser belongs to whoever logged in with it last.
    Raises Refused: bad_endpoint, bad_keys.
    """
    check_endpoint(endpoint)
    _check_keys(p256dh, auth)
    keep_time_zone(person, time_zone)
    Preferences.objects.select_for_update().get(person=person)  # one at a time
    known = Subscription.objects.filter(endpoint=endpoint).first()
    if known and (known.p256dh, known.auth) != (p256dh, auth):
        raise _bad_keys()  # of the same browser they are the same: somebody got to know its address
    if known and known.person_id != person.pk:
        known.delete()
    about = {"p256dh": p256dh, "auth": auth, "language": get_language() or settings.LANGUAGE_CODE}
    try:
        with transaction.atomic():
            Subscription.objects.update_or_create(endpoint=endpoint, defaults={"person": person, "log_in": log_in, **about})
    except IntegrityError:  # by somebody else, at the same moment
        raise _bad_keys() from None
    _part_with_oldest(person)


def unsubscribe(*, person: User, endpoint: str) -> None:
    """The browser is woken no more; no fault if it was not to be."""
    Subscription.objects.filter(person=person, endpoint=endpoint).delete()


def renew(*, log_in: str, old_endpoint: str, endpoint: str, p256dh: str, auth: str) -> None:
    """A browser has another address now. With an old one that was not subscribed in this log-in nothing happens, nor with a new one that
    is known already. Raises Refused: bad_endpoint, bad_keys."""
    for address in (old_endpoint, endpoint):
        check_endpoint(address)
    _check_keys(p256dh, auth)
    ours = Subscription.objects.filter(log_in=log_in, endpoint=old_endpoint)
    with suppress(IntegrityError), transaction.atomic():
        ours.update(endpoint=endpoint, p256dh=p256dh, auth=auth)


def _part_with_oldest(person: User) -> None:
    kept = Subscription.objects.filter(person=person).order_by("-subscribed_at", "-pk").values_list("pk", flat=True)
    Subscription.objects.filter(person=person).exclude(pk__in=list(kept[:MOST_BROWSERS])).delete()


def _check_keys(p256dh: str, auth: str) -> None:
    """Raises Refused: bad_keys, for anything but a point on the curve and a secret of 16 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    try:
        if len(_bytes_of(auth)) != 16 or len(auth) > 30 or len(p256dh) > 90:
            raise _bad_keys()
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes_of(p256dh))
    except (ValueError, binascii.Error):
        raise _bad_keys() from None


def _bytes_of(key: str) -> bytes:
    return base64.b64decode(key.encode("ascii") + b"=" * (-len(key) % 4), b"-_", validate=True)


def _bad_keys() -> Refused:
    return Refused("bad_keys", _("This browser named keys that Linnet can not use. Turn it on again."))
