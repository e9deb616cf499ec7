"""One home's visits and hazards, as the officers who answer for it see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firesafety.months import Month
from households.models import Household, Membership
from inspections.models import Assignment, Hazard, Severity
from inspections.queries.hazard import with_story

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class HomeMonth:
    """The visits to a home in one month; none where no round was to see it."""

    month: Month
    visits: tuple[Assignment, ...]

    @property
    def planned(self) -> bool:
        return bool(self.visits)

    @property
    def seen(self) -> bool:
        """Whether anybody got in and looked."""
        return any(_inspected(visit) for visit in self.visits)


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """``months``: twelve, the newest first. ``open``: hazards nobody saw fixed, the soonest due
    first, each with its story; ``closed``: the others, the newest first; what was entered by
    mistake is left out."""

    stay: Membership | None
    months: tuple[HomeMonth, ...]
    open: tuple[Hazard, ...]
    closed: tuple[Hazard, ...]

    @property
    def critical(self) -> int:
        return sum(hazard.severity == Severity.CRITICAL for hazard in self.open)

    @property
    def planned(self) -> int:
        return sum(each.planned for each in self.months)

    @property
    def seen(self) -> int:
        return sum(each.seen for each in self.months)

    @property
    def newest_seen(self) -> Assignment | None:
        """The newest visit of the team that it belongs to in which somebody got in and looked."""
        visits = (visit for each in self.months for visit in each.visits)
        team = self.stay.team_id if self.stay else None
        mine = (each for each in visits if each.round.team_id == team and _inspected(each))
        return next(mine, None)

    @property
    def unseen_months(self) -> int:
        """Planned months in a row, up to the newest that is over, in which nobody looked in."""
        count = 0
        for each in self.months[1:]:
            if each.seen:
                break
            count += each.planned
        return 0 if self.months[0].seen else count


def household_record(household: Household, *, on: date) -> HouseholdRecord:
    """A home's last year. Three queries."""
    last = Month.of(on)
    shown = [last.plus(-back) for back in range(MONTHS_SHOWN)]
    visits = (
        Assignment.objects.filter(
            inspected=household, round__month__range=(shown[-1].first_day, last.first_day)
        )
        .select_related("round", "inspector", "inspection")
        .order_by("position", "pk")
    )
    by_month: dict[Month, list[Assignment]] = {month: [] for month in shown}
    for visit in visits:
        by_month[Month.of(visit.round.month)].append(visit)
    hazards = list(
        with_story(Hazard.objects.filter(household=household))
        .exclude(state=Hazard.State.WITHDRAWN)
        .select_related("item")
        .order_by("due_on", "pk")
    )
    stay = (
        Membership.objects.filter(household=household, left_on=None).select_related("team").first()
    )
    closed = [hazard for hazard in hazards if hazard.state != Hazard.State.OPEN]
    return HouseholdRecord(
        stay=stay,
        months=tuple(HomeMonth(month, tuple(by_month[month])) for month in shown),
        open=tuple(hazard for hazard in hazards if hazard.state == Hazard.State.OPEN),
        closed=tuple(sorted(closed, key=lambda each: (each.closed_on, each.pk), reverse=True)),
    )


def _inspected(visit: Assignment) -> bool:
    inspection = getattr(visit, "inspection", None)
    return inspection is not None and inspection.completed
