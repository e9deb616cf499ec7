"""Reading who looked at what."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from firesafety.vietnamese import fold
from households.models import RecordView


def search_record_views(looks: QuerySet[RecordView], search: str) -> QuerySet[RecordView]:
    """Looks, newest first, with their people; by an officer's sign-in name or of a household."""
    rows = looks.select_related("user", "household__neighbourhood__parent")
    text = fold(search)
    if not text:
        return rows
    return rows.filter(
        Q(user__username__icontains=search)
        | Q(user__full_name__icontains=search)
        | Q(household__name_key__contains=text)
        | Q(household__address_key__contains=text)
    )
