"""Visits that were made on paper, as their leader says, and are not typed in yet."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from inspections.models import Assignment, OnPaper


def on_paper_on(on: date) -> QuerySet[OnPaper]:
    """The words that held at the end of a day."""
    return OnPaper.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), told_on__lte=on)


def with_paper(assignments: QuerySet[Assignment], *, on: date) -> QuerySet[Assignment]:
    """The visits with ``paper_since``: the day it was told of, None where nobody has."""
    words = on_paper_on(on).filter(assignment=OuterRef("pk"))
    return assignments.annotate(paper_since=Subquery(words.values("told_on")[:1]))


def is_on_paper(on: date) -> Exists:
    """The same as a yes or no, for a query over visits."""
    return Exists(on_paper_on(on).filter(assignment=OuterRef("pk")))


def homes_on_paper(on: date) -> Coalesce:
    """In a query over rounds: how many of its homes lie on paper and were not inspected."""
    counts = _missing().filter(is_on_paper(on)).order_by().values("round")
    return Coalesce(Subquery(counts.annotate(n=Count("inspected", distinct=True)).values("n")), 0)


def last_on_paper(on: date) -> Subquery:
    """In the same query: the day of the last word about one of these homes, None without any."""
    words = on_paper_on(on).filter(assignment__in=_missing(OuterRef(OuterRef("pk"))).values("pk"))
    return Subquery(words.order_by("-told_on").values("told_on")[:1])


def _missing(round_key: OuterRef | None = None) -> QuerySet[Assignment]:
    """The visits of the outer query's round to homes that nobody has seen."""
    inspected = Assignment.objects.filter(
        round=OuterRef("round"), inspected=OuterRef("inspected"), inspection__obstacle=""
    )
    rows = Assignment.objects.filter(round=round_key or OuterRef("pk"))
    return rows.exclude(Exists(inspected))
