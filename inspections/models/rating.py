"""What only people know of a team's year, and what a city wants a year to be judged by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Area, Team


class TeamYearEntry(models.Model):
    """What an officer entered for one team and rating year; the newest entry counts.

    Empty stands for "nobody said". Earlier entries stay, with who and when.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="year_entries")
    year = models.PositiveSmallIntegerField(_("năm xếp loại"))
    roster_confirmed = models.BooleanField(_("đã đối chiếu danh sách hộ"), null=True, blank=True)
    meetings = models.PositiveSmallIntegerField(_("số buổi họp tổ"), null=True, blank=True)
    drill = models.BooleanField(_("có diễn tập trong năm"), null=True, blank=True)
    reports_due = models.PositiveSmallIntegerField(_("số báo cáo phải gửi"), null=True, blank=True)
    reports_on_time = models.PositiveSmallIntegerField(
        _("số báo cáo gửi đúng hạn"), null=True, blank=True
    )
    fire_from_known_fault = models.BooleanField(
        _("có cháy do chỗ đã biết mà chưa sửa"), null=True, blank=True
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "team year entries"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["team", "year", "-id"])]

    def __str__(self) -> str:
        return f"{self.team} · {self.year}"


class RatingCriteria(models.Model):
    """How a city weighs the parts of a year; the newest row counts, earlier ones stay.

    ``points``: per part, 100 in all. ``cut_offs``: the least score that is good, fair, average.
    """

    city = models.ForeignKey(Area, models.PROTECT, related_name="+")
    points = models.JSONField()
    cut_offs = models.JSONField()
    months = models.PositiveSmallIntegerField()
    known_points = models.FloatField()
    meetings = models.PositiveSmallIntegerField()
    note = models.CharField(_("vì sao đổi"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "rating criteria"

    def __str__(self) -> str:
        return f"{self.city} · {self.set_at:%d/%m/%Y}"
