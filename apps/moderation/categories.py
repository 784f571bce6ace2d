"""What can be wrong with something: eight top choices, each with finer ones. Codes follow the names of Bluesky's Ozone taxonomy."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise


@dataclass(frozen=True)
class Category:
    """`severity` is 1 to 3; `is_crisis` says that somebody may be in danger now, and help is shown first."""

    code: str
    label: Words
    hint: Words
    severity: int
    finer: tuple[tuple[str, Words], ...]
    is_crisis: bool = False


CATEGORIES = (
    Category(
        "violence",
        _("Threats or violence"),
        _("Threatening, wishing harm, praising attacks"),
        3,
        (
            ("violence_threats", _("Threatens somebody")),
            ("violence_glorification", _("Praises violence")),
            ("violence_extremist", _("Extremism or terrorism")),
            ("violence_graphic", _("Shows or describes gore")),
            ("violence_animal", _("Cruelty to animals")),
            ("violence_trafficking", _("Trafficking of people")),
            ("violence_other", _("Something else violent")),
        ),
        is_crisis=True,
    ),
    Category(
        "harassment",
        _("Harassment or hate"),
        _("Abuse, slurs, piling on, private details"),
        2,
        (
            ("harassment_targeted", _("Goes after one person")),
            ("harassment_hate", _("Hatred of a group")),
            ("harassment_doxxing", _("Private details")),
            ("harassment_troll", _("Disrupts on purpose")),
            ("harassment_other", _("Another kind of abuse")),
        ),
    ),
    Category(
        "sexual",
        _("Sexual content or advances"),
        _("Unwanted advances, intimate images, abuse"),
        2,
        (
            ("sexual_abuse", _("Sexual abuse")),
            ("sexual_ncii", _("Intimate images without consent")),
            ("sexual_deepfake", _("Made-up intimate images")),
            ("sexual_animal", _("With animals")),
            ("sexual_unlabeled", _("Adult content without a warning")),
            ("sexual_other", _("Unwanted advances, or something else")),
        ),
    ),
    Category(
        "child_safety",
        _("A child in danger"),
        _("Sexualising, grooming, private details of a child"),
        3,
        (
            ("child_safety_csam", _("Sexual images of a child")),
            ("child_safety_groom", _("An adult approaches a child")),
            ("child_safety_privacy", _("Private details of a child")),
            ("child_safety_harassment", _("A child is harassed")),
            ("child_safety_other", _("Another danger to a child")),
        ),
        is_crisis=True,
    ),
    Category(
        "self_harm",
        _("Self-harm or suicide"),
        _("Somebody in danger, or pushed towards it"),
        3,
        (
            ("self_harm_content", _("Encourages or shows self-harm")),
            ("self_harm_ed", _("Encourages an eating disorder")),
            ("self_harm_stunts", _("A dangerous stunt")),
            ("self_harm_substances", _("Encourages drugs")),
            ("self_harm_other", _("I fear for this person")),
        ),
        is_crisis=True,
    ),
    Category(
        "misleading",
        _("Spam, fraud or a false face"),
        _("Scams, bots, pretending to be somebody"),
        1,
        (
            ("misleading_spam", _("Spam")),
            ("misleading_scam", _("A scam")),
            ("misleading_impersonation", _("Pretends to be somebody")),
            ("misleading_bot", _("A bot that hides it")),
            ("misleading_elections", _("Falsehoods about an election")),
            ("misleading_other", _("Otherwise misleading")),
        ),
    ),
    Category(
        "rule",
        _("Breaks a rule of this site"),
        _("Banned before, forbidden sales, attacks on the site"),
        1,
        (
            ("rule_ban_evasion", _("Was banned and is back")),
            ("rule_prohibited_sales", _("Sells what is forbidden")),
            ("rule_site_security", _("Attacks the site")),
            ("rule_other", _("Another rule")),
        ),
    ),
    Category("other", _("Something else"), _("Tell us in your own words"), 1, ()),
)

BY_CODE = {category.code: category for category in CATEGORIES}
LABELS: dict[str, Words] = {category.code: category.label for category in CATEGORIES}
LABELS |= {code: label for category in CATEGORIES for code, label in category.finer}
CHOICES = [*LABELS.items()]
# What the scorer calls things.
OF_SCORER = {
    "threat": "violence_threats",
    "self_harm": "self_harm_content",
    "hate": "harassment_hate",
    "harassment": "harassment_targeted",
    "sexual": "sexual_other",
    "child_safety": "child_safety_groom",
    "privacy": "harassment_doxxing",
    "spam": "misleading_spam",
}


def top_of(code: str) -> Category:
    """The top choice that a code belongs to; "other" for one that is none."""
    found = next((top for top in CATEGORIES if code == top.code or code in dict(top.finer)), None)
    return found or BY_CODE["other"]
