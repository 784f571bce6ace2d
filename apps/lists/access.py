"""The only door for ids of Lists that come from outside."""

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.graph.access import Viewer
from apps.lists.models import List, ListQuerySet


def list_for(viewer: Viewer, list_id: object) -> List:
    """A List that `viewer` may see, with its counts. Raises NotFound, also for a private one of somebody else."""
    return _found(List.objects.visible_to(viewer).counted(viewer), list_id)


def own_list(owner: User, list_id: object) -> List:
    """A List of `owner`, with its counts. Raises NotFound, also for somebody else's."""
    return _found(List.objects.filter(owner=owner).counted(owner), list_id)


def is_open(person: User, _actor: User | None, path: str) -> bool:
    """Whether `person` may see the List at `path`."""
    list_id = id_in(path.removeprefix("/lists/").rstrip("/")) or 0
    return List.objects.visible_to(person).filter(pk=list_id).exists()


def _found(lists: ListQuerySet, list_id: object) -> List:
    found = lists.filter(pk=id_in(list_id) or 0).first()
    if found is None:
        raise NotFound
    return found
