"""Makes clips anew from what people sent: decoded, evened out to one loudness, written again as Opus and AAC. Nothing else of a file survives.

It runs as a process of its own, `python -m apps.clips.mastering`, started by `studio.py`: demuxers and decoders are large machines of C that
here read what strangers wrote. The process has limits and knows no secret, and what a file may ask of the libraries opens neither a file nor
a connection. It is no cage for foreign code: what a flaw in a decoder lets run has every right of the worker's user (`_confine`).
"""

import json
import math
import resource
import struct
import sys
from array import array
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.stream import Disposition

from apps.clips.sounds import LONGEST_MS, PEAKS, Made, Utterance, kind_of

RATE = 48_000  # Hz, of all that we make
_FRAME = 960  # samples: 20 ms, one packet of Opus
_FRAME_MS = 20
_LEVEL_RATE = 8_000  # Hz, of what levels are measured by
_LEVEL_SAMPLES = _LEVEL_RATE * _FRAME_MS // 1000
_SLACK_MS = 1_000  # a recorder that stops at the longest may be a little late
_SHORTEST_MS = 300

_LOUDNESS = -16.0  # LUFS
_MOST_GAIN = 30.0  # dB: what is quieter than that is rather noise than speech
_CEILING = 0.84  # of full scale, −1.5 dB
_OPUS_BITS = 40_000  # per second
_AAC_BITS = 64_000

_SPLIT_WITHIN_MS = 10_000  # before the longest a clip is cut, at the quietest place
_QUIET_MS = 300  # as long as an utterance must be followed by silence to end there
_LONGEST_UTTERANCE_MS = 15_000
_SHORTEST_UTTERANCE_MS = 4_000  # rather one of several words than many of one

_MOST_STREAMS = 8
_MEMORY = 1024**3  # bytes of address space, of which Python and the libraries map a quarter
_CPU_SECONDS = 20  # for one clip
_CPU_SECONDS_PER_CLIP = 12  # for each further one

# By the names of `kind_of`: the one demuxer that may look.
_DEMUXERS = {"mp3": "mp3", "aac": "aac", "ogg": "ogg", "wav": "wav", "flac": "flac", "mp4": "mov", "webm": "matroska"}
_CODECS = {
    *("mp3", "mp3float", "mp2", "aac", "opus", "libopus", "vorbis", "libvorbis", "flac", "alac", "speex", "libspeex"),
    *("amrnb", "amrwb", "amr_nb", "amr_wb", "libopencore_amrnb", "libopencore_amrwb"),
    *("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_s16be", "pcm_alaw", "pcm_mulaw"),
    *("adpcm_ms", "adpcm_ima_wav"),
}
# Opening a file already runs decoders, to find out what its streams are: no others than ours.
_OPTIONS = {"max_streams": str(_MOST_STREAMS), "probesize": "1000000", "codec_whitelist": ",".join(sorted(_CODECS))}


class Spoiled(Exception):
    """Nothing can be made of this file; the argument is the code of the refusal."""


# ---- Hearing ---------------------------------------------------------------------------------------------------------


class _Source:
    """A file of sound, to be heard as often as one likes."""

    def __init__(self, data: bytes, kind: str) -> None:
        if kind == "mp3":
            data = _behind_tag(data)
            kind = kind_of(data[:64]) or kind
        self._data, self._demuxer = data, _DEMUXERS[kind]

    def frames(self, rate: int) -> Iterator[AudioFrame]:
        """All of it, mono in signed 16 bits at `rate`. Damaged packets are left out. Raises Spoiled."""
        with self._opened() as file:
            stream = _audio_of(file)
            resampler = av.AudioResampler("s16", "mono", rate)
            for frame in _decoded(file, stream):
                frame.pts = None  # what a file says of time is not asked: what sounds counts
                yield from resampler.resample(frame)
            yield from resampler.resample(None)

    def _opened(self) -> InputContainer:
        return av.open(BytesIO(self._data), "r", format=self._demuxer, options=_OPTIONS)


def _audio_of(file: InputContainer) -> AudioStream:
    if len(file.streams) > _MOST_STREAMS:
        raise Spoiled("clip_broken")
    if any(not stream.disposition & Disposition.attached_pic for stream in file.streams.video):
        raise Spoiled("clip_is_video")
    if not file.streams.audio:
        raise Spoiled("clip_silent")
    stream = file.streams.audio[0]
    if stream.codec_context.name not in _CODECS or not 4_000 <= stream.codec_context.sample_rate <= 192_000:
        raise Spoiled("clip_broken")
    stream.codec_context.thread_count = 1
    return stream


