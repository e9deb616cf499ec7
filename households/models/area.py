"""The administrative tree: city, ward, neighbourhood."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """One unit of the tree for one span of time.

    Names are reused and change; the official code with its dates is the identity. A unit that
    ended stays readable under the name it had, and knows its successors.
    """

    class Level(models.TextChoices):
        CITY = "city", _("Tỉnh, thành phố")
        WARD = "ward", _("Phường, xã")
        NEIGHBOURHOOD = "neighbourhood", _("Khu vực")

    level = models.CharField(_("cấp"), max_length=13, choices=Level)
    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("thuộc"),
    )
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực"), null=True, blank=True)
    latitude = models.FloatField(_("vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("kinh độ"), null=True, blank=True)
    boundary = models.JSONField(_("ranh giới"), null=True, blank=True)
    successors: models.ManyToManyField[Area, AreaSuccession] = models.ManyToManyField(
        "self", through="AreaSuccession", symmetrical=False, related_name="predecessors"
    )

    class Meta:
        ordering = ("level", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_from"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="area_code_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="area_dates"
            ),
            models.CheckConstraint(
                condition=Q(level="city", parent=None)
                | Q(level__in=["ward", "neighbourhood"], parent__isnull=False),
                name="area_parent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["parent", "folded_name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.valid_to is None


class AreaSuccession(models.Model):
    """``successor`` took over all or part of ``predecessor`` on a day. Not one-to-one."""

    predecessor = models.ForeignKey(Area, models.CASCADE, related_name="+")
    successor = models.ForeignKey(Area, models.CASCADE, related_name="+")
    on = models.DateField(_("ngày"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="area_succession")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
