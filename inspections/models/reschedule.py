"""Another day for a visit: who asked for it, and what was asked before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .round import Assignment


class Reschedule(models.Model):
    """One agreed day of one assignment. The last one counts and stands on the assignment."""

    class Asker(models.TextChoices):
        INSPECTOR = "inspector", _("người kiểm tra")
        HOUSEHOLD = "household", _("chủ nhà")
        LEADER = "leader", _("tổ trưởng")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reschedules")
    number = models.PositiveSmallIntegerField()
    visit_on = models.DateField(_("ngày hẹn"))
    asker = models.CharField(_("ai hẹn"), max_length=9, choices=Asker)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("assignment", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="reschedule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.visit_on:%d/%m/%Y}"