def _decoded(file: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in file.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue


def _loudest(samples: "array[int]") -> int:
    return max(max(samples), -min(samples)) if samples else 0


def _behind_tag(data: bytes) -> bytes:
    """A file without the ID3 tag in front of it, which any kind may have."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return data
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return data[10 + size :].lstrip(b"\0") or data


# ---- Mastering -------------------------------------------------------------------------------------------------------


def mastered(data: bytes, kind: str, most_clips: int) -> list[Made]:
    """Clips of at most `LONGEST_MS`, as many as it takes, cut where it is quiet. Raises Spoiled."""
    source = _Source(data, kind)
    levels, loudness = _measured(source, most_clips * LONGEST_MS + _SLACK_MS)
    if len(levels) * _FRAME_MS < _SHORTEST_MS:
        raise Spoiled("clip_too_short")
    cuts = _cuts(levels)
    gain = min(_LOUDNESS - loudness, _MOST_GAIN) if math.isfinite(loudness) and loudness > -70 else 0.0
    return _written(source, levels, cuts, gain)


def _measured(source: _Source, most_ms: int) -> tuple["array[int]", float]:
    """How loud it is in every 20 ms, and altogether in LUFS."""
    levels: array[int] = array("H")
    meter, left = _Meter(), array("h")
    most = most_ms // _FRAME_MS
    for frame in source.frames(RATE):
        left.extend(meter.hear(frame))
        while len(left) >= _LEVEL_SAMPLES:
            levels.append(_loudest(left[:_LEVEL_SAMPLES]))
            del left[:_LEVEL_SAMPLES]
        if len(levels) > most:
            raise Spoiled("clip_too_long")
    left.extend(meter.rest())
    if left:
        levels.append(_loudest(left[:_LEVEL_SAMPLES]))
    return levels, meter.loudness


class _Meter:
    """Measures loudness as EBU R 128 has it, and passes on the same sound in fewer samples."""

    def __init__(self) -> None:
        self._graph = _graph(RATE, [("ebur128", "metadata=1:framelog=quiet")])
        self._resampler = av.AudioResampler("s16", "mono", _LEVEL_RATE)
        self.loudness = -math.inf

    def hear(self, frame: AudioFrame) -> "array[int]":
        self._graph.push(frame)
        for measured in _pulled(self._graph):
            self.loudness = float(measured.metadata.get("lavfi.r128.I", self.loudness))
        return self._fewer(frame)

    def rest(self) -> "array[int]":
        """What was still on its way."""
        return self._fewer(None)

    def _fewer(self, frame: AudioFrame | None) -> "array[int]":
        found: array[int] = array("h")
        for small in self._resampler.resample(frame):
            found.frombytes(bytes(small.planes[0])[: small.samples * 2])
        return found


def _graph(rate: int, filters: list[tuple[str, str]]) -> Graph:
    graph = Graph()
    nodes = [graph.add_abuffer(sample_rate=rate, format="s16", layout="mono")]
    nodes += [graph.add(name, options) for name, options in filters]
    nodes.append(graph.add("abuffersink"))
    for one, next_one in pairwise(nodes):
        one.link_to(next_one)
    graph.configure()
    return graph


def _pulled(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield graph.pull()  # type: ignore[misc]
        except (av.BlockingIOError, av.EOFError):
            return


def _cuts(levels: "array[int]") -> list[int]:
    """Where clips end, in frames: the last at the end, the others in the middle of the quietest 300 ms of the last ten seconds."""
    longest, within, width = LONGEST_MS // _FRAME_MS, _SPLIT_WITHIN_MS // _FRAME_MS, _QUIET_MS // _FRAME_MS
    cuts, start = [], 0
    while len(levels) - start > longest + _SLACK_MS // _FRAME_MS:
        places = range(start + longest - within, start + longest - width)
        start = min(places, key=lambda place: sum(levels[place : place + width])) + width // 2
        cuts.append(start)
    return [*cuts, len(levels)]


def _written(source: _Source, levels: "array[int]", cuts: list[int], gain: float) -> list[Made]:
    graph = _graph(
        RATE, [("volume", f"{gain:.2f}dB"), ("alimiter", f"limit={_CEILING}:level=0"), ("aformat", "s16:sample_rates=48000")]
    )
    made, start = [], 0
    frames = _even(source, graph)
    for cut in cuts:
        opus, aac = _Writer("ogg", "libopus", _OPUS_BITS), _Writer("ipod", "aac", _AAC_BITS, cut - start)
        for _ in range(start, cut):
            frame = next(frames, None)
            if frame is None:
                break
            opus.write(frame)
            aac.write(frame)
        made.append(Made((cut - start) * _FRAME_MS, _peaks(levels[start:cut]), opus.done(), aac.done()))
        start = cut
    return made


def _even(source: _Source, graph: Graph) -> Iterator[AudioFrame]:
    """The sound at its loudness, in frames of 20 ms."""
    fifo = av.AudioFifo()
    for frame in source.frames(RATE):
        graph.push(frame)
        for loud in _pulled(graph):
            loud.pts = None
            fifo.write(loud)
        yield from fifo.read_many(_FRAME)
    graph.push(None)
    for loud in _pulled(graph):
        loud.pts = None
        fifo.write(loud)
    yield from fifo.read_many(_FRAME)


def _peaks(levels: "array[int]") -> bytes:
    """The loudest of each of as many stretches, of which the loudest of all is 255."""
    most = max(levels) or 1
    bounds = [len(levels) * place // PEAKS for place in range(PEAKS + 1)]
    return bytes(max(levels[low : max(high, low + 1)]) * 255 // most for low, high in pairwise(bounds))


class _Writer:
    def __init__(self, container: str, codec: str, bits: int, frames: int = 0) -> None:
        self._file = BytesIO()
        # Whoever plays must know at the start where everything is: room is made for that before the sound.
        options = {"moov_size": str(4096 + frames * 16)} if container == "ipod" else {}
        self._container: OutputContainer = av.open(self._file, "w", format=container, options=options)
        stream: Any = self._container.add_stream(codec, rate=RATE, layout="mono")
        self._stream = stream
        stream.bit_rate = bits
        if codec == "libopus":
            stream.codec_context.options = {
                "application": "voip",
                "frame_duration": str(_FRAME_MS),
                "compression_level": "8",
            }
        self._at = 0

    def write(self, frame: AudioFrame) -> None:
        frame.pts = self._at
        frame.sample_rate = RATE
        self._at += frame.samples
        self._container.mux(self._stream.encode(frame))

    def done(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()


# ---- Utterances ------------------------------------------------------------------------------------------------------


def utterances(data: bytes) -> list[Utterance]:
    """What a recogniser is asked, one after the other: of a clip as we made it, cut where it is quiet, without its silences."""
    with av.open(BytesIO(data), "r", format="ogg", options=_OPTIONS) as file:
        packets = [bytes(packet) for packet in file.demux(audio=0) if packet.size]
    levels, _loudness = _measured(_Source(data, "ogg"), LONGEST_MS + 2 * _SLACK_MS)
    return [
        Utterance(
            start * _FRAME_MS, end * _FRAME_MS, [(number * _FRAME, packet) for number, packet in enumerate(packets[start:end])]
        )
        for start, end in _spoken(levels, len(packets))
    ]


def _spoken(levels: "array[int]", length: int) -> Iterator[tuple[int, int]]:
    """Where something is said, in frames."""
    if not levels:
        return
    floor = max(max(levels) // 30, sorted(levels)[len(levels) // 10] * 2)
    floor = min(floor, max(levels) // 5)
    quiet, longest = _QUIET_MS // _FRAME_MS, _LONGEST_UTTERANCE_MS // _FRAME_MS
    shortest = _SHORTEST_UTTERANCE_MS // _FRAME_MS
    loud = [place for place, level in enumerate(levels) if level > floor]
    at = 0
    while at < len(loud):
        start = max(0, loud[at] - quiet // 2)
        end = _end_of(loud, at, start, shortest, longest, quiet, levels)
        yield start, min(end, length)
        while at < len(loud) and loud[at] < end:
            at += 1


def _end_of(loud: list[int], at: int, start: int, shortest: int, longest: int, quiet: int, levels: "array[int]") -> int:
    """Behind the first silence that is late enough; else at the quietest place."""
    for one, next_one in zip(loud[at:], [*loud[at + 1 :], 10**9], strict=True):
        if one - start >= longest:
            break
        if next_one - one > quiet and (one - start >= shortest or next_one - one > 3 * quiet):
            return one + quiet // 2 + 1
    places = range(start + longest // 2, start + longest - 5)
    return min(places, key=lambda place: sum(levels[place : place + 5])) + 2


# ---- The process -----------------------------------------------------------------------------------------------------


def main() -> None:
    """A line of JSON and a file come in; a line of JSON, and what was made, go out."""
    task = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    _rehearse()
    _confine(task)
    try:
        told, made = _listened(data) if task["deed"] == "listen" else _mastered(data, task)
    except Spoiled as spoiled:
        told, made = {"spoiled": str(spoiled)}, []
    except MemoryError:
        told, made = {"spoiled": "clip_broken"}, []
    except (av.FFmpegError, ValueError, OverflowError, ArithmeticError, IndexError):
        told, made = {"spoiled": "clip_broken"}, []
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(made))


def _mastered(data: bytes, task: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    clips = mastered(data, task["kind"], task["most_clips"])
    told = [{"duration_ms": clip.duration_ms, "lengths": [len(clip.peaks), len(clip.opus), len(clip.aac)]} for clip in clips]
    return {"clips": told}, [part for clip in clips for part in (clip.peaks, clip.opus, clip.aac)]


def _listened(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    found = utterances(data)
    told = [
        {"start_ms": one.start_ms, "end_ms": one.end_ms, "packets": [[at, len(packet)] for at, packet in one.packets]}
        for one in found
    ]
    return {"utterances": told}, [packet for one in found for _at, packet in one.packets]


def _rehearse() -> None:
    """Once through everything, with half a second of nothing: what is loaded late is loaded now, for no file can be opened afterwards."""
    sound = bytes(RATE)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + RATE, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16, b"data", RATE)
    utterances(mastered(head + sound, "wav", 1)[0].opus)


def _confine(task: dict[str, Any]) -> None:
    """Holds against what a file makes a demuxer do: calculate and grow without end, look into other files, follow addresses. It does not hold
    against code that a flaw in a decoder lets run: that may close a descriptor, and open another in its place."""
    av.logging.set_level(None)
    seconds = _CPU_SECONDS + _CPU_SECONDS_PER_CLIP * task.get("most_clips", 1)
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),  # those that are open: no other file, no connection, whatever a file asks for
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
