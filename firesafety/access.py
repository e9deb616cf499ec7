"""The one door: a page fetches through what its user may see, or there is no such page."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def fetch(visible: QuerySet[Row], **lookup: Any) -> Row:
    """The one row of ``visible`` that matches.

    Raises Http404 when there is none: whether it does not exist or is not theirs to see is
    nothing that a stranger should learn.
    """
    row = visible.filter(**lookup).first()
    if row is None:
        raise Http404
    return row
