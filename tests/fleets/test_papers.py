"""Words can be read on every paper."""

import math
import re
from pathlib import Path

import pytest

from apps.fleets.models import Fleet

TOKENS = Path("static/css/tokens.css").read_text()


def luminance(name: str) -> float:
    """Relative luminance (WCAG) of a token in OKLCH."""
    lightness, chroma, hue = map(float, re.search(rf"--{name}: oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", TOKENS).groups())
    a, b = (chroma * turn(math.radians(hue)) for turn in (math.cos, math.sin))
    part = lightness / 100
    long = (part + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (part - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (part - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1, max(0, colour)) for colour in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.pure
@pytest.mark.parametrize("paper", Fleet.Paper.values)
def test_contrast(paper):
    assert (luminance("on-paper") + 0.05) / (luminance(f"paper-{paper}") + 0.05) >= 4.5
