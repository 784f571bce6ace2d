"""What somebody typed into the search field: words, "phrases", -exclusions and operators. Nothing they could type is an error."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import regex
from django.utils.translation import gettext as _

from apps.core import text
from apps.core.ids import LARGEST, least_id_at
from apps.core.terms import folded, terms_of

QUESTION_LIMIT = 200  # characters
PARTS_LIMIT = 20
_MARK_LIMIT = 101  # characters of its term: one for the sign; PostgreSQL takes no word of more than 2,046 bytes
_NAMES = "from|to|since|until|filter"
_PART = regex.compile(
    rf'(?P<minus>-*)(?:(?P<name>{_NAMES}):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"]*))|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    regex.IGNORECASE,
)
_QUOTES = regex.compile(r"[“”„‟«»＂]")
_HANDLE = regex.compile(r"@?([A-Za-z0-9_]{2,15})")
_DAY = regex.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_MARK = regex.compile(r"[@#]\w+")
_FILTERS = {"media": "media", "pictures": "media", "images": "media", "spaces": "space", "space": "space", "voice": "voice"}


@dataclass(frozen=True)
class Note:
    """Why a part of a question was left out, or that it can't be answered; `code` is stable snake_case."""

    code: str
    text: str


@dataclass
class Sought:
    """What a Tweet must have, or must not: phrases of terms side by side, authors and whom it answers by handle, facets by name.

    Of several authors one suffices, and of several whom it answers; of everything else there must be all."""

    phrases: list[tuple[str, ...]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.phrases or self.authors or self.answered or self.facets)


@dataclass
class Question:
    """A search as it was understood. Days are those of UTC: from the beginning of `since`, up to the beginning of `until`."""

    words: str = ""
    wanted: Sought = field(default_factory=Sought)
    unwanted: Sought = field(default_factory=Sought)
    since: date | None = None
    until: date | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is asked that could be answered."""
        return not (self.wanted or self.unwanted or self.since or self.until)

    @property
    def plain_words(self) -> str:
        """What is asked for without operators, for what has neither authors nor days: people, hashtags, Spaces."""
        return " ".join(part["phrase"] or part["word"] for part in _parts(self.words) if not (part["name"] or part["minus"]))

    @property
    def ids(self) -> tuple[int, int]:
        """Between which ids the Tweets are: from the first one on, and below the second."""
        return _id_of(self.since, 0), _id_of(self.until, LARGEST)


def understood(typed: str) -> Question:
    """What `typed` asks. What can't be understood is left out, and a note says so."""
    cleaned = text.cleaned(typed[: QUESTION_LIMIT * 4])
    question = Question(words=cleaned[:QUESTION_LIMIT])
    parts = _parts(question.words)
    if len(cleaned) > QUESTION_LIMIT or len(parts) > PARTS_LIMIT:
        question.notes.append(Note("too_long", _("That is a lot at once: only the beginning was searched for.")))
    for part in parts[:PARTS_LIMIT]:
        _ask(question, part)
    if question.since and question.until and question.since >= question.until:
        question.notes.append(Note("no_days_between", _("No day is both after “since” and before “until”.")))
    return question


def _parts(words: str) -> list[dict[str, str]]:
    return [{name: value or "" for name, value in match.groupdict().items()} for match in _PART.finditer(_QUOTES.sub('"', words))]


def _ask(question: Question, part: dict[str, str]) -> None:
    sought = question.unwanted if part["minus"] else question.wanted
    if part["name"]:
        _OPERATORS[part["name"].lower()](question, sought, part["quoted"] or part["value"])
    elif phrase := _phrase(part["phrase"] or part["word"], is_word=bool(part["word"])):
        sought.phrases.append(phrase)


def _phrase(words: str, *, is_word: bool) -> tuple[str, ...]:
    """A @mention or #hashtag that stands alone is one term; everything else the terms it is made of."""
    if is_word and (mark := _MARK.match(words)) and not terms_of(words[mark.end() :]):
        return (mark_term(mark[0]),)
    return tuple(terms_of(words))


def mark_term(mark: str) -> str:
    """The term of a @mention or #hashtag."""
    return (mark[0] + "".join(folded(mark[1:]).split()))[:_MARK_LIMIT]


# ---- Operators -------------------------------------------------------------------------------------------------------


def _from(question: Question, sought: Sought, value: str) -> None:
    sought.authors.extend(_handle(question, "from", value))


def _to(question: Question, sought: Sought, value: str) -> None:
    sought.answered.extend(_handle(question, "to", value))


def _handle(question: Question, name: str, value: str) -> list[str]:
    if match := _HANDLE.fullmatch(value):
        return [match[1]]
    told = _("“%(operator)s” needs a handle right behind it, such as %(example)s. That part was left out.")
    question.notes.append(Note("bad_handle", told % {"operator": f"{name}:", "example": f"{name}:handle"}))
    return []


def _filter(question: Question, sought: Sought, value: str) -> None:
    if facet := _FILTERS.get(value.lower()):
        sought.facets.append(facet)
        return
    told = _("There is no “%(filter)s”: there are filter:media, filter:voice and filter:spaces. That part was left out.")
    question.notes.append(Note("bad_filter", told % {"filter": f"filter:{value}"}))


def _since(question: Question, sought: Sought, value: str) -> None:
    question.since = _day(question, sought, "since", value) or question.since


def _until(question: Question, sought: Sought, value: str) -> None:
    question.until = _day(question, sought, "until", value) or question.until


def _day(question: Question, sought: Sought, name: str, value: str) -> date | None:
    try:
        if sought is question.wanted and _DAY.fullmatch(value):
            return date(*map(int, value.split("-")))
    except ValueError:
        pass
    example = f"{name}:{datetime.now(UTC) - timedelta(days=7):%Y-%m-%d}"
    told = _("“%(part)s” is no day as it is written here: %(example)s. That part was left out.")
    question.notes.append(Note("bad_day", told % {"part": f"{name}:{value}", "example": example}))
    return None


def _id_of(day: date | None, otherwise: int) -> int:
    return least_id_at(datetime.combine(day, time(), UTC)) if day else otherwise


_OPERATORS: dict[str, Callable[[Question, Sought, str], None]] = {
    "from": _from,
    "to": _to,
    "since": _since,
    "until": _until,
    "filter": _filter,
}
