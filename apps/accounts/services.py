"""What people decide about themselves."""

from apps.accounts.models import User


def change_profile(*, person: User, name: str, bio: str, location: str, link: str) -> None:
    """Changes what others read about `person`. All four come cleaned, from `forms.ProfileForm`; the last three may be empty."""
    person.name = name
    person.bio = bio
    person.location = location
    person.link = link
    person.save(update_fields=["name", "bio", "location", "link"])
