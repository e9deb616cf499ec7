"""What a team's rotation is told, and what the next months would look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from firesafety.months import Month
from households.models import Household, Membership, Team
from inspections.models import Exclusion, ModeChange, Round, SecondInspector
from inspections.planning.calendar import OperatingCalendar
from inspections.planning.rotation import Meeting, Mode, Plan, TeamInput, Visit, plan_team
from inspections.queries.opening import team_inputs
from inspections.queries.skipped import operating_calendars

PREVIEWED = 3


@dataclass(frozen=True, slots=True)
class RotationSettings:
    """What leader and officer decide: the mode, and household ids seen by two or kept apart.

    ``crew_size`` is how many walk together in mode crew.
    """

    mode: Mode
    seen_by_two: frozenset[int]
    excluded: frozenset[frozenset[int]]
    crew_size: int = 2


@dataclass(frozen=True, slots=True)
class PreviewMonth:
    """A month to come; ``plan`` is None where the area rests."""

    month: Month
    plan: Plan | None


def current_stays(team: Team, *, on: date) -> QuerySet[Membership]:
    """The team's stays of a day with their households, by name."""
    rows = Membership.objects.filter(team=team, joined_on__lte=on)
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=on))
    return rows.select_related("household").order_by("household__holder_name", "pk")


def team_exclusions(team: Team, *, on: date) -> QuerySet[Exclusion]:
    """Pairs of present members that are kept apart on a day. One query."""
    members = current_stays(team, on=on).values("household")
    rows = Exclusion.objects.filter(first__in=members, second__in=members, starts_on__lte=on)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=on))
    return rows.select_related("first", "second", "set_by").order_by("pk")


def team_second_inspectors(team: Team, *, on: date) -> QuerySet[SecondInspector]:
    """The rows of present members that two neighbours go to. One query."""
    rows = SecondInspector.objects.filter(
        membership__in=current_stays(team, on=on).values("pk"), starts_on__lte=on
    )
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=on)).order_by("pk")


def rotation_settings(team: Team, *, on: date) -> RotationSettings:
    """What holds now. Two queries."""
    pairs = team_exclusions(team, on=on).values_list("first", "second")
    seen = team_second_inspectors(team, on=on).values_list("membership__household", flat=True)
    return RotationSettings(
        Mode(team.mode),
        frozenset(seen),
        frozenset(frozenset(pair) for pair in pairs),
        team.crew_size,
    )


def mode_changes(team: Team) -> QuerySet[ModeChange]:
    """How the team's months were planned before, the latest change first. One query."""
    return ModeChange.objects.filter(team=team).select_related("set_by").order_by("-pk")


def preview(team: Team, settings: RotationSettings, *, on: date) -> list[PreviewMonth]:
    """The next months under ``settings``, as if every visit before them took place.

    They begin after the last month that is open: what is open stays as it is.
    """
    opened = _open_visits(team, on=on)
    first = max(opened).next() if opened else Month.of(on)
    calendar = operating_calendars([team.ward_id])[team.ward_id]
    (inputs,) = team_inputs([team], first, on=on, calendars={team.ward_id: calendar})
    inputs = replace(inputs, history=(*inputs.history, *_expected(opened, calendar)))
    inputs = _under(inputs, settings)
    shown = []
    for number in range(PREVIEWED):
        month = first.plus(number)
        if calendar.rests(month):
            shown.append(PreviewMonth(month, None))
            continue
        inputs = replace(inputs, period=calendar.period(month))
        plan = plan_team(inputs)
        shown.append(PreviewMonth(month, plan))
        inputs = replace(inputs, history=(*inputs.history, *_met(plan.visits, inputs.period)))
    return shown


def first_free_month(team: Team, *, on: date) -> Month:
    """This month, or the one after the last that is open. One query."""
    last = Round.objects.filter(team=team, month__gte=Month.of(on).first_day)
    opened = last.order_by("-month").values_list("month", flat=True).first()
    return Month.of(opened).next() if opened else Month.of(on)


def _under(inputs: TeamInput, settings: RotationSettings) -> TeamInput:
    members = tuple(
        replace(member, visits_needed=2 if member.id in settings.seen_by_two else 1)
        for member in inputs.members
    )
    return replace(
        inputs,
        members=members,
        mode=settings.mode,
        excluded=settings.excluded,
        crew_size=settings.crew_size,
    )


def _open_visits(team: Team, *, on: date) -> dict[Month, list[Visit]]:
    """Per month that is open from this one on, its visits without a completed inspection. One
    query."""
    rows = Round.objects.filter(team=team, month__gte=Month.of(on).first_day)
    months: dict[Month, list[Visit]] = {}
    for first_day, inspector, inspected, obstacle in rows.order_by(
        "month", "assignments__pk"
    ).values_list(
        "month",
        "assignments__inspector",
        "assignments__inspected",
        "assignments__inspection__obstacle",
    ):
        visits = months.setdefault(Month.of(first_day), [])
        # A round may be without any visit.
        if inspector is not None and obstacle != "":
            visits.append(Visit(inspector, inspected))
    return months


def _expected(opened: Mapping[Month, list[Visit]], calendar: OperatingCalendar) -> list[Meeting]:
    """The visits that are still to be made, taken for done."""
    return [
        Meeting(calendar.period(month), visit.inspector, visit.inspected)
        for month, visits in opened.items()
        for visit in visits
    ]


def _met(visits: Iterable[Visit], period: int) -> Iterable[Meeting]:
    return (Meeting(period, visit.inspector, visit.inspected) for visit in visits)


def household_names(keys: Iterable[int]) -> dict[int, str]:
    """Holders' names by household id. One query."""
    rows = Household.objects.filter(pk__in=list(keys))
    return dict(rows.values_list("pk", "holder_name"))
