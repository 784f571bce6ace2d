"""The pages of Settings, in the order in which they are shown: the one place to add another.

An entry names its page by URL name, so that it may belong to a later app.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """A line of the list. `place` is a part of the page, if it is not the whole."""

    page: str
    icon: str
    name: Any
    about: Any
    place: str = ""

    @property
    def url(self) -> str:
        return reverse(self.page) + self.place


ENTRIES = [
    Entry("profile_settings", "user", _("Profile"), _("Your name, and what others read about you")),
    Entry("account_settings", "lock", _("Account and security"), _("E-mail, password, passkeys, where you are logged in")),
    Entry("privacy_settings", "shield", _("Privacy and safety"), _("Who follows, writes to and sees you; blocks and mutes")),
    Entry(
        "notification_settings", "bell", _("Notifications"), _("Of whom and of what you are told, and when a browser is woken")
    ),
    Entry("profile_settings", "cc", _("Captions of your voice"), _("Whether others can read what you say"), "#voice"),
    Entry("profile_settings", "moon", _("Appearance"), _("Light, dark or dim"), "#look"),
    Entry("profile_settings", "type", _("Keyboard"), _("Single-key shortcuts"), "#keys"),
]
