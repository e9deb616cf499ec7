"""A ward's pages, printed by the queue because they take longer than a page may."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Area


class PrintJob(models.Model):
    """One file for one ward and month. Asking for the same again while it waits is the same job.

    ``what`` names a sheet (``inspections.printing.catalogue``); a new kind needs no migration.
    ``options`` are that kind's own, such as the size of its letters. ``request_key`` is a digest
    of what else makes two requests the same: options, packing and the teams, in order.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("đang in")
        DONE = "done", _("xong")
        DEAD = "dead", _("lỗi")
        CANCELLED = "cancelled", _("đã hủy")

    class Packing(models.TextChoices):
        PDF = "pdf", _("Một tệp PDF")
        ZIP = "zip", _("Tệp zip, mỗi tổ một PDF")

    ward = models.ForeignKey(Area, models.PROTECT, related_name="print_jobs")
    month = models.DateField(_("tháng"))
    what = models.CharField(_("nội dung"), max_length=30)
    language = models.CharField(max_length=5)
    options = models.JSONField(default=dict, blank=True)
    packing = models.CharField(max_length=3, choices=Packing, default=Packing.PDF)
    request_key = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    # Of joining the parts; each part counts its own.
    attempts = models.PositiveSmallIntegerField(default=0)
    teams_done = models.PositiveIntegerField(default=0)
    teams = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="prints/", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    # When it was last sent to the queue or a part of it came in; silence since then is suspect.
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ward", "month", "what", "language", "request_key"],
                condition=Q(state="queued"),
                name="print_job_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.ward} · {self.month}"

    @property
    def is_joining(self) -> bool:
        """Whether all teams are printed and only the one file is still missing."""
        return self.state == self.State.QUEUED and 0 < self.teams <= self.teams_done


class PrintPart(models.Model):
    """Some of a job's teams, printed by one task; ``teams`` are their keys in printing order.

    Rows and files live until their job is done or cancelled.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang in")
        DONE = "done", _("xong")

    job = models.ForeignKey(PrintJob, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    teams = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="prints/parts/", max_length=150, blank=True)

    class Meta:
        ordering = ("job", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "number"], name="print_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}.{self.number}"
