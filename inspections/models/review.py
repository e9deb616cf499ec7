"""What a ward's sheets look like from outside, and what officers saw with their own eyes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Area, Household, Team
from inspections.planning import integrity

from .checklist import Checklist
from .inspection import Inspection


class Review(models.Model):
    """One look at one ward's sheets up to a month, by a queue task. One row a ward and month."""

    ward = models.ForeignKey(Area, models.PROTECT, related_name="+")
    month = models.DateField(_("tháng"))
    sheets = models.PositiveIntegerField(default=0)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-month", "ward")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ward", "month"], name="review_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="review_month_first"),
        ]

    def __str__(self) -> str:
        return f"{self.ward} · {self.month:%m/%Y}"


class ReviewSignal(models.Model):
    """Something unlike a visit, as a reason to look again. ``people``: ids of households, for the
    sample that is drawn from it; no page names them."""

    class Kind(models.TextChoices):
        BURST = integrity.SignalKind.BURST.value, _("nhiều phiếu xong trong một phút")
        TOO_FAST = integrity.SignalKind.TOO_FAST.value, _("phiếu xong nhanh hơn đọc và đi")
        SAME_ANSWERS = integrity.SignalKind.SAME_ANSWERS.value, _("các nhà được ghi y hệt nhau")
        NEVER_FINDS = integrity.SignalKind.NEVER_FINDS.value, _("lâu nay không thấy gì chưa đạt")
        PAIR_PASSES = integrity.SignalKind.PAIR_PASSES.value, _("hai nhà luôn ghi cho nhau là đạt")
        REUSED_PHOTO = integrity.SignalKind.REUSED_PHOTO.value, _("một ảnh dùng cho nhiều phiếu")

    review = models.ForeignKey(Review, models.CASCADE, related_name="signals")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    people = models.JSONField(default=list)
    sheets = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    chance = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} · {self.team}"


class Recheck(models.Model):
    """A home that the officer is asked to see again. ``kinds``: what pointed at it; empty for one
    drawn by chance."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="rechecks")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("review", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "inspection"], name="recheck_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review} · {self.position}"


class SpotCheck(models.Model):
    """What an officer saw at a home, on the items of the peer's sheet that it is compared with.

    It opens and closes no hazard: it is for finding out how far peers and officers agree.
    ``client_id`` makes sending twice store once; a correction is a new row, the newest counts.
    """

    client_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="spot_checks")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="spot_checks")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    answers = models.CharField(max_length=200)
    remark = models.CharField(_("ghi chú"), max_length=500, blank=True)
    done_on = models.DateField(_("ngày đến xem"))
    by_chance = models.BooleanField(_("chọn ngẫu nhiên"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("nhận lúc"))

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["inspection", "-id"])]

    def __str__(self) -> str:
        return f"{self.household} · {self.done_on:%d/%m/%Y}"
