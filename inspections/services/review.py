"""Looking at a ward's sheets once a month: signals stored, and a sample drawn for the officer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

from firesafety.months import Month
from inspections.models import Recheck, Review, ReviewSignal, Round
from inspections.planning.integrity import draw_rechecks, find_signals, signals_of_month
from inspections.queries.integrity import ward_sheets

REVIEW_TASK = "inspections.tasks.review_ward"
STALE = timedelta(hours=6)


def ensure_reviews(*, on: date, at: datetime) -> int:
    """See that every ward's last closed month is looked at; how many tasks were stored.

    Run every day: a ward that is done is left alone, one whose task got lost is sent again.
    """
    closed = Round.objects.filter(closed_on__lte=on, closed_on__gt=on - timedelta(days=31))
    wanted = set(closed.order_by().values_list("team__ward", "month").distinct())
    with transaction.atomic():
        lost = Review.objects.filter(finished_at=None, requested_at__lte=at - STALE)
        keys = set(lost.values_list("pk", flat=True))
        Review.objects.filter(pk__in=keys).update(requested_at=at)
        for ward, month in sorted(wanted):
            review, created = Review.objects.get_or_create(
                ward_id=ward, month=month, defaults={"requested_at": at}
            )
            keys |= {review.pk} if created else set()
        for key in sorted(keys):
            async_task(REVIEW_TASK, key)
    return len(keys)


def review_ward(review_id: int, *, at: datetime) -> Review:
    """Store the signals and the sample of one review; a finished one stays as it is."""
    review = Review.objects.select_related("ward").get(pk=review_id)
    if review.finished_at is not None:
        return review
    month = Month.of(review.month)
    sheets = ward_sheets(review.ward, until=month)
    signals = signals_of_month(find_signals(sheets), sheets, month=month.index)
    drawn = draw_rechecks(
        sheets,
        signals,
        month=month.index,
        size=settings.RECHECKS_A_MONTH,
        seed=review.ward_id,
    )
    with transaction.atomic():
        waiting = Review.objects.filter(pk=review.pk, finished_at=None)
        if waiting.update(finished_at=at, sheets=len(sheets)):
            ReviewSignal.objects.bulk_create(
                ReviewSignal(
                    review=review,
                    team_id=signal.team,
                    kind=signal.kind,
                    people=list(signal.people),
                    sheets=list(signal.sheets),
                    count=signal.count,
                    chance=signal.chance,
                )
                for signal in signals
            )
            Recheck.objects.bulk_create(
                Recheck(
                    review=review,
                    inspection_id=each.sheet,
                    kinds=sorted({signal.kind.value for signal in each.signals}),
                    position=position,
                )
                for position, each in enumerate(drawn, start=1)
            )
    review.refresh_from_db()
    return review
