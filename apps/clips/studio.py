"""Where clips are mastered and cut into utterances: in a process of its own, a new one for each, which may fail or be killed without harm."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.clips.sounds import Made, Utterance
from apps.core.errors import Refused

_TIMEOUT = 300  # seconds, for one clip: much longer than its processor time, of which a busy machine gives little
_TIMEOUT_PER_CLIP = 30  # for each further one
_BEAT_SECONDS = 10.0
_MOST_BYTES = 8 * 1024**2  # that it may say of one clip, of which we make 2 MB at most
_COMMAND = [sys.executable, "-m", "apps.clips.mastering"]
_BY_THE_FILE = (
    -4,
    -6,
    -8,
    -9,
    -11,
    -24,
    -25,
)  # ended by a signal that a file provokes: SIGILL, ABRT, FPE, KILL, SEGV, XCPU, XFSZ

REFUSALS = {
    "clip_broken": _(
        "This recording is damaged, or of a kind that Linnet does not know. Save it as MP3, Ogg or WAV, then send it again."
    ),
    "clip_is_video": _("This is a video. Linnet takes sound alone: save its sound as a file of its own, then send that."),
    "clip_silent": _("There is no sound in this file. Try another."),
    "clip_too_short": _("This recording is too short to be heard. Say a little more."),
    "clip_too_long": _("This recording is longer than there is room for. Make it shorter, then send it again."),
    "clip_lost": _("The recording was lost on its way. Send it again."),
}


Beat = Callable[[], object]


class StudioFault(Exception):
    """It did not work, and not by the recording's fault: it is worth another try."""


def master(data: bytes, kind: str, most_clips: int, beat: Beat = lambda: None) -> list[Made]:
    """Clips of at most 140 s, at most `most_clips`; nothing of the file is left in them but what is heard. `kind` is as `kind_of` has it;
    `beat` is called every ten seconds meanwhile.

    Raises Refused: clip_broken, clip_is_video, clip_silent, clip_too_short, clip_too_long. Raises StudioFault.
    """
    told, rest = _done({"deed": "master", "kind": kind, "most_clips": most_clips}, data, most_clips, beat)
    clips = []
    for clip in told["clips"]:
        (peaks, opus, aac), rest = _parted(rest, clip["lengths"])
        clips.append(Made(clip["duration_ms"], peaks, opus, aac))
    return clips


def utterances(opus: bytes) -> list[Utterance]:
    """What is said in a clip that we made, cut where it is quiet, at most 15 s each. Raises Refused as `master`; raises StudioFault."""
    told, rest = _done({"deed": "listen"}, opus, 1, lambda: None)
    found = []
    for one in told["utterances"]:
        packets, rest = _parted(rest, [length for _at, length in one["packets"]])
        starts = [at for at, _length in one["packets"]]
        found.append(Utterance(one["start_ms"], one["end_ms"], list(zip(starts, packets, strict=True))))
    return found


def refusal(code: str) -> Refused:
    return Refused(code, REFUSALS[code])


def _done(task: dict[str, Any], data: bytes, clips: int, beat: Beat) -> tuple[dict[str, Any], bytes]:
    with TemporaryFile() as given:
        given.write(json.dumps(task).encode() + b"\n" + data)
        given.seek(0)
        try:
            process = subprocess.Popen(
                _COMMAND,
                stdin=given,  # no pipe: what is left of it when a wait is over would never arrive
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=settings.BASE_DIR,
                env={"LANG": "C.UTF-8"},
            )
        except OSError as fault:
            raise StudioFault(str(fault)) from fault
    with process:
        output, complaints = _waited_for(process, _TIMEOUT + _TIMEOUT_PER_CLIP * clips, _MOST_BYTES * clips, beat)
    if process.returncode in _BY_THE_FILE:
        raise refusal("clip_broken")
    if process.returncode:
        raise StudioFault(f"ended with {process.returncode}: {complaints.decode(errors='replace')[-500:]}")
    head, _newline, rest = output.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if "spoiled" in told:
        raise refusal(told["spoiled"] if told["spoiled"] in REFUSALS else "clip_broken")
    return told, rest


def _waited_for(process: "subprocess.Popen[bytes]", seconds: float, most: int, beat: Beat) -> tuple[bytes, bytes]:
    """What it said, and what it complained of. Raises StudioFault if it takes longer: a file that makes it calculate without end meets
    the limit on that, so this is the machine's fault. Raises Refused if it says more than `most` bytes: it is our program no longer."""
    deadline = time.monotonic() + seconds
    with ThreadPoolExecutor(2) as readers:
        output, complaints = (readers.submit(pipe.read, most + 1) for pipe in (process.stdout, process.stderr) if pipe)
        try:
            while (left := deadline - time.monotonic()) > 0:
                try:
                    if len(output.result(min(left, _BEAT_SECONDS))) > most:
                        raise refusal("clip_broken")
                    process.wait(min(left, _BEAT_SECONDS))
                    return output.result(), complaints.result()
                except (TimeoutError, subprocess.TimeoutExpired):
                    beat()
        finally:
            process.kill()  # which also ends the reading
    raise StudioFault(f"took longer than {seconds} s")


def _parted(rest: bytes, lengths: list[int]) -> tuple[list[bytes], bytes]:
    parts = []
    for length in lengths:
        parts.append(rest[:length])
        rest = rest[length:]
    return parts, rest
