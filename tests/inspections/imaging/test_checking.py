"""The checker finds what does not belong in a kept photo."""

from io import BytesIO

import pytest

from inspections.imaging import clean_photo, photo_faults
from tests.inspections.photos import photo, picture

CLEAN = clean_photo(photo(), max_pixels=10**6).content


def saved(**extra) -> bytes:
    out = BytesIO()
    picture(64, 64).save(out, "JPEG", **extra)
    return out.getvalue()


def test_a_clean_photo_has_no_fault():
    assert photo_faults(CLEAN) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (photo(), "segment 0xe1"),
        (saved(comment=b"LOI-GHI"), "segment 0xfe"),
        (saved(icc_profile=b"x" * 200), "segment 0xe2"),
        (saved(progressive=True), "segment 0xc2"),
        (CLEAN + b"\0", "1 bytes after the end"),
        (CLEAN + b"PK\x03\x04" * 9, "36 bytes after the end"),
        (CLEAN[:-2], "does not end"),
        (CLEAN[:-200], "does not end"),
        (CLEAN[:30], "does not end"),
        (CLEAN[:2] + b"x" + CLEAN[2:], "begins no segment"),
        (CLEAN.replace(b"JFIF", b"JFXX", 1), "not the plain JFIF"),
        (b"<html>", "does not begin"),
        (b"", "does not begin"),
    ],
)
def test_each_thing_that_does_not_belong_is_told(data, told):
    assert [fault for fault in photo_faults(data) if told in fault] != []
