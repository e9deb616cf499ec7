"""Where a team stood before a reform of the wards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .area import Area
from .team import Team


class TeamMove(models.Model):
    """Until the day ``on`` a team belonged to this ward and neighbourhood under this number.

    The team itself goes on in the ward that took over, with its members, leaders and history.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="moves")
    on = models.DateField(_("ngày"))
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+")
    neighbourhood = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("số"))

    class Meta:
        ordering = ("team", "on")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "on"], name="team_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} · {self.on}"
