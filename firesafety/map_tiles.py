"""The address of a map server, checked before anybody looks at a map."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def tile_origin(address: str) -> str:
    """Scheme and host that the content policy must let in; empty for tiles of this very site.

    Raises ImproperlyConfigured for an address that does not say where {z}, {x} and {y} go.
    """
    try:
        first, second = (address.format(z=n, x=n, y=n) for n in (1, 2))
        parts = urlsplit(first)
    except (KeyError, IndexError, ValueError):
        first = second = ""
    if first == second or (parts.scheme and parts.scheme not in ("http", "https")):
        raise ImproperlyConfigured(
            "MAP_TILES_URL must be like https://tiles.example.vn/{z}/{x}/{y}.png"
        )
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
