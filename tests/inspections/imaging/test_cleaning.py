"""What is kept of a photo: its pixels, upright and small, and nothing else."""

from datetime import datetime
from io import BytesIO

import imagehash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inspections.imaging import Fault, PhotoRefused, clean_photo, photo_faults, small_photo
from tests.inspections.photos import SECRETS, animation, bomb, photo, picture

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
MAX_PIXELS = 50_000_000


def clean(data: bytes, *, max_pixels: int = MAX_PIXELS):
    return clean_photo(data, max_pixels=max_pixels)


def fault_of(data: bytes, **limits) -> Fault:
    with pytest.raises(PhotoRefused) as refused:
        clean(data, **limits)
    return refused.value.fault


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["JPEG"])


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_a_jpeg_without_place_owner_clock_or_comment(kind):
    sent = photo(kind)
    assert SECRETS[0] in sent

    kept = clean(sent)

    assert [secret for secret in (*SECRETS, b"HO-SO-MAU", b"Exif") if secret in kept.content] == []
    image = opened(kept.content)
    assert dict(image.getexif()) == {}
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (image.size, (kept.width, kept.height)) == ((640, 480), (640, 480))
    assert photo_faults(kept.content) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (-5, -5)), (6, (-5, 5))])
def test_a_photo_taken_with_the_phone_turned_stands_upright(kind, orientation, corner):
    kept = opened(clean(photo(kind, orientation=orientation)).content)

    where = tuple(at % size for at, size in zip(corner, kept.size, strict=True))
    red, green, blue = kept.getpixel(where)
    assert (red > 180, green < 80, blue < 80) == (True, True, True)
    assert kept.size == ((480, 640) if orientation == 6 else (640, 480))


@pytest.mark.parametrize(
    ("size", "kept_size"),
    [((4000, 3000), (1600, 1200)), ((1200, 4000), (480, 1600)), ((300, 200), (300, 200))],
)
def test_a_large_photo_is_made_smaller_and_a_small_one_is_left(size, kept_size):
    kept = clean(photo(image=picture(*size)))

    assert (kept.width, kept.height) == kept_size


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "1"])
def test_a_picture_in_any_colours_is_taken_and_glass_is_laid_on_white(mode):
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0)) if mode == "RGBA" else picture().convert(mode)
    out = BytesIO()
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")

    kept = opened(clean(out.getvalue()).content)

    assert kept.mode == "RGB"
    if mode == "RGBA":
        assert min(kept.getpixel((20, 20))) > 250


def test_the_cameras_clock_is_read_before_it_is_left_out():
    assert clean(photo()).taken_at == datetime(2026, 12, 6, 9, 10, 11)  # noqa: DTZ001
    assert clean(photo(taken="khong ro")).taken_at is None
    assert clean(photo("PNG", taken="2026:13:40 00:00:00")).taken_at is None


def test_the_same_photo_is_made_the_same_and_known_again_when_smaller_and_paler():
    first, again = clean(photo()), clean(photo())
    smaller = clean(photo("WEBP", image=picture().resize((500, 375))))
    other = clean(photo(image=picture(seed=5).rotate(90)))

    assert (first.digest, first.content) == (again.digest, again.content)
    hashes = [imagehash.hex_to_hash(each.perceptual_hash) for each in (first, smaller, other)]
    assert hashes[0] - hashes[1] <= 4
    assert hashes[0] - hashes[2] > 12


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"xin chao",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.4 ...",
        b"PK\x03\x04" + bytes(200),
        b"MZ" + bytes(200),
        animation("GIF"),
        b"BM" + bytes(200),
        b"\0\0\0\x1cftypavif" + bytes(200),
        b"\0\0\0\x1cftypmp42" + bytes(200),
    ],
    ids=["empty", "text", "svg", "xml", "pdf", "zip", "program", "gif", "bmp", "avif", "film"],
)
def test_what_is_none_of_the_four_kinds_is_not_a_photo(data):
    assert fault_of(data) == Fault.NOT_A_PHOTO


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    assert fault_of(animation(kind)) == Fault.ANIMATED


def test_a_sequence_of_a_phone_is_refused():
    assert fault_of(b"\0\0\0\x1cftyphevc" + bytes(200)) == Fault.ANIMATED


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (60_000, 60_000), (9_000, 6_000)])
def test_a_picture_that_unpacks_to_too_much_is_refused_by_its_header(width, height):
    assert fault_of(bomb(width, height)) == Fault.TOO_MANY_PIXELS


def test_the_limit_is_the_one_given():
    assert fault_of(photo(), max_pixels=640 * 480 - 1) == Fault.TOO_MANY_PIXELS
    assert clean(photo(), max_pixels=640 * 480).width == 640


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
def test_half_a_photo_is_refused(kind, part):
    whole = photo(kind)

    assert fault_of(whole[: int(len(whole) * part)]) == Fault.BROKEN


def test_a_header_with_nothing_behind_it_is_broken():
    for head in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP", bomb(10, 999)):
        assert fault_of(head) == Fault.BROKEN


@pytest.mark.parametrize("kind", KINDS)
def test_what_hides_behind_a_photo_does_not_come_along(kind):
    hidden = b"PK\x03\x04<script>TROM</script>" * 50

    kept = clean(photo(kind) + hidden)

    assert b"TROM" not in kept.content
    assert photo_faults(kept.content) == []


def test_a_photo_that_is_also_a_page_keeps_only_the_photo():
    sent = photo()
    page = clean(sent[:2] + b"\xff\xfe\x00\x12<html><script>" + b"\0\0" + sent[2:])

    assert b"<" not in page.content[:200]
    assert photo_faults(page.content) == []


def test_a_second_picture_for_the_screen_is_no_animation():
    out = BytesIO()
    picture(200, 100).save(out, "MPO", save_all=True, append_images=[picture(100, 50, seed=2)])

    assert clean(out.getvalue()).width == 200


def test_a_small_copy_is_small_and_as_clean():
    small = small_photo(clean(photo(image=picture(2000, 1000))).content)

    assert opened(small).size == (320, 160)
    assert photo_faults(small) == []
    assert len(small) < 20_000


@settings(max_examples=60)
@given(st.data())
def test_spoiled_bytes_are_refused_or_made_clean_and_nothing_else(data):
    kind = data.draw(st.sampled_from(KINDS))
    sent = bytearray(photo(kind, image=picture(48, 32)))
    for _ in range(data.draw(st.integers(1, 8))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = clean(bytes(sent))
    except PhotoRefused:
        return
    assert photo_faults(kept.content) == []
