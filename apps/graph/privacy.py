"""What people choose about who reaches them and who sees them."""

from django.db import transaction

from apps.accounts.models import User
from apps.graph import protecting


@transaction.atomic
def change_privacy(*, person: User, is_protected: bool, messages_from: str, invites_from: str, hides_presence: bool) -> None:
    """Sets who may follow, write to and invite `person`, and whether they come into Spaces hidden. All come checked, from
    `forms.PrivacyForm`; the two circles are names of `Circle`."""
    person.messages_from, person.invites_from, person.hides_presence = messages_from, invites_from, hides_presence
    person.save(update_fields=["messages_from", "invites_from", "hides_presence"])
    if is_protected != person.is_protected:
        protecting.set_protected(person=person, is_protected=is_protected)
