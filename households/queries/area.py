"""Reading the administrative tree."""

from __future__ import annotations

from django.db.models import QuerySet

from households.models import Area


def find_ward(code: str) -> Area | None:
    """The current ward of an official code."""
    return current_wards().filter(code=code.strip()).first()


def current_wards() -> QuerySet[Area]:
    """Wards in force, with their cities."""
    return Area.objects.filter(level=Area.Level.WARD, valid_to=None).select_related("parent")
