"""Which picture is shown."""

from apps.accounts.models import User
from apps.realtime import events, push


def take_turn(person_id: int) -> User:
    """All that changes which pictures of a person are shown happens one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def show(person: User, kind: str, *, key: str) -> None:
    """Empty `key`: nothing."""
    setattr(person, kind, key)
    person.save(update_fields=[kind])


def tell(person: User, kind: str, state: str) -> None:
    push.to_user(person.pk, events.PictureChanged(str(person.pk), kind, state, person.avatar_at(128), person.banner_at(600)))
