"""What the ladder is planned from: concerns of an area's teams, and who can be told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, OuterRef, Q, QuerySet

from households.models import Appointment, Area, Duty, Household, Membership, Team, User
from inspections.models import Hazard, Round, Snooze, Telling
from inspections.planning.ladder import (
    Concern,
    LadderParams,
    Recipient,
    Rung,
    Subject,
)
from inspections.planning.ladder import Snooze as PutOff
from inspections.queries.hazard import claimed_on
from inspections.queries.on_paper import homes_on_paper
from inspections.queries.overdue import teams_in

# A round that closed with homes missing stops being worth a message once the next month is due.
ROUND_REMEMBERED = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who is told. ``person`` is what the ladder calls them: an account by its number, a
    household without an account by its number below zero."""

    person: int
    user: User | None = None
    household: Household | None = None


def round_key(pk: int) -> str:
    return f"round:{pk}"


def hazard_key(pk: int) -> str:
    return f"hazard:{pk}"


def standing_teams(area: Area, *, on: date) -> QuerySet[Team]:
    """Teams of an area that exist on a day, resting ones too."""
    teams = teams_in(area).filter(founded_on__lte=on)
    return teams.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=on))


def concerns_of(area: Area, *, on: date, params: LadderParams) -> list[Concern]:
    """Rounds with homes missing and open hazards whose first day to be told has come.

    Five queries. Settled ones are simply not there.
    """
    teams = standing_teams(area, on=on)
    resting = set(teams.filter(paused_on__lte=on).values_list("pk", flat=True))
    found = [*_rounds(teams, on=on, params=params), *_hazards(teams, on=on, params=params)]
    told = _told(found)
    put_off = _put_off(found, on=on)
    return [
        Concern(
            key=key,
            subject=subject,
            team=team,
            due_on=due_on,
            resting=team in resting,
            told=tuple(sorted(told[key].items())),
            snoozes=tuple(put_off[key]),
            on_paper=more if subject is Subject.ROUND else 0,
            awaiting=subject is Subject.HAZARD and more > 0,
        )
        for key, subject, team, due_on, more in found
    ]


# The last: homes on paper of a round, 1 for a hazard that its household says to have fixed.
Found = tuple[str, Subject, int, date, int]


def _rounds(teams: QuerySet[Team], *, on: date, params: LadderParams) -> Iterator[Found]:
    due_by = on - timedelta(days=params.round_days[0])
    seen = Q(assignments__inspection__obstacle="")
    rows = (
        Round.objects.filter(
            team__in=teams.values("pk"), due_on__lte=due_by, due_on__gte=on - ROUND_REMEMBERED
        )
        .annotate(
            planned=Count("assignments__inspected", distinct=True),
            done=Count("assignments__inspected", distinct=True, filter=seen),
        )
        .order_by("team", "-month")
        .values_list("pk", "team", "due_on", "planned", "done", homes_on_paper(on))
    )
    newest: set[int] = set()
    for pk, team, due_on, planned, done, on_paper in rows:
        # Only the newest round that is due: with it, the month before is past mending.
        if team not in newest and done < planned:
            yield round_key(pk), Subject.ROUND, team, due_on, on_paper
        newest.add(team)


def _hazards(teams: QuerySet[Team], *, on: date, params: LadderParams) -> Iterator[Found]:
    due_by = on - timedelta(days=params.hazard_days[0])
    stays = Membership.objects.filter(team__in=teams.values("pk"), left_on=None)
    rows = stays.filter(
        household__hazards__state=Hazard.State.OPEN, household__hazards__due_on__lte=due_by
    ).values_list(
        "household__hazards",
        "team",
        "household__hazards__due_on",
        claimed_on(OuterRef("household__hazards"), on=on),
    )
    for pk, team, due_on, claimed in rows.order_by("household__hazards"):
        yield hazard_key(pk), Subject.HAZARD, team, due_on, int(claimed is not None)


