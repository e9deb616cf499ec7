"""Who leads a team on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from households.models import Appointment


def leader_of(team: str, *, on: date) -> QuerySet[Appointment]:
    """The leader's office of the team that a column of the outer query names, the newest first."""
    return Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        team=OuterRef(team),
        role=Appointment.Role.LEADER,
        starts_on__lte=on,
    ).order_by("-starts_on", "-pk")
