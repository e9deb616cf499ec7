"""A failed item at a household, followed until a neighbour sees that it is fixed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Household

from .checklist import ChecklistItem, Severity
from .inspection import Inspection


class Hazard(models.Model):
    """Outlives the inspection that found it. At most one open per household and item."""

    class State(models.TextChoices):
        OPEN = "open", _("chưa khắc phục")
        FIXED = "fixed", _("đã khắc phục")
        WITHDRAWN = "withdrawn", _("ghi nhầm, đã sửa")

    household = models.ForeignKey(Household, models.PROTECT, related_name="hazards")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    code = models.CharField(_("mã mục"), max_length=12)
    severity = models.CharField(_("mức"), max_length=8, choices=Severity)
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.OPEN)
    found_on = models.DateField(_("thấy ngày"))
    due_on = models.DateField(_("nên sửa trước"))
    closed_on = models.DateField(_("xong ngày"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["household", "code"], condition=Q(state="open"), name="hazard_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="hazard_closed",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["household", "state"])]

    def __str__(self) -> str:
        return f"{self.code} · {self.household}"


class Sighting(models.Model):
    """What one inspection said of one hazard: found it, saw it fixed, both, or could not look."""

    class Verdict(models.TextChoices):
        SEEN = "seen", _("còn tồn tại")
        FIXED = "fixed", _("đã khắc phục")
        CORRECTED = "corrected", _("thấy và sửa ngay tại chỗ")
        UNSEEN = "unseen", _("chưa xem được")

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="sightings")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sightings")
    verdict = models.CharField(max_length=9, choices=Verdict)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hazard", "inspection"], name="sighting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} · {self.verdict}"


class OwnerReport(models.Model):
    """The household says that it has put a hazard right. Closes nothing.

    The hazard stays open until a neighbour has seen it: nobody verifies their own repair.
    """

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="owner_reports")
    reported_on = models.DateField(_("báo ngày"))
    note = models.CharField(_("đã làm gì"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"))

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["hazard", "reported_on", "note"], name="owner_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} · {self.reported_on:%d/%m/%Y}"
