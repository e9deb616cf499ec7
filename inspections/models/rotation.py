"""What a team's rotation is told: who does not meet, who is seen by two, and which months rest."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from households.models import Area, Household, Membership, Team

from .round import Round


class Exclusion(models.Model):
    """Two households that are not sent to each other. Why is nobody's business.

    ``first`` has the smaller id. The pair counts from ``starts_on`` up to the day before
    ``ends_on``; a lifted exclusion stays readable.
    """

    first = models.ForeignKey(Household, models.PROTECT, related_name="+")
    second = models.ForeignKey(Household, models.PROTECT, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=60, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ends_on=None), name="exclusion_once"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="exclusion_order"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="exclusion_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} × {self.second_id}"


class SecondInspector(models.Model):
    """A household of a team that two different neighbours go to each month, for its risk."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(ends_on=None), name="second_inspector_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="second_inspector_dates",
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership_id)


class ModeChange(models.Model):
    """One change of the way a team's months are planned: who, when, and from which month on.

    Rounds that were open by then keep their own.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="mode_changes")
    mode = models.CharField(_("cách phân công"), max_length=8, choices=Team.Mode)
    crew_size = models.PositiveSmallIntegerField(_("số hộ cùng đi"))
    previous_mode = models.CharField(max_length=8, choices=Team.Mode)
    previous_crew_size = models.PositiveSmallIntegerField()
    from_month = models.DateField(_("từ tháng"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(from_month__day=1), name="mode_change_first"),
            models.CheckConstraint(
                condition=~Q(mode=F("previous_mode"), crew_size=F("previous_crew_size")),
                name="mode_change_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {Month.of(self.from_month)}"


class SkippedMonth(models.Model):
    """A month in which a ward, or all wards of a city, rest. It is no operating month."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="skipped_months")
    month = models.DateField(_("tháng"))
    note = models.CharField(_("ghi chú"), max_length=60, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("month", "area")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area", "month"], name="skipped_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="skipped_month_first"),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {Month.of(self.month)}"


class Repair(models.Model):
    """One change of an open round: what fell away and what came in, kept as it was.

    ``removed`` and ``added`` hold ``[inspector, inspected]`` household ids.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="repairs")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed = models.JSONField(default=list)
    added = models.JSONField(default=list)
    digest_before = models.CharField(max_length=64)
    digest_after = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.round} · {self.at:%d/%m/%Y}"


class TeamCalendar(models.Model):
    """A team's calendar address. Derived like a household's link, kept only as a hash.

    A new ``issue`` makes the old address open nothing.
    """

    team = models.OneToOneField(Team, models.PROTECT, related_name="calendar")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issue = models.PositiveSmallIntegerField(default=1)
    link_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.team_id)
