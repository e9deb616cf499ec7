"""What a city has decided about the order of its calls."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Area


class CityWeights(models.Model):
    """One decision: the newest of a city holds, the older ones stay as they were.

    ``values`` are the numbers of ``inspections.planning.weights.Weights`` by their names there.
    """

    city = models.ForeignKey(Area, models.PROTECT, related_name="+")
    values = models.JSONField()
    note = models.CharField(_("lý do thay đổi"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(_("lúc"))

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["city", "-id"], name="city_weights_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.city} · {self.set_at:%d/%m/%Y}"
