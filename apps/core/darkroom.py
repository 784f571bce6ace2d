"""Where pictures are developed: in a process of its own, a new one for each, which may fail or be killed without harm."""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused
from apps.core.uploads import kind_of

_TIMEOUT = 90  # seconds
_BY_THE_FILE = (-4, -6, -8, -11, -24, -25)  # ended by a signal that a file provokes: SIGILL, ABRT, FPE, SEGV, XCPU, XFSZ

REFUSALS = {
    "picture_broken": _("This picture is damaged or incomplete. Try another, or save it again in another program."),
    "too_many_pixels": _("This picture has more than 40 million pixels. Make it smaller, then send it again."),
    "picture_too_small": _("This picture is too small: it needs at least 32 pixels each way."),
    "picture_lost": _("The picture was lost on its way. Send it again."),
}


class DarkroomFault(Exception):
    """It did not work, and not by the picture's fault: it is worth another try."""


def develop(data: bytes, crop: tuple[float, float, float] | None, sizes: list[tuple[int, int]]) -> list[bytes]:
    """A WebP in each of `sizes` (pixels), the largest first; nothing of the file is left in them but what is seen.

    `crop` is left, top and width as parts of the upright picture; None takes the middle.
    Raises Refused: picture_broken, too_many_pixels, picture_too_small. Raises DarkroomFault.
    """
    return _developed(data, {"crop": crop, "sizes": sizes})[0]


def fit(data: bytes, bounds: list[int]) -> tuple[list[bytes], tuple[int, int]]:
    """The whole picture as a WebP for each of `bounds`, the most pixels of its longer side, the largest first; and width and height of
    that. Raises as `develop`."""
    return _developed(data, {"bounds": bounds})


def _developed(data: bytes, wanted: dict[str, Any]) -> tuple[list[bytes], tuple[int, int]]:
    task = json.dumps({"kind": kind_of(data), **wanted}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "apps.core.developing"],
            input=task + data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8"},
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise refusal("picture_broken") from None
    except OSError as fault:
        raise DarkroomFault(str(fault)) from fault
    if done.returncode in _BY_THE_FILE:
        raise refusal("picture_broken")
    if done.returncode:
        raise DarkroomFault(f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return _parted(done.stdout)


def refusal(code: str) -> Refused:
    return Refused(code, REFUSALS[code])


def _parted(output: bytes) -> tuple[list[bytes], tuple[int, int]]:
    head, _newline, rest = output.partition(b"\n")
    told = json.loads(head)
    if "spoiled" in told:
        raise refusal(told["spoiled"])
    pictures = []
    for length in told["lengths"]:
        pictures.append(rest[:length])
        rest = rest[length:]
    width, height = told["size"]
    return pictures, (width, height)
