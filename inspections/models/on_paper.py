"""The leader's word that a visit was made on paper, and that its sheet is not typed in yet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .round import Assignment


class OnPaper(models.Model):
    """One such word. It holds from ``told_on`` up to the day before ``ended_on``.

    The result ends it when it comes, or who takes the word back (``ended_by``). Ended ones stay
    readable: what was known on a day long past must be answered the same way again.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="on_paper")
    told_on = models.DateField(_("báo ngày"))
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("assignment", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(ended_on=None), name="on_paper_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("told_on")), name="on_paper_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.told_on:%d/%m/%Y}"
