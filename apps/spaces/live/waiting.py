"""Who waits for what: raised hands, invitations to the stage."""

from typing import Any

from apps.realtime.events import Person


class Waiting:
    """People and since when; `since` is how events call that moment, in Unix milliseconds."""

    def __init__(self, since: str) -> None:
        self._since = since
        self._people: dict[str, tuple[Person, int]] = {}  # by person id

    def set(self, person: Person, moment: int | None) -> bool:
        """Whether that was news; None is for one who waits no more."""
        _person, before = self._people.pop(person["id"], (person, None))
        if moment is not None:
            self._people[person["id"]] = (person, moment)
        return before != moment

    def of(self, person_id: str) -> Person | None:
        return self._people.get(person_id, (None, 0))[0]

    def people(self) -> list[Person]:
        return [person for person, _moment in self._people.values()]

    def as_event(self, person: Person, moment: int | None) -> dict[str, Any]:
        return {"person": person, self._since: moment}

    def snapshot(self) -> list[dict[str, Any]]:
        """Who has waited longest stands first."""
        return [self.as_event(person, moment) for person, moment in sorted(self._people.values(), key=lambda entry: entry[1])]
