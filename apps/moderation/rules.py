"""What the rules of staff and the scorer together say of a text. They advise; only people decide about people."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.moderation import matching, scorer
from apps.moderation.categories import OF_SCORER
from apps.moderation.models import Fingerprint, Rule

_REMEMBERED = timedelta(minutes=10)  # how long a text is compared with those of others
_COMPARED = 5_000  # fingerprints at most
_STRENGTH = {"": 0, Rule.Outcome.RAISE: 1, Rule.Outcome.WARN: 2, Rule.Outcome.HOLD: 3}


@dataclass(frozen=True)
class Verdict:
    """`outcome` is one of Rule.Outcome or empty for nothing; `why` is for moderators."""

    outcome: str = ""
    category: str = ""
    why: str = ""
    points: float = 0.0

    @property
    def strength(self) -> int:
        return _STRENGTH[self.outcome]


def verdict_on(text: str, *, author: User) -> Verdict:
    """The strongest of what the rules and the scorer say of `text`. Changes nothing."""
    found = [_of_scorer(text), *(_of_rule(rule) for rule in Rule.objects.on() if _applies(rule, text, author))]
    return max(found, key=lambda verdict: verdict.strength)


def remember(text: str, *, author: User) -> None:
    """Keeps what `text` looks like, to notice the same from others."""
    bits = matching.fingerprint(text)
    if bits is not None:
        Fingerprint.objects.create(person=author, bits=bits)


def forget_old() -> None:
    """Deletes fingerprints nobody compares with any more."""
    Fingerprint.objects.filter(made_at__lt=timezone.now() - _REMEMBERED).delete()


def _of_scorer(text: str) -> Verdict:
    score = scorer.default().score(text)
    steps = ((scorer.HOLD, Rule.Outcome.HOLD), (scorer.WARN, Rule.Outcome.WARN), (scorer.RAISE, Rule.Outcome.RAISE))
    outcome = next((outcome for points, outcome in steps if score.points >= points), "")
    return Verdict(outcome, OF_SCORER.get(score.category, "other"), score.why, round(score.points, 1)) if outcome else Verdict()


def _of_rule(rule: Rule) -> Verdict:
    return Verdict(rule.outcome, rule.category, str(rule))


def _applies(rule: Rule, text: str, author: User) -> bool:
    if rule.kind == Rule.Kind.MENTIONS:
        return len(matching.mentioned(text)) >= rule.amount
    if rule.kind == Rule.Kind.DUPLICATES:
        return _accounts_saying(text, author) >= rule.amount
    return matching.matches(rule.kind, rule.what, text)


def _accounts_saying(text: str, author: User) -> int:
    """How many accounts said the same lately, `author` among them."""
    bits = matching.fingerprint(text)
    if bits is None:
        return 1
    lately = Fingerprint.objects.filter(made_at__gte=timezone.now() - _REMEMBERED).exclude(person=author)
    seen = lately.order_by("-pk").values_list("person_id", "bits")[:_COMPARED]
    return 1 + len({person for person, other in seen if matching.is_same(bits, other)})
