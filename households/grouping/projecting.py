"""From degrees on the globe to metres on a flat sheet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG)."""


def project(
    latitudes: ArrayLike,
    longitudes: ArrayLike,
    *,
    around: tuple[ArrayLike, ArrayLike] | None = None,
) -> NDArray[np.float64]:
    """Project WGS 84 degrees to local metres, shape (N, 2): x to the east, y to the north.

    Equirectangular around the middle of the given points: within a city (50 km) distances are
    right to a few parts in ten thousand, which is far below what a walker notices.  Rows with a
    missing coordinate (NaN) stay NaN and do not move the middle.

    ``around`` (latitudes, longitudes) takes the middle of other points instead, so that a second
    call (a river) lies on the same sheet as the first (the houses).

    Raises `ValueError` for latitudes beyond ±90 or longitudes beyond ±180.
    """
    latitude = np.asarray(latitudes, dtype=np.float64)
    longitude = np.asarray(longitudes, dtype=np.float64)
    if latitude.shape != longitude.shape or latitude.ndim != 1:
        raise ValueError("latitudes and longitudes must be two lists of the same length")
    if np.any(np.abs(latitude) > 90) or np.any(np.abs(longitude) > 180):
        raise ValueError("a latitude lies beyond ±90 or a longitude beyond ±180")
    points = np.full((len(latitude), 2), np.nan)
    middle = _middle(*((latitude, longitude) if around is None else around))
    if middle is not None:
        north, east = middle
        metres = EARTH_RADIUS * np.pi / 180
        points[:, 0] = metres * np.cos(np.radians(north)) * (longitude - east)
        points[:, 1] = metres * (latitude - north)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _middle(latitudes: ArrayLike, longitudes: ArrayLike) -> tuple[float, float] | None:
    """The middle of the box around all points that are known; None when none is."""
    latitude = np.asarray(latitudes, dtype=np.float64)
    longitude = np.asarray(longitudes, dtype=np.float64)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if not known.any():
        return None
    north, east = latitude[known], longitude[known]
    return float(north.min() + north.max()) / 2, float(east.min() + east.max()) / 2
