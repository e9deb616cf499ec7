"""People who sign in: officers by duty over an area, leaders by appointment to a team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .area import Area


class User(AbstractUser):
    """A person with an account. Households have none: they come by link or paper.

    ``language`` is the one in which messages are written to them; pages follow the visitor's own
    machine (``firesafety.language``).
    """

    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    language = models.CharField(
        _("ngôn ngữ của tin nhắn"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    def __str__(self) -> str:
        return self.full_name or self.username


class Duty(models.Model):
    """An officer's charge of an area and all below it, from a day until another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="duties")
    area = models.ForeignKey(Area, models.PROTECT, related_name="duties")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name_plural = "duties"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "area"], condition=Q(ends_on=None), name="duty_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="duty_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.area}"
