"""A ward's pages, printed by the queue because they take longer than a page may."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Area


class PrintJob(models.Model):
    """One file for one ward and month. Asking again while it waits is the same job."""

    class What(models.TextChoices):
        CHECKLISTS = "checklists", _("Phân công và phiếu kiểm tra")
        SUMMARIES = "summaries", _("Tổng hợp tháng")

    class State(models.TextChoices):
        QUEUED = "queued", _("đang chờ")
        DONE = "done", _("xong")
        DEAD = "dead", _("lỗi")

    ward = models.ForeignKey(Area, models.PROTECT, related_name="print_jobs")
    month = models.DateField(_("tháng"))
    what = models.CharField(_("nội dung"), max_length=10, choices=What)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    teams_done = models.PositiveIntegerField(default=0)
    teams = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="prints/", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ward", "month", "what", "language"],
                condition=Q(state="queued"),
                name="print_job_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.ward} · {self.month}"
