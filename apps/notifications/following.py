"""What the graph announces: who follows, asks to, and lets in."""

from apps.accounts.models import User
from apps.notifications import services
from apps.notifications.models import Notification


def tell_of_follow(follower_id: int, followed_id: int) -> None:
    _tell(followed_id, follower_id, Notification.Kind.FOLLOW)


def tell_of_request(asker_id: int, asked_id: int) -> None:
    _tell(asked_id, asker_id, Notification.Kind.FOLLOW_REQUEST)


def tell_of_acceptance(asker_id: int, asked_id: int) -> None:
    _tell(asker_id, asked_id, Notification.Kind.FOLLOW_ACCEPTED)


def _tell(person_id: int, actor_id: int, kind: Notification.Kind) -> None:
    people = User.objects.in_bulk((person_id, actor_id))
    if len(people) == 2:  # nobody left meanwhile
        path = "/follow-requests/" if kind == Notification.Kind.FOLLOW_REQUEST else _page_of(kind, people, person_id, actor_id)
        services.notify(person=people[person_id], actor=people[actor_id], kind=kind, path=path)


def _page_of(kind: Notification.Kind, people: dict[int, User], person_id: int, actor_id: int) -> str:
    """New followers are one group; who let one in has a page of their own."""
    is_group = kind == Notification.Kind.FOLLOW
    return f"{people[person_id].get_absolute_url()}followers/" if is_group else people[actor_id].get_absolute_url()
