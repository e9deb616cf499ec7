"""The assignment sheet as a picture: light, wide enough, and the same sheet."""

from io import BytesIO

import pytest
from PIL import Image

from inspections.printing import picture
from inspections.printing.picture import draw_assignment_picture
from tests.inspections.printing import cast


def drawn(members: int, **options) -> Image.Image:
    png = draw_assignment_picture(cast.assignment_sheet(members, **options), language="vi")
    assert len(png) <= 200 * 1024
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("members", [1, 5, 12, 15])
@pytest.mark.parametrize("longest", [False, True])
def test_it_is_as_wide_as_a_chat_shows_and_light_enough_to_send(members, longest):
    assert drawn(members, longest=longest).width == 1080


def test_it_has_the_sheets_ink_and_a_narrow_margin():
    image = drawn(12).convert("L")
    left, top, right, bottom = image.point(lambda value: 255 * (value < 128)).getbbox()
    assert (left, image.width - right) == pytest.approx((24, 24), abs=3)
    assert (top, image.height - bottom) == pytest.approx((24, 24), abs=3)
    dark = sum(image.histogram()[:128]) / (image.width * image.height)
    assert 0.02 < dark < 0.25


def test_two_pages_stand_below_each_other():
    assert drawn(30).height > 1.5 * drawn(12).height


def test_the_same_sheet_gives_the_same_bytes():
    sheet = cast.assignment_sheet(5)
    first, second = (draw_assignment_picture(sheet, language="vi") for _twice in range(2))
    assert first == second


def test_what_is_still_too_heavy_gets_smaller(monkeypatch):
    monkeypatch.setattr(picture, "MOST_BYTES", 25 * 1024)
    png = draw_assignment_picture(cast.assignment_sheet(12), language="vi")
    assert len(png) <= 25 * 1024
    assert Image.open(BytesIO(png)).width < 1080
