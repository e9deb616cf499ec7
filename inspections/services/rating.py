"""Entering what only people know of a team's year, and how a city weighs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firesafety.vietnamese import nfc
from households.models import Area, Team, User
from inspections.models import RatingCriteria, TeamYearEntry
from inspections.planning.rating import Criteria
from inspections.planning.rating_year import RatingYear
from inspections.queries.rating import criteria_of


@dataclass(frozen=True, slots=True)
class Told:
    """What an officer knows of a team's year; None stands for "nobody said"."""

    roster_confirmed: bool | None = None
    meetings: int | None = None
    drill: bool | None = None
    reports_due: int | None = None
    reports_on_time: int | None = None
    fire_from_known_fault: bool | None = None


def enter_team_year(
    team: Team, year: RatingYear, told: Told, *, by: User, at: datetime
) -> TeamYearEntry:
    """Keep what was told as the newest entry; the same again changes nothing.

    Raises ValidationError where more reports came in time than were due.
    """
    if (told.reports_on_time or 0) > (told.reports_due or 0):
        raise ValidationError(
            {"reports_on_time": _("Số gửi đúng hạn không thể nhiều hơn số phải gửi.")}
        )
    newest = TeamYearEntry.objects.filter(team=team, year=year.number).first()
    values = {name: getattr(told, name) for name in Told.__slots__}
    if newest is not None and all(getattr(newest, name) == values[name] for name in values):
        return newest
    return TeamYearEntry.objects.create(
        team=team, year=year.number, entered_by=by, entered_at=at, **values
    )


@transaction.atomic
def set_criteria(
    city: Area, criteria: Criteria, *, note: str, by: User, at: datetime
) -> RatingCriteria | None:
    """Let a city judge by ``criteria`` from now on; the rows of before stay.

    Deciding what holds already changes nothing. Returns the row that holds, None where the
    project's own suggestion does. Raises ValidationError without a note.
    """
    written = nfc(note.strip())
    if not written:
        raise ValidationError({"note": _("Xin ghi vì sao đổi cách tính.")})
    # Whoever comes second waits here, and then compares with what the first one decided.
    Area.objects.select_for_update().get(pk=city.pk)
    held, row = criteria_of(city)
    if criteria == held:
        return row
    return RatingCriteria.objects.create(
        city=city,
        points={part.value: points for part, points in criteria.points.items()},
        cut_offs=list(criteria.cut_offs),
        months=criteria.months,
        known_points=criteria.known_points,
        meetings=criteria.meetings,
        note=written[:200],
        set_by=by,
        set_at=at,
    )
