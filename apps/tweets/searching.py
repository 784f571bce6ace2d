"""Pages of Tweets that answer a question, newest first."""

from apps.accounts.models import User
from apps.core.ids import id_in
from apps.core.pages import PAGE_SIZE
from apps.graph.access import open_to
from apps.tweets import timelines, word_index
from apps.tweets.models import Tweet
from apps.tweets.questions import Question
from apps.tweets.timelines import Timeline, Viewer
from apps.tweets.word_index import Terms, facet

# How many Tweets are looked at, one step after the other, for a page of those that the reader may see.
_STEPS = (30, 120, 480, 1920, 3840)


def found(question: Question, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """The newest Tweets that `viewer` comes across by `question`, older than the id `before`.

    A page may be short, even empty, and still lead on, where much was found that is not open to `viewer`. It leads on from the last that
    is, if there is one: the id of another would tell of it.
    """
    terms = _terms(question, viewer)
    if terms is None:
        return Timeline([])
    since, until = question.ids
    older_than = id_in(before)
    edge = until if older_than is None else min(until, older_than)
    shown: list[Tweet] = []
    for step in _STEPS:
        ids = word_index.newest(terms, since=since, before=edge, limit=step)
        shown += (
            Tweet.objects.found_by(viewer).readable_by(viewer).filter(pk__in=ids).order_by("-pk")[: PAGE_SIZE + 1 - len(shown)]
        )
        if len(shown) > PAGE_SIZE:
            return timelines.listed(shown[:PAGE_SIZE], viewer, before=shown[PAGE_SIZE - 1].pk)
        if len(ids) < step:
            return timelines.listed(shown, viewer)
        edge = ids[-1]
    return timelines.listed(shown, viewer, before=shown[-1].pk if shown else edge)


def _terms(question: Question, viewer: Viewer) -> Terms | None:
    """What the index is asked; None where nothing can answer: nothing was asked, or by people who are not there for `viewer`."""
    if question.is_blank:
        return None
    wanted = [[phrase] for phrase in question.wanted.phrases] + [[(facet(name),)] for name in question.wanted.facets]
    unwanted = [*question.unwanted.phrases, *((facet(name),) for name in question.unwanted.facets)]
    for kind in ("authors", "answered"):
        if handles := getattr(question.wanted, kind):
            wanted.append(_people(kind, handles, viewer))
        unwanted += _people(kind, getattr(question.unwanted, kind), viewer)
    return Terms(wanted, unwanted) if all(wanted) else None


def _people(kind: str, handles: list[str], viewer: Viewer) -> list[tuple[str, ...]]:
    """By the ids of those whom `viewer` may read: who is hidden from them is as if absent."""
    name = {"authors": "by", "answered": "to"}[kind]
    readable = User.objects.filter(open_to(viewer))
    return [(facet(name, person.pk),) for handle in handles for person in readable.filter(handle__iexact=handle)]
