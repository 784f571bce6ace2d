"""What templates ask about Spaces."""

from typing import Any

from django import template
from django.template.context import Context

from apps.spaces.models import Space
from apps.speech import engine, languages

register = template.Library()


@register.inclusion_tag("spaces/_language_field.html", takes_context=True)
def language_field(context: Context, where: str) -> dict[str, Any]:
    """The choice of the language that will be spoken; what was chosen before a refusal, else what the reader's browser prefers."""
    captioned = engine.languages()
    by_name = sorted(languages.LANGUAGES.items(), key=lambda language: language[1].casefold())
    return {
        "where": where,
        "chosen": context.get("space_language") or languages.preferred(context.get("request")),
        "captioned": [(tag, name) for tag, name in by_name if tag in captioned],
        "uncaptioned": [(tag, name) for tag, name in by_name if tag not in captioned],
    }


@register.filter
def language_name(space: Space) -> str:
    """The language of a Space in its own words."""
    return languages.LANGUAGES.get(space.language, space.language)


@register.filter
def is_captioned(space: Space) -> bool:
    """Whether what is said in a Space is turned into words."""
    return engine.is_supported(space.language)
