"""A team's month, who inspects whom in it, and the job that opens it for a whole ward."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from households.models import Area, Household, Team

from .checklist import Checklist


class Opening(models.Model):
    """The wish to open one month everywhere. One row a month, so asking twice asks once."""

    month = models.DateField(_("tháng"), unique=True)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-month",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(month__day=1), name="opening_month_first"),
        ]

    def __str__(self) -> str:
        return str(Month.of(self.month))


class WardOpening(models.Model):
    """One ward's part of an opening: one queue task each.

    ``attempts`` is committed before the work begins, so a task that kills its worker is given up
    after a few deliveries instead of being redelivered for ever.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("đang chờ")
        DONE = "done", _("xong")
        DEAD = "dead", _("lỗi")

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="wards")
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    teams = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    assignments = models.PositiveIntegerField(default=0)
    shortages = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opening", "ward"], name="ward_opening_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opening} · {self.ward}"


class Round(models.Model):
    """One team's month, frozen at opening: mode, checklist version, scope and dates."""

    class Scope(models.TextChoices):
        CORE = "core", _("mục thiết yếu")
        FULL = "full", _("đủ các mục")

    team = models.ForeignKey(Team, models.PROTECT, related_name="rounds")
    month = models.DateField(_("tháng"))
    mode = models.CharField(max_length=8, choices=Team.Mode)
    crew_size = models.PositiveSmallIntegerField(default=2)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=4, choices=Scope)
    starts_on = models.DateField(_("bắt đầu"))
    due_on = models.DateField(_("hạn"))
    missed_on = models.DateField(_("coi là bỏ lỡ từ"))
    opened_at = models.DateTimeField()
    closed_on = models.DateField(_("chốt ngày"), null=True, blank=True)
    # The planner's input and engine: a different digest goes to repair, never to a silent redraw.
    input_digest = models.CharField(max_length=64)
    engine_version = models.PositiveSmallIntegerField()
    # [[household id, reason code, {numbers}]], for the sentence that the team's page shows.
    shortages = models.JSONField(default=list)

    class Meta:
        ordering = ("-month", "team")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "month"], name="round_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="round_month_first"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("due_on")) & Q(due_on__lt=F("missed_on")),
                name="round_dates",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month", "team"])]

    def __str__(self) -> str:
        return f"{self.team} · {Month.of(self.month)}"


class Assignment(models.Model):
    """One household inspects another in one round.

    The household's link and its short code are derived from the site's secret and ``link_issue``
    and kept only as hashes: a stolen database opens no door, and a sheet can be printed again.
    """

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    inspector = models.ForeignKey(Household, models.PROTECT, related_name="assignments_to_do")
    inspected = models.ForeignKey(Household, models.PROTECT, related_name="assignments_received")
    position = models.PositiveSmallIntegerField()
    # The day that was agreed for the visit, the last of its reschedules; none means any day.
    visit_on = models.DateField(_("ngày hẹn"), null=True, blank=True)
    link_issue = models.PositiveSmallIntegerField(default=1)
    link_hash = models.CharField(max_length=64, unique=True)
    short_code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("round", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "inspector", "inspected"], name="assignment_once"
            ),
            models.CheckConstraint(
                condition=~Q(inspector=F("inspected")), name="assignment_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspector} → {self.inspected}"
