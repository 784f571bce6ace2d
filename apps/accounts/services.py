"""What people decide about themselves."""

from django.db import transaction

from apps.accounts import restrictions
from apps.accounts.models import User
from apps.core import written


@transaction.atomic
def change_profile(*, person: User, name: str, bio: str, location: str, link: str) -> None:
    """Changes what others read about `person`. All four come cleaned, from `forms.ProfileForm`; the last three may be empty.

    Raises Refused: restricted.
    """
    restrictions.check_not_barred(person, restrictions.Restriction.Kind.FROZEN)
    person.name = name
    person.bio = bio
    person.location = location
    person.link = link
    person.save(update_fields=["name", "found_as", "bio", "location", "link"])
    written.tell("person", person.pk)