def _told(found: Iterable[Found]) -> dict[str, dict[Rung, date]]:
    told: dict[str, dict[Rung, date]] = defaultdict(dict)
    rows = (
        Telling.objects.filter(concern__in=[key for key, *_ in found])
        .order_by()
        .values_list("concern", "rung")
        .annotate(Max("on"))
    )
    for concern, rung, on in rows:
        told[concern][Rung(rung)] = on
    return told


def _put_off(found: Iterable[Found], *, on: date) -> dict[str, list[PutOff]]:
    put_off: dict[str, list[PutOff]] = defaultdict(list)
    rows = Snooze.objects.filter(concern__in=[key for key, *_ in found], until__gt=on)
    for concern, rung, until in rows.order_by("pk").values_list("concern", "rung", "until"):
        put_off[concern].append(PutOff(Rung(rung), until))
    return put_off


def recipients_of(
    area: Area, *, on: date, by_phone: bool
) -> tuple[list[Recipient], dict[int, Contact]]:
    """Who can be told of the teams of an area, and who they are.

    Leaders and deputies by appointment, officers by duty: over the city or over anything below it.
    ``by_phone``: whether a leader without an account can be reached at the household's number.
    Three queries and one for every city, ward and neighbourhood with an officer.
    """
    teams = dict(standing_teams(area, on=on).values_list("pk", "neighbourhood"))
    found: list[Recipient] = []
    contacts: dict[int, Contact] = {}
    for appointment in _appointments(teams, on=on):
        contact = _contact(appointment, by_phone=by_phone)
        contacts[contact.person] = contact
        reachable = contact.user is not None or (by_phone and bool(appointment.household.phone))
        only = frozenset({appointment.team_id})
        found.append(Recipient(contact.person, Rung.LEADER, only, reachable))
    under = _areas_above(set(teams.values()))
    for duty in _duties(area, on=on):
        covered = frozenset(
            team for team, place in teams.items() if duty.area_id in under.get(place, ())
        )
        contacts[duty.user_id] = Contact(duty.user_id, user=duty.user)
        rung = Rung.CITY if duty.area.level == Area.Level.CITY else Rung.WARD
        found.append(Recipient(duty.user_id, rung, covered, duty.user.is_active))
    return _merged(found), contacts


def _merged(recipients: Iterable[Recipient]) -> list[Recipient]:
    """One a person and rung: somebody may lead two teams, or hold two duties."""
    teams: dict[tuple[int, Rung, bool], frozenset[int]] = {}
    for one in recipients:
        key = (one.person, one.rung, one.reachable)
        teams[key] = teams.get(key, frozenset()) | one.teams
    return [
        Recipient(person, rung, mine, reachable)
        for (person, rung, reachable), mine in sorted(teams.items())
    ]


def _appointments(teams: Collection[int], *, on: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(team__in=list(teams), starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("user", "household")
        .order_by("pk")
    )


def _contact(appointment: Appointment, *, by_phone: bool) -> Contact:
    user = appointment.user
    if user is not None and (user.is_active or not by_phone):
        return Contact(user.pk, user=user if user.is_active else None)
    return Contact(-appointment.household_id, household=appointment.household)


def _duties(area: Area, *, on: date) -> QuerySet[Duty]:
    above = [area.pk, area.parent_id, area.parent.parent_id if area.parent else None]
    return (
        Duty.objects.filter(starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .filter(
            Q(area__in=[each for each in above if each])
            | Q(area__parent=area)
            | Q(area__parent__parent=area)
        )
        .select_related("user", "area")
        .order_by("pk")
    )


def _areas_above(neighbourhoods: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Per neighbourhood, itself and what it lies in."""
    rows = Area.objects.filter(pk__in=list(neighbourhoods))
    return {
        pk: tuple(each for each in (pk, ward, city) if each)
        for pk, ward, city in rows.values_list("pk", "parent", "parent__parent")
    }
