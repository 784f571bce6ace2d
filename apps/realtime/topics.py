"""What a person's tabs listen to. Later apps know that; they register here, in their `apps.py`."""

from collections.abc import Callable, Iterable

from apps.realtime import events

_providers: list[Callable[[int], Iterable[str]]] = []


def provide(topics_of: Callable[[int], Iterable[str]]) -> None:
    """`topics_of(person_id)` names further topics for every tab of that person; it may read the database."""
    _providers.append(topics_of)


def topics_of(person_id: int) -> set[str]:
    """Every topic the tabs of a person listen to."""
    topics = {events.of_person(person_id), events.LIVE}
    for provider in _providers:
        topics.update(provider(person_id))
    return topics
