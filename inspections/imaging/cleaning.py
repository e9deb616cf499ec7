"""Decode what came, keep nothing of it but its pixels, and encode those anew.

A photo tells where and when it was taken, on whose phone, and may carry a second file behind its
last byte. None of that can survive: the result is made from pixels alone, and
``inspections.imaging.checking`` looks at it again before anything is kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from .checking import photo_faults

# Phones write their photos in HEIC; the opener is used only where the first bytes say so.
register_heif_opener()

LONGEST_SIDE = 1600
QUALITY = 82
SMALL_SIDE = 320
SMALL_QUALITY = 75
WHITE = (255, 255, 255)

_HEIF_STILLS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_HEIF_SEQUENCES = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}


class Fault(StrEnum):
    """Why a file is not taken as a photo."""

    NOT_A_PHOTO = "not_a_photo"
    BROKEN = "broken"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"


class PhotoRefused(Exception):
    """The file is not taken; ``fault`` tells why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG of pixels alone. ``digest`` is SHA-256 of ``content`` in hexadecimal digits.

    ``perceptual_hash``: 16 hexadecimal digits that stay alike when the same picture is sent again
    smaller or paler (pHash of imagehash). ``taken_at`` has no time zone: cameras write the clock
    on the wall; None where they write nothing.
    """

    content: bytes
    width: int
    height: int
    digest: str
    perceptual_hash: str
    taken_at: datetime | None


def clean_photo(data: bytes, *, max_pixels: int) -> CleanPhoto:
    """Make a photo safe: upright, at most ``LONGEST_SIDE`` pixels long, nothing but pixels.

    JPEG, PNG, WebP and HEIC are known by their first bytes, whatever they are called. The size
    is read from the header, before a single pixel is decoded. Raises PhotoRefused.
    """
    kind = _kind(data)
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            _refuse_size(image, max_pixels)
            # A JPEG may hold a second, smaller picture for the screen; only frames that follow
            # each other make an animation.
            if kind in ("PNG", "WEBP") and getattr(image, "is_animated", False):
                raise PhotoRefused(Fault.ANIMATED)
            if kind == "JPEG":
                # Decodes a photo of 50 megapixels at a quarter of its size where that is enough.
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            _refuse_size(image, max_pixels)
            taken_at = _taken_at(image)
            pixels = _pixels(image)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(Fault.TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        raise PhotoRefused(Fault.BROKEN) from error
    # What decoders raise on spoiled bytes is nowhere listed; whatever it is, the file is at fault.
    except Exception as error:
        raise PhotoRefused(Fault.BROKEN) from error
    # SciPy comes along with it, which every page and command would otherwise wait for.
    import imagehash

    content = _encode(pixels, QUALITY)
    if photo_faults(content):
        raise PhotoRefused(Fault.BROKEN)
    return CleanPhoto(
        content=content,
        width=pixels.width,
        height=pixels.height,
        digest=hashlib.sha256(content).hexdigest(),
        perceptual_hash=str(imagehash.phash(pixels)),
        taken_at=taken_at,
    )


def small_photo(content: bytes) -> bytes:
    """A small copy, at most ``SMALL_SIDE`` pixels long, of a photo that was made clean."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as image:
        image.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return _encode(image, SMALL_QUALITY)


def _kind(data: bytes) -> str:
    """Pillow's name of the format that the first bytes tell; raises PhotoRefused."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in _HEIF_SEQUENCES:
        raise PhotoRefused(Fault.ANIMATED)
    if brand in _HEIF_STILLS:
        return "HEIF"
    raise PhotoRefused(Fault.NOT_A_PHOTO)


def _refuse_size(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise PhotoRefused(Fault.TOO_MANY_PIXELS)


def _taken_at(image: Image.Image) -> datetime | None:
    """What the camera's clock said, if it wrote that down."""
    written = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(written), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - it has none.
    except ValueError:
        return None


def _pixels(image: Image.Image) -> Image.Image:
    """The picture upright, opaque and no larger than it is kept; nothing else comes along.

    A colour profile is left out without being used: reading one is work for a library that should
    not be handed a stranger's file, and all it would change is a shade.
    """
    glassy = "A" in image.mode.upper() or "transparency" in image.info
    coloured = image.convert("RGBA") if glassy else image.convert("RGB")
    coloured.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(coloured)
    opaque = Image.new("RGB", upright.size, WHITE)
    opaque.paste(upright, mask=upright.getchannel("A") if glassy else None)
    return opaque


def _encode(pixels: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    pixels.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
