"""What templates ask about Tweets."""

from typing import Any

from django import template

from apps.accounts.models import Answerers

register = template.Library()


@register.simple_tag
def answerers() -> list[tuple[str, Any]]:
    """Who may reply: each choice and its name."""
    return Answerers.choices
