"""What people choose about who reaches them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User

_SWITCHES = ("is_protected", "hides_presence", "shows_reading")


class PrivacyForm(forms.ModelForm):
    """Who may follow, write, invite and see."""

    class Meta:
        model = User
        fields = ["is_protected", "replies_from", "messages_from", "invites_from", "hides_presence", "shows_reading"]
        widgets = {name: forms.CheckboxInput({"class": "switch", "role": "switch"}) for name in _SWITCHES}
        labels = {"is_protected": _("Protect my Tweets")}
        help_texts = {
            "is_protected": _(
                "Only people you let in follow you and read what you post. You can join Spaces and speak, not host."
            ),
            "replies_from": _(
                "To what you write from now on. You can choose otherwise for each Tweet; whom you mention can always reply."
            ),
            "messages_from": _(
                "Whoever you have written to can always answer. What people write whom you do not follow waits among your requests."
            ),
            "invites_from": _("Nobody is ever on a stage without their own click."),
            "shows_reading": _(
                "People see which of their messages you have seen. Switched off, you don't see it of yours either."
            ),
            "hides_presence": _(
                "You come into Spaces hidden: the host sees how many are hidden, and nobody sees who. Nor does anybody learn whose Fleets you have seen."
            ),
        }
