"""What people choose about who reaches them and who sees them."""

from django.db import transaction

from apps.accounts.models import User
from apps.graph import protecting


@transaction.atomic
def change_privacy(*, person: User, is_protected: bool, **choices: str | bool) -> None:
    """Sets who may follow, answer, write to and invite `person`, whether they come into Spaces hidden, and whether others see what they
    have read. All come checked, from `forms.PrivacyForm`: `replies_from` is a name of `Answerers`, `messages_from` and `invites_from` of
    `Circle`, `hides_presence` and `shows_reading` are bools."""
    for name, choice in choices.items():
        setattr(person, name, choice)
    person.save(update_fields=[*choices])
    if is_protected != person.is_protected:
        protecting.set_protected(person=person, is_protected=is_protected)
