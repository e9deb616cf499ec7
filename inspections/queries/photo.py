"""Photos of an inspection or a hazard, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from django.core.files.storage import storages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from inspections.models import Hazard, Inspection, Photo, Sighting


def kept_photos() -> QuerySet[Photo]:
    """Photos whose files have not been forgotten."""
    return Photo.objects.filter(forgotten_at=None)


def photos_of(inspection: Inspection) -> QuerySet[Photo]:
    """An inspection's photos of every kind, by item and in the order they came."""
    return kept_photos().filter(inspection=inspection)


def photos_by_code(inspection: Inspection | None) -> Mapping[str, list[Photo]]:
    """What the inspector took of each item that failed. One query, none without an inspection."""
    if inspection is None:
        return {}
    found = photos_of(inspection).filter(kind=Photo.Kind.FOUND).order_by("code", "slot")
    return {code: list(group) for code, group in groupby(found, key=lambda photo: photo.code)}


def photos_of_hazard(hazard: Hazard) -> QuerySet[Photo]:
    """What was taken of one hazard by those who saw it, and of its mending; the oldest first."""
    seen = Sighting.objects.filter(hazard=hazard)
    return (
        kept_photos()
        .filter(code=hazard.code, inspection__in=seen.values("inspection"))
        .order_by("received_at", "pk")
    )


def hazard_photo_count() -> Coalesce:
    """To annotate hazards with: how many photos ``photos_of_hazard`` has. No query of its own."""
    counted = (
        Sighting.objects.filter(
            hazard=OuterRef("pk"),
            inspection__photos__forgotten_at=None,
            inspection__photos__code=OuterRef("code"),
        )
        .order_by()
        .values("hazard")
        .annotate(number=Count("inspection__photos"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)


def inspection_photo_count() -> Coalesce:
    """To annotate assignments with: how many photos their inspection has. No query of its own."""
    counted = (
        kept_photos()
        .filter(inspection__assignment=OuterRef("pk"))
        .order_by()
        .values("inspection")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)


def photo_content(photo: Photo) -> bytes:
    """The kept JPEG; raises FileNotFoundError when the storage has lost it."""
    with storages["photos"].open(photo.name) as file:
        content: bytes = file.read()
        return content
