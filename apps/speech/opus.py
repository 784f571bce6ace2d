"""Opus packets to what recognisers listen to."""

from collections.abc import Iterable, Iterator

import av
from av.audio.codeccontext import AudioCodecContext

from apps.speech.faults import EngineFault

RATE = 16_000  # Hz
_PACKET_RATE = 48_000
SAMPLE_BYTES = 2
LONGEST_SECONDS = 30  # an utterance has at most 15; beyond this somebody means harm to our memory


def decoded(packets: Iterable[tuple[int, bytes]]) -> bytes:
    """Signed 16-bit mono samples at 16 kHz of Opus packets, each with its start in samples at 48 kHz; gaps become silence.

    A packet that is none is silence too: one broken packet must not cost the sentence. Raises EngineFault: `bad_sound`.
    """
    decoder = AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = _PACKET_RATE, "mono"
    resampler = av.AudioResampler("s16", "mono", RATE)
    pcm = bytearray()
    for start, packet in packets:
        if not 0 <= start <= LONGEST_SECONDS * _PACKET_RATE:
            raise EngineFault("bad_sound", f"A packet at {start} samples is outside of an utterance.")
        at = start * RATE // _PACKET_RATE * SAMPLE_BYTES
        pcm.extend(bytes(max(0, at - len(pcm))))
        pcm.extend(_samples(decoder, resampler, packet))
    return bytes(pcm)


def _samples(decoder: AudioCodecContext, resampler: av.AudioResampler, packet: bytes) -> bytes:
    try:
        return b"".join(_plain(frame) for frame in _resampled(decoder, resampler, packet))
    except av.FFmpegError:
        return b""


def _resampled(decoder: AudioCodecContext, resampler: av.AudioResampler, packet: bytes) -> Iterator[av.AudioFrame]:
    for frame in decoder.decode(av.Packet(packet)):
        frame.pts = None  # the gaps are ours to fill
        yield from resampler.resample(frame)


def _plain(frame: av.AudioFrame) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]
