"""Who may see and change what in the registry. Officers by area, leaders by team."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from households.models import Appointment, Area, Duty, Household, Team, User


def current_duties(user: User | AnonymousUser, *, on: date) -> QuerySet[Duty]:
    """The duties that ``user`` holds on a day."""
    if not isinstance(user, User):
        return Duty.objects.none()
    return Duty.objects.filter(user=user, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )


def areas_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Area]:
    """Every area of the user's duties and all below them, ended ones too."""
    charge = current_duties(user, on=on).values("area")
    return Area.objects.filter(
        Q(pk__in=charge) | Q(parent__in=charge) | Q(parent__parent__in=charge)
    )


def led_teams(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """The teams that the user leads, or stands in for as deputy, on a day."""
    if not isinstance(user, User):
        return Team.objects.none()
    appointed = Appointment.objects.filter(user=user, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )
    return Team.objects.filter(pk__in=appointed.values("team"))


def supervised_teams(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """The teams in the areas of an officer's duties."""
    charge = current_duties(user, on=on).values("area")
    return Team.objects.filter(
        Q(neighbourhood__in=charge)
        | Q(neighbourhood__parent__in=charge)
        | Q(neighbourhood__parent__parent__in=charge)
    )


def teams_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """Teams that the user leads or supervises."""
    return Team.objects.filter(
        Q(pk__in=led_teams(user, on=on).values("pk"))
        | Q(pk__in=supervised_teams(user, on=on).values("pk"))
    )


def households_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Household]:
    """Households in an officer's areas; leaders see theirs through the team's page."""
    return Household.objects.filter(neighbourhood__in=areas_visible_to(user, on=on))
