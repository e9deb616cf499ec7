"""What was done to a ward's teams in one go, and what people cannot walk across."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .area import Area


class Grouping(models.Model):
    """One founding or repair of teams as it was applied, kept for the record and for taking back.

    Rows are written once; only ``undone_on`` is set later.
    """

    class Kind(models.TextChoices):
        FORMED = "formed", _("Lập tổ mới")
        REPAIRED = "repaired", _("Sắp xếp lại các tổ")

    ward = models.ForeignKey(Area, models.PROTECT, related_name="groupings")
    kind = models.CharField(_("việc"), max_length=8, choices=Kind)
    applied_on = models.DateField(_("từ ngày"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người làm"),
    )
    # [[household id, team id before or null, team id after]]
    moved = models.JSONField(default=list)
    # {"founded": [team id], "closed": [team id],
    #  "offices": [[team id, household id, role, user id or null]]}: those that ended by a move
    teams = models.JSONField(default=dict)
    undone_on = models.DateField(_("hoàn lại ngày"), null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(undone_on=None) | Q(undone_on__gte=models.F("applied_on")),
                name="grouping_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.ward}"


class Barrier(models.Model):
    """A line that nobody walks across, as ``[[longitude, latitude], …]`` in WGS 84 degrees."""

    class Kind(models.TextChoices):
        WATER = "water", _("sông, kênh, rạch")
        RAILWAY = "railway", _("đường sắt")
        ROAD = "road", _("đường lớn")
        OTHER = "other", _("vật cản khác")

    ward = models.ForeignKey(Area, models.CASCADE, related_name="barriers")
    kind = models.CharField(_("loại"), max_length=7, choices=Kind, default=Kind.OTHER)
    name = models.CharField(_("tên"), max_length=120, blank=True)
    geometry = models.JSONField(_("đường đi"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
