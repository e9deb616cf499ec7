"""The times in which a team rests and its clock stands still."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Team


class TeamPause(models.Model):
    """One rest of a team, from ``starts_on`` up to the day before ``ends_on``.

    The open one, if any, is also the team's ``paused_on``. Ended rests stay readable: what was
    late on a day long past must be answered the same way again.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="pauses")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("làm lại từ ngày"), null=True, blank=True)
    # The day on which it is meant to end, where that is known; a daily job ends it then.
    until = models.DateField(_("dự kiến làm lại từ ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=120, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("team", "starts_on")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(ends_on=None), name="team_pause_open_once"
            ),
            models.UniqueConstraint(fields=["team", "starts_on"], name="team_pause_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="team_pause_dates"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("starts_on")), name="team_pause_until"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_on", "ends_on"], name="team_pause_days"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} · {self.starts_on:%d/%m/%Y}"
