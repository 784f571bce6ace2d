"""Pictures for tests, drawn on the spot, and files that only say they are some."""

import struct
import zlib
from io import BytesIO

from PIL import Image

LEFT, RIGHT = (200, 40, 40), (40, 40, 200)
LATITUDE = 55.95
EXIF_ORIENTATION, EXIF_MAKER, EXIF_PLACE = 0x0112, 0x010F, 0x8825


def drawn(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), LEFT)
    image.paste(RIGHT, (width // 2, 0, width, height))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(width: int = 640, height: int = 480) -> bytes:
    return encoded(drawn(width, height))


def with_a_place(orientation: int = 1) -> bytes:
    """As a telephone writes it: who made it, how it was held, and where."""
    exif = Image.Exif()
    exif[EXIF_MAKER] = "SecretPhone"
    exif[EXIF_ORIENTATION] = orientation
    exif.get_ifd(EXIF_PLACE).update({1: "N", 2: (55.0, 57.0, 0.0), 3: "W", 4: (3.0, 11.0, 0.0)})
    return encoded(drawn(), exif=exif, comment=b"SecretComment", icc_profile=None, xmp=b"<x:SecretPacket/>")


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (LEFT, RIGHT)]
    return encoded(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **({"lossless": True} if kind == "WEBP" else {})
    )


def png_saying(width: int, height: int, rows: int = 1) -> bytes:
    """A PNG whose header claims a size; hardly anything stands behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes((3 * width + 1) * rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def webp_saying(width: int, height: int) -> bytes:
    """An animation whose canvas alone would take gigabytes."""
    canvas = bytes([0x02, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def seen(webp: bytes) -> Image.Image:
    image = Image.open(BytesIO(webp), formats=["WEBP"])
    image.load()
    return image


def colour_at(image: Image.Image, x: float, y: float) -> str:
    """ "left" or "right", at this part of the width and of the height; by which of the two it resembles."""
    red, _green, blue = image.convert("RGB").getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return "left" if red > blue else "right"
