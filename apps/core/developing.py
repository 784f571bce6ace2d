"""Makes pictures anew from what people sent: decoded, turned upright, cropped, scaled, written again as WebP. Nothing else of a file survives.

It runs as a process of its own, `python -m apps.core.developing`, started by `darkroom.py`: decoders are large machines of C that here read
what strangers wrote. The process has limits, knows no secret, and may write no file.
"""

import contextlib
import json
import resource
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from math import ceil

from PIL import Image, ImageCms, ImageOps

MOST_PIXELS = 40_000_000
LEAST_SIDE = 32  # pixels
_QUALITY = 82
_ORIENTATION = 0x0112  # the EXIF tag; from 5 on, width and height change places
_MEMORY = 3 * 1024**3  # bytes of address space: three copies of the largest picture, a decoder and Python
_CPU_SECONDS = 60

Crop = tuple[float, float, float]  # left, top and width as parts of the upright picture's width and height
Size = tuple[int, int]
Box = tuple[float, float, float, float]


class Spoiled(Exception):
    """Nothing can be made of this file; the argument is the code of the refusal."""


def developed(data: bytes, kind: str, crop: Crop | None, sizes: list[Size]) -> list[bytes]:
    """A WebP in each of `sizes`, which share one shape and begin with the largest. Raises Spoiled.

    `kind` is the one decoder that may look. Of something that moves, the first frame stays. Colours become sRGB.
    """
    with _spoiling():
        picture = _decoded(data, kind, lambda image: _enough(image, crop, sizes[0]))
        return _in_sizes(_scaled(picture, _box(picture.size, crop, sizes[0]), sizes[0]), sizes)


def fitted(data: bytes, kind: str, bounds: list[int]) -> tuple[list[bytes], Size]:
    """The whole of it as a WebP for each of `bounds`, the largest first: neither side longer than that, and never larger than it came.
    Also the size of the first. Raises Spoiled."""
    with _spoiling():
        picture = _decoded(data, kind, lambda image: _within(image.size, bounds[0]))
        sizes = [_within(picture.size, bound) for bound in bounds]
        return _in_sizes(_scaled(picture, (0.0, 0.0, picture.width, picture.height), sizes[0]), sizes), sizes[0]


@contextlib.contextmanager
def _spoiling() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError:
        raise Spoiled("too_many_pixels") from None
    except Spoiled:
        raise
    except Exception as fault:  # a decoder may raise anything at all
        raise Spoiled("picture_broken") from fault


def _in_sizes(largest: Image.Image, sizes: list[Size]) -> list[bytes]:
    return [_written(largest if size == sizes[0] else largest.resize(size, Image.Resampling.LANCZOS)) for size in sizes]


def _within(size: Size, bound: int) -> Size:
    part = min(1.0, bound / max(size))
    return max(1, round(size[0] * part)), max(1, round(size[1] * part))


def _decoded(data: bytes, kind: str, enough: Callable[[Image.Image], Size]) -> Image.Image:
    if kind == "WEBP":
        _check(_webp_size(data))  # its decoder makes room for the whole picture before it tells the size
    image: Image.Image = Image.open(BytesIO(data), formats=[kind])
    _check(image.size)
    image.draft(None, enough(image))
    image.load()
    with contextlib.suppress(Exception):  # what cameras write there is often wrong; then the picture stays as it lies
        image = ImageOps.exif_transpose(image)
    return _plain(image)


def _check(size: Size) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Spoiled("too_many_pixels")
    if min(size) < LEAST_SIDE:
        raise Spoiled("picture_too_small")


def _webp_size(data: bytes) -> Size:
    """As the header has it: extended, lossless or plain."""
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _enough(image: Image.Image, crop: Crop | None, largest: Size) -> Size:
    """How much of a JPEG need be decoded for the largest size: a half, a quarter, an eighth is done in a fraction of the time."""
    turned = False
    with contextlib.suppress(Exception):
        turned = image.getexif().get(_ORIENTATION, 1) >= 5
    left, _top, right, _bottom = _box(image.size[::-1] if turned else image.size, crop, largest)
    part = min(1.0, largest[0] / (right - left))
    return ceil(image.width * part), ceil(image.height * part)


def _plain(image: Image.Image) -> Image.Image:
    """One of the modes that can be scaled."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _box(size: Size, crop: Crop | None, shape: Size) -> Box:
    """What of the picture is shown, in pixels: of the shape of `shape`, and inside, whatever was asked for. Without `crop`, the middle."""
    width, height = size
    ratio = shape[0] / shape[1]
    widest = min(width, height * ratio)
    wide = min(max(crop[2] * width, 1.0), widest) if crop else widest
    tall = wide / ratio
    left = crop[0] * width if crop else (width - wide) / 2
    top = crop[1] * height if crop else (height - tall) / 2
    left, top = min(max(left, 0.0), width - wide), min(max(top, 0.0), height - tall)
    return left, top, min(left + wide, width), min(top + tall, height)


def _scaled(picture: Image.Image, box: Box, size: Size) -> Image.Image:
    small = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    profile = picture.info.get("icc_profile")
    if profile and small.mode in ("RGB", "CMYK"):
        with contextlib.suppress(Exception):  # a profile that can't be read is none
            found = ImageCms.ImageCmsProfile(BytesIO(profile))
            small = ImageCms.profileToProfile(small, found, ImageCms.createProfile("sRGB"), outputMode="RGB") or small
    return small if small.mode in ("RGB", "RGBA") else small.convert("RGB")


def _written(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.info = {}
    picture.save(file, "WEBP", quality=_QUALITY, method=4, icc_profile=b"", exif=b"", xmp=b"")
    return file.getvalue()


def main() -> None:
    """A line of JSON and a picture come in; a line of JSON, and the pictures that were made, go out."""
    _confine()
    task = json.loads(sys.stdin.buffer.readline())
    made: list[bytes] = []
    told: dict[str, object]
    try:
        sizes = [(width, height) for width, height in task.get("sizes", [])]
        data = sys.stdin.buffer.read()
        if "bounds" in task:
            made, size = fitted(data, task["kind"], task["bounds"])
        else:
            made, size = developed(data, task["kind"], tuple(task["crop"]) if task["crop"] else None, sizes), sizes[0]
        told = {"lengths": [len(picture) for picture in made], "size": size}
    except Spoiled as spoiled:
        told = {"spoiled": str(spoiled)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(made))


def _confine() -> None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
