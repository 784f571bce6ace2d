"""What people decide about themselves."""

from apps.accounts.models import User


def change_profile(*, person: User, name: str, bio: str) -> None:
    """Changes what others read about `person`. Both texts come cleaned, from `forms.ProfileForm`."""
    person.name = name
    person.bio = bio
    person.save(update_fields=["name", "bio"])
