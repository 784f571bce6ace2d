"""Why somebody is disturbed, what they decided about it, and the browsers that are woken."""

from apps.notifications.models.preferences import A_DAY, MOST_A_DAY, Preferences
from apps.notifications.models.pushes import Delivery, Push, PushQuerySet, Subscription
from apps.notifications.models.told import ABOUT_LIMIT, NEW_FOR, Cause, Notification, NotificationQuerySet

__all__ = [
    "ABOUT_LIMIT",
    "A_DAY",
    "MOST_A_DAY",
    "NEW_FOR",
    "Cause",
    "Delivery",
    "Notification",
    "NotificationQuerySet",
    "Preferences",
    "Push",
    "PushQuerySet",
    "Subscription",
]
