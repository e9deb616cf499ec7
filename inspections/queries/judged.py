"""The round that a team is judged by on a day: its newest that is past due.

Its figures are kept beside the team for the days on which they hold, so a page of a whole city
reads one narrow table. Where they do not hold for some team of an area, which is so in the night
until the daily job has been, the rounds themselves answer for it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Field,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from households.models import Area
from inspections.models import EVER, RoundStanding, TeamStanding
from inspections.queries.standing import within

# The figures of a round, and where they are kept beside its team.
KEPT = {
    "late_from": "judged_from",
    "missing": "judged_missing",
    "households": "judged_households",
    "silent_before": "judged_silent",
}


def judged(name: str, *, on: date, kept: bool, prefix: str = "") -> Any:
    """A figure of KEPT as an expression; EVER or 0 for a team of which no round is past due.

    For rows of ``TeamStanding``, or of ``Team`` with ``standing__`` as ``prefix``. ``kept``: what
    ``is_kept`` says of the area whose rows they are.
    """
    column = F(prefix + KEPT[name])
    if kept:
        return column
    rounds = RoundStanding.objects.filter(
        team=OuterRef("pk"), late_from__lte=on, judged_until__gt=on
    ).order_by()
    holds = {f"{prefix}judged_from__lte": on, f"{prefix}judged_until__gt": on}
    field: Field[Any, Any] = DateField() if name == "late_from" else IntegerField()
    nothing = EVER if name == "late_from" else 0
    return Case(
        When(**holds, then=column),
        default=Coalesce(Subquery(rounds.values(name)[:1]), nothing, output_field=field),
        output_field=field,
    )


def is_kept(area: Area, *, on: date) -> bool:
    """Whether what is kept beside the teams of an area holds on a day for every one of them.

    One query; none for an area that ``place_states.note_kept`` has told.
    """
    known: dict[date, bool] = getattr(area, "known_kept", {})
    if on in known:
        return known[on]
    return not TeamStanding.objects.filter(within(area), _other_day(on)).exists()


def another_day(*, on: date) -> Exists:
    """To annotate areas with: whether what is kept beside some team of theirs holds another day."""
    here = Q(city=OuterRef("pk")) | Q(ward=OuterRef("pk")) | Q(neighbourhood=OuterRef("pk"))
    return Exists(TeamStanding.objects.filter(here, _other_day(on)))


def _other_day(on: date) -> Q:
    return Q(judged_until__lte=on) | Q(judged_from__gt=on)
