"""The versions of a result: the one held true, and those that arrived beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from inspections.models import Inspection, Source, Submission
from inspections.planning.answers import unpack_answers
from inspections.planning.versions import Version


def is_paper(source: str) -> bool:
    """Whether a result reached us on paper, whoever typed it in."""
    return source != Source.PHONE


def read_version(row: Inspection | Submission, codes: Sequence[str]) -> Version:
    """What a stored row says; ``codes`` of the whole checklist in their order."""
    return Version(
        done_on=row.done_on,
        answers=unpack_answers(codes, row.answers) if row.answers else {},
        notes=row.notes,
        remark=row.remark,
        obstacle=row.obstacle,
        revisit_on=row.revisit_on,
    )


def held_words(*, until: datetime | None = None) -> QuerySet[Submission]:
    """Submissions that were held true at some time, in the order in which they came to be.

    ``held_at`` is the moment that counts: of two versions that were compared, when it was chosen.
    ``until``: only those that were held before that moment.
    """
    taken = Submission.objects.filter(standing=Submission.Standing.TAKEN)
    words = taken.annotate(held_at=Coalesce("compared_at", "received_at"))
    held = words if until is None else words.filter(held_at__lt=until)
    return held.order_by("held_at", "pk")


def was_heard(*, until: datetime) -> Exists:
    """In a query over rows with an ``inspection``: whether any word of it was held by then."""
    return Exists(held_words(until=until).filter(inspection=OuterRef("inspection")))


def waiting_submission(inspection: Inspection) -> Submission | None:
    """The version that waits to be compared with the one held, if any. One query."""
    return inspection.submissions.filter(standing=Submission.Standing.WAITING).first()
