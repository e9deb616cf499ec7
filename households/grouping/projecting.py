"""From degrees on the globe to metres on a flat sheet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG)."""


def project(latitudes: ArrayLike, longitudes: ArrayLike) -> NDArray[np.float64]:
    """Project WGS 84 degrees to local metres, shape (N, 2): x to the east, y to the north.

    Equirectangular around the middle of the given points: within a city (50 km) distances are
    right to a few parts in ten thousand, which is far below what a walker notices.  Rows with a
    missing coordinate (NaN) stay NaN and do not move the middle.

    Raises `ValueError` for latitudes beyond ±90 or longitudes beyond ±180.
    """
    latitude = np.asarray(latitudes, dtype=np.float64)
    longitude = np.asarray(longitudes, dtype=np.float64)
    if latitude.shape != longitude.shape or latitude.ndim != 1:
        raise ValueError("latitudes and longitudes must be two lists of the same length")
    if np.any(np.abs(latitude) > 90) or np.any(np.abs(longitude) > 180):
        raise ValueError("a latitude lies beyond ±90 or a longitude beyond ±180")
    known = np.isfinite(latitude) & np.isfinite(longitude)
    points = np.full((len(latitude), 2), np.nan)
    if known.any():
        low, high = np.min(latitude[known]), np.max(latitude[known])
        west, east = np.min(longitude[known]), np.max(longitude[known])
        middle = (low + high) / 2
        metres = EARTH_RADIUS * np.pi / 180
        points[known, 0] = (
            metres * np.cos(np.radians(middle)) * (longitude[known] - (west + east) / 2)
        )
        points[known, 1] = metres * (latitude[known] - middle)
    return points
