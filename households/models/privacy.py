"""Who looked at a household's record, and what was erased at a household's wish."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .household import Household


class RecordView(models.Model):
    """An officer looked at a household's record on a day. One row, however often that day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("cán bộ")
    )
    household = models.ForeignKey(Household, models.PROTECT, related_name="record_views")
    on = models.DateField(_("ngày"))
    at = models.DateTimeField(_("lần đầu lúc"))
    # The name of the first page's address that day.
    page = models.CharField(_("trang"), max_length=40)

    class Meta:
        ordering = ("-on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "household", "on"], name="record_view_once_a_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["household", "-on"])]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.household_id} · {self.on}"


class Erasure(models.Model):
    """The personal data of a household were made unreadable. Cannot be taken back."""

    household = models.OneToOneField(Household, models.PROTECT, related_name="erasure")
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("căn cứ"), max_length=200)
    # {what: how many}, in the words of the code.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.household_id)
