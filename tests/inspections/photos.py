"""Files as phones, and people with other things in mind, would send them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image, PngImagePlugin

SECRETS = (b"GPS-DIEM-NHA", b"TEN-CHU-MAY", b"XMP-RIENG", b"LOI-GHI")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>XMP-RIENG</note></x:xmpmeta>'


def picture(width: int = 640, height: int = 480, *, seed: int = 0) -> Image.Image:
    """A picture with a red left upper corner and something to recognise; ``seed`` varies it."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    step = 1 + seed % 7
    for n in range(step):
        x = (width * (2 * n + seed % 3 + 1)) // (2 * step + 4)
        image.paste((20 + 30 * n, 200, 90), (x, height // 3, x + width // 9, height // 3 * 2))
    image.paste((220, 20, 20), (0, 0, width // 3, height // 3))
    return image


def exif(*, orientation: int = 1, taken: str = "2026:12:06 09:10:11") -> Image.Exif:
    """What a phone writes beside the picture: where, when, whose."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Artist] = "TEN-CHU-MAY"
    data.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    place = data.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (10.0, 2.0, 30.5)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (105.0, 47.0, 9.0)
    place[ExifTags.GPS.GPSAreaInformation] = b"GPS-DIEM-NHA"
    return data


def photo(kind: str = "JPEG", image: Image.Image | None = None, **tags) -> bytes:
    """A photo full of what should not be kept: place, owner, clock, profile, comment, XMP."""
    image = image or picture()
    out = BytesIO()
    extra: dict = {"exif": exif(**tags).tobytes()}
    if kind == "JPEG":
        extra |= {"comment": b"LOI-GHI", "xmp": XMP, "icc_profile": b"HO-SO-MAU" * 40}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "LOI-GHI")
        extra |= {"pnginfo": text}
    if kind == "WEBP":
        extra |= {"xmp": XMP}
    image.save(out, kind, **extra)
    return out.getvalue()


def animation(kind: str) -> bytes:
    """Two frames, one after the other."""
    out = BytesIO()
    picture(64, 64).save(
        out, kind, save_all=True, append_images=[picture(64, 64, seed=3)], duration=100
    )
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is ``width`` by ``height``; its pixels never come."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
