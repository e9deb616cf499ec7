"""The wards of a city side by side: the same figures for each, in a fixed number of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firesafety.months import Month
from households.models import Area
from inspections.queries.standing import (
    area_standing_by_ward,
    month_figures_by_ward,
    overdue_hazards_by_ward,
)


@dataclass(frozen=True, slots=True)
class MonthShare:
    """How many of a month's visits took place."""

    planned: int = 0
    done: int = 0

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down so that 100 means all; None when none was planned."""
        return 100 * self.done // self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class WardLine:
    """One ward of a city: its teams, two months' visits and what is open."""

    ward: Area
    teams: int
    this_month: MonthShare
    last_month: MonthShare
    critical: int
    major: int
    minor: int
    overdue: int

    @property
    def shares(self) -> tuple[MonthShare, MonthShare]:
        return (self.this_month, self.last_month)


def ward_lines(city: Area, *, on: date) -> list[WardLine]:
    """The standing wards that have a team, the worst first. Four queries.

    Worst is who has most open critical hazards per team, then who did least last month: a big
    ward is not worse for being big.
    """
    month = Month.of(on)
    shown = (month, month.previous())
    standing = {ward: each for ward, each in area_standing_by_ward(city).items() if each.teams}
    months = month_figures_by_ward(city, shown)
    overdue = overdue_hazards_by_ward(city, on=on)
    wards = Area.objects.filter(parent=city, pk__in=list(standing), valid_to=None)
    lines = []
    for ward in wards.defer("boundary"):
        here, mine = standing[ward.pk], months.get(ward.pk, {})
        shares = [
            MonthShare(mine[each].planned, mine[each].done) if each in mine else MonthShare()
            for each in shown
        ]
        lines.append(
            WardLine(
                ward=ward,
                teams=here.teams,
                this_month=shares[0],
                last_month=shares[1],
                critical=here.critical,
                major=here.major,
                minor=here.minor,
                overdue=overdue.get(ward.pk, 0),
            )
        )
    return sorted(lines, key=_order)


def _order(line: WardLine) -> tuple[float, int, str]:
    share = line.last_month.percent
    return (-line.critical / line.teams, 101 if share is None else share, line.ward.name)
