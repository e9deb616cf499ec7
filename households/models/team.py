"""Teams of about twelve adjacent households, and who belongs to them when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .area import Area
from .household import Household


def team_name(number: int) -> str:
    """What a team is called in its ward."""
    return gettext("Tổ %(number)s") % {"number": number}


class Team(models.Model):
    """A 12/1 team inside one neighbourhood; the number is unique in its ward."""

    class Mode(models.TextChoices):
        ROTATION = "rotation", _("Xoay vòng: mỗi hộ kiểm tra một hộ")
        PAIRS = "pairs", _("Từng đôi: hai hộ kiểm tra lẫn nhau")
        DUTY = "duty", _("Trực: hộ trực kiểm tra các hộ còn lại")
        CREW = "crew", _("Nhóm: hai, ba hộ cùng đi")

    ward = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("phường, xã"))
    neighbourhood = models.ForeignKey(
        Area, models.PROTECT, related_name="teams", verbose_name=_("khu vực")
    )
    number = models.PositiveIntegerField(_("số"))
    labels = models.JSONField(_("tên mô hình"), default=list, blank=True)
    mode = models.CharField(_("cách phân công"), max_length=8, choices=Mode, default=Mode.ROTATION)
    # How many walk together in mode crew.
    crew_size = models.PositiveSmallIntegerField(_("số hộ cùng đi"), default=2)
    founded_on = models.DateField(_("ngày lập"))
    founding_document = models.CharField(_("văn bản thành lập"), max_length=200, blank=True)
    paused_on = models.DateField(_("tạm nghỉ từ"), null=True, blank=True)
    disbanded_on = models.DateField(_("ngày giải thể"), null=True, blank=True)

    class Meta:
        ordering = ("ward", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ward", "number"], name="team_number"),
            models.CheckConstraint(condition=Q(crew_size__range=(2, 3)), name="team_crew_size"),
        ]

    def __str__(self) -> str:
        return team_name(self.number)


class Membership(models.Model):
    """A household's stay in a team, dated at both ends. History is never rewritten."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    joined_on = models.DateField(_("vào tổ ngày"))
    left_on = models.DateField(_("rời tổ ngày"), null=True, blank=True)
    away = models.BooleanField(_("đang vắng"), default=False)
    can_inspect = models.BooleanField(_("đi kiểm tra được"), default=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(left_on=None), name="membership_one_team"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} · {self.team}"


class Appointment(models.Model):
    """Who leads a team from when to when. The account is optional: many leaders use paper only."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Tổ trưởng")
        DEPUTY = "deputy", _("Tổ phó")

    team = models.ForeignKey(Team, models.PROTECT, related_name="appointments")
    role = models.CharField(_("vai trò"), max_length=6, choices=Role)
    household = models.ForeignKey(Household, models.PROTECT, related_name="appointments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("tài khoản"),
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        ordering = ("-role", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "role"], condition=Q(ends_on=None), name="appointment_one_current"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.household}"
