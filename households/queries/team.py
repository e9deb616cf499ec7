"""Reading teams and who belongs to them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from firesafety.vietnamese import fold, house_number_sort_key, sort_key
from households.models import Appointment, Area, Household, Membership, Team
from households.queries.household import areas_of


def ward_teams(
    ward: Area, *, neighbourhood: Area | None = None, search: str = ""
) -> QuerySet[Team]:
    """The ward's teams in force with ``members`` (a count) and ``leader`` (a name or None).

    ``search`` finds a team's number, or a member by name, address or phone, without accents.
    """
    leaders = Appointment.objects.filter(
        team=OuterRef("pk"), role=Appointment.Role.LEADER, ends_on=None
    )
    stays = Membership.objects.filter(team=OuterRef("pk"), left_on=None).order_by()
    members = stays.values("team").annotate(n=Count("pk"))
    teams = (
        Team.objects.filter(ward=ward, disbanded_on=None)
        .select_related("neighbourhood")
        .annotate(
            members=Coalesce(Subquery(members.values("n")), 0),
            leader=Subquery(leaders.values("household__holder_name")[:1]),
        )
        .order_by("number")
    )
    if neighbourhood is not None:
        teams = teams.filter(neighbourhood=neighbourhood)
    return teams.filter(_mentions(search, ward)) if search.strip() else teams


def teams_in_force(ward: Area) -> list[Team]:
    """The ward's teams in the order of their numbers."""
    return list(Team.objects.filter(ward=ward, disbanded_on=None).order_by("number"))


def _mentions(search: str, ward: Area) -> Q:
    text = fold(search)
    # Only the ward's own homes are looked through, and once for all of its teams.
    found = Household.objects.filter(neighbourhood__in=areas_of(ward)).filter(
        Q(name_key__contains=text) | Q(address_key__contains=text) | Q(phone__contains=text)
    )
    stays = Membership.objects.filter(household__in=found.order_by().values("pk"), left_on=None)
    number = text.removeprefix("to ").strip()
    mine = Q(number=int(number)) if number.isdecimal() and len(number) < 9 else Q(pk__in=[])
    return mine | Q(pk__in=stays.values("team"))


def current_stays(team: Team) -> list[Membership]:
    """Who belongs to the team now, in the order of their doors."""
    stays = team.memberships.filter(left_on=None).select_related("household")
    return sorted(stays, key=_door)


def past_stays(team: Team) -> list[Membership]:
    """Who belonged to the team before, the latest to leave first."""
    return list(
        team.memberships.exclude(left_on=None)
        .select_related("household")
        .order_by("-left_on", "id")
    )


def _door(stay: Membership) -> tuple[str, str, int]:
    household = stay.household
    return (
        sort_key(household.street),
        house_number_sort_key(household.house_number),
        household.pk,
    )


def offices_on(team: Team, *, on: date) -> dict[int, Appointment]:
    """Who leads or stands in on a day, by household."""
    held = team.appointments.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return {office.household_id: office for office in held.select_related("user")}


def last_number(ward: Area) -> int:
    """The highest number a team of the ward ever had; 0 before the first."""
    return Team.objects.filter(ward=ward).aggregate(last=Max("number"))["last"] or 0


def sister_teams(team: Team) -> QuerySet[Team]:
    """The other teams of the same neighbourhood: where a household can move to."""
    return (
        Team.objects.filter(neighbourhood=team.neighbourhood_id, disbanded_on=None)
        .exclude(pk=team.pk)
        .order_by("number")
    )
