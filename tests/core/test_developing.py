"""What is made of pictures, whatever they are."""

import pytest
from PIL import Image

from apps.core.developing import Spoiled, developed
from apps.core.uploads import kind_of
from tests import images
from tests.images import colour_at, drawn, encoded, seen

pytestmark = pytest.mark.pure
SIZES = [(400, 400), (128, 128)]


def made(data, crop=None, sizes=SIZES):
    return [seen(webp) for webp in developed(data, kind_of(data), crop, sizes)]


def why_not(data):
    with pytest.raises(Spoiled) as spoiled:
        developed(data, kind_of(data) or "JPEG", None, SIZES)
    return str(spoiled.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_every_kind_becomes_webp_in_every_size(kind, mode):
    data = encoded(drawn(mode=mode) if (kind, mode) not in (("JPEG", "RGBA"), ("JPEG", "P")) else drawn(), kind)
    assert [(image.format, image.size) for image in made(data)] == [("WEBP", (400, 400)), ("WEBP", (128, 128))]
    assert (colour_at(made(data)[0], 0.1, 0.5), colour_at(made(data)[0], 0.9, 0.5)) == ("left", "right") or mode == "L"


@pytest.mark.parametrize("image", [drawn(mode="CMYK"), drawn(mode="L"), drawn(mode="1")])
def test_odd_colours_become_common_ones(image):
    assert made(encoded(image, "JPEG" if image.mode == "CMYK" else "PNG"))[0].mode == "RGB"


def test_grey_of_sixteen_bits_keeps_its_greys():
    grey = Image.new("I;16", (64, 64), 32_768)
    assert 120 < made(encoded(grey, "PNG"))[0].convert("L").getpixel((200, 200)) < 136


def test_what_is_clear_stays_clear():
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert made(encoded(clear, "PNG"))[0].getpixel((10, 10))[3] == 0


def test_the_middle_is_shown_unless_something_else_is_asked_for():
    wide = encoded(drawn(1200, 300), "PNG")
    assert (colour_at(made(wide)[0], 0.2, 0.5), colour_at(made(wide)[0], 0.8, 0.5)) == ("left", "right")
    assert colour_at(made(wide, crop=(0.0, 0.0, 0.25))[0], 0.9, 0.5) == "left"
    assert colour_at(made(wide, crop=(0.75, 0.0, 0.25))[0], 0.1, 0.5) == "right"


@pytest.mark.parametrize("crop", [(1, 1, 1), (0, 0, 1), (0.99, 0.99, 0.0001), (0, 1, 0.5)])
def test_what_lies_outside_is_moved_inside(crop):
    assert [image.size for image in made(images.jpeg(), crop)] == SIZES


def test_a_banner_is_three_times_as_wide_as_high():
    assert [image.size for image in made(images.jpeg(), sizes=[(1500, 500), (600, 200)])] == [(1500, 500), (600, 200)]


@pytest.mark.parametrize(
    ("orientation", "left_is"), [(1, (0.1, 0.5)), (3, (0.9, 0.5)), (6, (0.5, 0.1)), (8, (0.5, 0.9)), (2, (0.9, 0.5))]
)
def test_a_picture_is_turned_upright_before_it_is_cropped(orientation, left_is):
    assert colour_at(made(images.with_a_place(orientation))[0], *left_is) == "left"


def test_a_crop_counts_on_the_upright_picture():
    """Held upright, the picture is 480 wide and 640 high, with what was left above."""
    below = (0.0, 0.6, 1.0)
    assert colour_at(made(images.with_a_place(6), crop=below)[0], 0.5, 0.9) == "right"
    assert colour_at(made(images.with_a_place(6), crop=(0.0, 0.0, 0.5))[0], 0.5, 0.9) == "left"


def test_nothing_of_a_place_a_maker_or_a_comment_is_left():
    data = images.with_a_place()
    assert all(word in data for word in (b"SecretPhone", b"SecretComment", b"SecretPacket"))
    for webp in developed(data, "JPEG", None, SIZES):
        assert b"Secret" not in webp
        assert not seen(webp).getexif()
        assert seen(webp).info.keys() <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_metadata_of_other_kinds_goes_too(kind):
    exif = Image.Exif()
    exif[images.EXIF_MAKER] = "SecretPhone"
    data = encoded(drawn(), kind, exif=exif)
    assert b"SecretPhone" in data
    assert all(b"SecretPhone" not in webp for webp in developed(data, kind, None, SIZES))


def test_what_is_hidden_behind_a_picture_is_left_behind():
    for tail in (b"PK\x03\x04secret.zip", b"<script>alert('secret')</script>", b"%PDF-1.7 secret"):
        assert all(b"secret" not in webp for webp in developed(images.jpeg() + tail, "JPEG", None, SIZES))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_what_moves_the_first_frame_stays(kind):
    [large, _small] = made(images.moving(kind))
    assert not getattr(large, "is_animated", False)
    assert colour_at(large, 0.9, 0.5) == "left"


@pytest.mark.parametrize(
    "data", [images.png_saying(50_000, 50_000), images.png_saying(8_000, 5_001), images.webp_saying(16_000, 16_000)]
)
def test_a_bomb_is_known_by_its_header(data):
    assert why_not(data) == "too_many_pixels"


def test_forty_million_pixels_are_not_too_many():
    assert [image.size for image in made(images.png_saying(8_000, 5_000))] == SIZES


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_half_a_picture_is_none(kind, part):
    data = encoded(drawn(), kind)
    assert why_not(data[: max(40, int(len(data) * part))]) == "picture_broken"


def test_a_picture_that_is_another_kind_than_its_first_bytes_say_is_none():
    assert why_not(b"\xff\xd8\xff\xe0" + encoded(drawn(), "PNG")) == "picture_broken"


@pytest.mark.parametrize("size", [(1, 1), (31, 400), (4000, 8)])
def test_a_picture_of_a_few_pixels_is_none(size):
    assert why_not(encoded(drawn(*size), "PNG")) == "picture_too_small"


def test_a_few_changed_bytes_never_do_harm():
    answers = set()
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = encoded(drawn(96, 64), kind)
        for at in range(0, len(whole), max(1, len(whole) // 40)):
            answers.add(answer(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]))
    assert answers <= {"made", "picture_broken", "too_many_pixels", "picture_too_small"}
    assert answers >= {"made", "picture_broken"}


def answer(data):
    try:
        return "made" if [image.size for image in made(data)] == SIZES else "made wrong"
    except Spoiled as spoiled:
        return str(spoiled)
