"""Words of the templates about sound: its addresses, its shape, its time."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from apps.clips import playback
from apps.clips.models import MOST_CLIPS, SOUNDS, Clip
from apps.clips.sounds import LONGEST_MS
from apps.core import uploads
from apps.speech import languages

register = template.Library()

_BARS = 72
_HEIGHT = 32
_LEAST, _MOST = 2.5, 28.0  # of a bar


@register.simple_tag(takes_context=True)
def sounds_of(context: Context, clip: Clip) -> list[dict[str, str]]:
    """Where who reads fetches it, as what; the better one first."""
    addresses = playback.addresses_of(clip, context.get("user") or AnonymousUser())
    return [{"address": addresses[sound], "type": kind, "name": sound} for sound, kind in SOUNDS.items()]


@register.filter
def wave(clip: Clip) -> str:
    """The path of its bars in a box of 288 × 32."""
    peaks = bytes(clip.peaks) or bytes(_BARS)
    heights = (max(peaks[len(peaks) * bar // _BARS : len(peaks) * (bar + 1) // _BARS]) for bar in range(_BARS))
    return "".join(_bar(number, _LEAST + (_MOST - _LEAST) * height / 255) for number, height in enumerate(heights))


def _bar(number: int, height: float) -> str:
    return f"M{4 * number + 2} {(_HEIGHT - height) / 2:.1f}v{height:.1f}"


@register.filter
def as_clock(milliseconds: int) -> str:
    """72400 → 1:12."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def language_of(clip: Clip) -> str:
    """What is spoken in it, by its own name."""
    return languages.LANGUAGES.get(clip.language, clip.language)


@register.simple_tag
def recording_limits(most_clips: int) -> dict[str, Any]:
    return {
        "most_clips": min(int(most_clips or 1), MOST_CLIPS),
        "longest_ms": min(int(most_clips or 1), MOST_CLIPS) * LONGEST_MS,
        "largest": uploads.LARGEST_CLIP,
        "largest_mb": uploads.LARGEST_CLIP_MB,
    }


@register.simple_tag(takes_context=True)
def spoken_languages(context: Context) -> dict[str, Any]:
    """What somebody may say they speak, and what their browser prefers."""
    by_name = sorted(languages.LANGUAGES.items(), key=lambda language: language[1].casefold())
    return {"all": by_name, "chosen": languages.preferred(context.get("request"))}
