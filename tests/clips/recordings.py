"""Recordings for tests: spoken lines, tones, and files that lie about what they are."""

import io
import math
import struct
from array import array
from collections.abc import Iterable

import av

from tests.speech.samples import FOLDER

RATE = 16_000


def spoken(voice: str, *numbers: int, pause: float = 0.6) -> "array[int]":
    """Lines of tests/data/speech, with a pause behind each."""
    samples: array[int] = array("h")
    for number in numbers:
        resampler = av.AudioResampler("s16", "mono", RATE)
        with av.open(str(FOLDER / f"{voice}-{number:02}.opus")) as file:
            for frame in file.decode(audio=0):
                for small in resampler.resample(frame):
                    samples.frombytes(bytes(small.planes[0])[: small.samples * 2])
        samples.extend(silence(pause))
    return samples


def silence(seconds: float) -> "array[int]":
    return array("h", bytes(2 * round(seconds * RATE)))


def tone(seconds: float, loudness: float = 0.3, hertz: float = 440) -> "array[int]":
    return array("h", (round(loudness * 32767 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(round(seconds * RATE))))


def encoded(
    samples: "array[int]", container: str = "wav", codec: str = "pcm_s16le", rate: int = RATE, layout: str = "mono"
) -> bytes:
    """As a file of this kind."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as made:
        stream = made.add_stream(codec, rate=rate, layout=layout)
        for frame in _frames(samples, stream, rate, layout):
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return file.getvalue()


def _frames(samples: "array[int]", stream, rate: int, layout: str) -> Iterable[av.AudioFrame]:
    fifo, resampler = av.AudioFifo(), av.AudioResampler(stream.codec_context.format or "s16", layout, rate)
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.planes[0].update(samples.tobytes() + bytes(frame.planes[0].buffer_size - 2 * len(samples)))
    frame.sample_rate = RATE
    for small in [*resampler.resample(frame), *resampler.resample(None)]:
        small.pts = None
        fifo.write(small)
    yield from fifo.read_many(stream.codec_context.frame_size or 1024, partial=True)


def wav(seconds: float = 1.0) -> bytes:
    return encoded(tone(seconds))


def film(container: str = "matroska", codec: str = "mpeg4") -> bytes:
    """A second of something to look at, with sound."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as made:
        sight, sound = made.add_stream(codec, rate=10), made.add_stream("aac", rate=RATE, layout="mono")
        sight.width = sight.height = 64
        sight.pix_fmt = "yuv420p"
        for _ in range(10):
            made.mux(sight.encode(av.VideoFrame(64, 64, "yuv420p")))
        for frame in _frames(tone(1), sound, RATE, "mono"):
            made.mux(sound.encode(frame))
        made.mux([*sight.encode(None), *sound.encode(None)])
    return file.getvalue()


def with_cover(sound: bytes) -> bytes:
    """An MP3 with a picture in the tag in front of it."""
    file = io.BytesIO()
    with av.open(file, "w", format="mjpeg") as made:
        sight = made.add_stream("mjpeg", rate=1)
        sight.width = sight.height = 64
        sight.pix_fmt = "yuvj420p"
        made.mux([*sight.encode(av.VideoFrame(64, 64, "yuvj420p")), *sight.encode(None)])
    picture = b"\0image/jpeg\0\x03\0" + file.getvalue()
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame + sound


def many_streams(count: int) -> bytes:
    """Matroska, written by hand: as many tracks as one likes, and nothing in them."""
    track = _element(b"\xae", _element(b"\xd7", b"\x01") + _element(b"\x83", b"\x02") + _element(b"\x86", b"A_OPUS"))
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm"))
    return head + _element(b"\x18\x53\x80\x67", _element(b"\x16\x54\xae\x6b", track * count))


def _element(name: bytes, content: bytes) -> bytes:
    return name + (0x01 << 56 | len(content)).to_bytes(8, "big") + content


def wav_saying(length: int) -> bytes:
    """44 bytes that claim to be `length` bytes long, and a little sound."""
    sound = tone(1).tobytes()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        length & 0xFFFFFFFF,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        RATE,
        2 * RATE,
        2,
        16,
        b"data",
        length & 0xFFFFFFFF,
    )
    return head + sound


def sound_in(data: bytes, container: str) -> "array[int]":
    """What one hears of a file, at RATE."""
    samples, resampler = array("h"), av.AudioResampler("s16", "mono", RATE)
    with av.open(io.BytesIO(data), "r", format=container) as file:
        for frame in file.decode(audio=0):
            frame.pts = None
            for small in resampler.resample(frame):
                samples.frombytes(bytes(small.planes[0])[: small.samples * 2])
    return samples
