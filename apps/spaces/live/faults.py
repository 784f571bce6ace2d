"""What a person reads when something they sent was refused without a command to answer."""

from django.utils.translation import gettext_lazy as _

FAULTS = {
    "not_on_stage": _("You are not on stage, so nobody hears you. Ask to speak first."),
    "muted": _("Your microphone is closed here. Open it to be heard."),
    "too_fast": _("This page sends sound faster than it can be spoken."),
    "replayed": _("Linnet got a piece of sound twice and left it out."),
    "bad_message": _("Linnet could not read a message of this page."),
}
