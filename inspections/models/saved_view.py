"""A list as somebody likes to look at it, kept under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Area

NAME_LENGTH = 60
QUERY_LENGTH = 1500


class SavedView(models.Model):
    """One person's own name for a list of an area with its filters and order.

    ``query`` is what stands after "?" in the list's address; it gives no right to anything.
    """

    class Shown(models.TextChoices):
        TEAMS = "teams", _("Các tổ")
        HAZARDS = "hazards", _("Chỗ chưa sửa")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", editable=False
    )
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    shown = models.CharField(max_length=7, choices=Shown)
    name = models.CharField(_("tên"), max_length=NAME_LENGTH)
    # The name folded: "Nhà trọ" and "nha tro" are one.
    name_key = models.CharField(max_length=NAME_LENGTH, editable=False)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("name_key",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "name_key"], name="saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
