"""What of a Tweet its author may write, and how long each part may be."""

from django.utils.translation import gettext_lazy as _

from apps.core import text as words
from apps.core.errors import Refused
from apps.tweets.models import LENGTH_LIMIT, STORED_LIMIT, WARNING_LIMIT


def checked_text(text: str, *, needs_words: bool = True) -> str:
    """`text` as it is kept; empty only where it needs no words. Raises Refused: tweet_empty, tweet_too_long."""
    text = words.cleaned(text)
    if words.is_blank(text):
        if not needs_words:
            return ""
        raise Refused("tweet_empty", _("A Tweet needs words that can be seen."))
    if not fits(text):
        raise Refused("tweet_too_long", _("A Tweet has room for %d characters.") % LENGTH_LIMIT)
    return text


def fits(text: str) -> bool:
    """Whether a Tweet has room for it."""
    return len(text) <= STORED_LIMIT and words.weighted_length(words.cleaned(text)) <= LENGTH_LIMIT


def checked_warning(warning: str) -> str:
    """One line; empty for none. Raises Refused: warning_too_long."""
    warning = one_line(warning)
    if len(warning) > WARNING_LIMIT:
        raise Refused("warning_too_long", _("A warning has room for %d characters.") % WARNING_LIMIT)
    return warning


def one_line(given: str) -> str:
    """Cleaned, without line ends; empty if nothing of it would be seen."""
    line = " ".join(words.cleaned(given).split())
    return "" if words.is_blank(line) else line
