"""What files of sound are by their first bytes, and what is made of them: plain words between those who ask for it and the process that does."""

from dataclasses import dataclass, field

LONGEST_MS = 140_000  # of one clip
PEAKS = 600  # places at which we know how loud it is


@dataclass
class Made:
    """A clip: what is played, how long it is, and how loud at each of `PEAKS` places, from 0 to 255."""

    duration_ms: int
    peaks: bytes
    opus: bytes
    aac: bytes


@dataclass
class Utterance:
    """What is recognised at once: packets of Opus, each with its start in samples from the beginning of the utterance."""

    start_ms: int
    end_ms: int
    packets: list[tuple[int, bytes]] = field(default_factory=list)


def kind_of(head: bytes) -> str | None:
    """What a file of sound is by its first bytes; None if it is none that Linnet takes."""
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    for start, kind in ((b"OggS", "ogg"), (b"fLaC", "flac"), (b"\x1a\x45\xdf\xa3", "webm"), (b"ID3", "mp3")):
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0:
        return _kind_of_frames(head[1])
    return None


def _kind_of_frames(second: int) -> str | None:
    """MPEG audio: the two bits of its layer tell AAC from MP3."""
    if second & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if second & 0x06 and second & 0x18 != 0x08 else None


def is_video(head: bytes) -> bool:
    """What is a film by its first bytes: AVI, MPEG, Flash, Windows Media."""
    if head.startswith(b"RIFF") and head[8:11] == b"AVI":
        return True
    return head.startswith((b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"))
